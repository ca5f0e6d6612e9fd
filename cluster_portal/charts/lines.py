"""Lines over the years: a gap where a value is missing, a mark where the territory changed."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, NamedTuple

from cluster_portal.charts.data import Lines, Series
from cluster_portal.charts.legends import place_legend
from cluster_portal.charts.marks import Key, Paint, Words, apart, middle_of, paints
from cluster_portal.charts.palette import MISSING_WORD, marker_path
from cluster_portal.charts.scales import Scale, decimals_of, nice_ticks
from cluster_portal.charts.sheets import Sheet
from cluster_portal.vietnamese.numbers import format_number

TICKS = 5
PLOT_HEIGHT = {"narrow": 200, "middle": 230, "wide": 300, "document": 230}
_BESIDE = 8
_LABELS_AT_MOST = 0.3


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A value of the axis: a hairline across the picture and its words; zero's is the stronger."""

    y: float
    is_base: bool
    words: Words


class Point(NamedTuple):
    """A value of a line; `d` outlines its marker."""

    x: float
    y: float
    d: str


@dataclass(frozen=True, kw_only=True)
class PlacedLine:
    """A line in its runs between gaps, each the `d` of a path, with a marker at every value."""

    paint: Paint
    runs: tuple[str, ...]
    points: tuple[Point, ...]
    end: Words | None


