"""Where somebody's work is: the clusters and units, and how far their year is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from cluster_portal.workspace.board.facts import facts_of
from cluster_portal.workspace.board.lines import (
    IndicatorFacts,
    Line,
    State,
    count_of,
    lines_of,
    open_work,
)
from clusters import access
from clusters.models import Cluster, EmulationYear, Membership, Role, Unit
from clusters.office import workplaces_on
from clusters.roles import Permission
from clusters.selectors import leaders, working_years

LONG_PAST = 2  # years; the decisions on a year's awards come in the year after


@dataclass(frozen=True)
class Desk:
    """A year of a cluster that somebody works for, its board in short.

    The year that the cluster is in, none where it has none; or, as `is_beside`, another with open
    work, whose tasks are `still_open`. `units` are the units whose own report one fills in there:
    one's own, those that it carries on.
    """

    cluster: Cluster
    year: EmulationYear | None
    lines: tuple[Line, ...]
    units: tuple[Unit, ...]
    may_start: bool
    is_beside: bool = False
    still_open: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        return count_of(self.lines, State.DONE)

    @property
    def late(self) -> list[str]:
        """The tasks that are late."""
        return [line.label for line in self.lines if line.state == State.LATE]

    @property
    def chair(self) -> str:
        """Who leads the year; empty when nobody is known."""
        leaders = self.year.led_by if self.year else []
        return next((row.unit.name for row in leaders if row.role == "chair"), "")


def own_clusters(
    user: Any, today: datetime.date
) -> tuple[list[Cluster], dict[int, list[Membership]]]:
    """The clusters that `user` works for as secretary or officer, or oversees; by cluster key the
    memberships that an officer works for."""
    appointments = list(access.appointments_of(user, today).select_related("cluster", "unit"))
    if access.reach(user, Permission.VIEW_DRAFTS).everything:
        clusters = {cluster.pk: cluster for cluster in Cluster.objects.all()}
    else:
        clusters = {row.cluster_id: row.cluster for row in appointments if row.cluster_id}
    officers = {row.unit_id for row in appointments if row.role == Role.PROVINCIAL_OFFICER}
    places: dict[int, list[Membership]] = {}
    for row in chain.from_iterable(workplaces_on(today, officers).values()):
        clusters[row.cluster_id] = row.cluster
        places.setdefault(row.cluster_id, []).append(row)
    in_order = sorted(
        clusters.values(),
        key=lambda cluster: (_has_ended(cluster, today), cluster.sort_key, cluster.pk),
    )
    return in_order, places


def desks_of(user: Any, today: datetime.date) -> list[Desk]:
    """Where `user` works, in Vietnamese order, clusters that have ended last; of each the year it
    is in, then the years beside it with open work. The number of queries does not grow."""
    clusters, places = own_clusters(user, today)
    working = working_years(clusters, today)
    beside = years_beside(working.values())
    boards = boards_of([*working.values(), *beside], today)
    desks = []
    for cluster in clusters:
        now = working.get(cluster.pk)
        own = [year for year in beside if year.cluster_id == cluster.pk and boards[year.pk].open]
        for year in (now, *own):
            board = boards[year.pk] if year else Board()
            desk = Desk(
                cluster=cluster,
                year=year,
                lines=board.lines,
                units=tuple(
                    row.unit
                    for row in places.get(cluster.pk, ())
                    if year and row.holds_in_year(year.year)
                ),
                may_start=access.may(user, Permission.LEAD, cluster),
                is_beside=year is not now,
                still_open=tuple(line.label for line in board.open) if year is not now else (),
            )
            desks.append(desk)
    return desks


@dataclass(frozen=True)
class Board:
    """The board of a year, and what of it keeps the year open."""

    lines: tuple[Line, ...] = ()
    open: tuple[Line, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()


def boards_of(years: Iterable[EmulationYear], today: datetime.date) -> dict[int, Board]:
    """The boards of several years, by the key of the year."""
    boards = {}
    for key, facts in facts_of(list(years)).items():
        lines = tuple(lines_of(facts, today))
        boards[key] = Board(lines, tuple(open_work(facts, lines)), facts.indicators)
    return boards


def years_beside(years: Iterable[EmulationYear]) -> list[EmulationYear]:
    """The years of the same clusters that are not long past, newest first: their awards may still
    be waiting. One query, and that of the leaders."""
    wanted = {year.cluster_id: year.year for year in years}
    rows = EmulationYear.objects.filter(cluster__in=wanted).select_related("cluster")
    return [
        row
        for row in rows.prefetch_related(leaders()).order_by("-year")
        if row.year != wanted[row.cluster_id] and row.year >= wanted[row.cluster_id] - LONG_PAST
    ]


def only_board(user: Any, today: datetime.date) -> EmulationYear | None:
    """The year to open at once: of a secretary of one cluster, who is nothing else.

    Clusters that have ended count only where there is no other.
    """
    held = list(access.appointments_of(user, today).select_related("cluster"))
    clusters = {row.cluster for row in held if row.cluster}
    clusters = {one for one in clusters if not _has_ended(one, today)} or clusters
    if {row.role for row in held} != {Role.SECRETARIAT} or len(clusters) != 1:
        return None
    return next(iter(working_years(clusters, today).values()), None)


def _has_ended(cluster: Cluster, today: datetime.date) -> bool:
    return cluster.valid_to is not None and cluster.valid_to < today
