"""Cells as they were read from a file, whichever kind of file it was."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from openpyxl.utils import get_column_letter

from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import normalise
from cluster_portal.vietnamese.numbers import format_number

MAX_TEXT = 1_000  # characters kept of a cell: more than any field takes
_DIGITS = 15  # significant ones, as many as Excel keeps and shows
# What `formula_safe` put before a text that looks like a formula.
_QUOTED = re.compile(r"'(?=[=+\-@])")


class SheetError(Exception):
    """The file as a whole cannot be read; the message tells the user what to do."""


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"
    NO_RESULT = "no_result"  # a formula that no program has worked out


@dataclass(frozen=True)
class Cell:
    """One cell: its text in Vietnamese notation, whatever it was typed as."""

    text: str = ""
    kind: CellKind = CellKind.TEXT

    def __bool__(self) -> bool:
        return bool(self.text) or self.kind == CellKind.NO_RESULT


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet by row number and column number, both from 1; empty ones left out.

    `merged`: ranges such as "B3:C3"; `hidden`: rows that the program does not show.
    `marks`: what the portal wrote into the file for itself; empty for files of others.
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    marks: Mapping[str, Any] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        """ "Số liệu!D7", or "dòng 7, cột D" of a text file, which has no sheets."""
        return place_of(self.name, row, column)


def place_of(sheet: str, row: int, column: int) -> str:
    """Name a cell as spreadsheet programs do."""
    return f"{sheet}!{get_column_letter(column)}{row}"


def cell_of(value: Any, number_format: str = "") -> Cell:
    """Return what openpyxl read as a cell; numbers and days become Vietnamese text."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell("Có" if value else "Không")
    if isinstance(value, int | float):
        number = decimal_of(value)
        if number is None:
            return Cell(str(value))
        if "%" in number_format:
            return Cell(format_number(number * 100), CellKind.PERCENT)
        return Cell(format_number(number), CellKind.NUMBER)
    if isinstance(value, datetime.datetime | datetime.date):
        return Cell(format_date(value), CellKind.DAY)
    if isinstance(value, datetime.time | datetime.timedelta):
        return Cell(str(value), CellKind.DAY)
    return Cell(_QUOTED.sub("", normalise(str(value)[:MAX_TEXT]), count=1))


def decimal_of(value: float | int) -> Decimal | None:
    """Return the number that the program shows: 0.1 + 0.2 is 0.3; None when it is not finite."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return None
    return number
