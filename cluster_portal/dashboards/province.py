"""Reads a province's board: its figures through time with its predecessors'."""

import datetime
import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef

from awards.register.totals import granted_by_unit, years_granted
from cluster_portal.charts.data import Break, Chart, Lines, Series
from cluster_portal.charts.layouts import SINCE_34
from cluster_portal.charts.palette import MOST_SERIES
from cluster_portal.dashboards.awards import AwardTable
from cluster_portal.dashboards.charts import REARRANGED
from cluster_portal.dashboards.figures import in_two_parts, shared_source, stated_suffix
from cluster_portal.dashboards.lines_of_descent import History, Point, histories
from cluster_portal.dashboards.maps import SHARE_PLACES, measure
from cluster_portal.dashboards.targets import TargetRow, pledged_items, targets_of_unit
from cluster_portal.dashboards.years import without_gaps, years_outside
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number, unit_suffix
from clusters import access
from clusters.models import Cluster, EmulationYear, Leadership, Membership, Succession, Unit
from clusters.roles import Permission
from emulation.figures.plain import PlainFigure, read_figures
from emulation.models import Indicator, IndicatorValue, Pledge, StatedFigure, ValueKind
from emulation.selectors import figures_in, indicators_in, with_sight


@dataclass(frozen=True, kw_only=True)
class Family:
    """A unit and what it came from, with what `user` may know of them but the figures.

    `years` are those of which the record tells something, `figure_years` those of which it has a
    figure of the unit itself, the newest first; `told` are the clusters' years behind the figures
    of all of them, `indicators` those of which there is one.
    """

    unit: Unit
    origins: Sequence[Succession]
    years: Sequence[int]
    figure_years: Sequence[int]
    told: Sequence[EmulationYear]
    indicators: Sequence[Indicator]
    leaderships: Sequence[Leadership]
    memberships: Sequence[Membership]

    @property
    def predecessors(self) -> list[Unit]:
        return [row.predecessor for row in self.origins]

    @property
    def units(self) -> list[Unit]:
        return [self.unit, *self.predecessors]

    def span(self, until: int) -> list[int]:
        """The newest years up to `until`, from the first that the record tells of."""
        return without_gaps(self.years, until)


def family_of(unit: Unit, origins: Sequence[Succession], user: Any) -> Family:
    """Six queries, however many predecessors there are."""
    units = {one.pk: one for one in (unit, *(row.predecessor for row in origins))}
    opened = EmulationYear.objects.filter(cluster=OuterRef("pk"))  # the others have no board
    clusters = {one.pk: one for one in Cluster.objects.for_user(user).filter(Exists(opened))}
    stated = set(
        IndicatorValue.objects.filter(unit__in=units)
        .order_by()
        .values_list("emulation_year", "unit")
        .distinct()
    )
    led = list(Leadership.objects.filter(unit__in=units).order_by("pk"))
    keys = {year for year, _ in stated} | {row.emulation_year_id for row in led}
    recorded = EmulationYear.objects.filter(pk__in=keys, cluster__in=clusters).order_by()
    years = {one.pk: one for one in with_sight(recorded, user)}
    for one in years.values():
        one.cluster = clusters[one.cluster_id]
    leaderships = [row for row in led if row.emulation_year_id in years]
    for row in leaderships:
        row.unit, row.emulation_year = units[row.unit_id], years[row.emulation_year_id]
    told = [years[key] for key in {key for key, _ in stated} & years.keys()]
    told = [one for one in told if one.shows_figures]
    own = {key for key, of in stated if of == unit.pk}
    return Family(
        unit=unit,
        origins=origins,
        years=sorted(
            {one.year for one in told} | {row.emulation_year.year for row in leaderships},
            reverse=True,
        ),
        figure_years=sorted({one.year for one in told if one.pk in own}, reverse=True),
        told=told,
        indicators=indicators_in(told, unit__in=units),
        leaderships=sorted(
            leaderships,
            key=lambda row: (-row.emulation_year.year, row.emulation_year.cluster.sort_key, row.pk),
        ),
        memberships=_memberships(units, clusters),
    )


def _memberships(units: Mapping[int, Unit], clusters: Mapping[int, Cluster]) -> list[Membership]:
    """Of `units` in `clusters`, both by key, the earliest first."""
    rows = Membership.objects.filter(unit__in=units, cluster__in=clusters).order_by("pk")
    found = list(rows)
    for row in found:
        row.unit, row.cluster = units[row.unit_id], clusters[row.cluster_id]
    return sorted(
        found, key=lambda row: (row.valid_from or datetime.date.min, row.cluster.sort_key)
    )


def figures_of(family: Family, *, until: int, whole: Indicator | None) -> list[PlainFigure]:
    """The family's figures in the years that a board of `until` shows, those of `whole` in all.

    `whole` None gives every figure up to `until`. Two queries at most.
    """
    years = [one for one in family.told if one.year <= until]
    figures = figures_in(years)
    if whole:
        span = family.span(until)
        shown = figures_in(one for one in years if one.year in span)
        figures = shown | figures.filter(indicator=whole)
    known = (*years, *family.indicators, *family.units)

    def place(value: PlainFigure) -> tuple:
        # What a national cluster was told goes before what a province's own was.
        return value.emulation_year.year, value.emulation_year.cluster.level, value.pk

    return sorted(read_figures(figures.filter(unit__in=family.units), known), key=place)


