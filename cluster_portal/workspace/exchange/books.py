"""What every workbook to fill in has in common: locked headings, open cells, notes, guidance."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cluster_portal.pages.spreadsheets import MAX_TEXT, looks_like_formula
from cluster_portal.workspace.exchange.words import HELP_SHEET

TEXT_FORMAT = "@"  # Excel keeps what is typed: no 3/5 becomes a day, no 9,73 becomes 973
TITLE_ROW, GUIDE_ROW, HEADING_ROW = 1, 2, 3
FIRST_ROW = 4
_THIN = Side(style="thin", color="C9C5BB")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADING_FILL = PatternFill("solid", fgColor="EFE7D6")
_LOCKED_FILL = PatternFill("solid", fgColor="F3F2EE")
_TOP = Alignment(vertical="top", wrap_text=True)
NOTE_AUTHOR = "Cổng thi đua"
FILL_IN = "Chỉ nhập vào ô nền trắng. Cách nhập ở trang tính “Hướng dẫn”."


def put_text(cell: Cell, text: Any) -> Cell:
    """Put `text` into `cell` as text, which no program takes for a formula."""
    words = ILLEGAL_CHARACTERS_RE.sub("", str(text))[:MAX_TEXT]
    if not words:
        return cell
    cell.value = words
    cell.data_type = "s"
    if looks_like_formula(words):
        # As if typed after an apostrophe: editing the cell does not make it a formula.
        cell.quotePrefix = True
    return cell


def begin(page: Worksheet, title: str, guide: str = FILL_IN) -> None:
    """Put title and guidance over the table; they are not merged, so that reading finds cells."""
    put_text(page.cell(TITLE_ROW, 1), title).font = Font(bold=True, size=14)
    put_text(page.cell(GUIDE_ROW, 1), guide).font = Font(italic=True, color="5B6470")


def put_heading(page: Worksheet, column: int, text: str, note: str = "") -> None:
    """Put a heading, with a note that shows when one points at it."""
    cell = put_text(page.cell(HEADING_ROW, column), text)
    cell.font, cell.fill, cell.border, cell.alignment = (
        Font(bold=True),
        _HEADING_FILL,
        _BORDER,
        _TOP,
    )
    if note:
        cell.comment = Comment(note, NOTE_AUTHOR, height=140, width=280)


def put_locked(page: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> None:
    """Put what is there to be read only."""
    cell = put_text(page.cell(row, column), text)
    cell.font, cell.fill, cell.border, cell.alignment = Font(bold=bold), _LOCKED_FILL, _BORDER, _TOP


def put_open(page: Worksheet, row: int, column: int, text: str, *, right: bool = False) -> None:
    """Put a cell to type into."""
    cell = put_text(page.cell(row, column), text)
    cell.number_format, cell.border = TEXT_FORMAT, _BORDER
    cell.protection = Protection(locked=False)
    cell.alignment = Alignment(
        vertical="top", wrap_text=True, horizontal="right" if right else None
    )


def open_column(page: Worksheet, column: int) -> None:
    """Let people type below the rows that are there."""
    dimension = page.column_dimensions[get_column_letter(column)]
    dimension.number_format = TEXT_FORMAT
    dimension.protection = Protection(locked=False)
    dimension.alignment = _TOP


def set_widths(page: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width


def lock(page: Worksheet, *, rows_may_be_added: bool = False) -> None:
    """Protect the sheet without a password: against slips, not against people."""
    page.protection.sheet = True
    page.protection.formatColumns = False  # False allows
    page.protection.formatRows = False
    page.protection.autoFilter = False
    page.protection.sort = False
    if rows_may_be_added:
        page.protection.insertRows = False
        page.protection.deleteRows = False


def choose_from(
    page: Worksheet, cells: str, source: str, *, what: str, strict: bool = True
) -> None:
    """Offer a list in `cells`; what is not in it is refused with words, or asked about."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "stop" if strict else "warning"
    rule.errorTitle, rule.error = what, f"Chọn {what.lower()} trong danh sách của ô."
    page.add_data_validation(rule)
    rule.add(cells)


def limit_length(page: Worksheet, cells: str, longest: int, error: str) -> None:
    """Refuse longer texts with words."""
    rule = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(longest),
        allow_blank=True,
        showErrorMessage=True,
    )
    rule.errorTitle, rule.error = "Quá dài", error
    page.add_data_validation(rule)
    rule.add(cells)


def add_help(book: Workbook, lines: Iterable[tuple[str, str]]) -> None:
    """Add the sheet of guidance: what, and how."""
    page = book.create_sheet(HELP_SHEET)
    set_widths(page, (34, 90))
    for row, (what, how) in enumerate(lines, start=1):
        put_text(page.cell(row, 1), what).font = Font(bold=True)
        put_text(page.cell(row, 2), how)
        for column in (1, 2):
            page.cell(row, column).alignment = _TOP
    lock(page)


def bytes_of(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
