"""Squares on their grid, the archipelagos in the sea, the legend beside or below."""

import functools
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from cluster_portal.charts.layouts import Layout, Square
from cluster_portal.charts.marks import Paint, Words, paints, stacked
from cluster_portal.charts.palette import INK, OUTLINE, Step, steps_for
from cluster_portal.charts.sheets import Sheet
from cluster_portal.charts.tile_maps import Cell, TileMap
from cluster_portal.vietnamese.typography import NO_BREAK_SPACE

GAP, GAP_WHERE_NARROW = 3, 2  # between squares
STRIP = 8  # under the words: the pattern of a category
DOTS = 5  # the same of a number: the dots of a class
# From square to square, so that the longest word has letters of 11 pixels and more.
_PITCH = {"provinces-63": 52, "provinces-34": 54}
_PITCH_ON_PAPER = {"provinces-63": 44, "provinces-34": 48}
_STRAIT = 0.2  # of a square: the sea before an archipelago on a telephone
_LARGEST, _LARGEST_ON_PAPER = 12, 11  # letters; three lines of them fit over the dots
_LINE = 1.09  # of the size of the letters
_EDGE = 1  # room for the outline of the outermost squares
_INSET, _INSET_WHERE_NARROW = 2, 1.2  # of words from the edge of their square
_DOT, _BETWEEN_DOTS = 3.4, 2.4
_BESIDE = 24  # from the map to its legend
_SWATCH = 24
_CORNER = 3


@dataclass(frozen=True, kw_only=True)
class Fill:
    """How squares of a group are drawn; of a number its step, of a category its paint."""

    label: str
    ink: str
    step: Step | None = None
    paint: Paint | None = None
    number: int = 0

    @property
    def ground(self) -> str:
        """The fill of the square; without a figure the template hatches it."""
        if self.step:
            return self.step.fill
        return self.paint.category.tint if self.paint else ""

    @property
    def edge(self) -> str:
        """The colour of its outline."""
        return self.paint.category.colour if self.paint else OUTLINE


class PlacedSquare(NamedTuple):
    """A square with its words and its sign: outlines, strip and dots as the `d` of a path."""

    x: float
    y: float
    size: float
    outline: str
    strip: str = ""
    dots: str = ""
    lines: tuple[Words, ...] = ()
    value: Words | None = None
    about: tuple[Words, ...] = ()  # under an archipelago: whose it is


class Tile(NamedTuple):
    """A unit: its square, and that of its archipelago. `name` is what a screen reader says.

    The swatches of the legend are drawn as tiles without a name.
    """

    squares: tuple[PlacedSquare, ...]
    fill: Fill
    name: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class PlacedMap:
    """A tile map on its sheet. `missing` is the id of the pattern of squares without a figure."""

    template: ClassVar[str] = "tile_map.svg"
    width: float
    height: float
    label_size: float
    missing: str
    paints: tuple[Paint, ...]
    tiles: tuple[Tile, ...]
    keys: tuple[Tile, ...]
    title: tuple[Words, ...]
    words: tuple[Words, ...]  # of the legend

    @property
    def drawn(self) -> tuple[Tile, ...]:
        """Everything that is drawn as a square."""
        return (*self.tiles, *self.keys)


def place(chart: TileMap, sheet: Sheet) -> PlacedMap:
    """Place the squares of `chart` on `sheet`."""
    picture = f"{chart.key}-{sheet.name}"
    narrow = sheet.name == "narrow"
    fills = _fills(chart, picture)
    grid = _grid(chart.layout, sheet)
    tiles = _tiles(chart, sheet, grid, fills)
    map_width = grid.pitch * chart.layout.columns
    map_height = round(grid.pitch * chart.layout.rows + 2, 2)
    left = 0.0 if narrow else map_width + _BESIDE
    top = map_height + 18 if narrow else 0.0
    title, keys, words, end = _legend(chart, sheet, fills, left, top)
    return PlacedMap(
        width=sheet.width,
        height=max(map_height, end),
        label_size=grid.size,
        missing=f"{picture}-missing",
        paints=tuple(fill.paint for fill in fills if fill.paint),
        tiles=tiles,
        keys=keys,
        title=title,
        words=words,
    )


