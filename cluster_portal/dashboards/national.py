"""Reads the national board: a constant number of queries, however many clusters there are."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from awards.register.totals import totals_by_year
from cluster_portal.dashboards.rows import ClusterRow, Meeting, PledgeState, YearFacts
from cluster_portal.public.selectors import upcoming_conferences
from cluster_portal.workspace.board.lines import State
from cluster_portal.workspace.board.selectors import boards_of
from clusters import access
from clusters.members import lasting_members
from clusters.models import Cluster, EmulationYear
from clusters.roles import Permission
from clusters.selectors import leaders
from emulation.models import Conference, ConferenceKind, Deadline
from emulation.selectors import counted_pledges_for, figures_by_year


def rows_of(year: int, user: Any, today: datetime.date) -> list[ClusterRow]:
    """Every cluster of `year` that `user` may see, those that need attention first."""
    rows = rows_for([(cluster, year) for cluster in clusters_in(year, user)], user, today)
    return sorted(rows, key=lambda row: row.urgency)


def rows_for(
    wanted: Sequence[tuple[Cluster, int]],
    user: Any,
    today: datetime.date,
    *,
    known: Iterable[EmulationYear] = (),
) -> list[ClusterRow]:
    """A row for each cluster, which `user` may see, in a year; a constant number of queries.

    `known` are years with their leaders, if somebody has read all that the rows need already.
    """
    clusters = {cluster.pk for cluster, _ in wanted}
    numbers = {one for _, year in wanted for one in (year - 1, year)}
    years = [one for one in known if one.year in numbers]
    if not known:
        found = EmulationYear.objects.filter(cluster__in=clusters, year__in=numbers)
        years = list(found.select_related("cluster").prefetch_related(leaders()))
    asked = {(cluster.pk, year) for cluster, year in wanted}
    late = _late([one for one in years if (one.cluster_id, one.year) in asked], user, today)
    facts = _facts(years, late, user)
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


def _facts(
    years: Sequence[EmulationYear], late: Mapping[int, tuple[str, ...]], user: Any
) -> dict[tuple[int, int], YearFacts]:
    """What is known of each year, by cluster and calendar year."""
    keys = [year.pk for year in years]
    lasting = lasting_members(years)
    meetings = _meetings(keys, user)
    pledges = {
        pledge.emulation_year_id: PledgeState(
            status=pledge.status,
            signed=pledge.signed_count,
            asked=pledge.signature_count,
            href=pledge.get_absolute_url(),
        )
        for pledge in counted_pledges_for(user).filter(emulation_year__in=keys)
    }
    figures = figures_by_year(keys, user)
    awards = totals_by_year(years, user)
    facts = {}
    for year in years:
        told, given = figures.get(year.pk), awards.get(year.pk)
        facts[year.cluster_id, year.year] = YearFacts(
            year=year,
            members=len(lasting[year.pk] | told.units if told else lasting[year.pk]),
            meeting=meetings.get(year.pk),
            pledge=pledges.get(year.pk),
            reporting=len(told.units) if told else 0,
            figures=told.figures if told else 0,
            whole=told.whole if told else 0,
            # Nothing is granted that was not proposed: none on file says nothing of how many.
            proposed=(given.proposed or None) if given else None,
            granted=given.granted if given else None,
            late=late.get(year.pk, ()),
        )
    return facts


def _meetings(keys: list[int], user: Any) -> dict[int, Meeting]:
    """The annual reviews that `user` may see; of others day and host, once they are announced."""
    reviews = {"review_year__in": keys, "kind": ConferenceKind.ANNUAL_REVIEW}
    announced = {row.review_year_id: row for row in upcoming_conferences().filter(**reviews)}
    visible = Conference.objects.for_user(user).filter(**reviews)
    seen = {row.review_year_id: row for row in visible.select_related("cluster", "host")}
    return {
        key: _meeting(row, href=row.get_absolute_url() if key in seen else "")
        for key, row in (announced | seen).items()
    }


def _meeting(conference: Conference, *, href: str) -> Meeting:
    return Meeting(
        held_on=conference.held_on,
        status=conference.status,
        host=conference.host.name if conference.host else "",
        href=href,
    )


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
