"""From one time to the next: how values or places changed, with names at both ends."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from cluster_portal.charts.data import Ranked, Slope
from cluster_portal.charts.marks import Paint, Words, apart, paints, stacked
from cluster_portal.charts.palette import marker_path
from cluster_portal.charts.scales import Scale
from cluster_portal.charts.sheets import Sheet

_BESIDE = 20
_LEADER = (5, 17)  # from a point to its label, which may stand higher or lower
_LABELS_AT_MOST = 0.36  # of the width, at either end
_LEAST_HEIGHT = 180
_DOT = 2.6


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name with its value; `y` is its middle."""

    y: float
    lines: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class PlacedItem:
    """One line with its labels; `paint` is None for those that are only there to compare."""

    paint: Paint | None
    runs: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    markers: tuple[str, ...]
    start: Label | None
    end: Label | None
    leaders: str  # the `d` of the hairlines that lead to both labels


@dataclass(frozen=True, kw_only=True)
class PlacedTime:
    """The upright of one time and its name."""

    x: float
    words: Words


@dataclass(frozen=True, kw_only=True)
class PlacedSlope:
    """A slope chart on its sheet."""

    template: ClassVar[str] = "slope.svg"
    width: float
    height: float
    top: float
    bottom: float
    scale: Scale
    times: tuple[PlacedTime, ...]
    items: tuple[PlacedItem, ...]  # those in colour last, so that they lie on top


def place(chart: Slope, sheet: Sheet) -> PlacedSlope:
    """Place the lines of `chart` on `sheet`."""
    first = [_start_lines(chart, item, sheet) for item in chart.items]
    last = [_end_lines(chart, item, sheet) for item in chart.items]
    distance = sheet.line * max(map(len, (*first, *last)))
    left = _widest(first, sheet) + _BESIDE
    right = sheet.width - _widest(last, sheet) - _BESIDE
    step = (right - left) / (len(chart.times) - 1)
    across = [round(left + at * step, 2) for at in range(len(chart.times))]
    over = distance / 2  # of the outermost labels
    top = round(sheet.line + 4 + over, 2)
    bottom = round(top + max(_LEAST_HEIGHT, (len(chart.items) - 1) * distance * 1.1), 2)
    scale = _scale(chart, top, bottom)
    fills = iter(paints(chart.key, sum(item.emphasis for item in chart.items)))
    starts = _beside(chart, 0, first, scale, sheet, across[0] - _BESIDE, distance)
    ends = _beside(chart, -1, last, scale, sheet, across[-1] + _BESIDE, distance)
    items = [
        _place_item(item, next(fills) if item.emphasis else None, scale, across, start, end)
        for item, start, end in zip(chart.items, starts, ends, strict=True)
    ]
    return PlacedSlope(
        width=sheet.width,
        height=round(bottom + over + 4, 2),
        top=top,
        bottom=bottom,
        scale=scale,
        times=tuple(
            PlacedTime(
                x=x, words=Words(x=x, y=sheet.size, text=time if named else "", anchor="middle")
            )
            for x, time, named in zip(across, chart.times, _named(chart, sheet, step), strict=True)
        ),
        items=tuple(sorted(items, key=lambda item: item.paint is not None)),
    )


def _named(chart: Slope, sheet: Sheet, step: float) -> list[bool]:
    """Which times have room for their names; the first and the last always say theirs."""
    widest = max(sheet.text_width(time, bold=True) for time in chart.times)
    middle = [widest + 4 <= step] * (len(chart.times) - 2)
    return [True, *middle, True]


def _scale(chart: Slope, top: float, bottom: float) -> Scale:
    known = [value for item in chart.items for value in item.values if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, top, bottom) if chart.places else Scale(low, high, bottom, top)


def _start_lines(chart: Slope, item: Ranked, sheet: Sheet) -> tuple[str, ...]:
    """A name stands at both ends, on a narrow sheet only at one of them."""
    if item.values[0] is None:
        return ("",)
    value = chart.written(item.values[0])
    named = sheet.name != "narrow" or item.values[-1] is None
    return _wrapped(f"{item.label} {value}" if named else value, sheet)


def _end_lines(chart: Slope, item: Ranked, sheet: Sheet) -> tuple[str, ...]:
    if item.values[-1] is None:
        return ("",)
    return _wrapped(f"{chart.written(item.values[-1])} {item.label}", sheet)


def _wrapped(text: str, sheet: Sheet) -> tuple[str, ...]:
    return sheet.wrap(text, sheet.width * _LABELS_AT_MOST, bold=True)


def _widest(labels: list[tuple[str, ...]], sheet: Sheet) -> float:
    return max(sheet.text_width(line, bold=True) for lines in labels for line in lines)


def _beside(
    chart: Slope,
    at: int,
    labels: list[tuple[str, ...]],
    scale: Scale,
    sheet: Sheet,
    x: float,
    distance: float,
) -> list[Label | None]:
    """The labels at one end, moved apart where lines end close together."""
    here = [number for number, item in enumerate(chart.items) if item.values[at] is not None]
    # Equal values keep the order of their names.
    wanted = [scale(chart.items[number].values[at]) for number in here]
    low, high = min(scale.start, scale.end), max(scale.start, scale.end)
    placed: list[Label | None] = [None] * len(chart.items)
    anchor = "start" if at else "end"
    for number, y in zip(here, apart(wanted, distance, low, high), strict=True):
        placed[number] = Label(y=y, lines=stacked(labels[number], x, y, sheet, anchor))
    return placed


def _place_item(
    item: Ranked,
    paint: Paint | None,
    scale: Scale,
    across: list[float],
    start: Label | None,
    end: Label | None,
) -> PlacedItem:
    places = [None if value is None else scale(value) for value in item.values]
    runs: list[list[str]] = [[]]
    points = []
    for x, y in zip(across, places, strict=True):
        if y is None:
            runs.append([])
            continue
        runs[-1].append(f"{x} {y}")
        points.append((x, y))
    kind, radius = (paint.category.marker, 4.0) if paint else ("circle", _DOT)
    return PlacedItem(
        paint=paint,
        runs=tuple("M" + "L".join(run) for run in runs if len(run) > 1),
        points=tuple(points),
        markers=tuple(marker_path(kind, x, y, radius) for x, y in points),
        start=start,
        end=end,
        leaders=_leader(start, points[:1], -1) + _leader(end, points[-1:], 1),
    )


def _leader(label: Label | None, points: list[tuple[float, float]], way: int) -> str:
    if label is None:
        return ""
    x, y = points[0]
    near, far = (round(x + way * length, 2) for length in _LEADER)
    return f"M{near} {y}L{far} {label.y}"
