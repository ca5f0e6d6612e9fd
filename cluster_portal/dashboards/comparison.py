"""Reads two years of clusters, or several provinces of a year, side by side."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from cluster_portal.charts.data import Chart
from cluster_portal.dashboards import comparison_charts
from cluster_portal.dashboards.figures import ClusterFigure, change_between, cluster_figures
from cluster_portal.dashboards.national import rows_for
from cluster_portal.dashboards.rows import ClusterRow, YearFacts
from cluster_portal.vietnamese.numbers import format_number
from clusters.models import Cluster, EmulationYear, Unit
from emulation.figures.plain import PlainFigure, read_figures
from emulation.models import Indicator, IndicatorValue, StatedFigure
from emulation.selectors import results_of_years, results_through


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

    @property
    def results_page(self) -> str:
        """Where the figures of the year stand."""
        return f"{self.year.get_absolute_url()}#ket-qua"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator on both sides; `difference` is of the second against the first, in words.

    `pages` are those of the years of the sides.
    """

    indicator: Indicator
    figures: Sequence[ClusterFigure | None]
    difference: str
    pages: Sequence[str]

    @property
    def unit(self) -> str:
        """What both figures are measured in, where it is one; it stands once, with the indicator.

        Beside each figure it would make text of numbers, and take room.
        """
        units = {one.unit for one in self.figures if one}
        return units.pop() if len(units) == 1 else self.indicator.unit_of_measure

    @property
    def cells(self) -> list[tuple[ClusterFigure | None, str, str]]:
        """The figure of each side, how it is written beside `unit`, and where it stands."""
        return [
            (one, one.text if one.unit == self.unit else one.words, f"{page}#{one.anchor}")
            if one
            else (None, "", "")
            for one, page in zip(self.figures, self.pages, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Differences:
    """By how much the second side differs from the first, in words; empty where one is unknown."""

    members: str
    signed: str
    reporting: str
    proposed: str
    granted: str

    @classmethod
    def between(cls, first: YearFacts | None, second: YearFacts | None) -> "Differences":
        """Of the second year against the first."""

        def words(value: Callable[[YearFacts], int | None], unit: str) -> str:
            before, now = (value(one) if one else None for one in (first, second))
            return _more_or_less(before, now, unit)

        return cls(
            members=words(lambda one: one.members, "đơn vị"),
            signed=words(
                lambda one: one.pledge.signed if one.pledge and one.pledge.asked else None,
                "đơn vị đã ký",
            ),
            reporting=words(lambda one: one.reporting or None, "đơn vị có số liệu"),
            proposed=words(lambda one: one.proposed, "lượt"),
            granted=words(lambda one: one.granted, "lượt"),
        )


def _more_or_less(before: int | None, now: int | None, unit: str) -> str:
    if before is None or now is None:
        return ""
    if now == before:
        return "bằng nhau"
    return f"{'nhiều' if now > before else 'ít'} hơn {format_number(abs(now - before), 0)} {unit}"


@dataclass(frozen=True, kw_only=True)
class ClustersCompared:
    """Two years of clusters; charts are of what may be set side by side, and of `drawn`."""

    sides: Sequence[Side]
    differences: Differences
    lines: Sequence[Line]
    drawn: Indicator | None
    charts: Sequence[Chart]


@dataclass(frozen=True, kw_only=True)
class ProvincesCompared:
    """Provinces in one year: a value of each for every indicator that one of them has told."""

    units: Sequence[Unit]
    year: int
    rows: Sequence[tuple[Indicator, Sequence[StatedFigure | None]]]
    drawn: Indicator | None
    charts: Sequence[Chart]

    @property
    def columns(self) -> list[tuple[Unit, bool]]:
        """Each province, and whether it has told anything of the year: then it has a board."""
        return [
            (unit, any(values[place] for _, values in self.rows))
            for place, unit in enumerate(self.units)
        ]


def told_indicators(user: Any) -> list[Indicator]:
    """The indicators of which `user` may see any figure at all."""
    told = IndicatorValue.objects.for_user(user).order_by().filter(indicator=OuterRef("pk"))
    return list(Indicator.objects.filter(Exists(told)))


def years_with_figures(user: Any) -> set[int]:
    """The keys of the emulation years of which `user` may see any figure."""
    told = IndicatorValue.objects.for_user(user).order_by().filter(emulation_year=OuterRef("pk"))
    return set(EmulationYear.objects.filter(Exists(told)).values_list("pk", flat=True))


def compare_clusters(
    years: Sequence[EmulationYear], indicator: Indicator | None, user: Any, today: datetime.date
) -> ClustersCompared:
    """Two years side by side, and `indicator`, or the first that both tell, through the years.

    A constant number of queries.
    """
    results = results_of_years(years, user)
    rows = rows_for([(year.cluster, year.year) for year in years], user, today)
    sides = [
        Side(row=row, year=year, figures=cluster_figures(results[year]))
        for row, year in zip(rows, years, strict=True)
    ]
    lines = _lines(*sides)
    drawn = indicator or next((line.indicator for line in lines if line.difference), None)
    trends = {}
    if drawn:
        clusters = list(dict.fromkeys(year.cluster for year in years))
        trends = _trends(clusters, drawn, user, until=max(year.year for year in years))
    trend = comparison_charts.trend_of_clusters(drawn, trends) if drawn else None
    charts = [trend, *comparison_charts.of_clusters(sides, lines)]
    return ClustersCompared(
        sides=sides,
        differences=Differences.between(*(side.row.now for side in sides)),
        lines=lines,
        drawn=drawn,
        charts=[one for one in charts if one],
    )


def _trends(
    clusters: Sequence[Cluster], indicator: Indicator, user: Any, *, until: int
) -> dict[Cluster, dict[int, ClusterFigure | None]]:
    """The figures of each cluster up to a year, by calendar year."""
    trends: dict[Cluster, dict[int, ClusterFigure | None]] = {one: {} for one in clusters}
    results = results_through(clusters, indicator, user)
    for year in sorted(results, key=lambda one: one.year):
        if year.year <= until:
            trends[year.cluster][year.year] = cluster_figures(results[year]).get(indicator.pk)
    return trends


def _lines(first: Side, second: Side) -> list[Line]:
    """Every indicator that one of the sides has, in the order of the catalogue."""
    indicators = {figure.indicator for side in (first, second) for figure in side.figures.values()}
    pages = [side.year.get_absolute_url() for side in (first, second)]
    lines = []
    for one in sorted(indicators, key=lambda one: (one.order, one.sort_key, one.pk)):
        figures = [side.figures.get(one.pk) for side in (first, second)]
        lines.append(
            Line(
                indicator=one,
                figures=figures,
                difference=change_between(figures[1], figures[0]),
                pages=pages,
            )
        )
    return lines


def compare_provinces(
    units: Sequence[Unit], year: int, indicator: Indicator | None, user: Any
) -> ProvincesCompared:
    """Every indicator that one of `units` has told of `year`, a value for each unit.

    `indicator`, or the first that two of them tell, is drawn through the years up to that one.
    What a national cluster was told goes before what a province's own was.
    """
    told: dict[Indicator, dict[int | None, StatedFigure]] = {}
    for value in _figures(units, user, emulation_year__year=year):
        told.setdefault(value.indicator, {}).setdefault(value.unit_id, value)
    in_order = sorted(told, key=lambda one: (one.order, one.sort_key, one.pk))
    rows = [(one, [told[one].get(unit.pk) for unit in units]) for one in in_order]
    drawn = indicator or next((one for one in in_order if len(told[one]) > 1), None)
    history: dict[int, dict[int | None, StatedFigure]] = {}
    if drawn:
        for value in _figures(units, user, indicator=drawn, emulation_year__year__lte=year):
            history.setdefault(value.emulation_year.year, {}).setdefault(value.unit_id, value)
    trend = comparison_charts.trend_of_provinces(drawn, units, history) if drawn else None
    charts = [trend, *comparison_charts.of_provinces(units, rows, year)]
    return ProvincesCompared(
        units=units, year=year, rows=rows, drawn=drawn, charts=[one for one in charts if one]
    )


def _figures(units: Sequence[Unit], user: Any, **of: Any) -> list[PlainFigure]:
    told = IndicatorValue.objects.for_user(user).filter(unit__in=units, **of)
    return read_figures(told.order_by("emulation_year__cluster__level", "pk"))
