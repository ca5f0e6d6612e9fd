"""Reads a cluster's board: a constant number of queries."""

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awards.register.totals import granted_by_form, years_with_awards
from cluster_portal.charts.data import Chart
from cluster_portal.dashboards import charts
from cluster_portal.dashboards.awards import AwardTable
from cluster_portal.dashboards.figures import (
    HeatTable,
    Tile,
    cluster_figures,
    heat_table,
    in_two_parts,
    shared_source,
    tiles_of,
)
from cluster_portal.dashboards.national import Read, rows_for
from cluster_portal.dashboards.rows import ClusterRow
from cluster_portal.dashboards.targets import TargetRow, pledged_items, targets_of_cluster
from cluster_portal.dashboards.years import without_gaps
from clusters.members import lasting_members
from clusters.models import Cluster, EmulationYear, Membership, Unit
from clusters.selectors import leaders, memberships_of
from emulation.models import Indicator
from emulation.selectors import (
    answering,
    indicators_in,
    pledges_in,
    results_of_years,
    through_years,
    with_sight,
)


@dataclass(frozen=True, kw_only=True)
class ClusterBoard:
    """What a cluster's board shows of one year, and of the years up to it."""

    row: ClusterRow
    year: EmulationYear
    years: Sequence[EmulationYear]
    members: Sequence[Unit]
    tiles: Sequence[Tile]
    heat: HeatTable
    indicator: Indicator | None
    charts: Sequence[Chart]
    targets: Sequence[TargetRow]
    awards: AwardTable

    @functools.cached_property
    def source(self) -> str:
        """Where all figures of the cluster come from, if it is one place."""
        return shared_source(tile.figure.source for tile in self.tiles)

    @functools.cached_property
    def tiles_in_parts(self) -> tuple[Sequence[Tile], Sequence[Tile]]:
        """The tiles that are seen at once, and those that are folded."""
        return in_two_parts(self.tiles, {row.item.indicator_id for row in self.targets})

    @property
    def timeline(self) -> list[EmulationYear]:
        """The years up to this one that have a leader on record, the newest first."""
        return [one for one in self.years if one.year <= self.year.year and one.led_by]


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is on record of a cluster, whichever year its board shows.

    Its years with their leaders and with what the reader may see, the newest first; every
    membership, in Vietnamese order; the indicators of which the reader may see a figure.
    """

    cluster: Cluster
    years: Sequence[EmulationYear]
    memberships: Sequence[Membership]
    indicators: Sequence[Indicator]

    def of(self, number: int) -> EmulationYear | None:
        """The calendar year `number`, if it is on record."""
        return next((one for one in self.years if one.year == number), None)

    def members_in(self, number: int) -> list[Unit]:
        """The members during a calendar year, under the names of that time."""
        held = (row.unit for row in self.memberships if row.holds_in_year(number))
        return list(dict.fromkeys(held))


def record_of(cluster: Cluster, user: Any) -> Record:
    """Four queries."""
    memberships = list(memberships_of(cluster))
    units = {row.unit_id: row.unit for row in memberships}
    years = with_sight(cluster.years.order_by("-year"), user)
    found = list(years.prefetch_related(leaders(beside=())))
    for leader in (one for year in found for one in year.led_by if one.unit_id in units):
        leader.unit = units[leader.unit_id]
    return Record(
        cluster=cluster, years=found, memberships=memberships, indicators=indicators_in(found)
    )


def board_of(
    record: Record,
    year: EmulationYear,
    indicator: Indicator | None,
    user: Any,
    today: datetime.date,
) -> ClusterBoard:
    """The board of `year`; its charts are about `indicator`. Both are on `record`."""
    cluster, before = record.cluster, record.of(year.year - 1)
    members = record.members_in(year.year)
    lasting = lasting_members(record.years, record.memberships)
    both = [one for one in (year, before) if one]
    units = (row.unit for row in record.memberships)
    results = results_of_years(
        both, lasting, beside=indicator, through=record.years, known=(*record.indicators, *units)
    )
    now = results[year]
    asked = answering(now.lasting, now.all_values)
    read = Read(
        years=both,
        lasting=lasting,
        figures={one.pk: results[one].count for one in both},
        pledges=pledges_in(both, user),
    )
    own = [pledge for key, pledge in read.pledges.items() if key == year.pk]
    told = years_with_awards(cluster, user, until=year.year)
    award_years = without_gaps(told, year.year)
    return ClusterBoard(
        row=rows_for([(cluster, year.year)], user, today, read=read)[0],
        year=year,
        years=record.years,
        members=members,
        tiles=tiles_of(
            cluster_figures(now),
            cluster_figures(results[before]) if before else {},
            year.year - 1,
        ),
        heat=heat_table(now, [unit for unit in members if unit.pk in asked]),
        indicator=indicator,
        charts=charts.of_cluster(indicator, through_years(results, indicator), year.year, members)
        if indicator
        else [],
        targets=targets_of_cluster(pledged_items(own), now, members),
        awards=AwardTable(
            years=award_years,
            forms=granted_by_form(cluster, user, years=award_years),
            told=told,
        ),
    )
