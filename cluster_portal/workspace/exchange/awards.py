"""A sheet of awards: its rows as they are typed, with the places of their cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from awards.services.entries import AwardEntry
from cluster_portal.vietnamese.dates import DateError, parse_date
from cluster_portal.workspace.exchange.cells import EMPTY, Sheet, SheetError
from cluster_portal.workspace.exchange.headings import (
    UNREAD,
    Reading,
    find_heading,
    key_of,
    refuse_merged,
    refuse_other_year,
    remark_hidden,
)
from clusters.models import EmulationYear

CODE, PROPOSAL, DECISION_DAY = "code", "proposal", "decision_day"
_CODE = re.compile(r"([0-9]{1,9}):([0-9a-f]{1,64})")


@dataclass(frozen=True)
class Column:
    """A column of the sheet: the field of an entry that it fills, and how it looks."""

    field: str
    heading: str
    width: int
    note: str = ""
    is_needed: bool = False
    other_headings: tuple[str, ...] = ()

    @property
    def full_heading(self) -> str:
        return f"{self.heading} *" if self.is_needed else self.heading


CODE_COLUMN = Column(CODE, "Mã dòng", 4)
PROPOSAL_COLUMN = Column(PROPOSAL, "Mã đề nghị", 4)
COLUMNS = (
    Column(
        "form",
        "Hình thức khen thưởng",
        38,
        "Chọn trong danh sách: các hình thức mà luật có trong năm.",
        is_needed=True,
        other_headings=("Hình thức", "Danh hiệu, hình thức khen thưởng"),
    ),
    Column(
        "recipient_kind",
        "Đối tượng",
        20,
        "Chọn trong danh sách. Khi chính tỉnh, thành phố được khen: chọn “tỉnh, thành phố”.",
        is_needed=True,
        other_headings=("Loại đối tượng",),
    ),
    Column(
        "recipient",
        "Người, tập thể được khen hoặc số lượng",
        40,
        "Một tên; hoặc số lượng của nhóm, ví dụ 267; hoặc “không nêu”.",
        is_needed=True,
        other_headings=(
            *("Người, tập thể được khen", "Tên", "Họ và tên", "Số lượng"),
            "Tên cá nhân, tập thể",
        ),
    ),
    Column(
        "unit",
        "Tỉnh, thành phố",
        24,
        "Chọn trong danh sách. Bỏ trống khi tính chung cả cụm.",
        other_headings=("Đơn vị", "Tỉnh", "Thuộc tỉnh, thành phố"),
    ),
    Column("status", "Kết quả", 18, "Chọn trong danh sách.", is_needed=True),
    Column("commendation_type", "Loại khen thưởng", 18, "Chọn trong danh sách, hoặc bỏ trống."),
    Column("giving_body", "Người, cơ quan tặng", 28),
    Column(
        "decision",
        "Số quyết định",
        20,
        "Ví dụ 12/QĐ-TTg. Quyết định phải được nhập trên cổng trước.",
        other_headings=("Quyết định", "Quyết định số", "Số, ký hiệu quyết định"),
    ),
    Column(
        DECISION_DAY,
        "Ngày quyết định",
        16,
        "Ví dụ 1/3/2025. Cần khi có nhiều quyết định cùng số.",
        other_headings=("Ngày ký", "Ngày ký quyết định"),
    ),
    Column(
        "no_decision_reason",
        "Vì sao chưa có quyết định",
        28,
        "Chỉ khi đã được tặng mà chưa có quyết định.",
    ),
    Column("is_posthumous", "Truy tặng", 12, "Gõ x khi truy tặng."),
    Column("note", "Ghi chú", 30),
)


def known_headings() -> dict[str, str]:
    """Folded headings to the fields of an entry."""
    return {
        key_of(heading): column.field
        for column in (CODE_COLUMN, PROPOSAL_COLUMN, *COLUMNS)
        for heading in (column.heading, *column.other_headings)
    }


def read_awards(sheet: Sheet, year: EmulationYear) -> Reading:
    """Return each row as {row, entry, places, decision}: the texts of an `AwardEntry`, its cells.

    `decision` is the number of the decision alone, without the day that its entry has.

    Rows with nothing but technical columns are left out. A row copied from another one is new.

    Raises:
        SheetError: there is no heading, or a needed column is missing; or the file is another
            year's.
    """
    refuse_other_year(sheet, year)
    reading = Reading()
    heading = find_heading(sheet, known_headings(), reading)
    missing = [column for column in COLUMNS if column.is_needed]
    missing = [column for column in missing if column.field not in heading.columns]
    if missing:
        names = ", ".join(f"“{column.heading}”" for column in missing)
        raise SheetError(
            f"Trang tính “{sheet.name}” thiếu cột {names}. Thêm cột này ở dòng tiêu đề"
            f" (dòng {heading.row}) rồi chọn lại."
        )
    refuse_merged(sheet, heading, reading)
    _remark_unknown(heading.unknown, reading)
    seen: dict[int, int] = {}
    fields = {column.field for column in COLUMNS}
    for number, row in sheet.rows.items():
        if number <= heading.row:
            continue
        cells = {name: row.get(column, EMPTY) for name, column in heading.columns.items()}
        if not any(cells[name] for name in fields & cells.keys()):
            continue
        places = {
            name: sheet.place(number, column)
            for name, column in heading.columns.items()
            if name in fields
        }
        for name in fields & cells.keys():
            if cells[name].kind in UNREAD:
                reading.problems.append([places[name], cells[name].text, UNREAD[cells[name].kind]])
        typed = {name: cells[name].text for name in fields & cells.keys()}
        entry = typed.copy()
        if (day := entry.pop(DECISION_DAY, "")) and entry.get("decision"):
            if words := _wrong_day(day):
                reading.problems.append([places[DECISION_DAY], day, words])
            else:
                entry["decision"] = f"{entry['decision']}, {day}"
        entry |= _identity(cells, number, seen, reading)
        row = {"row": number, "entry": entry, "places": places, "decision": typed.get("decision")}
        reading.rows.append(row)
    remark_hidden(sheet, {row["row"] for row in reading.rows}, reading)
    return reading


def _wrong_day(day: str) -> str:
    try:
        parse_date(day)
    except DateError as error:
        return str(error)
    return ""


def _identity(
    cells: Mapping[str, object], number: int, seen: dict[int, int], reading: Reading
) -> dict[str, object]:
    """Which stored row this is, as the portal had written beside it."""
    code = _CODE.fullmatch(str(getattr(cells.get(CODE, EMPTY), "text", "")))
    if code is None:
        return {}
    pk = int(code[1])
    if pk in seen:
        reading.remarks.append(f"Dòng {number} chép từ dòng {seen[pk]} nên được coi là dòng mới.")
        return {}
    seen[pk] = number
    proposal = getattr(cells.get(PROPOSAL, EMPTY), "text", "")
    return {"pk": pk, "token": code[2], PROPOSAL: proposal}


def _remark_unknown(unknown: Mapping[int, str], reading: Reading) -> None:
    names = [words for words in unknown.values() if key_of(words) not in {"stt", "tt"}]
    if names:
        shown = ", ".join(f"“{words}”" for words in names[:10])
        reading.remarks.append(f"Không đọc các cột không có trong mẫu: {shown}.")


def entry_from(row: Mapping[str, dict]) -> AwardEntry:
    """Return the entry that `read_awards` made a row of."""
    return AwardEntry(**row["entry"])


def text_of(entry: AwardEntry, column: Column) -> str:
    """What `column` says of `entry`."""
    if column is CODE_COLUMN:
        return code_of(entry)
    number, _, day = entry.decision.rpartition(", ")
    if column.field == DECISION_DAY:
        return day if number else ""
    if column.field == "decision":
        return number or day
    return getattr(entry, column.field)


def code_of(entry: AwardEntry) -> str:
    """What stands in the technical column of a stored row."""
    return f"{entry.pk}:{entry.token}" if entry.pk else ""
