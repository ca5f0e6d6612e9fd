"""Reads the national board: a constant number of queries, however many clusters there are."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from awards.register.totals import totals_by_year
from cluster_portal.dashboards.rows import ClusterRow, Meeting, PledgeState, YearFacts
from cluster_portal.workspace.board.lines import State
from cluster_portal.workspace.board.selectors import boards_of
from clusters import access
from clusters.members import lasting_members
from clusters.models import Cluster, EmulationYear
from clusters.roles import Permission
from clusters.selectors import leaders
from emulation.models import Conference, ConferenceKind, Deadline, Pledge
from emulation.selectors import FigureCount, figures_by_year, pledges_in, with_sight


def rows_of(year: int, user: Any, today: datetime.date) -> list[ClusterRow]:
    """Every cluster of `year` that `user` may see, those that need attention first."""
    rows = rows_for([(cluster, year) for cluster in clusters_in(year, user)], user, today)
    return sorted(rows, key=lambda row: row.urgency)


@dataclass(frozen=True, kw_only=True)
class Read:
    """What rows are made of: each year asked for and the one before, with its leaders.

    By the key of the year who answers for it, what was told of it, and its pledge.
    """

    years: Sequence[EmulationYear]
    lasting: Mapping[int, frozenset[int]]
    figures: Mapping[int, FigureCount]
    pledges: Mapping[int, Pledge]


def rows_for(
    wanted: Sequence[tuple[Cluster, int]],
    user: Any,
    today: datetime.date,
    *,
    read: Read | None = None,
) -> list[ClusterRow]:
    """A row for each cluster, which `user` may see, in a year; a constant number of queries.

    `read` is what somebody has read for another purpose.
    """
    read = read or _read(wanted, user)
    asked = {(cluster.pk, year) for cluster, year in wanted}
    late = _late([one for one in read.years if (one.cluster_id, one.year) in asked], user, today)
    facts = _facts(read, late, user)
    return [
        ClusterRow(
            cluster=cluster,
            year=year,
            now=facts.get((cluster.pk, year)),
            before=facts.get((cluster.pk, year - 1)),
            sees_drafts=access.may(user, Permission.VIEW_DRAFTS, cluster),
            today=today,
        )
        for cluster, year in wanted
    ]


def clusters_in(year: int, user: Any) -> list[Cluster]:
    """The clusters that there were on some day of `year`, or that have a record of it."""
    lived = Cluster.objects.in_year(year).values("pk")
    recorded = EmulationYear.objects.filter(year=year).values("cluster")
    visible = Cluster.objects.for_user(user).select_related("organising_unit")
    return list(visible.filter(Q(pk__in=lived) | Q(pk__in=recorded)).order_by("sort_key", "pk"))


def _read(wanted: Sequence[tuple[Cluster, int]], user: Any) -> Read:
    clusters = {cluster.pk: cluster for cluster, _ in wanted}
    numbers = {one for _, year in wanted for one in (year - 1, year)}
    found = EmulationYear.objects.filter(cluster__in=clusters, year__in=numbers)
    years = list(with_sight(found, user).prefetch_related(leaders(beside=("unit",))))
    for year in years:
        year.cluster = clusters[year.cluster_id]
    return Read(
        years=years,
        lasting=lasting_members(years),
        figures=figures_by_year(years),
        pledges=pledges_in(years, user),
    )


def _facts(
    read: Read, late: Mapping[int, tuple[str, ...]], user: Any
) -> dict[tuple[int, int], YearFacts]:
    """What is known of each year, by cluster and calendar year."""
    meetings = _meetings(read.years, user)
    awards = totals_by_year(read.years, user)
    facts = {}
    for year in read.years:
        lasting, pledge = read.lasting[year.pk], read.pledges.get(year.pk)
        told, given = read.figures.get(year.pk), awards.get(year.pk)
        facts[year.cluster_id, year.year] = YearFacts(
            year=year,
            members=len(lasting | told.units if told else lasting),
            meeting=meetings.get(year.pk),
            pledge=_state(pledge) if pledge else None,
            reporting=len(told.units) if told else 0,
            figures=told.figures if told else 0,
            whole=told.whole if told else 0,
            # Nothing is granted that was not proposed: none on file says nothing of how many.
            proposed=(given.proposed or None) if given else None,
            granted=given.granted if given else None,
            late=late.get(year.pk, ()),
        )
    return facts


def _state(pledge: Pledge) -> PledgeState:
    return PledgeState(
        status=pledge.status,
        signed=pledge.signed_count,
        asked=pledge.signature_count,
        href=pledge.get_absolute_url(),
    )


def _meetings(years: Iterable[EmulationYear], user: Any) -> dict[int, Meeting]:
    """The annual reviews that `user` may see; of others day and host, once they are announced."""
    known = {year.pk: year for year in years}
    told = Conference.objects.for_user(user) | Conference.objects.upcoming(timezone.localdate())
    reviews = told.filter(review_year__in=known, kind=ConferenceKind.ANNUAL_REVIEW).with_sight(user)
    meetings = {}
    for row in reviews.select_related("host").order_by():  # one of a year at most
        row.cluster = known[row.review_year_id].cluster
        meetings[row.review_year_id] = Meeting(
            held_on=row.held_on,
            status=row.status,
            host=row.host.name if row.host else "",
            href=row.get_absolute_url() if row.is_shown else "",
        )
    return meetings


def _late(
    years: Iterable[EmulationYear], user: Any, today: datetime.date
) -> dict[int, tuple[str, ...]]:
    """The late tasks of the years whose drafts `user` may see: those that their own boards show.

    Only years with a day that has passed are read.
    """
    seen = [year for year in years if access.may(user, Permission.VIEW_DRAFTS, year)]
    if not seen:
        return {}
    passed = Deadline.objects.filter(emulation_year__in=seen, due_on__lt=today)
    keys = set(passed.values_list("emulation_year", flat=True))
    boards = boards_of([year for year in seen if year.pk in keys], today) if keys else {}
    return {
        key: tuple(line.label for line in board.lines if line.state == State.LATE)
        for key, board in boards.items()
    }
