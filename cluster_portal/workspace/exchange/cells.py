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
TEXT_SHEET = "CSV"  # what the one sheet of a text file is called
# Marks that TCVN3 and VNI put behind letters, and that Vietnamese in Unicode never has there.
_OLD_LETTERS = re.compile(r"[^\W\d_][µ¸¶¬¨«ªÞ]|[AEOaeo][âøûäåùõÂØÛÄÅÙÕ]|aê|AÊ|eã|EÃ")
_QUOTED = re.compile(r"'(?=[=+\-@])")


class SheetError(Exception):
    """The file as a whole cannot be read; the message tells the user what to do."""


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"
    OLD_LETTERS = "old_letters"  # Vietnamese that was typed in another encoding than Unicode
    NO_RESULT = "no_result"  # a formula that no program has worked out


@dataclass(frozen=True)
class Cell:
    """One cell: its text in Vietnamese notation, whatever it was typed as.

    Of a formula without a result it is the formula.
    """

    text: str = ""
    kind: CellKind = CellKind.TEXT

    def __bool__(self) -> bool:
        return bool(self.text)


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
        """ "Số liệu!D7", as spreadsheet programs name a cell."""
        return f"{self.name}!{get_column_letter(column)}{row}"


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
    text = _QUOTED.sub("", normalise(str(value)[:MAX_TEXT]), count=1)
    return Cell(text, CellKind.OLD_LETTERS if has_old_letters(text) else CellKind.TEXT)


def has_old_letters(text: str) -> bool:
    """Whether `text` is Vietnamese as TCVN3 or VNI write it, which no program reads as such."""
    return bool(_OLD_LETTERS.search(text))


def decimal_of(value: float | int) -> Decimal | None:
    """Return the number that the program shows: 0.1 + 0.2 is 0.3; None when it is not finite."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return None
    return number
