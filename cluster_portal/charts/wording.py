"""What a chart says in words: its description, what is missing, and its data as a table."""

from dataclasses import dataclass
from functools import singledispatch

from cluster_portal.charts.data import Bars, Chart, GroupedBars, Lines, Series, Slope
from cluster_portal.charts.palette import MISSING_WORD
from cluster_portal.charts.tile_maps import TileMap

_NAMED_AT_MOST = 12
OUTSIDE_WORD = "không áp dụng"  # where the thing itself was not there


@dataclass(frozen=True)
class ChartTable:
    """The data of a chart. The first cell names its row; numbers begin after `words` columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


@singledispatch
def describe(chart: Chart) -> str:
    """What kind of picture it is and what stands out, for those who do not see it."""
    raise TypeError(f"no words for {type(chart).__name__}")


@singledispatch
def table_of(chart: Chart) -> ChartTable:
    """The same data as a table."""
    raise TypeError(f"no table for {type(chart).__name__}")


@singledispatch
def missing_of(chart: Chart) -> tuple[str, ...]:
    """What has no figure, in words; of a tile map the legend says it."""
    return ()


def missing_note(chart: Chart) -> str:
    """A sentence about what is missing; empty when nothing is."""
    names = missing_of(chart)
    return f"Chưa có số liệu: {_listed(names)}." if names else ""


def _listed(names: tuple[str, ...]) -> str:
    shown = "; ".join(names[:_NAMED_AT_MOST])
    left = len(names) - _NAMED_AT_MOST
    return f"{shown}; và {left} mục khác" if left > 0 else shown


@describe.register
def _(chart: Bars) -> str:
    known = [bar for bar in chart.bars if bar.value is not None]
    words = [f"Biểu đồ thanh ngang, {len(chart.bars)} dòng."]
    if known:
        high, low = max(known, key=lambda bar: bar.value), min(known, key=lambda bar: bar.value)
        words.append(
            f"Cao nhất: {high.label} {chart.with_unit(chart.text_of(high))};"
            f" thấp nhất: {low.label} {chart.with_unit(chart.text_of(low))}."
        )
    if chart.reference:
        value = chart.with_unit(chart.written(chart.reference.value))
        words.append(f"{chart.reference.label}: {value}.")
    return _ended(words, chart)


@describe.register
def _(chart: GroupedBars) -> str:
    words = [
        f"Biểu đồ thanh ngang theo nhóm, {len(chart.groups)} dòng, mỗi dòng có:"
        f" {', '.join(chart.series)}."
    ]
    return _ended(words, chart)


@describe.register
def _(chart: Lines) -> str:
    words = [f"Biểu đồ đường từ {chart.points[0]} đến {chart.points[-1]}."]
    for series in chart.series:
        known = [
            pair for pair in zip(chart.points, series.values, strict=True) if pair[1] is not None
        ]
        if known:
            (start, first), (end, last) = known[0], known[-1]
            words.append(
                f"{series.label}: {chart.with_unit(chart.written(first))} ({start}),"
                f" {chart.with_unit(chart.written(last))} ({end})."
            )
    words += [f"{mark.label}: trước {mark.before}." for mark in chart.breaks]
    return _ended(words, chart)


@describe.register
def _(chart: Slope) -> str:
    what = "thứ hạng" if chart.places else "giá trị"
    words = [f"Biểu đồ {what} của {len(chart.items)} đơn vị qua các mốc {', '.join(chart.times)}."]
    for item in chart.items:
        if item.emphasis:
            steps = (
                f"{time}: {chart.written(value)}"
                for time, value in zip(chart.times, item.values, strict=True)
            )
            words.append(f"{item.label}: {', '.join(steps)}.")
    return _ended(words, chart)


@describe.register
def _(chart: TileMap) -> str:
    words = [
        f"Bản đồ ô vuông, mỗi tỉnh, thành phố một ô bằng nhau, tô theo {chart.grouping}:"
        f" {'; '.join(chart.groups)}.",
    ]
    words += [
        f"Quần đảo {square.label} thuộc {square.part_of_label}."
        for square in chart.layout.squares
        if square.part_of
    ]
    return " ".join(words)


def _ended(words: list[str], chart: Chart) -> str:
    return " ".join([*words, missing_note(chart)]).strip()


@missing_of.register
def _(chart: Bars) -> tuple[str, ...]:
    return tuple(bar.label for bar in chart.bars if bar.value is None)


@missing_of.register
def _(chart: GroupedBars) -> tuple[str, ...]:
    return _missing_by_row(
        (group.label, tuple(zip(chart.series, group.values, strict=True))) for group in chart.groups
    )


@missing_of.register
def _(chart: Lines) -> tuple[str, ...]:
    return _missing_by_row(
        (
            series.label,
            tuple(
                (point, value)
                for point, value in zip(chart.points, series.values, strict=True)
                if point not in series.outside
            ),
        )
        for series in chart.series
    )


@missing_of.register
def _(chart: Slope) -> tuple[str, ...]:
    return _missing_by_row(
        (item.label, tuple(zip(chart.times, item.values, strict=True))) for item in chart.items
    )


def _missing_by_row(rows) -> tuple[str, ...]:
    """ "Hà Nam (2021, 2022)" for each row in which something is missing."""
    found = []
    for label, pairs in rows:
        missing = [name for name, value in pairs if value is None]
        if missing:
            found.append(f"{label} ({', '.join(missing)})")
    return tuple(found)


def _value_heading(chart: Chart) -> str:
    return f"Giá trị ({chart.unit})" if chart.unit else "Giá trị"


@table_of.register
def _(chart: Bars) -> ChartTable:
    rows = [(bar.label, chart.text_of(bar)) for bar in chart.bars]
    if chart.reference:
        rows.append((chart.reference.label, chart.written(chart.reference.value)))
    return ChartTable((chart.heading, _value_heading(chart)), tuple(rows))


@table_of.register
def _(chart: GroupedBars) -> ChartTable:
    return ChartTable(
        (chart.heading, *chart.series),
        tuple((group.label, *map(chart.written, group.values)) for group in chart.groups),
    )


@table_of.register
def _(chart: Lines) -> ChartTable:
    """Points are rows, since there may be twenty years of six series."""
    return ChartTable(
        (chart.heading, *(series.label for series in chart.series)),
        tuple(
            (point, *(_at(chart, series, place) for series in chart.series))
            for place, point in enumerate(chart.points)
        ),
    )


def _at(chart: Lines, series: Series, place: int) -> str:
    value = series.values[place]
    is_outside = value is None and chart.points[place] in series.outside
    return OUTSIDE_WORD if is_outside else chart.written(value)


@table_of.register
def _(chart: Slope) -> ChartTable:
    return ChartTable(
        (chart.heading, *chart.times),
        tuple((item.label, *map(chart.written, item.values)) for item in chart.items),
    )


@table_of.register
def _(chart: TileMap) -> ChartTable:
    has_values = any(cell.text for cell in chart.cells)
    heading = f"{chart.grouping} ({chart.unit})" if chart.unit else chart.grouping
    columns = (chart.heading, heading, *(("Giá trị",) if has_values else ()))
    rows = tuple(
        (
            cell.name,
            chart.label_of(cell),
            *((cell.text or MISSING_WORD,) if has_values else ()),
        )
        for cell in chart.cells
    )
    return ChartTable(columns, rows, words=2)
