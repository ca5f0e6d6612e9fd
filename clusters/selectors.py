"""Reads that more than one page needs."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from clusters.models import (
    Cluster,
    EmulationYear,
    Leadership,
    LeadershipRole,
    Membership,
    Succession,
    Unit,
    UnitCertificate,
)
from clusters.office import offices_on
from clusters.rotation import RecordedYear, Turn


def leaders(path: str = "leaders", *, beside: tuple[str, ...] = ("unit", "source")) -> Prefetch:
    """Fetches the leaders behind `path`, chair first, as `led_by`; `beside` are read with them."""
    ranked = Leadership.objects.order_by("role", "order", "pk")
    if beside:
        ranked = ranked.select_related(*beside)
    return Prefetch(path, ranked, to_attr="led_by")


def membership_day(cluster: Cluster, today: datetime.date | None = None) -> datetime.date:
    """The day on which to count the members: today, or the last day of a closed cluster."""
    today = today or timezone.localdate()
    return min(cluster.valid_to, today) if cluster.valid_to else today


def clusters_for(user: Any) -> QuerySet[Cluster]:
    """Clusters that `user` may see, each with `chair_name`, `chair_slug`, `chair_year` and
    `chair_is_inferred` of the newest year that has a chair, and `member_count` on its last day or
    today."""
    chairs = Leadership.objects.filter(
        emulation_year__cluster=OuterRef("pk"), role=LeadershipRole.CHAIR
    ).order_by("-emulation_year__year")
    today = timezone.localdate()
    held = Q(memberships__valid_from__isnull=True) | Q(memberships__valid_from__lte=F("day"))
    still = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=F("day"))
    return (
        Cluster.objects.for_user(user)
        .select_related("organising_unit")
        .annotate(
            # The day of `membership_day`, for each cluster.
            day=Case(When(valid_to__lt=today, then="valid_to"), default=Value(today)),
            chair_name=Subquery(chairs.values("unit__name")[:1]),
            chair_slug=Subquery(chairs.values("unit__slug")[:1]),
            chair_year=Subquery(chairs.values("emulation_year__year")[:1]),
            chair_is_inferred=Subquery(chairs.values("is_inferred")[:1]),
            member_count=Count("memberships__unit", filter=held & still, distinct=True),
        )
    )


def working_years(
    clusters: Iterable[Cluster], today: datetime.date | None = None
) -> dict[int, EmulationYear]:
    """The emulation year that each cluster is in, by the cluster's key; none for who has none.

    The newest year up to the calendar's that exists, or the year that the chair's office runs for
    when that is later: a chair that took over early works on its own year. A year that somebody
    started ahead of time is not worked on yet. Leaders are fetched as `led_by`; the number of
    queries does not grow with the clusters.
    """
    today = today or timezone.localdate()
    keys = {cluster.pk for cluster in clusters}
    offices = offices_on(today, keys)
    years: dict[int, EmulationYear] = {}
    rows = EmulationYear.objects.filter(cluster__in=keys).select_related("cluster")
    for year in rows.prefetch_related(leaders()).order_by("year"):
        office = offices.get(year.cluster_id)
        if year.year <= max(today.year, office.year if office else 0):
            years[year.cluster_id] = year
    return years


def turns_before(cluster: Cluster) -> list[Turn]:
    """Who led in the clusters that `cluster` follows, each turn with the name of its cluster."""
    rows = Leadership.objects.filter(emulation_year__cluster__in=cluster.predecessors())
    return [
        _turn(row, row.emulation_year.year, row.emulation_year.cluster.short_name)
        for row in rows.select_related("unit", "emulation_year__cluster")
    ]


def recorded_years(cluster: Cluster) -> list[RecordedYear]:
    """Every year of the cluster with its members and leaders, the newest first; three queries."""
    memberships = list(cluster.memberships.all())
    return [
        RecordedYear(
            year.year,
            frozenset(row.unit_id for row in memberships if row.holds_in_year(year.year)),
            tuple(_turn(leader, year.year) for leader in year.led_by),
        )
        for year in years_of(cluster)
    ]


def _turn(leader: Leadership, year: int, cluster: str = "") -> Turn:
    return Turn(
        year,
        leader.unit_id,
        leader.unit.name,
        leader.role,
        leader.order,
        leader.is_inferred,
        cluster,
    )


def earlier_years(cluster: Cluster, year: int) -> list[EmulationYear]:
    """The years before `year`, newest first: the cluster's own, then those of each that it
    follows."""
    line = [cluster, *cluster.predecessors()]
    rows = EmulationYear.objects.filter(cluster__in=line, year__lt=year).select_related("cluster")
    return sorted(rows, key=lambda row: (line.index(row.cluster), -row.year))


def years_of(cluster: Cluster) -> QuerySet[EmulationYear]:
    """The cluster's years, newest first, each with its leaders as `led_by`."""
    return cluster.years.prefetch_related(leaders()).order_by("-year")


def memberships_of(cluster: Cluster) -> QuerySet[Membership]:
    """Every membership, past and present, in Vietnamese order of the units."""
    return cluster.memberships.select_related("unit", "source").order_by(
        "unit__sort_key", "valid_from", "pk"
    )


def units_on(day: datetime.date) -> QuerySet[Unit]:
    """Units that existed on `day`, in Vietnamese order."""
    return Unit.objects.on(day).order_by("sort_key", "pk")


def every_unit(today: datetime.date) -> list[Unit]:
    """The units of today, then those that ended, what they became fetched; three queries."""
    successions = Succession.objects.select_related("successor").order_by("effective_on", "pk")
    living = units_on(today).prefetch_related(Prefetch("successions", successions))
    return [*living, *units_ended_before(today)]


def units_ended_before(day: datetime.date) -> QuerySet[Unit]:
    """Units that ended before `day`, what they became fetched, the last to end first."""
    successions = Succession.objects.select_related("successor").order_by("effective_on", "pk")
    return (
        Unit.objects.filter(valid_to__lt=day)
        .prefetch_related(Prefetch("successions", successions))
        .order_by("-valid_to", "sort_key", "pk")
    )


def family_of(unit: Unit) -> tuple[list[Succession], list[Succession]]:
    """What `unit` came from, and what it became."""
    related = Succession.objects.select_related("predecessor", "successor").order_by(
        "effective_on", "predecessor__sort_key", "pk"
    )
    rows = list(related.filter(Q(predecessor=unit) | Q(successor=unit)))
    return (
        [row for row in rows if row.successor_id == unit.pk],
        [row for row in rows if row.predecessor_id == unit.pk],
    )


def certificate_on(fingerprint: str, day: datetime.date) -> UnitCertificate | None:
    """The registration of the certificate with this SHA-256 that holds on `day`, with its unit."""
    rows = UnitCertificate.objects.on(day).select_related("unit")
    return rows.filter(fingerprint=fingerprint.lower()).first()


def validity_of(
    fingerprints: Iterable[str],
) -> dict[str, tuple[datetime.datetime, datetime.datetime]]:
    """From when to when each of these certificates is valid, of those in the register."""
    rows = UnitCertificate.objects.filter(fingerprint__in=set(fingerprints))
    found = rows.values_list("fingerprint", "certificate_from", "certificate_to")
    return {fingerprint: (begins, ends) for fingerprint, begins, ends in found}


def unit_of_certificate(fingerprint: str, day: datetime.date) -> Unit | None:
    """For which unit the certificate with this SHA-256 signs on `day`, if for any."""
    certificate = certificate_on(fingerprint, day)
    return certificate.unit if certificate else None