@dataclass(frozen=True, kw_only=True)
class PlacedBreak:
    """The dashed upright of a break, from under the words that say what happened there."""

    x: float
    top: float
    lines: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Points for which no series has a value."""

    x: float
    width: float
    words: Words


@dataclass(frozen=True, kw_only=True)
class PlacedLines:
    """A line chart on its sheet; the plot lies within left, right, top and bottom."""

    template: ClassVar[str] = "lines.svg"
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    scale: Scale
    keys: tuple[Key, ...]
    ticks: tuple[Tick, ...]
    points: tuple[Words, ...]
    lines: tuple[PlacedLine, ...]
    breaks: tuple[PlacedBreak, ...]
    gaps: tuple[Gap, ...]

    @property
    def plot_height(self) -> float:
        """From the top of the plot to its bottom."""
        return round(self.bottom - self.top, 2)


def place(chart: Lines, sheet: Sheet) -> PlacedLines:
    """Place the lines of `chart` on `sheet`."""
    fills = paints(f"{chart.key}-{sheet.name}", len(chart.series))
    labels = _labels(chart)
    # One line is what the title says; several are named at the right edge, or above where it is
    # too narrow for names.
    widest = max(sheet.text_width(label) for label in labels) if len(labels) > 1 else 0
    named_above = widest > sheet.width * _LABELS_AT_MOST
    keys, legend = place_legend(labels, fills, sheet, lines=True) if named_above else ((), 0.0)
    top = legend + 8 + sum(map(len, _break_lines(chart, sheet))) * sheet.line
    bottom = round(top + PLOT_HEIGHT[sheet.name], 2)
    values = _ticks(chart)
    scale = Scale(values[0], values[-1], bottom, round(top, 2))
    base = Decimal(0) if Decimal(0) in values else values[0]
    digits = decimals_of(values[1] - values[0])
    texts = [format_number(value, digits) for value in values]
    left = round(max(sheet.text_width(text, sheet.small) for text in texts) + _BESIDE, 2)
    at_end = widest + _BESIDE + 5 if widest and not named_above else 0
    # Half a value over the last point, half a name of it.
    last = sheet.text_width(chart.points[-1], sheet.small) / 2
    across = _Across(chart.points, left + 14, round(sheet.width - max(at_end, last, 10), 2))
    return PlacedLines(
        width=sheet.width,
        height=round(bottom + sheet.line + 8, 2),
        left=left,
        right=across.end,
        top=round(top, 2),
        bottom=bottom,
        scale=scale,
        keys=keys,
        ticks=tuple(
            Tick(
                y=scale(value),
                is_base=value == base,
                words=Words(
                    x=round(left - _BESIDE, 2),
                    y=middle_of(scale(value), sheet.small),
                    text=text,
                    anchor="end",
                ),
            )
            for value, text in zip(values, texts, strict=True)
        ),
        points=_names(chart, sheet, across, bottom),
        lines=_lines(chart, sheet, scale, across, fills, named=bool(at_end)),
        breaks=_breaks(chart, sheet, across, legend),
        gaps=_gaps(chart, sheet, across, (top + bottom) / 2),
    )


class _Across:
    """Points at even distances; one alone stands in the middle."""

    def __init__(self, points: tuple[str, ...], start: float, end: float) -> None:
        self.points, self.start, self.end = points, start, end
        self.step = (end - start) / max(len(points) - 1, 1)

    def __call__(self, at: float) -> float:
        if len(self.points) == 1:
            return round((self.start + self.end) / 2, 2)
        return round(self.start + at * self.step, 2)


def _ticks(chart: Lines) -> tuple[Decimal, ...]:
    known = [value for series in chart.series for value in series.values if value is not None]
    if chart.from_zero or not known:
        known.append(Decimal(0))
    if not any(known):
        known.append(Decimal(1))
    return nice_ticks(min(known), max(known), TICKS)


def _names(chart: Lines, sheet: Sheet, across: _Across, bottom: float) -> tuple[Words, ...]:
    """As many names of points as have room, counted from the last, which is always there."""
    widest = max(sheet.text_width(point, sheet.small) for point in chart.points) + _BESIDE
    every = 1
    while every * across.step < widest and every < len(chart.points):
        every += 1
    last = len(chart.points) - 1
    return tuple(
        Words(x=across(at), y=round(bottom + sheet.line + 2, 2), text=point, anchor="middle")
        for at, point in enumerate(chart.points)
        if (last - at) % every == 0
    )


def _lines(
    chart: Lines,
    sheet: Sheet,
    scale: Scale,
    across: _Across,
    fills: tuple[Paint, ...],
    *,
    named: bool,
) -> tuple[PlacedLine, ...]:
    cuts = {chart.points.index(mark.before) for mark in chart.breaks if not mark.joined}
    ends = [_last_known(series) for series in chart.series]
    wanted = [
        scale(series.values[at])
        for series, at in zip(chart.series, ends, strict=True)
        if at is not None
    ]
    places = iter(apart(wanted, sheet.line, scale.end, scale.start))
    places_x = [across(at) for at in range(len(chart.points))]
    lines = []
    for series, label, paint, end in zip(chart.series, _labels(chart), fills, ends, strict=True):
        places_y = [None if value is None else scale(value) for value in series.values]
        points = tuple(
            Point(x=x, y=y, d=marker_path(paint.category.marker, x, y))
            for x, y in zip(places_x, places_y, strict=True)
            if y is not None
        )
        words = None
        if named and end is not None:
            y = middle_of(next(places), sheet.size)
            words = Words(x=round(across.end + _BESIDE + 3, 2), y=y, text=label)
        runs = _runs(places_x, places_y, cuts)
        lines.append(PlacedLine(paint=paint, runs=runs, points=points, end=words))
    return tuple(lines)


def _labels(chart: Lines) -> list[str]:
    """The names of the lines; of one that ends before the others, until when it was told.

    Names stand in one column: beside the last point, a province that was no more would go on.
    """
    last = len(chart.points) - 1
    ends = [_last_known(series) for series in chart.series]
    return [
        series.label if end in {None, last} else f"{series.label}, đến {chart.points[end]}"
        for series, end in zip(chart.series, ends, strict=True)
    ]


def _last_known(series: Series) -> int | None:
    known = [at for at, value in enumerate(series.values) if value is not None]
    return known[-1] if known else None


def _runs(places_x: list[float], places_y: list[float | None], cuts: set[int]) -> tuple[str, ...]:
    """The stretches without a gap or a break; a value alone has its marker only."""
    runs: list[list[str]] = [[]]
    for at, (x, y) in enumerate(zip(places_x, places_y, strict=True)):
        if y is None or at in cuts:
            runs.append([])
        if y is not None:
            runs[-1].append(f"{x} {y}")
    return tuple("M" + "L".join(run) for run in runs if len(run) > 1)


def _break_lines(chart: Lines, sheet: Sheet) -> list[tuple[str, ...]]:
    return [sheet.wrap(mark.label, sheet.width, sheet.small) for mark in chart.breaks]


def _breaks(chart: Lines, sheet: Sheet, across: _Across, legend: float) -> tuple[PlacedBreak, ...]:
    """The breaks, the words of each on rows of their own."""
    marks, y = [], legend
    for mark, lines in zip(chart.breaks, _break_lines(chart, sheet), strict=True):
        x = across(chart.points.index(mark.before) - 0.5)
        half = max(sheet.text_width(line, sheet.small) for line in lines) / 2
        middle = round(min(max(x, half), sheet.width - half), 2)
        words = tuple(
            Words(
                x=middle,
                y=round(y + sheet.small + at * sheet.line, 2),
                text=line,
                anchor="middle",
            )
            for at, line in enumerate(lines)
        )
        y = round(y + len(lines) * sheet.line, 2)
        marks.append(PlacedBreak(x=x, top=round(y + 1, 2), lines=words))
    return tuple(marks)


def _gaps(chart: Lines, sheet: Sheet, across: _Across, middle: float) -> tuple[Gap, ...]:
    """Runs of points for which nothing is known, as hatched bands."""
    empty = [
        all(line.values[at] is None for line in chart.series) for at in range(len(chart.points))
    ]
    edges = [at for at, (one, two) in enumerate(pairwise([False, *empty, False])) if one != two]
    gaps = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        start = max(across(first - 0.5), across.start - 14)
        end = min(across(after - 0.5), across.end)
        gaps.append(
            Gap(
                x=round(start, 2),
                width=round(end - start, 2),
                words=Words(
                    x=round((start + end) / 2 + sheet.small * 0.35, 2),
                    y=round(middle, 2),
                    text=MISSING_WORD,
                    anchor="middle",
                ),
            )
        )
    return tuple(gaps)
