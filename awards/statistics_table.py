"""The statistics as their page draws them: each number leads to the lines that it counts."""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from awards.readings import StatisticsReading
from awards.register.leads import Leads
from awards.register.statistics import YEAR
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

    def row(label: str, numbers: list[int], total: int, of: Leads) -> DrawnRow:
        cells = [
            Number(format_number(number), address if number else "")
            for number, address in zip(numbers, of.to_each(second, cross.columns), strict=True)
        ]
        sum_of_row = Number(format_number(total), of.address if total else "")
        return DrawnRow(label, [*cells, sum_of_row])

    blocks = []
    for one in cross.blocks:
        above = leads.within(**{YEAR: one.choice}) if one.choice else leads
        rows = [
            row(each.choice.label, each.cells, each.total, above.within(**{first: each.choice}))
            for each in one.rows
        ]
        if one.choice:
            rows.append(row(f"Cộng năm {one.choice.label}", one.totals, one.total, above))
        blocks.append(DrawnBlock(one.choice.label if one.choice else "", rows))
    return Drawn(
        columns=[column.label for column in cross.columns],
        blocks=blocks,
        sums=row("Cộng", cross.totals, cross.total, leads),
        register=leads.address,
    )
