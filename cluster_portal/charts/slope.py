"""From one time to the next: how values or places changed, with names at both ends."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from cluster_portal.charts.data import Ranked, Slope
from cluster_portal.charts.marks import Paint, Words, apart, middle_of, paints
from cluster_portal.charts.palette import marker_path
from cluster_portal.charts.scales import Scale
from cluster_portal.charts.sheets import Sheet

_BESIDE = 20
_LEADER = (5, 17)  # from a point to its label, which may stand higher or lower
_LEAST_HEIGHT = 180
_DOT = 2.6


@dataclass(frozen=True, kw_only=True)
class PlacedItem:
    """One line with its labels; `paint` is None for those that are only there to compare."""

    paint: Paint | None
    runs: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    markers: tuple[str, ...]
    start: Words | None
    end: Words | None
    leaders: str  # the `d` of the hairlines that lead to both labels


@dataclass(frozen=True, kw_only=True)
class PlacedTime:
    """The upright of one time and its name."""

    x: float
    words: Words


@dataclass(frozen=True, kw_only=True)
class PlacedSlope:
    """A slope chart on its sheet."""

    template: ClassVar[str] = "charts/slope.html"
    width: float
    height: float
    top: float
    bottom: float
    scale: Scale
    times: tuple[PlacedTime, ...]
    items: tuple[PlacedItem, ...]  # those in colour last, so that they lie on top


def place(chart: Slope, sheet: Sheet) -> PlacedSlope:
    """Place the lines of `chart` on `sheet`."""
    first = [_start_text(chart, item, sheet) for item in chart.items]
    last = [_end_text(chart, item) for item in chart.items]
    left = max(sheet.text_width(text, bold=True) for text in first) + _BESIDE
    right = sheet.width - max(sheet.text_width(text, bold=True) for text in last) - _BESIDE
    # Names that leave no room for the lines run over the edge before the lines vanish.
    right = max(right, left + sheet.width * 0.2)
    step = (right - left) / (len(chart.times) - 1)
    across = [round(left + at * step, 2) for at in range(len(chart.times))]
    top = round(sheet.line + 12, 2)
    bottom = round(top + max(_LEAST_HEIGHT, (len(chart.items) - 1) * sheet.line * 1.15), 2)
    scale = _scale(chart, top, bottom)
    fills = iter(paints(chart.key, sum(item.emphasis for item in chart.items)))
    starts = _beside(chart, 0, first, scale, sheet, across[0] - _BESIDE, "end")
    ends = _beside(chart, -1, last, scale, sheet, across[-1] + _BESIDE, "start")
    items = [
        _place_item(
            item, next(fills) if item.emphasis else None, scale, across, start, end, sheet.size
        )
        for item, start, end in zip(chart.items, starts, ends, strict=True)
    ]
    return PlacedSlope(
        width=sheet.width,
        height=round(bottom + sheet.line, 2),
        top=top,
        bottom=bottom,
        scale=scale,
        times=tuple(
            PlacedTime(x=x, words=Words(x=x, y=sheet.size, text=time, anchor="middle"))
            for x, time in zip(across, chart.times, strict=True)
        ),
        items=tuple(sorted(items, key=lambda item: item.paint is not None)),
    )


def _scale(chart: Slope, top: float, bottom: float) -> Scale:
    known = [value for item in chart.items for value in item.values if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, top, bottom) if chart.places else Scale(low, high, bottom, top)


def _start_text(chart: Slope, item: Ranked, sheet: Sheet) -> str:
    """A name stands at both ends, on a narrow sheet only at one of them."""
    if item.values[0] is None:
        return ""
    value = chart.written(item.values[0])
    named = sheet.name != "narrow" or item.values[-1] is None
    return f"{item.label} {value}" if named else value


def _end_text(chart: Slope, item: Ranked) -> str:
    return "" if item.values[-1] is None else f"{chart.written(item.values[-1])} {item.label}"


def _beside(
    chart: Slope, at: int, texts: list[str], scale: Scale, sheet: Sheet, x: float, anchor: str
) -> list[Words | None]:
    """The labels at one end, moved apart where lines end close together."""
    here = [number for number, item in enumerate(chart.items) if item.values[at] is not None]
    # Equal values keep the order of their names.
    wanted = [scale(chart.items[number].values[at]) for number in here]
    low, high = min(scale.start, scale.end), max(scale.start, scale.end)
    labels: list[Words | None] = [None] * len(chart.items)
    for number, y in zip(here, apart(wanted, sheet.line, low, high), strict=True):
        labels[number] = Words(
            x=round(x, 2), y=middle_of(y, sheet.size), text=texts[number], anchor=anchor
        )
    return labels


def _place_item(
    item: Ranked,
    paint: Paint | None,
    scale: Scale,
    across: list[float],
    start: Words | None,
    end: Words | None,
    size: float,
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
        leaders=_leader(start, points[:1], -1, size) + _leader(end, points[-1:], 1, size),
    )


def _leader(words: Words | None, points: list[tuple[float, float]], way: int, size: float) -> str:
    if words is None:
        return ""
    x, y = points[0]
    near, far = (round(x + way * length, 2) for length in _LEADER)
    return f"M{near} {y}L{far} {round(words.y - middle_of(0, size), 2)}"
