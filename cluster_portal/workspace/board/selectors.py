"""Where somebody's work is: the clusters and units, and how far their year is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from cluster_portal.workspace.board.facts import facts_of
from cluster_portal.workspace.board.lines import Line, State, count_of, lines_of
from clusters import access
from clusters.models import Cluster, EmulationYear, Membership, Role, Unit
from clusters.office import workplaces_on
from clusters.roles import Permission
from clusters.selectors import working_years


@dataclass(frozen=True)
class Desk:
    """A cluster that somebody works for: the year it is in, its board in short.

    `units` are the units whose own report one fills in there: one's own, those that it carries on.
    """

    cluster: Cluster
    year: EmulationYear | None
    lines: tuple[Line, ...]
    units: tuple[Unit, ...]
    may_start: bool

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
    return sorted(clusters.values(), key=lambda cluster: (cluster.sort_key, cluster.pk)), places


def desks_of(user: Any, today: datetime.date) -> list[Desk]:
    """Where `user` works, in Vietnamese order; the number of queries does not grow with it."""
    clusters, places = own_clusters(user, today)
    years = working_years(clusters, today)
    boards = boards_of(years.values(), today)
    return [
        Desk(
            cluster=cluster,
            year=years.get(cluster.pk),
            lines=boards[years[cluster.pk].pk] if cluster.pk in years else (),
            units=tuple(
                row.unit
                for row in places.get(cluster.pk, ())
                if cluster.pk in years and row.holds_in_year(years[cluster.pk].year)
            ),
            may_start=access.may(user, Permission.LEAD, cluster),
        )
        for cluster in clusters
    ]


def boards_of(years: Iterable[EmulationYear], today: datetime.date) -> dict[int, tuple[Line, ...]]:
    """The boards of several years, by the key of the year."""
    return {key: tuple(lines_of(facts, today)) for key, facts in facts_of(list(years)).items()}


def only_board(user: Any, today: datetime.date) -> EmulationYear | None:
    """The year to open at once: of a secretary of one cluster who is nothing else."""
    held = list(access.appointments_of(user, today).select_related("cluster"))
    clusters = {row.cluster_id: row.cluster for row in held}
    if {row.role for row in held} != {Role.SECRETARIAT} or len(clusters) != 1:
        return None
    return next(iter(working_years(clusters.values(), today).values()), None)
