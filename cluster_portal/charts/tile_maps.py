"""The country as a map of equal squares, coloured by category or by the class of a number."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

from cluster_portal.charts.data import Chart
from cluster_portal.charts.layouts import Layout
from cluster_portal.charts.palette import CATEGORIES, MISSING_WORD, STEPS
from cluster_portal.vietnamese.numbers import format_number


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A unit on the map. `group` counts the map's groups from 0; None is: no figure.

    `text` is the value as the reader sees it; it stands in the square where it has room.
    """

    slug: str
    name: str
    group: int | None
    text: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class TileMap(Chart):
    """The country at one time. Squares without a cell say that there is no figure.

    `ordered` groups are classes of a number from low to high, the others categories. `grouping`
    is what a group is: "Cụm thi đua", or the number that is classed.
    """

    layout: Layout
    cells: tuple[Cell, ...]
    groups: tuple[str, ...]
    grouping: str
    ordered: bool = False
    nothing: str = MISSING_WORD  # what is said of a unit in no group
    heading: str = "Đơn vị"

    def _check(self) -> None:
        most = len(STEPS) if self.ordered else len(CATEGORIES)
        if len(self.groups) > most:
            raise ValueError(f"at most {most} groups can be told apart: {self.key}")
        strangers = [cell.slug for cell in self.cells if cell.slug not in self.layout.slugs]
        if strangers:
            raise ValueError(f"no square in {self.layout.name} for {', '.join(strangers)}")
        squares = [self.layout.square_of(cell.slug) for cell in self.cells]
        if len(set(squares)) < len(squares):
            raise ValueError(f"two units on one square: {self.key}")
        for cell in self.cells:
            if cell.group is not None and not 0 <= cell.group < len(self.groups):
                raise ValueError(f"no group {cell.group}: {cell.slug}")

    @property
    def has_links(self) -> bool:
        return any(cell.href for cell in self.cells)

    def label_of(self, cell: Cell) -> str:
        """The words of a cell's group, or that it is in none."""
        return self.nothing if cell.group is None else self.groups[cell.group]


@dataclass(frozen=True)
class Classes:
    """Up to five classes of numbers; `bounds` are where the second and later ones begin."""

    bounds: tuple[Decimal, ...]
    labels: tuple[str, ...]

    def of(self, value: Decimal | None) -> int | None:
        """The class of `value`, counted from 0."""
        return None if value is None else bisect_right(self.bounds, value)


def classes_of(
    values: Iterable[Decimal | None], *, decimals: int = 0, most: int = len(STEPS)
) -> Classes:
    """Classes that hold about equally many of `values`, with bounds of `decimals` digits.

    Fewer than `most` where many values are equal; none at all without a value.
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return Classes((), ())
    bounds = bounds_of(known, decimals=decimals, most=most)
    texts = [format_number(bound, decimals) for bound in bounds]
    if not bounds:
        low, high = (format_number(value, decimals) for value in (known[0], known[-1]))
        return Classes((), (low if low == high else f"{low} đến {high}",))
    between = (f"{one} đến dưới {two}" for one, two in pairwise(texts))
    return Classes(bounds, (f"dưới {texts[0]}", *between, f"từ {texts[-1]} trở lên"))


def bounds_of(known: Sequence[Decimal], *, decimals: int, most: int) -> tuple[Decimal, ...]:
    """Where the classes of `known`, which are in their order, begin, but for the first."""
    unit = Decimal(1).scaleb(-decimals)
    cuts = (known[len(known) * number // most] for number in range(1, most))
    rounded = {cut.quantize(unit, ROUND_FLOOR) for cut in cuts}
    return tuple(sorted(cut for cut in rounded if cut > known[0]))


def by_number(
    *,
    values: Mapping[str, Decimal | None],
    names: Mapping[str, str],
    hrefs: Mapping[str, str],
    decimals: int = 0,
    **chart: Any,
) -> TileMap:
    """A map of the classes of a number; all three mappings are by slug, a link may be lacking.

    `chart` is what else a `TileMap` takes: key, title, unit, note, layout, grouping.
    """
    classes = classes_of(values.values(), decimals=decimals)
    cells = tuple(
        Cell(
            slug=slug,
            name=names[slug],
            group=classes.of(value),
            text="" if value is None else format_number(value, decimals),
            href=hrefs.get(slug, ""),
        )
        for slug, value in values.items()
    )
    return TileMap(cells=cells, groups=classes.labels, ordered=True, decimals=decimals, **chart)


def by_category(
    *,
    categories: Mapping[str, str | None],
    names: Mapping[str, str],
    hrefs: Mapping[str, str],
    **chart: Any,
) -> TileMap:
    """A map of categories by slug, such as clusters; colours follow the order of appearance.

    Otherwise as `by_number`.
    """
    groups = tuple(dict.fromkeys(one for one in categories.values() if one is not None))
    cells = tuple(
        Cell(
            slug=slug,
            name=names[slug],
            group=None if category is None else groups.index(category),
            href=hrefs.get(slug, ""),
        )
        for slug, category in categories.items()
    )
    return TileMap(cells=cells, groups=groups, **chart)
