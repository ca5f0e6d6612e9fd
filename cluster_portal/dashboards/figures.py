"""The figures of a cluster's year as its board shows them: tiles, and provinces by indicators."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from cluster_portal.charts.tile_maps import bounds_of
from cluster_portal.dashboards.maps import measure
from cluster_portal.vietnamese.numbers import Qualifier, format_number, unit_suffix
from clusters.models import Unit
from emulation.aggregation import Aggregate
from emulation.models import Indicator, StatedFigure, ValueKind
from emulation.selectors import Comparison, Results

SEVERAL_SOURCES = "nhiều nguồn"
LEVELS = 5  # shades of a cell
TILES_AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class ClusterFigure:
    """A cluster's figure of an indicator: as it was stated, or made from the members'.

    `value` is None where it is not exact; `basis` says of what sort it is: only figures of one
    basis are set against one another. `suffix` is what is written after `text`.
    """

    indicator: Indicator
    value: Decimal | None
    text: str
    suffix: str
    unit: str
    basis: str
    decimals: int
    completeness: str
    period: str
    source: str
    anchor: str  # where it stands on the page of its year

    @property
    def words(self) -> str:
        """The figure with its unit: "9,73%", "thứ 33/63"."""
        return f"{self.text}{self.suffix}"

    @property
    def measured_in(self) -> str:
        """The unit of `value`: of a ratio, whatever it counts, that is its share."""
        return "%" if self.basis.startswith(ValueKind.RATIO) else self.unit


def stated_suffix(value: StatedFigure) -> str:
    """What is written after a figure as it was told; a rank and a ratio say of what they are."""
    is_number = value.kind == ValueKind.NUMBER
    return unit_suffix(value.indicator.unit_of_measure) if is_number else ""


def stated_words(value: StatedFigure) -> str:
    """A figure as it was told, with its unit: "9,73%", "836/1.479 (56,5%)", "thứ 33/63"."""
    return f"{value.shown}{stated_suffix(value)}"


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure with what became of it since the year before."""

    figure: ClusterFigure
    change: str

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator


class ShownFigure(Protocol):
    """A figure as a tile of any board."""

    @property
    def indicator(self) -> Indicator: ...

    @property
    def change(self) -> str: ...


_Shown = TypeVar("_Shown", bound=ShownFigure)


def in_two_parts(
    tiles: Sequence[_Shown], pledged: Collection[int]
) -> tuple[Sequence[_Shown], Sequence[_Shown]]:
    """The tiles that are seen at once, and those that are folded below them.

    First what was pledged (keys of indicators), then what changed, then the rest, each in the
    order of the board.
    """

    def order(tile: _Shown) -> tuple[bool, bool]:
        return tile.indicator.pk not in pledged, not tile.change

    first = sorted(tiles, key=order)[:TILES_AT_ONCE]
    seen = {tile.indicator.pk for tile in first}
    return first, [tile for tile in tiles if tile.indicator.pk not in seen]


def cluster_figures(results: Results) -> dict[int, ClusterFigure]:
    """The cluster's figures by the key of the indicator; stated ones go before those made."""
    figures = {value.indicator_id: _stated(value) for value in results.cluster_values}
    for comparison in results.comparisons:
        if comparison.aggregate and comparison.aggregate.text:
            made = _made(comparison, comparison.aggregate)
            figures.setdefault(comparison.indicator.pk, made)
    return figures


def _stated(value: StatedFigure) -> ClusterFigure:
    indicator = value.indicator
    comparable = value.kind != ValueKind.RANK and value.qualifier == Qualifier.EXACT
    return ClusterFigure(
        indicator=indicator,
        value=measure(value) if comparable else None,
        text=value.shown,
        suffix=stated_suffix(value),
        unit=indicator.unit_of_measure,
        basis=f"{value.kind} {value.is_cumulative}",
        decimals=1 if value.kind == ValueKind.RATIO else indicator.decimals,
        completeness="toàn cụm",
        period=value.period_text,
        source=value.source.title if value.source else "",
        anchor=value.anchor,
    )


