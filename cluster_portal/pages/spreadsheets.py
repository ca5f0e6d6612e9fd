"""Spreadsheets (.xlsx, .csv) to download: typed cells, and text that stays text."""

import codecs
import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cluster_portal.pages.tables import BaseTable
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_CONTENT_TYPE = "text/csv; charset=utf-8"
DEFAULT_WIDTH = 16
MAX_TEXT = 32_767  # characters that a cell holds
_LOOKS_LIKE_FORMULA = re.compile(r"[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"-[0-9.,]+")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, the headings of its columns, rows of plain values, widths."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = field(default=())


def sheet_of(table: BaseTable, title: str) -> Sheet:
    """Return every row of `table`, in its order, with the columns that it shows.

    A column's `value_<name>` gives the cell where the page shows more than the bare value.
    """
    columns = list(table.columns)
    return Sheet(
        title=title,
        headings=[str(column.header) for column in columns],
        rows=([row.get_cell_value(column.name) for column in columns] for row in table.rows),
        widths=[table.sheet_widths.get(column.name, DEFAULT_WIDTH) for column in columns],
    )


def spreadsheet(sheet: Sheet) -> bytes:
    """Return the workbook: bold headings that stay in view, with the first column."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.title[:31])
    page.freeze_panes = "B2"
    for number, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    headings = [_cell(page, heading) for heading in sheet.headings]
    for cell in headings:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    page.append(headings)
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def spreadsheet_response(sheet: Sheet, filename: str) -> HttpResponse:
    """Return the workbook as a download called `filename`."""
    response = HttpResponse(spreadsheet(sheet), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    # It may hold what only this reader may see.
    response["Cache-Control"] = "private, no-cache"
    return response


def csv_response(sheet: Sheet, filename: str) -> StreamingHttpResponse:
    """Return the rows as a CSV file called `filename`, line by line as they are read.

    UTF-8 with a mark and semicolons, which Excel with Vietnamese settings opens as columns;
    numbers and days as Vietnamese writes them.
    """
    response = StreamingHttpResponse(_lines(sheet), content_type=CSV_CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["Cache-Control"] = "private, no-cache"
    return response


def _lines(sheet: Sheet) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    for row in chain([sheet.headings], sheet.rows):
        line.seek(0)
        line.truncate()
        writer.writerow([csv_text(value) for value in row])
        yield line.getvalue().encode()


def csv_text(value: Any) -> str:
    """Return a value as text for a cell of a CSV file; no program takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | Decimal):
        return format_number(value)
    if isinstance(value, datetime.date):
        return format_date(value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return text if _PLAIN_NUMBER.fullmatch(text) else formula_safe(text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program would work `text` out rather than show it."""
    return bool(_LOOKS_LIKE_FORMULA.match(text))


def formula_safe(text: str) -> str:
    """Return text for a cell of a CSV file, with an apostrophe before what looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def _cell(page: Any, value: Any) -> WriteOnlyCell:
    """A cell of the value's own type; text is never taken for a formula."""
    cell = WriteOnlyCell(page)
    if value is None or value == "":
        return cell
    if isinstance(value, bool):
        value = "Có" if value else "Không"
    if isinstance(value, datetime.date):
        cell.value = value
        cell.number_format = "d/m/yyyy"
    elif isinstance(value, int | Decimal):
        cell.value = value
        cell.number_format = "#,##0" if value == int(value) else "#,##0.####"
    else:
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:MAX_TEXT]
        cell.value = text
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if looks_like_formula(text):
            # As if typed after an apostrophe: editing the cell does not make it a formula.
            cell.quotePrefix = True
    return cell
