"""Horizontal bars side by side, each with its value at its end.

Names stand beside the bars, on a narrow sheet above them.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, NamedTuple

from cluster_portal.charts.data import Group, GroupedBars
from cluster_portal.charts.legends import place_legend
from cluster_portal.charts.marks import Block, Key, Paint, Words, middle_of, paints, stacked
from cluster_portal.charts.scales import Scale, with_zero
from cluster_portal.charts.sheets import Sheet

THICKNESS = 15
BETWEEN_BARS = 3
BETWEEN_GROUPS = 16
GAP = 12
_BESIDE = 5
_LABELS_AT_MOST = 0.3


class PlacedBar(NamedTuple):
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

    template: ClassVar[str] = "grouped_bars.svg"
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
    texts = {value: chart.written(value) for group in chart.groups for value in group.values}
    scale, label_width = _scale(chart, texts, sheet)
    groups, y = [], top
    for group in chart.groups:
        placed, height = _place_group(texts, group, sheet, scale, fills, y, label_width)
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


def _scale(
    chart: GroupedBars, texts: dict[Decimal | None, str], sheet: Sheet
) -> tuple[Scale, float]:
    """A scale with room for names and values, and the width of the names."""
    known = [value for group in chart.groups for value in group.values if value is not None]
    low, high = with_zero(known)

    def room(values: list[Decimal]) -> float:
        widths = (sheet.text_width(texts[value], sheet.small) for value in values)
        return max(widths, default=0) + _BESIDE

    label_width, start = float(sheet.width), 0.0
    if sheet.name != "narrow":
        widest = max(sheet.text_width(group.label) for group in chart.groups)
        label_width = min(widest, sheet.width * _LABELS_AT_MOST)
        start = label_width + GAP
    if low < 0:
        start += room([value for value in known if value < 0])
    end = sheet.width - room([value for value in known if value >= 0])
    # Numbers that leave no room for the bars run over the edge before the bars turn round.
    scale = Scale(low, high, round(start, 2), round(max(end, start + sheet.width * 0.15), 2))
    return scale, label_width


def _place_group(
    texts: dict[Decimal | None, str],
    group: Group,
    sheet: Sheet,
    scale: Scale,
    fills: tuple[Paint, ...],
    y: float,
    label_width: float,
) -> tuple[PlacedGroup, float]:
    lines = sheet.wrap(group.label, label_width)
    thickness = len(fills) * (THICKNESS + BETWEEN_BARS) - BETWEEN_BARS
    words = len(lines) * sheet.line
    if sheet.name == "narrow":
        height, first, middle = words + 2 + thickness, y + words + 2, y + words / 2
    else:
        height = max(thickness, words)
        first, middle = y + (height - thickness) / 2, y + height / 2
    bars, zero = [], scale(Decimal(0))
    for at, (value, paint) in enumerate(zip(group.values, fills, strict=True)):
        top = first + at * (THICKNESS + BETWEEN_BARS)
        bars.append(_place_bar(value, texts[value], sheet, scale, zero, paint, round(top, 2)))
    label = stacked(lines, 0, middle, sheet)
    href = group.href if sheet.has_links else ""
    return PlacedGroup(label=label, bars=tuple(bars), href=href), height


def _place_bar(
    value: Decimal | None,
    text: str,
    sheet: Sheet,
    scale: Scale,
    zero: float,
    paint: Paint,
    top: float,
) -> PlacedBar:
    baseline = middle_of(top + THICKNESS / 2, sheet.small)
    if value is None:
        words = Words(x=round(zero + _BESIDE, 2), y=baseline, text=text)
        return PlacedBar(paint=paint, block=None, value=words)
    end = scale(value)
    block = Block(x=min(zero, end), y=top, width=round(abs(end - zero), 2), height=THICKNESS)
    words = Words(
        x=round(end - _BESIDE if value < 0 else end + _BESIDE, 2),
        y=baseline,
        text=text,
        anchor="end" if value < 0 else "start",
    )
    return PlacedBar(paint=paint, block=block, value=words)
