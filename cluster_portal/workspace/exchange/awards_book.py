"""The workbook of a year's awards, to fill in: one row for each award."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from awards.models import AwardForm, AwardStatus, CommendationType
from awards.services.catalogue import holds_in, units_of
from awards.services.entries import KIND_LABELS, AwardEntry, unit_text
from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.workspace.exchange import books
from cluster_portal.workspace.exchange.awards import (
    CODE_COLUMN,
    COLUMNS,
    PROPOSAL_COLUMN,
    text_of,
)
from cluster_portal.workspace.exchange.marks import write_marks
from cluster_portal.workspace.exchange.reading import MOST_ROWS
from cluster_portal.workspace.exchange.words import AWARDS_SHEET, LISTS_SHEET
from clusters.models import EmulationYear, Unit

TECHNICAL = (CODE_COLUMN, PROPOSAL_COLUMN)
LONGEST = 300  # characters
GUIDE = (
    ("Điền vào đâu", "Trang tính “Khen thưởng”, mỗi dòng một khen thưởng."),
    ("Cột có dấu *", "Dòng nào cũng phải có."),
    ("Danh sách", "Bấm mũi tên ở ô để chọn; danh sách ở trang tính “Danh mục”."),
    ("Một người, một tập thể", "Ghi tên ở cột “Người, tập thể được khen hoặc số lượng”."),
    ("Một nhóm", "Ghi số lượng, ví dụ 267; không rõ số lượng thì ghi “không nêu”."),
    ("Tỉnh được khen", "Đối tượng “tỉnh, thành phố”, bỏ trống tên, chọn tỉnh ở cột bên."),
    ("Quyết định", "Nhập quyết định trên cổng trước, rồi ghi số, ngày vào dòng."),
    ("Ngày", "Ngày/tháng/năm: 13/3/2025"),
    ("Dòng đã có", "Sửa ngay tại dòng. Xóa dòng ở tệp không xóa trên cổng."),
    ("Dòng mới", "Ghi tiếp bên dưới."),
    ("Tải lên lại", "Cổng chỉ ra mọi chỗ sai và cho xem trước thay đổi, rồi mới lưu."),
)


def awards_book(
    year: EmulationYear, entries: Iterable[AwardEntry], units: Sequence[Unit] | None = None
) -> bytes:
    """Return the workbook with `entries` and room for more; `units` are those to choose from."""
    book = Workbook()
    page = book.active
    page.title = AWARDS_SHEET
    books.begin(page, f"{year.cluster.short_name}: khen thưởng năm {year.year}")
    columns = (*TECHNICAL, *COLUMNS)
    for number, column in enumerate(columns, start=1):
        books.put_heading(page, number, column.full_heading, column.note)
    row = books.HEADING_ROW
    for row, entry in enumerate(entries, start=books.FIRST_ROW):
        for number, column in enumerate(columns, start=1):
            if column in TECHNICAL:
                books.put_locked(page, row, number, text_of(entry, column))
            else:
                books.put_open(page, row, number, text_of(entry, column))
    books.set_widths(page, [column.width for column in columns])
    for number, column in enumerate(columns, start=1):
        if column in TECHNICAL:
            page.column_dimensions[get_column_letter(number)].hidden = True
        else:
            books.open_column(page, number)
    page.freeze_panes = page.cell(books.FIRST_ROW, len(TECHNICAL) + 2)
    books.lock(page, rows_may_be_added=True)
    _offer(book, page, year, units if units is not None else units_of(year))
    books.add_help(book, GUIDE)
    write_marks(book, {"kind": "awards", "year": year.pk})
    return books.bytes_of(book)


def awards_table(entries: Iterable[AwardEntry]) -> Sheet:
    """The same rows as plain text, for a CSV file."""
    columns = (*TECHNICAL, *COLUMNS)
    return Sheet(
        AWARDS_SHEET,
        [column.full_heading for column in columns],
        ([text_of(entry, column) for column in columns] for entry in entries),
    )


def _offer(book: Workbook, page: Worksheet, year: EmulationYear, units: Sequence[Unit]) -> None:
    """Lists to choose from, on a sheet that nobody has to look at."""
    lists = {
        "form": dict.fromkeys(
            form.name for form in AwardForm.objects.all() if holds_in(form, year)
        ),
        "recipient_kind": KIND_LABELS.values(),
        "unit": [unit_text(unit) for unit in units],
        "status": [status.label for status in AwardStatus if status != AwardStatus.REVOKED],
        "commendation_type": CommendationType.labels,
        "is_posthumous": ["x"],
    }
    side = book.create_sheet(LISTS_SHEET)
    side.sheet_state = "hidden"
    numbers = {column.field: number for number, column in enumerate((*TECHNICAL, *COLUMNS), 1)}
    headings = {column.field: column.heading for column in COLUMNS}
    for place, (field, texts) in enumerate(lists.items(), start=1):
        books.put_text(side.cell(1, place), headings[field])
        texts = list(texts)
        for row, text in enumerate(texts, start=2):
            books.put_text(side.cell(row, place), text)
        if texts:
            letter, own = get_column_letter(place), get_column_letter(numbers[field])
            books.choose_from(
                page,
                f"{own}{books.FIRST_ROW}:{own}{books.HEADING_ROW + MOST_ROWS}",
                f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(texts) + 1}",
                what=headings[field],
            )
    for field in ("recipient", "giving_body", "no_decision_reason", "note"):
        own = get_column_letter(numbers[field])
        books.limit_length(
            page,
            f"{own}{books.FIRST_ROW}:{own}{books.HEADING_ROW + MOST_ROWS}",
            LONGEST,
            f"Nhiều nhất {LONGEST} ký tự.",
        )
    books.lock(side)
