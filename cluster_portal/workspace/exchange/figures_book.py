"""The workbook of a year's figures, to fill in: provinces down, indicators across."""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.vietnamese.numbers import MAX_QUANTITY_LENGTH
from cluster_portal.workspace.exchange import books
from cluster_portal.workspace.exchange.figures import heading_of, row_name
from cluster_portal.workspace.exchange.grid import FigureGrid
from cluster_portal.workspace.exchange.marks import write_marks
from cluster_portal.workspace.exchange.words import (
    FIGURES_SHEET,
    LAST_YEAR_SHEET,
    UNIT_HEADING,
)
from clusters.models import Unit
from emulation.figures.reading import NO_VALUE
from emulation.models import Indicator

UNIT_WIDTH, FIGURE_WIDTH = 26, 18
EXAMPLES = {0: "413.612", 1: "9,7", 2: "9,73", 3: "9,731", 4: "9,7312"}
GUIDE = (
    ("Điền vào đâu", "Trang tính “Số liệu”, ô nền trắng. Ô nền xám không sửa được."),
    ("Số có phần thập phân", "Dấu phẩy: 9,73"),
    ("Số lớn", "Dấu chấm giữa các nhóm ba chữ số: 413.612"),
    ("Tỷ số, thứ hạng", "Dấu gạch chéo: 1.241/1.310; 33/63"),
    ("Số không chính xác", "hơn 235.000; khoảng 12; dưới 1,5; ít nhất 8"),
    ("Không có số liệu", "Dấu gạch: –. Số đang có trên cổng sẽ bị bỏ."),
    ("Giữ nguyên", "Để ô như khi tải về, hoặc để trống."),
    ("Đơn vị tính", "Không gõ trong ô. Xem ở tiêu đề cột, ghi chú của tiêu đề cho biết số lẻ."),
    ("Cột, dòng", "Không đổi tên cột, tên đơn vị; không gộp ô."),
    ("Tải lên lại", "Cổng chỉ ra mọi chỗ sai và cho xem trước thay đổi, rồi mới lưu."),
)


def figures_book(grid: FigureGrid) -> bytes:
    """Return the workbook with the rows that are the user's to write.

    What each cell holds now goes along, so that a change by somebody else meanwhile is noticed.
    """
    book = Workbook()
    page = book.active
    page.title = FIGURES_SHEET
    year = grid.year
    books.begin(page, f"{year.cluster.short_name}: số liệu năm {year.year}")
    _fill(page, grid, grid.texts, may_write=True)
    books.lock(page)
    before = book.create_sheet(LAST_YEAR_SHEET)
    books.begin(before, f"{year.cluster.short_name}: số liệu năm {year.year - 1}", "Để đối chiếu.")
    _fill(before, grid, grid.last_year, may_write=False)
    books.lock(before)
    books.add_help(book, GUIDE)
    write_marks(
        book,
        {
            "kind": "figures",
            "year": year.pk,
            "columns": {
                str(column): indicator.code
                for column, indicator in enumerate(grid.indicators, start=2)
            },
            "base": {
                unit.slug if unit else "": {
                    indicator.code: grid.texts.get((_key(unit), indicator.pk), "")
                    for indicator in grid.indicators
                }
                for unit in grid.own_units
            },
        },
    )
    return books.bytes_of(book)


def figures_table(grid: FigureGrid) -> Sheet:
    """The same rows as plain text, for a CSV file."""
    rows = [
        [
            row_name(unit),
            *(grid.texts.get((_key(unit), indicator.pk), "") for indicator in grid.indicators),
        ]
        for unit in grid.own_units
    ]
    headings = [UNIT_HEADING, *(heading_of(indicator) for indicator in grid.indicators)]
    return Sheet(FIGURES_SHEET, headings, rows)


def _fill(
    page: Worksheet, grid: FigureGrid, texts: dict[tuple[int | None, int], str], *, may_write: bool
) -> None:
    books.put_heading(page, 1, UNIT_HEADING)
    for column, indicator in enumerate(grid.indicators, start=2):
        books.put_heading(page, column, heading_of(indicator), _note(indicator))
    for row, unit in enumerate(grid.own_units, start=books.FIRST_ROW):
        books.put_locked(page, row, 1, row_name(unit), bold=unit is None)
        is_open = may_write and not grid.rights.closed_because(unit)
        for column, indicator in enumerate(grid.indicators, start=2):
            text = texts.get((_key(unit), indicator.pk), "")
            if is_open:
                books.put_open(page, row, column, text, right=True)
            else:
                books.put_locked(page, row, column, text or NO_VALUE)
    books.set_widths(page, (UNIT_WIDTH, *(FIGURE_WIDTH for _ in grid.indicators)))
    page.freeze_panes = page.cell(books.FIRST_ROW, 2)
    if may_write and grid.indicators and grid.own_units:
        last = get_column_letter(len(grid.indicators) + 1)
        end = books.FIRST_ROW + len(grid.own_units) - 1
        books.limit_length(
            page,
            f"B{books.FIRST_ROW}:{last}{end}",
            MAX_QUANTITY_LENGTH,
            "Chỉ nhập số liệu, ví dụ 9,73 hoặc 1.241/1.310.",
        )


def _note(indicator: Indicator) -> str:
    digits = indicator.decimals
    lines = [
        f"Đơn vị tính: {indicator.unit_of_measure or 'không có'}",
        "Số nguyên" if not digits else f"Nhiều nhất {digits} chữ số sau dấu phẩy",
        f"Ví dụ: {EXAMPLES[digits]}",
        f"Tổng hợp: {indicator.get_aggregation_display()}",
    ]
    if indicator.source_body:
        lines.append(f"Cơ quan công bố: {indicator.source_body}")
    return "\n".join(lines)


def _key(unit: Unit | None) -> int | None:
    return unit.pk if unit else None
