"""The statistics as their page draws them: each number leads to the lines that it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from awards.readings import StatisticsReading
from awards.register.asked import Choice
from awards.register.statistics import YEAR, Leads
from cluster_portal.vietnamese.numbers import format_number


class Number(NamedTuple):
    """A number as it is written, and where it leads; nowhere where it is 0."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class DrawnRow:
    label: str
    cells: list[Number]


@dataclass(frozen=True)
class DrawnBlock:
    """The rows of a year, whose sums come last; without a label they are the whole table."""

    label: str
    rows: list[DrawnRow]


@dataclass(frozen=True)
class Drawn:
    """A table: the headings of its columns, its blocks, its sums."""

    columns: list[str]
    blocks: list[DrawnBlock]
    sums: DrawnRow
    register: str  # the lines that the whole table counts


def drawn(found: StatisticsReading) -> Drawn:
    """The table of `found`."""
    cross, leads = found.cross, Leads(reverse("awards:register"), found.form.answers)
    first, second = found.by.sides

    def row(label: str, numbers: list[int], total: int, **of: Choice | None) -> DrawnRow:
        cells = [
            _number(number, leads.to, **of, **{second: column})
            for number, column in zip(numbers, cross.columns, strict=True)
        ]
        return DrawnRow(label, [*cells, _number(total, leads.to, **of)])

    blocks = []
    for one in cross.blocks:
        above = {YEAR: one.choice} if one.choice else {}
        rows = [
            row(each.choice.label, each.cells, each.total, **above, **{first: each.choice})
            for each in one.rows
        ]
        if one.choice:
            rows.append(row(f"Cộng năm {one.choice.label}", one.totals, one.total, **above))
        blocks.append(DrawnBlock(one.choice.label if one.choice else "", rows))
    return Drawn(
        columns=[column.label for column in cross.columns],
        blocks=blocks,
        sums=row("Cộng", cross.totals, cross.total),
        register=leads.to(),
    )


def _number(number: int, lead: Callable[..., str], **of: Choice | None) -> Number:
    return Number(format_number(number), lead(**of) if number else "")
