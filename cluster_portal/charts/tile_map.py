"""Squares on their grid, the archipelagos in the sea, the legend beside or below."""

from dataclasses import dataclass
from typing import ClassVar

from cluster_portal.charts.layouts import Square
from cluster_portal.charts.marks import Paint, Words, paints, stacked
from cluster_portal.charts.palette import INK, OUTLINE, Step, steps_for
from cluster_portal.charts.sheets import Sheet
from cluster_portal.charts.tile_maps import Cell, TileMap
from cluster_portal.vietnamese.typography import NO_BREAK_SPACE

GAP = 3  # between squares
STRIP = 8  # under the words: the pattern of a category, the dots of a class
_PITCH = {"provinces-63": 46, "provinces-34": 54}
_PITCH_ON_PAPER = {"provinces-63": 41, "provinces-34": 48}
_LARGEST, _SMALLEST = 11.5, 8.5
_EDGE = 1  # room for the outline of the outermost squares
_INSET = 2  # of words from the edge of their square
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


@dataclass(frozen=True, kw_only=True)
class PlacedSquare:
    """A square with its words and its sign: outlines, strip and dots as the `d` of a path."""

    x: float
    y: float
    size: float
    outline: str
    strip: str = ""
    dots: str = ""
    lines: tuple[Words, ...] = ()
    value: Words | None = None
    about: Words | None = None  # under an archipelago: whose it is


@dataclass(frozen=True, kw_only=True)
class Tile:
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
    pitch = (_PITCH if sheet.has_links else _PITCH_ON_PAPER)[chart.layout.name]
    pitch = round(sheet.width / chart.layout.columns, 2) if narrow else pitch
    fills = _fills(chart, picture)
    size = _label_size(chart, sheet, pitch)
    tiles = _tiles(chart, sheet, pitch, size, fills)
    map_width = pitch * chart.layout.columns
    map_height = round(pitch * chart.layout.rows + 2, 2)
    left = 0.0 if narrow else map_width + _BESIDE
    top = map_height + 18 if narrow else 0.0
    title, keys, words, end = _legend(chart, sheet, fills, left, top)
    return PlacedMap(
        width=sheet.width,
        height=max(map_height, end),
        label_size=size,
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


def _label_size(chart: TileMap, sheet: Sheet, pitch: float) -> float:
    """The largest size at which the longest word fits into a square."""
    words = {word for square in chart.layout.squares for word in square.label.split()}
    widest = max(sheet.text_width(word, 1) for word in words)
    return max(_SMALLEST, min(_LARGEST, round((pitch - GAP - 2 * _INSET) / widest, 1)))


def _tiles(
    chart: TileMap, sheet: Sheet, pitch: float, size: float, fills: tuple[Fill, ...]
) -> tuple[Tile, ...]:
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
        squares = [_square(square, sheet, pitch, size, fill, cell.text)]
        if island:
            squares.append(_square(island, sheet, pitch, size, fill, ""))
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


def _square(
    square: Square, sheet: Sheet, pitch: float, size: float, fill: Fill, text: str
) -> PlacedSquare:
    x, y = round(square.column * pitch + _EDGE, 2), round(square.row * pitch + _EDGE, 2)
    side = pitch - GAP
    line = size * 1.14
    lines = sheet.wrap(square.label, side - _INSET, size)
    room = side - STRIP
    shows_value = (
        bool(text)
        and (len(lines) + 1) * line <= room + 1
        and sheet.text_width(text, size, bold=True) <= side - _INSET
    )
    middle = x + side / 2
    first = y + (room - (len(lines) + shows_value) * line) / 2 + size * 0.92 + 0.5
    words = [
        Words(x=round(middle, 2), y=round(first + at * line, 2), text=text_line, anchor="middle")
        for at, text_line in enumerate((*lines, text) if shows_value else lines)
    ]
    about = None
    if square.part_of:
        about = Words(
            x=round(x + side, 2),
            y=round(y + side + size + 2, 2),
            text=f"thuộc {square.part_of_label}",
            anchor="end",
        )
    return _bare_square(
        x,
        y,
        side,
        fill,
        lines=tuple(words[: len(lines)]),
        value=words[-1] if shows_value else None,
        about=about,
    )


def _bare_square(x: float, y: float, side: float, fill: Fill, **words: object) -> PlacedSquare:
    r, inner = _CORNER, round(side - 2 * _CORNER, 2)
    outline = (
        f"M{round(x + r, 2)} {y}h{inner}a{r} {r} 0 0 1 {r} {r}v{inner}a{r} {r} 0 0 1 -{r} {r}"
        f"h-{inner}a{r} {r} 0 0 1 -{r} -{r}v-{inner}a{r} {r} 0 0 1 {r} -{r}z"
    )
    strip = ""
    if fill.paint:
        bottom = round(y + side - 0.5, 2)
        strip = (
            f"M{round(x + 0.5, 2)} {round(bottom - STRIP, 2)}h{round(side - 1, 2)}"
            f"v{STRIP}h-{round(side - 1, 2)}z"
        )
    return PlacedSquare(
        x=x,
        y=y,
        size=round(side, 2),
        outline=outline,
        strip=strip,
        dots=_dots(x + side / 2, y + side, fill),
        **words,
    )


def _dots(middle: float, bottom: float, fill: Fill) -> str:
    """A class shows its number as dots, which neither grey print nor the eye can mix up."""
    if not fill.step:
        return ""
    left = middle - (fill.number * (_DOT + _BETWEEN_DOTS) - _BETWEEN_DOTS) / 2
    top = round(bottom - _DOT - 2.5, 2)
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
