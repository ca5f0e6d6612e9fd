"""Bars are as long, and points stand where, Vega draws them from the same data."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cluster_portal.charts.data import Bar, Group, Lines, Ranked, Series, Slope
from cluster_portal.charts.layouts import read_layout
from cluster_portal.charts.pictures import place
from cluster_portal.charts.sheets import DOCUMENT, MAP, MIDDLE, NARROW, WIDE
from cluster_portal.charts.tile_map import DOTS
from cluster_portal.charts.tile_maps import by_number
from tests.charts import samples, vega
from tests.charts.reading import drawn, numbers, of_class

SHEETS = st.sampled_from([NARROW, MIDDLE, WIDE, DOCUMENT])
VALUES = st.decimals(-1_000_000, 1_000_000, places=2)
MAYBE = st.none() | VALUES
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(MAYBE, min_size=width, max_size=width), min_size=1, max_size=6)
)
near = pytest.approx
# A hundredth of a pixel is rounded away at either end of a mark.
CLOSE = 0.001


@settings(deadline=None, max_examples=30)
@given(st.lists(MAYBE, min_size=1, max_size=12), SHEETS)
def test_bars(values, sheet):
    assume(any(values))
    chart = samples.bars(
        bars=tuple(Bar(label=f"Tỉnh {at}", value=value) for at, value in enumerate(values)),
        reference=None,
    )
    scale = place(chart, sheet).scale
    length = scale.end - scale.start
    ours = [
        ((float(bar.get("x")) - scale.start) / length, float(bar.get("width")) / length)
        for bar in of_class(drawn(chart, sheet), "bar")
    ]
    theirs = vega.bars([[value] for value in values])
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one == near(other, abs=CLOSE)


@settings(deadline=None, max_examples=30)
@given(TABLES, SHEETS)
def test_grouped_bars(rows, sheet):
    assume(any(any(row) for row in rows))
    chart = samples.grouped_bars(
        series=tuple(f"Loạt {at}" for at in range(len(rows[0]))),
        groups=tuple(Group(label=f"Tỉnh {at}", values=tuple(row)) for at, row in enumerate(rows)),
    )
    scale = place(chart, sheet).scale
    length = scale.end - scale.start
    assert length > sheet.width * 0.2
    ours = [
        ((float(bar.get("x")) - scale.start) / length, float(bar.get("width")) / length)
        for bar in of_class(drawn(chart, sheet), "bar")
    ]
    for one, other in zip(ours, vega.bars(rows), strict=True):
        assert one == near(other, abs=CLOSE)


def points_of(chart: Lines | Slope, sheet) -> list[tuple[float, float]]:
    """The middles of the points as they were placed."""
    placed = place(chart, sheet)
    if isinstance(chart, Slope):
        return [point for item in placed.items for point in item.points]
    return [(point.x, point.y) for line in placed.lines for point in line.points]


def as_shares(points, left, right, bottom, top):
    return [((x - left) / (right - left), (bottom - y) / (bottom - top)) for x, y in points]


@settings(deadline=None, max_examples=30)
@given(TABLES, SHEETS)
def test_lines(rows, sheet):
    assume(len(rows[0]) > 1)
    chart = samples.lines(
        points=tuple(str(2010 + at) for at in range(len(rows[0]))),
        series=tuple(Series(label=f"T{at}", values=tuple(row)) for at, row in enumerate(rows)),
        breaks=(),
    )
    placed = place(chart, sheet)
    scale, left = placed.scale, placed.left + 14
    known = [value for row in rows for value in row if value is not None]
    assert all(scale.low <= value <= scale.high for value in known)
    ours = as_shares(points_of(chart, sheet), left, placed.right, placed.bottom, placed.top)
    theirs = vega.points(rows, scale.low, scale.high)
    assert len(ours) == len(theirs) == len(known)
    for one, other in zip(ours, theirs, strict=True):
        assert one == near(other, abs=CLOSE)
    # Every marker is drawn around its point.
    marks = [numbers(mark.get("d")) for mark in of_class(drawn(chart, sheet), "point")]
    for mark, (x, y) in zip(marks, points_of(chart, sheet), strict=True):
        assert mark[0] == near(x, abs=6)
        assert mark[1] == near(y, abs=6)


@settings(deadline=None, max_examples=30)
@given(TABLES, SHEETS, st.booleans())
def test_slope(rows, sheet, are_places):
    assume(len(rows[0]) > 1)
    chart = samples.slope(
        times=tuple(str(2010 + at) for at in range(len(rows[0]))),
        items=tuple(Ranked(label=f"T{at}", values=tuple(row)) for at, row in enumerate(rows)),
        places=are_places,
    )
    placed = place(chart, sheet)
    ours = as_shares(
        points_of(chart, sheet), placed.times[0].x, placed.times[-1].x, placed.bottom, placed.top
    )
    theirs = vega.points(rows, placed.scale.low, placed.scale.high)
    for (x, y), (their_x, their_y) in zip(ours, theirs, strict=True):
        assert x == near(their_x, abs=CLOSE)
        # Place 1 stands on top.
        assert y == near(1 - their_y if are_places else their_y, abs=CLOSE)


@pytest.mark.parametrize("chart", [samples.cluster_map(), samples.number_map()])
@pytest.mark.parametrize("sheet", [MAP, DOCUMENT])
def test_squares_of_the_map(chart, sheet):
    tiles = place(chart, sheet).tiles
    placed = [square for tile in tiles for square in tile.squares]
    # Vega draws in the order of its data: the archipelagos after their provinces.
    cells = []
    islands = {square.part_of: square for square in chart.layout.squares if square.part_of}
    for square in sorted(chart.layout.squares, key=lambda one: (one.row, one.column)):
        if square.slugs:
            cells.append((square.column, square.row))
            cells += [(islands[s].column, islands[s].row) for s in square.slugs if s in islands]
    pitch = (placed[0].size + 3, min(square.x for square in placed))
    ours = [((one.x - pitch[1]) / pitch[0], (one.y - pitch[1]) / pitch[0]) for one in placed]
    for one, other in zip(ours, vega.squares(cells), strict=True):
        assert one == near(other, abs=CLOSE)
    assert len({square.size for square in placed}) == 1


def test_equal_and_single_values_have_a_place():
    for values in ([Decimal(5)], [Decimal(5), Decimal(5)], [Decimal(0)], [None], [None, None]):
        chart = samples.lines(
            points=tuple(str(2020 + at) for at in range(len(values))),
            series=(Series(label="Hà Nam", values=tuple(values)),),
            breaks=(),
        )
        placed = place(chart, NARROW)
        for point in placed.lines[0].points:
            assert placed.left < point.x <= placed.right
            assert placed.top <= point.y <= placed.bottom


@pytest.mark.parametrize("sheet", [NARROW, MAP, DOCUMENT])
@pytest.mark.parametrize("name", ["provinces-63", "provinces-34"])
def test_names_in_squares_are_legible_and_stay_in_them(sheet, name):
    layout = read_layout(name)
    slugs = [square.slugs[0] for square in layout.squares if square.slugs]
    values = {slug: Decimal("12.34") for slug in slugs}
    names = dict.fromkeys(slugs, "Tỉnh")
    chart = by_number(
        values=values,
        names=names,
        hrefs={},
        decimals=2,
        key="a",
        title="A",
        layout=layout,
        grouping="A",
    )
    placed = place(chart, sheet)
    # A page of 1280 pixels shows the map at 0.94 of its size, a telephone of 390 at 0.99.
    assert placed.label_size * {"map": 0.94, "narrow": 0.99}.get(sheet.name, 1) >= 11
    squares = [square for tile in placed.tiles for square in tile.squares]
    for square in squares:
        assert (
            max(sheet.text_width(one.text, placed.label_size) for one in square.lines) < square.size
        )
        assert square.about or square.value
        last = square.value or square.lines[-1]
        assert square.y < square.lines[0].y - placed.label_size * 0.8
        assert last.y < square.y + square.size - DOTS
    # Whose an archipelago is stands in the sea, clear of the land.
    land = max(square.x + square.size for square in squares if not square.about)
    for square in squares:
        for words in square.about:
            assert words.x - sheet.text_width(words.text, placed.label_size) > land - 2
            assert words.x <= placed.width
