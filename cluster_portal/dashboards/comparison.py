"""Reads two years of clusters, or several provinces of a year, side by side."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cluster_portal.charts.data import Chart
from cluster_portal.dashboards import comparison_charts
from cluster_portal.dashboards.figures import ClusterFigure, change_between, cluster_figures
from cluster_portal.dashboards.national import rows_for
from cluster_portal.dashboards.rows import ClusterRow
from clusters.models import EmulationYear, Unit
from emulation.models import Indicator, IndicatorValue
from emulation.selectors import results_by_year, results_of, with_corrections


@dataclass(frozen=True, kw_only=True)
class Side:
    """One year of a cluster."""

    row: ClusterRow
    year: EmulationYear
    figures: Mapping[int, ClusterFigure]

    @property
    def label(self) -> str:
        """ "Đồng bằng sông Hồng 2024"."""
        return f"{self.row.cluster.short_name} {self.year.year}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator on both sides; `difference` is of the second against the first, in words."""

    indicator: Indicator
    figures: Sequence[ClusterFigure | None]
    difference: str


@dataclass(frozen=True, kw_only=True)
class ClustersCompared:
    """Two years of clusters; charts are of what may be set side by side."""

    sides: Sequence[Side]
    lines: Sequence[Line]
    charts: Sequence[Chart]


@dataclass(frozen=True, kw_only=True)
class ProvincesCompared:
    """Provinces in one year: a value of each for every indicator that one of them has told."""

    units: Sequence[Unit]
    year: int
    rows: Sequence[tuple[Indicator, Sequence[IndicatorValue | None]]]
    charts: Sequence[Chart]


def seen_indicators(user: Any) -> list[Indicator]:
    """The indicators of which `user` may see any figure."""
    values = IndicatorValue.objects.for_user(user).order_by().values("indicator")
    return list(Indicator.objects.filter(pk__in=values))


def compare_clusters(
    years: Sequence[EmulationYear], indicator: Indicator | None, user: Any, today: datetime.date
) -> ClustersCompared:
    """Two years side by side, and `indicator`, or the first that both tell, through the years.

    A constant number of queries.
    """
    sides = [_side(year, user, today) for year in years]
    lines = _lines(*sides)
    drawn = indicator or next((line.indicator for line in lines if line.difference), None)
    trends = {}
    if drawn:
        trends = {
            year.cluster: {
                one: cluster_figures(results).get(drawn.pk)
                for one, results in results_by_year(year.cluster, drawn, user).items()
                if one <= max(side.year.year for side in sides)
            }
            for year in years
        }
    trend = comparison_charts.trend_of_clusters(drawn, trends) if drawn else None
    charts = [trend, *comparison_charts.of_clusters(sides, lines)]
    return ClustersCompared(sides=sides, lines=lines, charts=[one for one in charts if one])


def _side(year: EmulationYear, user: Any, today: datetime.date) -> Side:
    return Side(
        row=rows_for([year.cluster], year.year, user, today)[0],
        year=year,
        figures=cluster_figures(results_of(year, user)),
    )


def _lines(first: Side, second: Side) -> list[Line]:
    """Every indicator that one of the sides has, in the order of the catalogue."""
    indicators = {figure.indicator for side in (first, second) for figure in side.figures.values()}
    lines = []
    for one in sorted(indicators, key=lambda one: (one.order, one.sort_key, one.pk)):
        figures = [side.figures.get(one.pk) for side in (first, second)]
        lines.append(
            Line(indicator=one, figures=figures, difference=change_between(figures[1], figures[0]))
        )
    return lines


def compare_provinces(
    units: Sequence[Unit], year: int, indicator: Indicator | None, user: Any
) -> ProvincesCompared:
    """Every indicator that one of `units` has told of `year`, a value for each unit.

    `indicator`, or the first that two of them tell, is drawn through the years up to that one.
    What a national cluster was told goes before what a province's own was.
    """
    told: dict[Indicator, dict[int | None, IndicatorValue]] = {}
    for value in _values(units, user).filter(emulation_year__year=year):
        told.setdefault(value.indicator, {}).setdefault(value.unit_id, value)
    in_order = sorted(told, key=lambda one: (one.order, one.sort_key, one.pk))
    rows = [(one, [told[one].get(unit.pk) for unit in units]) for one in in_order]
    drawn = indicator or next((one for one in in_order if len(told[one]) > 1), None)
    history: dict[int, dict[int | None, IndicatorValue]] = {}
    if drawn:
        for value in _values(units, user).filter(indicator=drawn, emulation_year__year__lte=year):
            history.setdefault(value.emulation_year.year, {}).setdefault(value.unit_id, value)
    trend = comparison_charts.trend_of_provinces(drawn, units, history) if drawn else None
    charts = [trend, *comparison_charts.of_provinces(units, rows, year)]
    return ProvincesCompared(
        units=units, year=year, rows=rows, charts=[one for one in charts if one]
    )


def _values(units: Sequence[Unit], user: Any) -> Any:
    return (
        with_corrections(IndicatorValue.objects.for_user(user))
        .filter(unit__in=units)
        .select_related("indicator", "unit", "emulation_year__cluster")
        .order_by("emulation_year__cluster__level", "pk")
    )
