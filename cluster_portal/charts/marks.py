"""What is placed on a sheet: the forms fill it, the templates draw it. Lengths in pixels.

What a picture has dozens of is a named tuple, which is made in half the time of a dataclass.
"""

from dataclasses import dataclass
from typing import NamedTuple

from cluster_portal.charts.palette import CATEGORIES, Category
from cluster_portal.charts.sheets import Sheet


class Words(NamedTuple):
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    anchor: str = "start"


class Block(NamedTuple):
    """A bar. Without a value it has no length, and words say so."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Paint:
    """The fill of a series in one picture; `name` is the id of its pattern, if it has one."""

    number: int  # of the category, from 1
    category: Category
    name: str = ""

    @property
    def fill(self) -> str:
        """What the `fill` attribute says."""
        return f"url(#{self.name})" if self.name else self.category.colour


@dataclass(frozen=True, kw_only=True)
class Key:
    """An entry of a legend: a swatch of `size` at `x`, `y`, and its words."""

    x: float
    y: float
    size: float
    lines: tuple[Words, ...]
    paint: Paint
    marker: str = ""  # the outline of the marker, for lines


def paints(picture: str, count: int) -> tuple[Paint, ...]:
    """The fills of `count` categories in the picture called `picture`."""
    return tuple(
        Paint(number=number, category=one, name=f"{picture}-{number}" if one.hatch else "")
        for number, one in enumerate(CATEGORIES[:count], start=1)
    )


def middle_of(y: float, size: float) -> float:
    """The baseline of words whose middle is at `y`."""
    return round(y + size * 0.35, 2)


def stacked(
    lines: tuple[str, ...], x: float, middle: float, sheet: Sheet, anchor: str = "start"
) -> tuple[Words, ...]:
    """Lines of words under each other, the middle of them all at `middle`."""
    first = middle_of(middle - (len(lines) - 1) * sheet.line / 2, sheet.size)
    return tuple(
        Words(x=round(x, 2), y=round(first + at * sheet.line, 2), text=line, anchor=anchor)
        for at, line in enumerate(lines)
    )


def apart(wanted: list[float], distance: float, low: float, high: float) -> list[float]:
    """Places as near to the wanted ones as can be, in their order, `distance` from each other.

    `low` to `high` hold as long as there is room.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    # Runs of labels that touch move as one around the middle of what each of them wants.
    runs: list[tuple[list[int], float]] = []
    for index in order:
        members, start = [index], wanted[index]
        while runs and runs[-1][1] + distance * len(runs[-1][0]) > start:
            before, _ = runs.pop()
            members = before + members
            offsets = [wanted[one] - distance * at for at, one in enumerate(members)]
            start = sum(offsets) / len(offsets)
        latest = high - distance * (len(members) - 1)
        runs.append((members, max(low, min(start, latest))))
    found = [0.0] * len(wanted)
    free = float("-inf")
    for members, start in runs:
        start = max(start, free)
        for at, index in enumerate(members):
            found[index] = round(start + distance * at, 2)
        free = start + distance * len(members)
    below = high
    for index in reversed(order):
        found[index] = round(min(found[index], below), 2)
        below = found[index] - distance
    return found
