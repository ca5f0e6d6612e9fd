"""The country as equal squares: 63 provinces until 30 June 2025, 34 since.

A square is a place on a grid, found by hand so that neighbours stay near and north stays above
south; it is no boundary. Units that followed one another on the same ground share a square.
Hoàng Sa and Trường Sa have squares of their own that belong to Đà Nẵng and to Khánh Hòa.
"""

import csv
import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

# National Assembly resolution 202/2025/QH15: 34 provinces and cities from this day.
SINCE_34 = datetime.date(2025, 7, 1)


@dataclass(frozen=True, kw_only=True)
class Square:
    """A square of the grid, counted from the north-west.

    `label` fits into a square of a page, `short` into one on a telephone or on paper.
    An archipelago has no slugs: `part_of` is the slug of its province.
    """

    slugs: tuple[str, ...]
    column: int
    row: int
    label: str
    short: str = ""
    part_of: str = ""
    part_of_label: str = ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """All squares of the country at one time."""

    name: str
    squares: tuple[Square, ...]

    @functools.cached_property
    def columns(self) -> int:
        """How many squares it is wide, the sea included."""
        return 1 + max(square.column for square in self.squares)

    @functools.cached_property
    def land_columns(self) -> int:
        """How many squares the land is wide."""
        return 1 + max(square.column for square in self.squares if not square.part_of)

    @functools.cached_property
    def rows(self) -> int:
        """How many squares it is high."""
        return 1 + max(square.row for square in self.squares)

    @functools.cached_property
    def slugs(self) -> frozenset[str]:
        """Every unit that has a square."""
        return frozenset(self._by_slug)

    def square_of(self, slug: str) -> Square:
        """The square of a unit. Raises KeyError when it has none at this time."""
        return self._by_slug[slug]

    @functools.cached_property
    def _by_slug(self) -> dict[str, Square]:
        return {slug: square for square in self.squares for slug in square.slugs}


def layout_on(day: datetime.date) -> Layout:
    """The layout of the provinces that there were on `day`."""
    return read_layout("provinces-34" if day >= SINCE_34 else "provinces-63")


@functools.cache
def read_layout(name: str) -> Layout:
    """Read `provinces-63` or `provinces-34`."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        squares = tuple(
            Square(
                slugs=tuple(row["slugs"].split()),
                column=int(row["column"]),
                row=int(row["row"]),
                label=row["label"],
                short=row["short"] or row["label"],
                part_of=row["part_of"],
                part_of_label=row["part_of_label"],
            )
            for row in csv.DictReader(lines)
        )
    return Layout(name=name, squares=squares)