def _fills(chart: TileMap, picture: str) -> tuple[Fill, ...]:
    """The fill of every group, and at the end that of no figure."""
    if chart.ordered:
        steps = steps_for(len(chart.groups)) if chart.groups else ()
        groups = [
            Fill(label=label, ink=step.text, step=step, number=number)
            for number, (label, step) in enumerate(zip(chart.groups, steps, strict=True), start=1)
        ]
    else:
        inks = paints(picture, len(chart.groups))
        groups = [
            Fill(label=label, ink=INK, paint=paint, number=paint.number)
            for label, paint in zip(chart.groups, inks, strict=True)
        ]
    return (*groups, Fill(label=chart.nothing, ink=INK))


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """How squares lie on a sheet: from one to the next, and where those in the sea begin."""

    pitch: float
    side: float
    inset: float
    sea: float
    strait: float  # free between land and sea
    size: float  # of the letters


def _grid(layout: Layout, sheet: Sheet) -> _Grid:
    """On a telephone letters need the room that elsewhere is sea."""
    if sheet.name == "narrow":
        pitch = round(sheet.width / (layout.land_columns + _STRAIT + 1), 2)
        gap, inset, sea = GAP_WHERE_NARROW, _INSET_WHERE_NARROW, sheet.width - pitch
    else:
        pitch = (_PITCH if sheet.has_links else _PITCH_ON_PAPER)[layout.name]
        gap, inset, sea = GAP, _INSET, pitch * (layout.columns - 1)
    words = {word for square in layout.squares for word in square.label.split()}
    widest = max(sheet.text_width(word, 1) for word in words)
    largest = _LARGEST if sheet.has_links else _LARGEST_ON_PAPER
    return _Grid(
        pitch=pitch,
        side=round(pitch - gap, 2),
        inset=inset,
        sea=round(sea, 2),
        strait=round(sea - layout.land_columns * pitch, 2),
        size=min(largest, round((pitch - gap - 2 * inset) / widest, 1)),
    )


def _tiles(chart: TileMap, sheet: Sheet, grid: _Grid, fills: tuple[Fill, ...]) -> tuple[Tile, ...]:
    """The tiles in reading order: from north to south, from west to east."""
    cells = {chart.layout.square_of(cell.slug): cell for cell in chart.cells}
    islands = {square.part_of: square for square in chart.layout.squares if square.part_of}
    tiles = []
    for square in sorted(chart.layout.squares, key=lambda one: (one.row, one.column)):
        if square.part_of:
            continue
        cell = cells.get(square) or Cell(slug=square.slugs[0], name=square.label, group=None)
        fill = fills[-1 if cell.group is None else cell.group]
        island = next((islands[slug] for slug in square.slugs if slug in islands), None)
        squares = [_square(square, sheet, grid, fill, cell.text)]
        if island:
            squares.append(_square(island, sheet, grid, fill, ""))
        tiles.append(
            Tile(
                squares=tuple(squares),
                fill=fill,
                name=_name(chart, cell, island),
                href=cell.href if sheet.has_links else "",
            )
        )
    return tuple(tiles)


def _name(chart: TileMap, cell: Cell, island: Square | None) -> str:
    whole = f"{cell.name} (gồm quần đảo {island.label})" if island else cell.name
    group, value = chart.label_of(cell), chart.with_unit(cell.text)
    return f"{whole}: {value} ({group})" if value else f"{whole}: {group}"


def _square(square: Square, sheet: Sheet, grid: _Grid, fill: Fill, text: str) -> PlacedSquare:
    left = grid.sea if square.part_of else square.column * grid.pitch
    x, y = round(left + _EDGE, 2), round(square.row * grid.pitch + _EDGE, 2)
    size, side = grid.size, grid.side
    line = size * _LINE
    room = side - (DOTS if fill.step else STRIP)
    lines = sheet.wrap(square.label, side - grid.inset, size)
    if (len(lines) + bool(text)) * line > room + 1:
        lines = sheet.wrap(square.short, side - grid.inset, size)
    shows_value = (
        bool(text)
        and (len(lines) + 1) * line <= room + 1
        and sheet.text_width(text, size, bold=True) <= side - grid.inset
    )
    middle = x + side / 2
    first = y + (room - (len(lines) + shows_value) * line) / 2 + size * 0.92 + 0.5
    words = [
        Words(x=round(middle, 2), y=round(first + at * line, 2), text=text_line, anchor="middle")
        for at, text_line in enumerate((*lines, text) if shows_value else lines)
    ]
    return _bare_square(
        x,
        y,
        side,
        fill,
        lines=tuple(words[: len(lines)]),
        value=words[-1] if shows_value else None,
        about=_whose(square, sheet, grid, x + side, y + side) if square.part_of else (),
    )


