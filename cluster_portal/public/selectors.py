"""Reads that span clusters, emulation and awards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from awards.models import Award, AwardStatus
from awards.register.sight import Sight
from awards.selectors import totals
from clusters import access
from clusters.models import Cluster, EmulationYear, Leadership, Unit
from clusters.roles import Permission
from emulation.models import (
    AgendaDocument,
    AgendaItem,
    Conference,
    Delegate,
    IndicatorValue,
    Pledge,
    PledgeSignature,
)
from emulation.selectors import conferences_for, with_corrections


@dataclass(frozen=True)
class Totals:
    """How much the portal holds, counting what the user may see."""

    clusters: int
    conferences: int
    pledges: int
    granted: int


def totals_for(user: Any) -> Totals:
    """Four counts, one query each."""
    return Totals(
        clusters=Cluster.objects.for_user(user).count(),
        conferences=Conference.objects.for_user(user).count(),
        pledges=Pledge.objects.for_user(user).count(),
        granted=totals(Award.objects.for_user(user)).granted,
    )


def upcoming_conferences() -> QuerySet[Conference]:
    """Conferences whose day has been announced and has not passed, soonest first."""
    return (
        Conference.objects.upcoming(timezone.localdate())
        .select_related("cluster", "host")
        .order_by("held_on", "pk")
    )


def awards_of_year(year: EmulationYear, user: Any) -> QuerySet[Award]:
    """Awards of the year that `user` may see, highest form first; of proposals what is open."""
    return _open_or_result(_awards(user).filter(emulation_year=year))


def awards_at(conference: Conference, user: Any) -> QuerySet[Award]:
    """Awards that the conference reported, proposed or presented; of proposals what is open.

    What became of a proposal elsewhere does not change what this conference proposed.
    """
    return _open_or_result(_awards(user).filter(conference=conference))


def _open_or_result(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Each award once: `awards` without the proposals that others of them answer in full.

    `left` is how many of a counted group still wait where it is answered in part, else None.
    """
    answers = awards.filter(proposal=OuterRef("pk")).order_by()
    counted = answers.values("proposal").annotate(total=Sum("count")).values("total")
    return awards.annotate(
        is_answered=Exists(answers),
        is_closed=Exists(answers.filter(count=None)),
        left=F("count") - Subquery(counted),
    ).filter(
        ~Q(status=AwardStatus.PROPOSED) | Q(is_answered=False) | Q(is_closed=False, left__gt=0)
    )


def agenda_of(conference: Conference, user: Any) -> list[AgendaItem]:
    """The agenda; for those who see the drafts of the cluster each item has its `papers`."""
    items = conference.agenda.all()
    if access.may(user, Permission.VIEW_DRAFTS, conference):
        papers = AgendaDocument.objects.select_related("file")
        items = items.prefetch_related(Prefetch("documents", papers, to_attr="papers"))
    return list(items)


def _awards(user: Any) -> QuerySet[Award]:
    return (
        Award.objects.for_user(user)
        .select_related("form", "unit", "recipient_unit", "emulation_year__cluster", "decision")
        .order_by("form__order", "form__sort_key", "status", "sort_key", "pk")
    )


def as_read(awards: Iterable[Award], user: Any) -> list[Award]:
    """The awards, each with its recipient as `user` may know him as `shown_recipient`."""
    sight, shown = Sight.of(user), list(awards)
    for award in shown:
        award.shown_recipient = sight.recipient(award)
    return shown


def conferences_of_year(year: EmulationYear, user: Any) -> list[Conference]:
    """Conferences that launched the year and that reviewed it, in the order of their days."""
    touching = Q(review_year=year) | Q(launch_year=year)
    return list(conferences_for(user).filter(touching).order_by("held_on", "pk"))


def values_of_unit(unit: Unit, user: Any) -> QuerySet[IndicatorValue]:
    """The unit's figures that `user` may see, newest year first, with their corrections."""
    return (
        with_corrections(IndicatorValue.objects.for_user(user))
        .filter(unit=unit)
        .select_related("indicator", "unit", "emulation_year__cluster", "source")
        .order_by("-emulation_year__year", "indicator__order", "indicator__sort_key", "pk")
    )


def awards_of_unit(unit: Unit, user: Any) -> QuerySet[Award]:
    """The unit's awards that `user` may see, newest year first; of proposals what is open."""
    own = _awards(user).filter(Q(unit=unit) | Q(recipient_unit=unit))
    return _open_or_result(own).order_by("-emulation_year__year", "form__order", "sort_key", "pk")


@dataclass(frozen=True)
class UnitRecord:
    """All that the portal knows of one unit."""

    leaderships: list[Leadership]
    hosted: list[Conference]
    values: list[IndicatorValue]
    awards: list[Award]
    signatures: list[PledgeSignature]
    delegates: list[Delegate]


def record_of(unit: Unit, user: Any, *, limit: int) -> UnitRecord:
    """The unit's roles, conferences, figures, awards, pledges and people, newest first.

    At most `limit` figures and awards: the register has the rest.
    """
    visible = conferences_for(user)
    return UnitRecord(
        leaderships=list(
            Leadership.objects.filter(
                unit=unit, emulation_year__in=EmulationYear.objects.for_user(user)
            )
            .select_related("emulation_year__cluster", "source")
            .order_by("-emulation_year__year", "pk")
        ),
        hosted=list(visible.filter(host=unit)),
        values=list(values_of_unit(unit, user)[:limit]),
        awards=as_read(awards_of_unit(unit, user)[:limit], user),
        signatures=list(
            PledgeSignature.objects.filter(unit=unit, pledge__in=Pledge.objects.for_user(user))
            .select_related("pledge__emulation_year__cluster")
            .order_by("-pledge__emulation_year__year", "pk")
        ),
        delegates=list(
            Delegate.objects.filter(unit=unit, conference__in=Conference.objects.for_user(user))
            .select_related("conference__cluster")
            .prefetch_related("parts")
            .order_by("-conference__held_on", "order", "pk")
        ),
    )
