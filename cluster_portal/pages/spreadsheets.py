"""Spreadsheets (.xlsx, .csv) to download: typed cells, and text that stays text."""

import codecs
import csv
import datetime
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cluster_portal.pages.generated import marked
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_CONTENT_TYPE = "text/csv; charset=utf-8"
DEFAULT_WIDTH = 16
MAX_TEXT = 32_767  # characters that a cell holds
IN_MEMORY = 1_000_000  # bytes of a workbook; a larger one lies in a file until it is sent
LINES_AT_ONCE = 200  # of a CSV file: each sending costs
_LOOKS_LIKE_FORMULA = re.compile(r"[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"-[0-9.,]+")


class AsWritten(Decimal):
    """A number shown with all the decimals that it has: "6,30", not "6,3"."""

    @property
    def decimals(self) -> int:
        return max(0, -int(self.as_tuple().exponent))

    def written(self) -> str:
        return format_number(self, self.decimals)


class YearNumber(int):
    """A year: a number that counts nothing, so no dot stands between its digits."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, the headings of its columns, rows of plain values, widths."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = field(default=())


def spreadsheet(sheet: Sheet) -> bytes:
    """Return the workbook: bold headings that stay in view, with the first column."""
    target = io.BytesIO()
    _write(sheet, target)
    return target.getvalue()


def _write(sheet: Sheet, target: IO[bytes]) -> None:
    """Write the workbook row by row: what was written is not kept in memory."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.title[:31])
    page.freeze_panes = "B2"
    for number, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    cells = [_Cells(page) for _ in sheet.headings]
    page.append([column.heading(text) for column, text in zip(cells, sheet.headings, strict=True)])
    for row in sheet.rows:
        page.append([column.cell(value) for column, value in zip(cells, row, strict=True)])
    book.save(target)


def spreadsheet_response(sheet: Sheet, filename: str) -> HttpResponseBase:
    """Return the workbook as a download called `filename`."""
    with ExitStack() as closing:
        target = closing.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
        _write(sheet, target)
        is_small = target.tell() <= IN_MEMORY
        target.seek(0)
        response: HttpResponseBase
        if is_small:
            response = HttpResponse(target.read(), content_type=CONTENT_TYPE)
        else:
            response = FileResponse(target, content_type=CONTENT_TYPE)
            closing.pop_all()  # the response closes it
    response["Content-Disposition"] = content_disposition_header(True, marked(filename))
    # It may hold what only this reader may see.
    response["Cache-Control"] = "private, no-cache"
    return response


def csv_response(sheet: Sheet, filename: str) -> StreamingHttpResponse:
    """Return the rows as a CSV file called `filename`, line by line as they are read.

    UTF-8 with a mark and semicolons, which Excel with Vietnamese settings opens as columns;
    numbers and days as Vietnamese writes them.
    """
    response = StreamingHttpResponse(_lines(sheet), content_type=CSV_CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, marked(filename))
    response["Cache-Control"] = "private, no-cache"
    return response


def _lines(sheet: Sheet) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    rows = chain([sheet.headings], sheet.rows)
    while some := list(islice(rows, LINES_AT_ONCE)):
        lines.seek(0)
        lines.truncate()
        writer.writerows([csv_text(value) for value in row] for row in some)
        yield lines.getvalue().encode()


def csv_text(value: Any) -> str:
    """Return a value as text for a cell of a CSV file; no program takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, AsWritten):
        return value.written()
    if isinstance(value, YearNumber):
        return str(value)
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


def _format_of(value: int | Decimal) -> str:
    if isinstance(value, AsWritten):
        return f"#,##0.{'0' * value.decimals}".rstrip(".")
    if isinstance(value, YearNumber):
        return "0"
    return "#,##0" if value == int(value) else "#,##0.####"


class _Cells:
    """The cells of one column. A cell is written as soon as its row is, so that it is used again:
    giving each its own style would take most of the time."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._prepared: dict[str, Cell] = {}

    def heading(self, text: str) -> Cell:
        cell = WriteOnlyCell(self.page, text)
        cell.data_type = "s"
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        return cell

    def cell(self, value: Any) -> Cell | None:
        """A cell of the value's own type; text is never taken for a formula."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            value = "Có" if value else "Không"
        if isinstance(value, datetime.date):
            cell = self._like("d/m/yyyy")
            cell.value = value
            # Setting a day sets its own format.
            cell.number_format = "d/m/yyyy"
            return cell
        if isinstance(value, int | Decimal):
            cell = self._like(_format_of(value))
            cell.value = value
            return cell
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:MAX_TEXT]
        cell = self._like("formula" if looks_like_formula(text) else "text")
        cell.value = text
        cell.data_type = "s"
        return cell

    def _like(self, kind: str) -> Cell:
        if kind not in self._prepared:
            cell = self._prepared[kind] = WriteOnlyCell(self.page)
            if kind in {"text", "formula"}:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if kind == "formula":
                    # As if typed after an apostrophe: editing the cell does not make it one.
                    cell.quotePrefix = True
            else:
                cell.number_format = kind
        return self._prepared[kind]
