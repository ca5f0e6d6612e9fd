"""Horizontal bars side by side, each with its value at its end."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from cluster_portal.charts.data import Group, GroupedBars
from cluster_portal.charts.legends import place_legend
from cluster_portal.charts.marks import Block, Key, Paint, Words, middle_of, paints
from cluster_portal.charts.palette import MISSING_WORD
from cluster_portal.charts.scales import Scale, with_zero
from cluster_portal.charts.sheets import Sheet

THICKNESS = 15
BETWEEN_BARS = 3
BETWEEN_GROUPS = 16
GAP = 12
_BESIDE = 5
_LABELS_AT_MOST = 0.3


@dataclass(frozen=True, kw_only=True)
class PlacedBar:
    """A bar of one series; without a value only its words."""

    paint: Paint
    block: Block | None
    value: Words


@dataclass(frozen=True, kw_only=True)
class PlacedGroup:
    """A name and its bars."""

    label: tuple[Words, ...]
    bars: tuple[PlacedBar, ...]
    href: str


@dataclass(frozen=True, kw_only=True)
class PlacedGroups:
    """A chart of grouped bars on its sheet. `paints` are the fills its picture defines."""

    template: ClassVar[str] = "charts/grouped_bars.html"
    width: float
    height: float
    top: float
    zero: float
    scale: Scale
    paints: tuple[Paint, ...]
    keys: tuple[Key, ...]
    groups: tuple[PlacedGroup, ...]


def place(chart: GroupedBars, sheet: Sheet) -> PlacedGroups:
    """Place the bars of `chart` on `sheet`."""
    fills = paints(f"{chart.key}-{sheet.name}", len(chart.series))
    keys, top = place_legend(chart.series, fills, sheet)
    label_width = min(
        max(sheet.text_width(group.label) for group in chart.groups), sheet.width * _LABELS_AT_MOST
    )
    scale = _scale(chart, sheet, label_width)
    groups, y = [], top
    for group in chart.groups:
        placed, height = _place_group(chart, group, sheet, scale, fills, y, label_width)
        groups.append(placed)
        y = round(y + height + BETWEEN_GROUPS, 2)
    return PlacedGroups(
        width=sheet.width,
        height=round(y - BETWEEN_GROUPS + 2, 2),
        top=top,
        zero=scale(Decimal(0)),
        scale=scale,
        paints=fills,
        keys=keys,
        groups=tuple(groups),
    )


def _scale(chart: GroupedBars, sheet: Sheet, label_width: float) -> Scale:
    """A scale with room for the values at both ends of it."""
    known = [value for group in chart.groups for value in group.values if value is not None]
    low, high = with_zero(known)

    def room(values: list[Decimal]) -> float:
        widths = (sheet.text_width(chart.written(value), sheet.small) for value in values)
        return max(widths, default=0) + _BESIDE

    start = label_width + GAP
    if low < 0:
        start += room([value for value in known if value < 0])
    end = sheet.width - room([value for value in known if value >= 0])
    return Scale(low, high, round(start, 2), round(end, 2))


def _place_group(
    chart: GroupedBars,
    group: Group,
    sheet: Sheet,
    scale: Scale,
    fills: tuple[Paint, ...],
    y: float,
    label_width: float,
) -> tuple[PlacedGroup, float]:
    lines = sheet.wrap(group.label, label_width)
    thickness = len(fills) * (THICKNESS + BETWEEN_BARS) - BETWEEN_BARS
    height = max(thickness, len(lines) * sheet.line)
    first = middle_of(y + height / 2 - (len(lines) - 1) * sheet.line / 2, sheet.size)
    bars = []
    for at, (value, paint) in enumerate(zip(group.values, fills, strict=True)):
        top = y + (height - thickness) / 2 + at * (THICKNESS + BETWEEN_BARS)
        bars.append(_place_bar(chart, value, sheet, scale, paint, round(top, 2)))
    label = tuple(
        Words(x=0, y=round(first + at * sheet.line, 2), text=line) for at, line in enumerate(lines)
    )
    href = group.href if sheet.has_links else ""
    return PlacedGroup(label=label, bars=tuple(bars), href=href), height


def _place_bar(
    chart: GroupedBars,
    value: Decimal | None,
    sheet: Sheet,
    scale: Scale,
    paint: Paint,
    top: float,
) -> PlacedBar:
    zero = scale(Decimal(0))
    baseline = middle_of(top + THICKNESS / 2, sheet.small)
    if value is None:
        words = Words(x=round(zero + _BESIDE, 2), y=baseline, text=MISSING_WORD)
        return PlacedBar(paint=paint, block=None, value=words)
    end = scale(value)
    block = Block(x=min(zero, end), y=top, width=round(abs(end - zero), 2), height=THICKNESS)
    words = Words(
        x=round(end - _BESIDE if value < 0 else end + _BESIDE, 2),
        y=baseline,
        text=chart.written(value),
        anchor="end" if value < 0 else "start",
    )
    return PlacedBar(paint=paint, block=block, value=words)
