"""Reads two years of clusters, or several provinces of a year, side by side."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, prefetch_related_objects

from cluster_portal.charts.data import Chart
from cluster_portal.dashboards import comparison_charts
from cluster_portal.dashboards.figures import ClusterFigure, change_between, cluster_figures
from cluster_portal.dashboards.national import Read, rows_for
from cluster_portal.dashboards.rows import ClusterRow, YearFacts
from cluster_portal.vietnamese.numbers import format_number
from clusters.members import lasting_members
from clusters.models import Cluster, EmulationYear, Membership, Unit
from clusters.selectors import leaders
from emulation.figures.plain import PlainFigure, read_figures
from emulation.models import Indicator, StatedFigure
from emulation.selectors import (
    figures_by_year,
    figures_in,
    indicators_in,
    pledges_in,
    results_of_years,
    with_sight,
)


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


@dataclass(frozen=True, kw_only=True)
class Comparable:
    """What a reader may compare: clusters, their years with what they show, the newest first,
    and the indicators of which they show a figure."""

    clusters: Sequence[Cluster]
    years: Sequence[EmulationYear]
    indicators: Sequence[Indicator]

    @property
    def told(self) -> list[EmulationYear]:
        """The years of which there is a figure; one query."""
        figures = figures_in(self.years).filter(emulation_year=OuterRef("pk"))
        told = set(EmulationYear.objects.filter(Exists(figures)).values_list("pk", flat=True))
        return [year for year in self.years if year.pk in told]


def comparable(user: Any) -> Comparable:
    """What `user` may compare; three queries."""
    clusters = {one.pk: one for one in Cluster.objects.for_user(user).order_by("sort_key", "pk")}
    places = {key: place for place, key in enumerate(clusters)}
    years = list(with_sight(EmulationYear.objects.filter(cluster__in=clusters).order_by(), user))
    for year in years:
        year.cluster = clusters[year.cluster_id]
    years.sort(key=lambda one: (-one.year, places[one.cluster_id]))
    return Comparable(
        clusters=list(clusters.values()), years=years, indicators=indicators_in(years)
    )


def compare_clusters(
    years: Sequence[EmulationYear],
    indicator: Indicator | None,
    among: Comparable,
    user: Any,
    today: datetime.date,
) -> ClustersCompared:
    """Two years of those `among` others side by side, and `indicator`, or the first that both
    tell, through the years. A constant number of queries."""
    clusters = list(dict.fromkeys(year.cluster for year in years))
    last = max(year.year for year in years)
    through = [one for one in among.years if one.cluster in clusters and one.year <= last]
    memberships = list(Membership.objects.filter(cluster__in=clusters).select_related("unit"))
    lasting = lasting_members(through, memberships)
    known = (*among.indicators, *(row.unit for row in memberships))
    results = results_of_years(years, lasting, known=known)
    # Programs read of each side what was the year before, too.
    numbers = {(one.cluster_id, number) for one in years for number in (one.year - 1, one.year)}
    told = [one for one in through if (one.cluster_id, one.year) in numbers]
    before = [one for one in told if one not in results]
    prefetch_related_objects(told, leaders(beside=("unit",)))
    read = Read(
        years=told,
        lasting=lasting,
        figures=figures_by_year(before) | {one.pk: results[one].count for one in years},
        pledges=pledges_in(told, user),
    )
    rows = rows_for([(year.cluster, year.year) for year in years], user, today, read=read)
    sides = [
        Side(row=row, year=year, figures=cluster_figures(results[year]))
        for row, year in zip(rows, years, strict=True)
    ]
    lines = _lines(*sides)
    drawn = indicator or next((line.indicator for line in lines if line.difference), None)
    trends: dict[Cluster, dict[int, ClusterFigure | None]] = {one: {} for one in clusters}
    if drawn:
        course = results_of_years((), lasting, beside=drawn, through=through, known=known)
        for year in sorted(course, key=lambda one: one.year):
            figure = cluster_figures(course[year]).get(drawn.pk)
            trends[year.cluster][year.year] = figure
    trend = comparison_charts.trend_of_clusters(drawn, trends) if drawn else None
    charts = [trend, *comparison_charts.of_clusters(sides, lines)]
    return ClustersCompared(
        sides=sides,
        differences=Differences.between(*(side.row.now for side in sides)),
        lines=lines,
        drawn=drawn,
        charts=[one for one in charts if one],
    )


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
    units: Sequence[Unit], year: int, indicator: Indicator | None, among: Comparable
) -> ProvincesCompared:
    """Every indicator that one of `units` has told of `year`, a value for each unit.

    `indicator`, or the first that two of them tell, is drawn through the years up to that one.
    What a national cluster was told goes before what a province's own was.
    """
    until = [one for one in among.years if one.year <= year]
    known = (*until, *units, *among.indicators)
    told: dict[Indicator, dict[int | None, StatedFigure]] = {}
    for value in _figures(units, [one for one in until if one.year == year], known):
        told.setdefault(value.indicator, {}).setdefault(value.unit_id, value)
    in_order = sorted(told, key=lambda one: (one.order, one.sort_key, one.pk))
    rows = [(one, [told[one].get(unit.pk) for unit in units]) for one in in_order]
    drawn = indicator or next((one for one in in_order if len(told[one]) > 1), None)
    history: dict[int, dict[int | None, StatedFigure]] = {}
    if drawn:
        for value in _figures(units, until, known, indicator=drawn):
            history.setdefault(value.emulation_year.year, {}).setdefault(value.unit_id, value)
    trend = comparison_charts.trend_of_provinces(drawn, units, history) if drawn else None
    charts = [trend, *comparison_charts.of_provinces(units, rows, year)]
    return ProvincesCompared(
        units=units, year=year, rows=rows, drawn=drawn, charts=[one for one in charts if one]
    )


def _figures(
    units: Sequence[Unit], years: Sequence[EmulationYear], known: Iterable[Model], **of: Any
) -> list[PlainFigure]:
    """What the units told in `years`, that of national clusters first."""
    told = read_figures(figures_in(years).filter(unit__in=units, **of), known)
    return sorted(told, key=lambda one: (one.emulation_year.cluster.level, one.pk))