@dataclass(frozen=True, kw_only=True)
class UnitTile:
    """A figure of the chosen year with what became of it."""

    history: History
    point: Point
    change: str

    @property
    def indicator(self) -> Indicator:
        return self.history.indicator

    @property
    def suffix(self) -> str:
        """What is written after the figure."""
        first = self.point.parts[0]
        if not self.point.text:
            return ""
        if self.point.is_joined and first.kind == ValueKind.RATIO:
            return unit_suffix("%")  # the share of all together
        return stated_suffix(first)

    @property
    def words(self) -> str:
        """The figure with its unit; nothing where predecessors' figures make none."""
        return f"{self.point.text}{self.suffix}"


def tiles_of(found: Sequence[History], year: int) -> list[UnitTile]:
    """The figures of `year`, each beside that of the year before."""
    return [
        UnitTile(history=one, point=one.points[year], change=_change(one, year))
        for one in found
        if year in one.points
    ]


def _change(history: History, year: int) -> str:
    change = history.change_to(year)
    if change is None:
        return ""
    point, before = history.points[year], history.points[year - 1]
    joined = (
        " (gộp từ các đơn vị trước sắp xếp)" if before.is_joined and not point.is_joined else ""
    )
    is_share, decimals = _scale(history, point)
    difference = round(change, decimals)
    if not difference:
        return f"không đổi so với năm {year - 1}{joined}"
    if point.parts[0].kind == ValueKind.RANK:
        better = "lên" if difference < 0 else "xuống"
        return f"{better} {format_number(abs(difference), 0)} bậc so với năm {year - 1}"
    unit = history.indicator.unit_of_measure
    unit = " điểm %" if is_share or unit.startswith("%") else f" {unit}" if unit else ""
    word = "tăng" if difference > 0 else "giảm"
    size = format_number(abs(difference), decimals)
    return f"{word} {size}{unit} so với năm {year - 1}{joined}"


def _scale(history: History, point: Point) -> tuple[bool, int]:
    """Whether the numbers are shares in per cent, and with how many decimals they are shown."""
    if point.parts[0].kind == ValueKind.RATIO:
        return True, SHARE_PLACES
    return False, history.indicator.decimals


def trend(history: History, family: Family, until: int) -> Chart | None:
    """The indicator through the years up to `until`: the unit's line, and its predecessors'.

    The unit's line goes on before the break only where the indicator's own rule joins figures.
    """
    told = [year for year in history.points if year <= until]
    if len(told) < 2:  # one figure is no course of things
        return None
    points = range(min(told), until + 1)
    newest = history.points[max(told)]
    kind = newest.parts[0].kind
    lines = {
        unit: tuple(_part(history.points.get(year), unit, kind) for year in points)
        for unit in family.predecessors
    }
    own = tuple(_value(history.points.get(year), kind) for year in points)
    name = family.unit.name
    series = [
        Series(
            label=f"{name} (nay)" if lines else name,
            values=own,
            outside=years_outside(family.unit, points),
        )
    ]
    # Were there more, none could be told from another.
    if len(lines) < MOST_SERIES:
        series += [
            Series(
                label=_former(unit, family.unit),
                values=values,
                outside=years_outside(unit, points),
            )
            for unit, values in lines.items()
        ]
    series = [one for one in series if any(value is not None for value in one.values)]
    if not series:
        return None
    is_share, decimals = _scale(history, newest)
    began = family.unit.valid_from
    breaks = ()
    if began and points[0] < began.year <= points[-1]:
        label = REARRANGED if began == SINCE_34 else f"{format_date(began)}: lập đơn vị"
        breaks = (Break(before=str(began.year), label=label, joined=history.joins),)
    return Lines(
        key="qua-cac-nam",
        title=f"{history.indicator.name} qua các năm",
        unit="%" if is_share else _unit_of(history, kind),
        decimals=decimals,
        note=_how_joined(history) if lines else "",
        points=tuple(map(str, points)),
        series=tuple(series),
        breaks=breaks,
    )


def _unit_of(history: History, kind: str) -> str:
    return "thứ hạng" if kind == ValueKind.RANK else history.indicator.unit_of_measure


def _former(unit: Unit, heir: Unit) -> str:
    return f"{unit.name} (cũ)" if unit.name == heir.name else unit.name


def _value(point: Point | None, kind: str) -> Any:
    return point.value if point and point.parts[0].kind == kind else None


def _part(point: Point | None, unit: Unit, kind: str) -> Any:
    if point is None:
        return None
    own = (one for one in point.parts if one.unit_id == unit.pk and one.kind == kind)
    return next((measure(one) for one in own), None)


def _how_joined(history: History) -> str:
    """By what rule earlier figures were joined, or why they were not."""
    notes = [point.note for point in history.points.values() if point.is_joined]
    if not notes:
        return ""
    return f"Các năm trước sắp xếp: {notes[-1][:1].lower()}{notes[-1][1:]}"


