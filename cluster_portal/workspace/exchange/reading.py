"""From the bytes of an upload to the one sheet in it that fits."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.utils import coordinate_to_tuple
from openpyxl.xml.functions import fromstring

from cluster_portal.files.inspection.tables import text_of
from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.folding import fold
from cluster_portal.workspace.exchange.cells import (
    TEXT_SHEET,
    Cell,
    CellKind,
    Sheet,
    SheetError,
    cell_of,
    has_old_letters,
)
from cluster_portal.workspace.exchange.marks import MARKS_SHEET, read_marks
from cluster_portal.workspace.exchange.words import OLD_LETTERS, SIDE_SHEETS

MOST_ROWS = 5_000  # with something in them
LAST_ROW = 20_000
LAST_COLUMN = 300
HEADER_WITHIN = 30  # rows from the top
_DELIMITERS = ";,\t"
_BEGINNING = 8_192  # characters that say how a text file is written

TOO_MANY = (
    "Trang tính có hơn {} dòng. Chia thành nhiều tệp, mỗi tệp không quá {} dòng, rồi chọn lại."
).format("5.000", "5.000")
UNREADABLE = (
    "Cổng không đọc được bảng tính này. Mở bằng Excel, chọn Lưu thành, kiểu Sổ làm việc Excel"
    " (.xlsx), rồi chọn tệp mới."
)

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z0-9:]+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*\sr="([0-9]+)"')
# A result that is text may be no text at all; any other formula without a value has no result.
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\st="str")[^>]*\sr="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<(?:\w+:)?f\b'
)
# SyntaxError: what no XML parser reads. The archive itself has passed `check_workbook`.
_BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, StopIteration, SyntaxError)

# How many headings of the wanted sheet stand in a row of cells.
Score = Callable[[list[str]], int]


def read_sheet(content: bytes, kind: str, *, title: str, score: Score) -> Sheet:
    """Return the sheet called `title`, or the only one with headings that `score` knows.

    Raises:
        SheetError: with what to do: there is no such sheet, or several, or too many rows.
    """
    if kind == FileKind.CSV:
        return _read_text(content, title, score)
    try:
        with warnings.catch_warnings():
            # Parts that openpyxl does not know are of no interest here.
            warnings.simplefilter("ignore")
            return _read_workbook(content, title, score)
    except _BROKEN as error:
        raise SheetError(UNREADABLE) from error


def _read_workbook(content: bytes, title: str, score: Score) -> Sheet:
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    try:
        pages = {page.title: page for page in book.worksheets if page.title != MARKS_SHEET}
        name = _fitting(pages, title, score)
        marks = read_marks(book[MARKS_SHEET]) if MARKS_SHEET in book.sheetnames else {}
        source = _source_of(content, name)
        rows = _rows_of(pages[name])
    finally:
        book.close()
    formulas = {coordinate_to_tuple(found.decode()) for found in _FORMULA.findall(source)}
    missing = {
        (row, column)
        for row, column in formulas
        if row <= LAST_ROW and column <= LAST_COLUMN and column not in rows.get(row, {})
    }
    for (row, column), text in _formula_texts(content, name, missing).items():
        rows.setdefault(row, {})[column] = Cell(text, CellKind.NO_RESULT)
    return Sheet(
        name,
        {number: rows[number] for number in sorted(rows)},
        tuple(found.decode() for found in _MERGED.findall(source)),
        frozenset(int(number) for number in _HIDDEN.findall(source)),
        marks,
    )


def _fitting(pages: dict[str, Any], title: str, score: Score) -> str:
    """The sheet by its name, diacritics aside; else the only one with the headings."""
    named = [name for name in pages if fold(name) == fold(title)]
    if len(named) == 1:
        return named[0]
    scores = {
        name: _best(_top(page), score) for name, page in pages.items() if name not in SIDE_SHEETS
    }
    fitting = [name for name, found in scores.items() if found]
    if len(fitting) == 1:
        return fitting[0]
    tops = (text for page in pages.values() for row in _top(page) for text in row)
    if not fitting and any(map(has_old_letters, tops)):
        raise SheetError(OLD_LETTERS)
    found = ", ".join(f"“{name}”" for name in islice(pages, 10)) or "không có trang nào"
    why = "có nhiều trang tính giống nhau" if fitting else "không có trang tính nào có tiêu đề cột"
    raise SheetError(
        f"Tệp {why} của bảng “{title}”. Các trang tính trong tệp: {found}. Đặt tên trang tính cần"
        f" đọc là “{title}”, giữ dòng tiêu đề như tệp tải từ cổng, rồi chọn lại."
    )


def _top(page: Any) -> Iterator[list[str]]:
    page.reset_dimensions()  # what the file says of its size may be wrong
    for row in page.iter_rows(max_row=HEADER_WITHIN, max_col=LAST_COLUMN, values_only=True):
        yield [cell_of(value).text for value in row]


def _best(rows: Iterator[list[str]], score: Score) -> int:
    return max((score(row) for row in rows), default=0)


def _rows_of(page: Any) -> dict[int, dict[int, Cell]]:
    page.reset_dimensions()
    rows: dict[int, dict[int, Cell]] = {}
    cells = page.iter_rows(max_row=LAST_ROW + 1, max_col=LAST_COLUMN)
    for number, row in enumerate(cells, start=1):
        found = {}
        for column, cell in enumerate(row, start=1):
            if cell.value is not None:
                # Only a number may stand for another one by its format.
                shown = cell.number_format if isinstance(cell.value, int | float) else ""
                if read := cell_of(cell.value, shown):
                    found[column] = read
        if found:
            rows[number] = found
        if len(rows) > MOST_ROWS + HEADER_WITHIN or (found and number > LAST_ROW):
            raise SheetError(TOO_MANY)
    return rows


def _formula_texts(
    content: bytes, name: str, places: set[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """What stands at `places`, such as "=A1+B1"; the file is read again, for its formulas."""
    if not places:
        return {}
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        page = book[name]
        page.reset_dimensions()
        last = max(row for row, _ in places)
        values = {
            (number, column): value
            for number, row in enumerate(page.iter_rows(max_row=last, values_only=True), start=1)
            for column, value in enumerate(row, start=1)
            if (number, column) in places
        }
    finally:
        book.close()
    # A formula over several cells is an object with its text, or none.
    return {
        place: cell_of(getattr(values.get(place), "text", values.get(place)) or "=").text
        for place in places
    }


def _source_of(content: bytes, name: str) -> bytes:
    """The part that holds the sheet: openpyxl tells neither merged cells nor hidden rows."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = fromstring(archive.read("xl/workbook.xml"))
        links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        for sheet in book.iter("{*}sheet"):
            if sheet.get("name") == name:
                key = next(value for key, value in sheet.items() if key.endswith("}id"))
                target = targets[key]
                path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                return archive.read(path)
    raise KeyError(name)


