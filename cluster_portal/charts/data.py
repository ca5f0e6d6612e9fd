"""What a chart is made of: plain texts and `Decimal` values. None is a value not known.

Charts of one page have different keys; titles are Vietnamese as the reader sees them.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from cluster_portal.charts.palette import MISSING_WORD, MOST_SERIES
from cluster_portal.vietnamese.numbers import format_number

_KEY = re.compile(r"[a-z][a-z0-9-]*")
MOST_ROWS = 100


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What every chart has. `note` stands under the title: order, source, day.

    `decimals` is how many its numbers show; None shows the digits they have.
    """

    key: str
    title: str
    unit: str = ""
    decimals: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"no key of a chart: {self.key!r}")
        if not self.title.strip():
            raise ValueError("a chart needs its title")
        self._check()

    def _check(self) -> None:
        """Refuse what cannot be drawn; each form knows its own."""

    @property
    def has_links(self) -> bool:
        """Whether something in the picture leads to another page."""
        return False

    def written(self, value: Decimal | None) -> str:
        """A value as the reader sees it, without its unit."""
        return MISSING_WORD if value is None else format_number(value, self.decimals)

    def with_unit(self, text: str) -> str:
        """A written value with its unit: "9,73%", "413.612 tỷ đồng"."""
        if not self.unit or text in {"", MISSING_WORD}:
            return text
        return f"{text}{'' if self.unit.startswith('%') else ' '}{self.unit}"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar. `text` is the value as it was reported ("hơn 235.000"), where that says more."""

    label: str
    value: Decimal | None
    text: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A value that the others are seen against: an average, a target."""

    label: str
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Bars(Chart):
    """Horizontal bars from zero, in the order given: one value for each row."""

    bars: tuple[Bar, ...]
    heading: str = "Đơn vị"  # of the rows, in the table
    reference: Reference | None = None

    def _check(self) -> None:
        _count(self.bars, MOST_ROWS, "bars")

    @property
    def has_links(self) -> bool:
        return any(bar.href for bar in self.bars)

    def text_of(self, bar: Bar) -> str:
        """The value of a bar as the reader sees it."""
        return bar.text or self.written(bar.value)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A row of bars side by side: one value for each series."""

    label: str
    values: tuple[Decimal | None, ...]
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupedBars(Chart):
    """Horizontal bars of two to six series: pledged beside achieved, one year beside another."""

    series: tuple[str, ...]
    groups: tuple[Group, ...]
    heading: str = "Đơn vị"

    def _check(self) -> None:
        _count(self.series, MOST_SERIES, "series")
        _count(self.groups, MOST_ROWS, "groups")
        _fit(self.groups, len(self.series))

    @property
    def has_links(self) -> bool:
        return any(group.href for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line: a value for each point of the axis.

    At the points `outside` the thing itself was not there: nothing is missing.
    """

    label: str
    values: tuple[Decimal | None, ...]
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Break:
    """Where the thing that is measured becomes another, such as a province on 1 July 2025.

    It stands between the point `before` and the one before that. Lines end there and begin anew,
    unless the figures are `joined` by the indicator's own rule.
    """

    before: str
    label: str
    joined: bool = False


@dataclass(frozen=True, kw_only=True)
class Lines(Chart):
    """Lines over points at even distances, usually years. A value not known leaves a gap."""

    points: tuple[str, ...]
    series: tuple[Series, ...]
    heading: str = "Năm"
    breaks: tuple[Break, ...] = ()
    from_zero: bool = False

    def _check(self) -> None:
        _count(self.points, MOST_ROWS, "points")
        _count(self.series, MOST_SERIES, "series")
        _fit(self.series, len(self.points))
        if len(set(self.points)) < len(self.points):
            raise ValueError(f"points twice on the axis: {self.key}")
        for mark in self.breaks:
            if mark.before not in self.points[1:]:
                raise ValueError(f"a break stands between two points: {mark.before}")


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One line of a slope chart, drawn in colour when it is what the chart is about."""

    label: str
    values: tuple[Decimal | None, ...]
    emphasis: bool = False


@dataclass(frozen=True, kw_only=True)
class Slope(Chart):
    """How values, or places in a ranking, went from one time to the next.

    With `places`, values are places: 1 stands on top.
    """

    times: tuple[str, ...]
    items: tuple[Ranked, ...]
    heading: str = "Đơn vị"
    places: bool = False

    def _check(self) -> None:
        if len(self.times) < 2:
            raise ValueError(f"a slope needs two times: {self.key}")
        _count(self.items, MOST_ROWS, "items")
        _fit(self.items, len(self.times))
        if sum(item.emphasis for item in self.items) > MOST_SERIES:
            raise ValueError(f"more than {MOST_SERIES} lines in colour: {self.key}")


def places(
    values: tuple[Decimal | None, ...], *, highest_first: bool
) -> tuple[Decimal | None, ...]:
    """The place of each value among all; equal values share the better place: 1, 2, 2, 4."""
    known = [value for value in values if value is not None]
    return tuple(
        None
        if value is None
        else Decimal(1 + sum((one > value) if highest_first else (one < value) for one in known))
        for value in values
    )


def _count(things: tuple, most: int, what: str) -> None:
    if not 1 <= len(things) <= most:
        raise ValueError(f"1 to {most} {what}, not {len(things)}")


def _fit(rows: tuple, length: int) -> None:
    wrong = [row.label for row in rows if len(row.values) != length]
    if wrong:
        raise ValueError(f"not {length} values: {', '.join(wrong)}")