@dataclass(frozen=True, kw_only=True)
class UnitAwards:
    """What one unit of the family was granted."""

    unit: Unit
    table: AwardTable


def awards_of(family: Family, until: int, user: Any) -> list[UnitAwards]:
    """What the unit and each of its predecessors were granted up to a year; three queries.

    Of each the newest years: the register has the rest.
    """
    told = years_granted(family.units, user, until=until)
    given = [unit for unit in family.units if told[unit.pk]]
    shown = {unit: _years_of_awards(unit, told[unit.pk], until) for unit in given}
    by_unit = granted_by_unit(given, user, years=sorted({*chain(*shown.values())}))
    found = []
    for unit, years in shown.items():
        forms = [
            form for form in by_unit.get(unit.pk, []) if any(year in form.granted for year in years)
        ]
        if forms:  # who read between two writes may find none
            table = AwardTable(years=years, forms=forms, told=told[unit.pk])
            found.append(UnitAwards(unit=unit, table=table))
    return found


def _years_of_awards(unit: Unit, told: Collection[int], until: int) -> list[int]:
    """The years of a table that ends with `until`, or with the unit, or with its newest award."""
    ended = unit.valid_to.year if unit.valid_to else until
    return without_gaps(told, max([min(until, ended), *told]))


@dataclass(frozen=True, kw_only=True)
class ProvinceBoard:
    """What a province's board shows of the years up to `year`; the chart is about `chosen`."""

    family: Family
    year: int
    histories: Sequence[History]
    tiles: Sequence[UnitTile]
    chosen: Indicator | None
    chart: Chart | None
    targets: Sequence[TargetRow]
    awards: Sequence[UnitAwards]
    sees_drafts: bool

    @functools.cached_property
    def source(self) -> str:
        """Where all figures of the year come from, if it is one place."""
        sources = (tile.point.parts[0].source for tile in self.tiles)
        return shared_source(source.title if source else "" for source in sources)

    @functools.cached_property
    def tiles_in_parts(self) -> tuple[Sequence[UnitTile], Sequence[UnitTile]]:
        """The tiles that are seen at once, and those that are folded."""
        return in_two_parts(self.tiles, {row.item.indicator_id for row in self.targets})

    @property
    def has_wide_awards(self) -> bool:
        """Whether a table of awards needs the width of the page."""
        return any(group.table.is_wide for group in self.awards)

    @property
    def absent(self) -> str:
        """The word for what does not stand there."""
        return "chưa có" if self.sees_drafts else "chưa công bố"

    @property
    def span(self) -> list[int]:
        """The newest years up to this one, from the first of which there is a figure."""
        years = self.family.span(self.year)
        told = (year for year in years if any(year in one.points for one in self.histories))
        first = next(told, self.year)
        return [year for year in years if year >= first]

    @property
    def table(self) -> list[tuple[History, list[Point | None]]]:
        """Every indicator that there is in the years of `span`."""
        span = self.span
        rows = ((one, [one.points.get(year) for year in span]) for one in self.histories)
        return [(history, points) for history, points in rows if any(points)]

    @property
    def leaderships(self) -> list[Leadership]:
        return [row for row in self.family.leaderships if row.emulation_year.year <= self.year]

    @property
    def memberships(self) -> list[Membership]:
        """Those that had begun by the end of the year."""
        return [
            row
            for row in self.family.memberships
            if row.valid_from is None or row.valid_from.year <= self.year
        ]


def board_of(
    family: Family, chosen: Indicator | None, year: int, user: Any, *, every_year: bool = False
) -> ProvinceBoard:
    """The board of `year`; its figures are those of `span`, or with `every_year` all up to it."""
    whole = None if every_year else chosen
    values = figures_of(family, until=year, whole=whole)
    found = histories(values, family.unit, family.predecessors)
    drawn = next((one for one in found if one.indicator == chosen), None)
    return ProvinceBoard(
        family=family,
        year=year,
        histories=found,
        tiles=tiles_of(found, year),
        chosen=chosen,
        chart=trend(drawn, family, year) if drawn else None,
        targets=_targets(family, values, year, user),
        awards=awards_of(family, year, user),
        sees_drafts=access.holds(user, Permission.VIEW_DRAFTS),
    )


def _targets(
    family: Family, values: Sequence[StatedFigure], year: int, user: Any
) -> list[TargetRow]:
    """What the pledges of the unit's clusters want of each unit in `year`; two queries."""
    clusters = {
        row.cluster_id: row.cluster
        for row in family.memberships
        if row.unit_id == family.unit.pk and row.holds_in_year(year)
    }
    of_year = {"emulation_year__year": year, "emulation_year__cluster__in": clusters}
    pledges = Pledge.objects.for_user(user).filter(**of_year).select_related("emulation_year")
    for pledge in pledges:
        pledge.emulation_year.cluster = clusters[pledge.emulation_year.cluster_id]
    in_order = sorted(pledges, key=lambda one: (one.emulation_year.cluster.sort_key, one.pk))
    return targets_of_unit(pledged_items(in_order), values, family.unit)
