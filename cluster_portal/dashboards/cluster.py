"""Reads a cluster's board: a constant number of queries."""

import datetime
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
    tiles_of,
)
from cluster_portal.dashboards.national import rows_for
from cluster_portal.dashboards.rows import ClusterRow
from cluster_portal.dashboards.targets import TargetRow, pledged_items, targets_of_cluster
from clusters.models import Cluster, EmulationYear, Unit
from clusters.selectors import memberships_of, years_of
from emulation.models import Indicator, IndicatorValue
from emulation.selectors import results_by_year, results_of

YEARS_OF_AWARDS = 6


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
    awards: Sequence[tuple[FormTotals, Sequence[tuple[int, int]]]]  # count and year

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
    user: Any,
    today: datetime.date,
) -> ClusterBoard:
    """The board of `year`, one of the cluster's `years`; charts are about `indicator`."""
    cluster = year.cluster
    now = results_of(year, user)
    before = next((one for one in years if one.year == year.year - 1), None)
    figures = cluster_figures(now)
    members = _members(cluster, year.year)
    award_years = years_with_awards(cluster, user, until=year.year)[-YEARS_OF_AWARDS:]
    forms = granted_by_form(cluster, user, years=award_years)
    return ClusterBoard(
        row=rows_for([cluster], year.year, user, today)[0],
        year=year,
        years=years,
        members=members,
        tiles=tiles_of(
            figures, cluster_figures(results_of(before, user)) if before else {}, year.year - 1
        ),
        heat=heat_table(now, members),
        indicator=indicator,
        charts=charts.of_cluster(
            indicator, results_by_year(cluster, indicator, user), year.year, members
        )
        if indicator
        else [],
        targets=targets_of_cluster(pledged_items(user, pk=year.pk), now, members),
        award_years=award_years,
        awards=[(form, [(form.granted.get(one, 0), one) for one in award_years]) for form in forms],
    )


def _members(cluster: Cluster, year: int) -> list[Unit]:
    """The members during the year, under the names of that time, in Vietnamese order."""
    held = [row.unit for row in memberships_of(cluster) if row.holds_in_year(year)]
    return list(dict.fromkeys(held))