def _whose(
    square: Square, sheet: Sheet, grid: _Grid, right: float, bottom: float
) -> tuple[Words, ...]:
    """Whose an archipelago is, under its square, clear of the land."""
    room, words = grid.side + grid.strait - GAP, f"thuộc {square.part_of_label}"
    lines = (words,)
    if sheet.text_width(words, grid.size) > room:
        lines = ("thuộc", *sheet.wrap(square.part_of_label, room, grid.size))
    return tuple(
        Words(
            x=round(right, 2),
            y=round(bottom + grid.size + 2 + at * grid.size * _LINE, 2),
            text=line,
            anchor="end",
        )
        for at, line in enumerate(lines)
    )


def _bare_square(x: float, y: float, side: float, fill: Fill, **words: object) -> PlacedSquare:
    edge, strip = _shapes(side)
    bottom = round(y + side - 0.5, 2)
    return PlacedSquare(
        x=x,
        y=y,
        size=round(side, 2),
        outline=f"M{round(x + _CORNER, 2)} {y}{edge}",
        strip=f"M{round(x + 0.5, 2)} {round(bottom - STRIP, 2)}{strip}" if fill.paint else "",
        dots=_dots(x + side / 2, y + side, fill),
        **words,
    )


@functools.lru_cache
def _shapes(side: float) -> tuple[str, str]:
    """The edge of a square with its round corners, and its strip, from where each begins."""
    r, inner, across = _CORNER, round(side - 2 * _CORNER, 2), round(side - 1, 2)
    edge = (
        f"h{inner}a{r} {r} 0 0 1 {r} {r}v{inner}a{r} {r} 0 0 1 -{r} {r}"
        f"h-{inner}a{r} {r} 0 0 1 -{r} -{r}v-{inner}a{r} {r} 0 0 1 {r} -{r}z"
    )
    return edge, f"h{across}v{STRIP}h-{across}z"


def _dots(middle: float, bottom: float, fill: Fill) -> str:
    """A class shows its number as dots, which neither grey print nor the eye can mix up."""
    if not fill.step:
        return ""
    left = middle - (fill.number * (_DOT + _BETWEEN_DOTS) - _BETWEEN_DOTS) / 2
    top = round(bottom - _DOT - 1.5, 2)
    return "".join(
        f"M{round(left + at * (_DOT + _BETWEEN_DOTS), 2)} {top}h{_DOT}v{_DOT}h-{_DOT}z"
        for at in range(fill.number)
    )


def _legend(
    chart: TileMap, sheet: Sheet, fills: tuple[Fill, ...], left: float, top: float
) -> tuple[tuple[Words, ...], tuple[Tile, ...], tuple[Words, ...], float]:
    """Title, swatches and words one under the other, and where they end."""
    heading = f"{chart.grouping} ({chart.unit})" if chart.unit else chart.grouping
    words_at = left + _SWATCH + 12
    title = tuple(
        Words(x=left, y=round(top + sheet.size + at * sheet.line, 2), text=line)
        for at, line in enumerate(sheet.wrap(heading, sheet.width - left, bold=True))
    )
    y = top + len(title) * sheet.line + 8
    groups = [cell.group for cell in chart.cells]
    nowhere = len(chart.layout.squares) - 2 - len(chart.cells)
    keys: list[Tile] = []
    words: list[Words] = []
    for at, fill in enumerate(fills):
        is_missing = at == len(fills) - 1
        count = groups.count(None) + nowhere if is_missing else groups.count(at)
        if is_missing and not count:
            continue
        lines = sheet.wrap(f"{fill.label}{NO_BREAK_SPACE}({count})", sheet.width - words_at)
        height = max(len(lines) * sheet.line, _SWATCH + 2)
        top_of_swatch = round(y + (height - _SWATCH) / 2, 2)
        keys.append(
            Tile(squares=(_bare_square(left + _EDGE, top_of_swatch, _SWATCH, fill),), fill=fill)
        )
        words += stacked(lines, words_at, y + height / 2, sheet)
        y += height + 6
    return title, tuple(keys), tuple(words), round(y, 2)