def _read_text(content: bytes, title: str, score: Score) -> Sheet:
    lines = text_of(content)
    tables = [
        (
            _best(
                _plain(islice(csv.reader(io.StringIO(lines), delimiter=mark), HEADER_WITHIN)), score
            ),
            mark,
        )
        for mark in _order_of(lines)
    ]
    best, delimiter = max(tables, key=lambda table: table[0])
    if not best and has_old_letters(lines[:_BEGINNING]):
        raise SheetError(OLD_LETTERS)
    if not best:
        raise SheetError(
            f"Tệp CSV không có dòng tiêu đề cột của bảng “{title}”. Lấy dòng tiêu đề ở tệp tải từ"
            " cổng, ngăn các ô bằng dấu chấm phẩy, rồi chọn lại."
        )
    rows: dict[int, dict[int, Cell]] = {}
    try:
        reader = csv.reader(io.StringIO(lines), delimiter=delimiter)
        for number, values in enumerate(reader, start=1):
            cells = ((column, cell_of(value)) for column, value in enumerate(values, start=1))
            found = {column: cell for column, cell in cells if cell}
            if found:
                rows[number] = found
            if len(rows) > MOST_ROWS + HEADER_WITHIN:
                raise SheetError(TOO_MANY)
    except csv.Error as error:
        raise SheetError(UNREADABLE) from error
    return Sheet(TEXT_SHEET, rows)


def _order_of(lines: str) -> list[str]:
    """The marks that may stand between cells, the likeliest first."""
    try:
        guess = csv.Sniffer().sniff(lines[:_BEGINNING], delimiters=_DELIMITERS).delimiter
    except csv.Error:
        guess = _DELIMITERS[0]
    return sorted(_DELIMITERS, key=lambda mark: mark != guess)


def _plain(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        for row in rows:
            yield [cell_of(value).text for value in row[:LAST_COLUMN]]
    except csv.Error:
        return
