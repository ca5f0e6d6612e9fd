"""Reads a province's board: its figures through time with its predecessors'."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awards.register.totals import FormTotals, granted_by_unit
from cluster_portal.charts.data import Break, Chart, Lines, Series
from cluster_portal.charts.layouts import SINCE_34
from cluster_portal.charts.palette import MOST_SERIES
from cluster_portal.dashboards.charts import REARRANGED
from cluster_portal.dashboards.lines_of_descent import History, Point, histories
from cluster_portal.dashboards.maps import SHARE_PLACES, measure
from cluster_portal.dashboards.targets import TargetRow, pledged_items, targets_of_unit
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from clusters import access
from clusters.models import EmulationYear, Leadership, Membership, Succession, Unit
from clusters.roles import Permission
from emulation.models import IndicatorValue, ValueKind
from emulation.selectors import with_corrections

YEARS_OF_HISTORY = 10


@dataclass(frozen=True, kw_only=True)
class Family:
    """A unit and what it came from, with all that `user` may see of them."""

    unit: Unit
    origins: Sequence[Succession]
    values: Sequence[IndicatorValue]
    leaderships: Sequence[Leadership]
    memberships: Sequence[Membership]

    @property
    def predecessors(self) -> list[Unit]:
        return [row.predecessor for row in self.origins]

    @property
    def units(self) -> list[Unit]:
        return [self.unit, *self.predecessors]

    @property
    def years(self) -> list[int]:
        """The years of which the record tells something, the newest first."""
        told = {value.emulation_year.year for value in self.values}
        led = {row.emulation_year.year for row in self.leaderships}
        return sorted(told | led, reverse=True)


def family_of(unit: Unit, origins: Sequence[Succession], user: Any) -> Family:
    """Four queries, however many predecessors there are."""
    units = [unit.pk, *(row.predecessor_id for row in origins)]
    seen = EmulationYear.objects.for_user(user)
    return Family(
        unit=unit,
        origins=origins,
        values=list(
            with_corrections(IndicatorValue.objects.for_user(user))
            .filter(unit__in=units)
            .select_related("indicator", "unit", "source", "emulation_year__cluster")
            # What a national cluster was told goes before what a province's own was.
            .order_by("emulation_year__year", "emulation_year__cluster__level", "pk")
        ),
        leaderships=list(
            Leadership.objects.filter(unit__in=units, emulation_year__in=seen)
            .select_related("unit", "emulation_year__cluster")
            .order_by("-emulation_year__year", "emulation_year__cluster__sort_key", "pk")
        ),
        memberships=list(
            Membership.objects.filter(unit__in=units, cluster__in=seen.values("cluster"))
            .select_related("unit", "cluster")
            .order_by("valid_from", "cluster__sort_key", "pk")
        ),
    )


@dataclass(frozen=True, kw_only=True)
class UnitTile:
    """A figure of the chosen year with what became of it."""

    history: History
    point: Point
    change: str


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
    points = range(min(told), max(told) + 1)
    newest = history.points[max(told)]
    kind = newest.parts[0].kind
    lines = {
        unit: tuple(_part(history.points.get(year), unit, kind) for year in points)
        for unit in family.predecessors
    }
    own = tuple(_value(history.points.get(year), kind) for year in points)
    name = family.unit.name
    series = [Series(label=f"{name} (nay)" if lines else name, values=own)]
    # Were there more, none could be told from another.
    if len(lines) < MOST_SERIES:
        series += [
            Series(label=_former(unit, family.unit), values=values)
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
    """What one unit of the family was granted: a row for each form, each count with its year."""

    unit: Unit
    years: Sequence[int]
    rows: Sequence[tuple[FormTotals, Sequence[tuple[int, int]]]]


def awards_of(family: Family, until: int, user: Any) -> list[UnitAwards]:
    """What the unit and each of its predecessors were granted up to a year; one query."""
    by_unit = granted_by_unit(family.units, user, until=until)
    found = []
    for unit in family.units:
        forms = by_unit.get(unit.pk, [])
        years = sorted({year for form in forms for year in form.granted})
        rows = [(form, [(form.granted.get(year, 0), year) for year in years]) for form in forms]
        if rows:
            found.append(UnitAwards(unit=unit, years=years, rows=rows))
    return found


@dataclass(frozen=True, kw_only=True)
class ProvinceBoard:
    """What a province's board shows of the years up to `year`; the chart is about `chosen`."""

    family: Family
    year: int
    histories: Sequence[History]
    tiles: Sequence[UnitTile]
    chosen: History | None
    chart: Chart | None
    targets: Sequence[TargetRow]
    awards: Sequence[UnitAwards]
    sees_drafts: bool

    @property
    def span(self) -> list[int]:
        """The newest years up to this one that the record tells of, in their order."""
        return sorted(one for one in self.family.years if one <= self.year)[-YEARS_OF_HISTORY:]

    @property
    def table(self) -> list[tuple[History, list[Point | None]]]:
        """Every indicator in the years of `span`."""
        return [(one, [one.points.get(year) for year in self.span]) for one in self.histories]

    @property
    def leaderships(self) -> list[Leadership]:
        return [row for row in self.family.leaderships if row.emulation_year.year <= self.year]


def board_of(
    family: Family, found: Sequence[History], chosen: History | None, year: int, user: Any
) -> ProvinceBoard:
    """The board of `year`; `found` are the family's histories."""
    return ProvinceBoard(
        family=family,
        year=year,
        histories=found,
        tiles=tiles_of(found, year),
        chosen=chosen,
        chart=trend(chosen, family, year) if chosen else None,
        targets=_targets(family, year, user),
        awards=awards_of(family, year, user),
        sees_drafts=access.holds(user, Permission.VIEW_DRAFTS),
    )


def _targets(family: Family, year: int, user: Any) -> list[TargetRow]:
    """What the pledges of the unit's clusters want of each unit in `year`; one query."""
    clusters = {
        row.cluster_id
        for row in family.memberships
        if row.unit_id == family.unit.pk and row.holds_in_year(year)
    }
    items = pledged_items(user, year=year, cluster__in=clusters)
    return targets_of_unit(items, family.values, family.unit)


def read_histories(family: Family) -> list[History]:
    """The family's indicators through the years."""
    return histories(family.values, family.unit, family.predecessors)
