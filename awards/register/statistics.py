"""Tables of the register by two facets, and year by year, from the kept totals, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from awards.models import AwardStatus
from awards.register.asked import FACET, Asked, Choice
from awards.register.conditions import dimensions_of, of_filters, parts_of_sight, smallest
from awards.register.sight import Sight
from cluster_portal.vietnamese.numbers import format_number

SIDES = ("hang", "cot")  # the names in the address of what stands in rows and in columns
BLOCKS = "khoi"  # the name of what stands above the rows: a block for each year
YEAR, RESULT = "nam", "ket_qua"
EVERY_RESULT = "tat-ca"  # the answer that stands for whatever became of an award
MOST_YEARS, MOST_CELLS = 20, 6000


@dataclass(frozen=True)
class By:
    """What is counted by: two facets, and whether year by year."""

    sides: tuple[str, str] = ("hinh_thuc", "doi_tuong")
    yearly: bool = False

    @property
    def facets(self) -> tuple[str, ...]:
        """The names of the facets, from the outermost."""
        return (YEAR, *self.sides) if self.yearly else self.sides


@dataclass
class Row:
    """One answer of the first facet: its numbers by the answers of the second, and in all."""

    choice: Choice
    cells: list[int]

    @property
    def total(self) -> int:
        return sum(self.cells)


@dataclass
class Block:
    """The rows of one year, or of all years together, without a `choice`."""

    choice: Choice | None
    rows: list[Row]

    @property
    def totals(self) -> list[int]:
        return _added(self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass
class CrossTable:
    """Recipients by two facets: only answers that have any stand in it.

    `years_left_out` is how many there are before the newest, of which no more are shown than
    `MOST_YEARS` and `MOST_CELLS`.
    """

    columns: list[Choice] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    years_left_out: int = 0

    @property
    def words_left_out(self) -> str:
        """Which years stand in the table and how to see the others; empty where all do."""
        if not self.years_left_out:
            return ""
        return (
            f"Bảng có {format_number(len(self.blocks))} năm mới nhất;"
            f" {format_number(self.years_left_out)} năm trước đó xem bằng cách lọc theo năm."
        )

    @property
    def rows(self) -> list[Row]:
        return [row for block in self.blocks for row in block.rows]

    @property
    def totals(self) -> list[int]:
        return _added(self.rows)

    @property
    def total(self) -> int:
        return sum(block.total for block in self.blocks)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.rows) * len(self.columns)


def _added(rows: Iterable[Row]) -> list[int]:
    return [sum(numbers) for numbers in zip(*(row.cells for row in rows), strict=True)]


def usual_result(by: By) -> str:
    """Which result is counted unless somebody asks: granted; of a table by results, every one."""
    return EVERY_RESULT if RESULT in by.facets else AwardStatus.GRANTED.value


def cross_table(asked: Asked, sight: Sight, choices: dict[str, list[Choice]], by: By) -> CrossTable:
    """How many were rewarded by the facets of `by`, of what `asked` filters.

    Lines without a number count nobody.
    """
    numbers = _numbers(asked, sight, by.facets)
    years: list[Choice | None] = [None]
    left_out = 0
    first, second = _sides(numbers, choices, by)
    if by.yearly:
        told = _answers(choices[YEAR], {key[0] for key in numbers})
        most = min(MOST_YEARS, max(1, MOST_CELLS // max(1, len(first) * len(second))))
        years, left_out = [*told[:most]], len(told[most:])
        shown = {str(year.keys[0]) for year in told[:most]}
        numbers = {key: number for key, number in numbers.items() if key[0] in shown}
        first, second = _sides(numbers, choices, by)
    return CrossTable(second, list(_blocks(numbers, years, first, second)), left_out)


def _sides(
    numbers: dict[tuple[str, ...], int], choices: dict[str, list[Choice]], by: By
) -> list[list[Choice]]:
    return [
        _answers(choices[name], {key[place] for key in numbers})
        for place, name in zip((-2, -1), by.sides, strict=True)
    ]


def _blocks(
    numbers: dict[tuple[str, ...], int],
    years: list[Choice | None],
    first: list[Choice],
    second: list[Choice],
) -> Iterable[Block]:
    """A block for each year, of which only answers that have any stand in its rows."""
    rows, columns = _places(first), _places(second)
    keys = [str(year.keys[0]) if year else "" for year in years]
    cells = {key: [[0] * len(second) for _ in first] for key in keys}
    for (*above, one, other), number in numbers.items():
        cells["".join(above)][rows[one]][columns[other]] += number
    for year, key in zip(years, keys, strict=True):
        found = map(Row, first, cells[key])
        yield Block(year, [row for row in found if not year or any(row.cells)])


def _places(choices: list[Choice]) -> dict[str, int]:
    """By each key the place of the answer that stands for it."""
    return {str(key): place for place, choice in enumerate(choices) for key in choice.keys}


def _answers(choices: list[Choice], keys: set[str]) -> list[Choice]:
    """The answers that stand for any of `keys`, and one for what no answer stands for."""
    offered = [choice for choice in choices if keys & {str(key) for key in choice.keys}]
    known = {str(key) for choice in choices for key in choice.keys}
    others = tuple(sorted(keys - known))
    return [*offered, Choice("", "không nêu", others)] if others else offered


def _numbers(asked: Asked, sight: Sight, by: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """By the keys of each facet."""
    dimensions = [FACET[name].dimension for name in by]
    keys = ", ".join(f"CAST({dimension} AS text)" for dimension in dimensions)
    condition = of_filters(asked.filters)
    numbers: dict[tuple[str, ...], int] = {}
    with connection.cursor() as cursor:
        for part, also in parts_of_sight(sight):
            table = smallest(set(dimensions) | dimensions_of(asked.filters) | also)
            where = part & condition
            cursor.execute(
                f"SELECT {keys}, CAST(sum(recipients) AS bigint)"  # nosec B608
                f" FROM {table} WHERE {where.text} GROUP BY {', '.join(dict.fromkeys(dimensions))}",
                where.params,
            )
            for *key, recipients in cursor.fetchall():
                if recipients:
                    numbers[tuple(key)] = numbers.get(tuple(key), 0) + recipients
    return numbers


def read_by(query: Any) -> tuple[By, bool]:
    """What the address counts by, or form by recipient kind; whether it made sense."""
    rows, columns = SIDES
    asked = (query.get(rows, "") or By.sides[0], query.get(columns, "") or By.sides[1])
    blocks = query.get(BLOCKS, "")
    if asked[0] not in FACET or asked[1] not in FACET or asked[0] == asked[1]:
        return By(), False
    if blocks not in ("", YEAR) or (blocks and YEAR in asked):
        return By(asked), False
    return By(asked, yearly=bool(blocks)), True
