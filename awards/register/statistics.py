"""Tables of the register by two facets, from the kept totals, in one query."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from awards.register.asked import FACET, Asked, Choice
from awards.register.conditions import of_filters, parts_of_sight, smallest
from awards.register.counting import dimensions_of
from awards.register.sight import Sight


@dataclass
class Row:
    """One answer of the first facet: its numbers by the answers of the second, and in all."""

    choice: Choice
    cells: list[int]

    @property
    def total(self) -> int:
        return sum(self.cells)


@dataclass
class CrossTable:
    """Recipients by two facets: only answers that have any stand in it."""

    columns: list[Choice] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def totals(self) -> list[int]:
        return [sum(numbers) for numbers in zip(*(row.cells for row in self.rows), strict=True)]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


def cross_table(
    asked: Asked, sight: Sight, choices: dict[str, list[Choice]], by: tuple[str, str]
) -> CrossTable:
    """How many were rewarded by the two facets named `by`, of what `asked` filters.

    Lines without a number count nobody.
    """
    numbers = _numbers(asked, sight, by)
    first, second = (
        _answers(choices[name], {key[n] for key in numbers}) for n, name in enumerate(by)
    )
    rows = [
        Row(
            one,
            [
                sum(numbers.get((str(a), str(b)), 0) for a in one.keys for b in other.keys)
                for other in second
            ],
        )
        for one in first
    ]
    return CrossTable(second, rows)


def _answers(choices: list[Choice], keys: set[str]) -> list[Choice]:
    """The answers that stand for any of `keys`, and one for what no answer stands for."""
    offered = [choice for choice in choices if keys & {str(key) for key in choice.keys}]
    known = {str(key) for choice in choices for key in choice.keys}
    others = tuple(sorted(keys - known))
    return [*offered, Choice("", "không nêu", others)] if others else offered


def _numbers(asked: Asked, sight: Sight, by: tuple[str, str]) -> dict[tuple[str, str], int]:
    first, second = (FACET[name].dimension for name in by)
    condition = of_filters(asked.filters)
    numbers: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for part, also in parts_of_sight(sight):
            table = smallest({first, second} | dimensions_of(asked) | also)
            where = part & condition
            cursor.execute(
                f"SELECT CAST({first} AS text), CAST({second} AS text), sum(recipients)"  # nosec B608
                f" FROM {table} WHERE {where.text} GROUP BY {first}, {second}",
                where.params,
            )
            for one, other, recipients in cursor.fetchall():
                if recipients:
                    key = (one, other)
                    numbers[key] = numbers.get(key, 0) + int(recipients)
    return numbers


def read_sides(query: Any) -> tuple[tuple[str, str], bool]:
    """The two facets that the address names, or form by recipient kind; whether it made sense."""
    asked = (query.get("hang", "") or "hinh_thuc", query.get("cot", "") or "doi_tuong")
    if asked[0] in FACET and asked[1] in FACET and asked[0] != asked[1]:
        return asked, True
    return ("hinh_thuc", "doi_tuong"), False