def _made(comparison: Comparison, made: Aggregate) -> ClusterFigure:
    indicator = comparison.indicator
    first = comparison.values[0]
    sources = {value.source.title for value in comparison.values if value.source}
    unit = "%" if first.kind == ValueKind.RATIO else indicator.unit_of_measure
    return ClusterFigure(
        indicator=indicator,
        value=made.value,
        text=made.text,
        suffix=unit_suffix(unit),
        unit=unit,
        basis=f"{made.label} {first.is_cumulative}",
        decimals=made.decimals,
        completeness=f"{made.label.lower()} · {made.completeness}",
        period=first.period_text,
        source=SEVERAL_SOURCES if len(sources) > 1 else next(iter(sources), ""),
        anchor=first.anchor,
    )


def tiles_of(
    now: Mapping[int, ClusterFigure], before: Mapping[int, ClusterFigure], year_before: int
) -> list[Tile]:
    """The figures of a year beside those of the year before."""
    return [
        Tile(figure=figure, change=_change(figure, before.get(key), year_before))
        for key, figure in now.items()
    ]


def _change(now: ClusterFigure, before: ClusterFigure | None, year: int) -> str:
    """ "tăng 1,2 điểm % so với năm 2023", or nothing where the two cannot be compared."""
    words = change_between(now, before, up="tăng", down="giảm", same="không đổi")
    return f"{words} so với năm {year}" if words else ""


def change_between(
    now: ClusterFigure | None,
    before: ClusterFigure | None,
    *,
    up: str = "cao hơn",
    down: str = "thấp hơn",
    same: str = "bằng nhau",
) -> str:
    """By how much `now` differs from `before`, in words; nothing where they are not alike."""
    if now is None or before is None or (now.basis, now.unit) != (before.basis, before.unit):
        return ""
    if now.value is None or before.value is None:
        return ""
    difference = round(now.value - before.value, now.decimals)
    if not difference:
        return same
    unit = "điểm %" if now.measured_in.startswith("%") else now.unit
    size = format_number(abs(difference), now.decimals)
    return f"{up if difference > 0 else down} {size} {unit}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A member's figure; `level` is its shade from 1, low, to 5, high, among the members'."""

    text: str
    level: int
    figure: StatedFigure

    @property
    def shade(self) -> str:
        """The class of its shade, to stand after another; nothing where there is none."""
        return f" heat-{self.level}" if self.level else ""


@dataclass(frozen=True, kw_only=True)
class HeatTable:
    """Members by indicators; None where there is no figure."""

    indicators: Sequence[Indicator]
    rows: Sequence[tuple[Unit, Sequence[Cell | None]]]

    @property
    def complete(self) -> str:
        """ "12/45": figures that there are, of as many as there might be."""
        cells = [cell for _, row in self.rows for cell in row]
        return f"{sum(cell is not None for cell in cells)}/{len(cells)}"


def heat_table(results: Results, members: Iterable[Unit]) -> HeatTable:
    """Every figure of the members in a table; shades only where two figures of a kind are there."""
    values = [value for value in results.all_values if value.unit_id]
    told = {value.indicator_id: value.indicator for value in values}
    indicators = sorted(told.values(), key=lambda one: (one.order, one.sort_key, one.pk))
    levels = _levels(values)
    cells = {
        (value.unit_id, value.indicator_id): Cell(
            text=value.shown,
            level=levels.get(value.pk, 0),
            figure=value,
        )
        for value in values
    }
    return HeatTable(
        indicators=indicators,
        rows=[
            (unit, [cells.get((unit.pk, indicator.pk)) for indicator in indicators])
            for unit in members
        ],
    )


def _levels(values: Iterable[StatedFigure]) -> dict[int, int]:
    """The shade of each value by its key; a better rank is darker."""
    alike: dict[tuple[int, str], dict[int, Decimal]] = {}
    for value in values:
        size = -value.value if value.kind == ValueKind.RANK else measure(value)
        alike.setdefault((value.indicator_id, value.kind), {})[value.pk] = size
    levels: dict[int, int] = {}
    for sizes in alike.values():
        if len(sizes) > 1:
            bounds = bounds_of(sorted(sizes.values()), decimals=4, most=LEVELS)
            last = len(bounds)
            for key, size in sizes.items():
                place = bisect_right(bounds, size)
                levels[key] = 1 + (place * (LEVELS - 1) // last if last else LEVELS // 2)
    return levels


def shared_source(titles: Iterable[str]) -> str:
    """The source that stands once for all figures; empty where they have several, or one figure."""
    found = list(titles)
    return found[0] if len(found) > 1 and len(set(found)) == 1 else ""
