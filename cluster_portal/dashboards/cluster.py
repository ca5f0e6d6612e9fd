"""Reads a cluster's board: a constant number of queries."""

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awards.register.totals import FormTotals, granted_by_form, years_with_awards
from cluster_portal.charts.data import Chart
from cluster_portal.dashboards import charts
from cluster_portal.dashboards.figures import (
    HeatTable,
    Tile,
    cluster_figures,
    heat_table,
    in_two_parts,
    shared_source,
    tiles_of,
)
from cluster_portal.dashboards.national import rows_for
from cluster_portal.dashboards.rows import ClusterRow
from cluster_portal.dashboards.targets import TargetRow, pledged_items, targets_of_cluster
from cluster_portal.dashboards.years import counts_in, without_gaps
from clusters.models import Cluster, EmulationYear, Unit
from clusters.selectors import memberships_of, years_of
from emulation.models import Indicator, IndicatorValue
from emulation.selectors import answering, results_of_years, through_years


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
    award_years: Sequence[int]
    awards: Sequence[tuple[FormTotals, Sequence[tuple[int | None, int]]]]  # count and year

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


def offered_indicators(cluster: Cluster, user: Any) -> list[Indicator]:
    """The indicators of which `user` may see a figure of the cluster, of any year."""
    values = IndicatorValue.objects.for_user(user).filter(emulation_year__cluster=cluster)
    return list(Indicator.objects.filter(pk__in=values.order_by().values("indicator")))


def recorded(cluster: Cluster) -> list[EmulationYear]:
    """The cluster's years with their leaders, the newest first."""
    return list(years_of(cluster).select_related("cluster"))


def board_of(
    year: EmulationYear,
    years: Sequence[EmulationYear],
    indicator: Indicator | None,
    offered: Sequence[Indicator],
    user: Any,
    today: datetime.date,
) -> ClusterBoard:
    """The board of `year`, one of the cluster's `years`; charts are about `indicator`.

    That is one of the `offered`, which are all of which the board may have a figure.
    """
    cluster = year.cluster
    before = next((one for one in years if one.year == year.year - 1), None)
    members = _members(cluster, year.year)
    results = results_of_years(
        [one for one in (year, before) if one],
        user,
        beside=indicator,
        known=(*years, *offered, *members),
    )
    now = results[year]
    asked = answering(now.lasting, now.all_values)
    told = years_with_awards(cluster, user, until=year.year)
    award_years = without_gaps(told, year.year)
    forms = granted_by_form(cluster, user, years=award_years)
    return ClusterBoard(
        row=rows_for([(cluster, year.year)], user, today, known=years)[0],
        year=year,
        years=years,
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
        targets=targets_of_cluster(pledged_items(user, pk=year.pk), now, members),
        award_years=award_years,
        awards=[(form, counts_in(form.granted, award_years, told)) for form in forms],
    )


def _members(cluster: Cluster, year: int) -> list[Unit]:
    """The members during the year, under the names of that time, in Vietnamese order."""
    held = [row.unit for row in memberships_of(cluster) if row.holds_in_year(year)]
    return list(dict.fromkeys(held))
