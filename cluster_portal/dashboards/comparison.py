"""Reads two years of clusters, or several provinces of a year, side by side."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cluster_portal.dashboards.figures import ClusterFigure, change_between, cluster_figures
from cluster_portal.dashboards.national import rows_for
from cluster_portal.dashboards.rows import ClusterRow
from clusters.models import Cluster, EmulationYear, Unit
from emulation.models import Indicator, IndicatorValue
from emulation.selectors import results_of, with_corrections


@dataclass(frozen=True, kw_only=True)
class Side:
    """One year of a cluster."""

    row: ClusterRow
    year: EmulationYear
    figures: Mapping[int, ClusterFigure]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator on both sides; `difference` is of the second against the first, in words."""

    indicator: Indicator
    figures: Sequence[ClusterFigure | None]
    difference: str


def side_of(cluster: Cluster, year: EmulationYear, user: Any, today: datetime.date) -> Side:
    """A constant number of queries."""
    return Side(
        row=rows_for([cluster], year.year, user, today)[0],
        year=year,
        figures=cluster_figures(results_of(year, user)),
    )


def lines_of(first: Side, second: Side) -> list[Line]:
    """Every indicator that one of the sides has, in the order of the catalogue."""
    indicators = {figure.indicator for side in (first, second) for figure in side.figures.values()}
    lines = []
    for one in sorted(indicators, key=lambda one: (one.order, one.sort_key, one.pk)):
        figures = [side.figures.get(one.pk) for side in (first, second)]
        lines.append(
            Line(indicator=one, figures=figures, difference=change_between(figures[1], figures[0]))
        )
    return lines


def provinces_side_by_side(
    units: Sequence[Unit], year: int, user: Any
) -> list[tuple[Indicator, list[IndicatorValue | None]]]:
    """Every indicator that one of `units` has told of `year`, a value for each unit; two queries.

    What a national cluster was told goes before what a province's own was.
    """
    values = (
        with_corrections(IndicatorValue.objects.for_user(user))
        .filter(unit__in=units, emulation_year__year=year)
        .select_related("indicator", "unit", "emulation_year__cluster")
        .order_by("emulation_year__cluster__level", "pk")
    )
    told: dict[Indicator, dict[int | None, IndicatorValue]] = {}
    for value in values:
        told.setdefault(value.indicator, {}).setdefault(value.unit_id, value)
    in_order = sorted(told, key=lambda one: (one.order, one.sort_key, one.pk))
    return [(one, [told[one].get(unit.pk) for unit in units]) for one in in_order]
