"""Which row of a sheet is its heading, and which column is what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter, range_boundaries

from cluster_portal.vietnamese.folding import fold
from cluster_portal.workspace.exchange.cells import Sheet, SheetError
from cluster_portal.workspace.exchange.reading import HEADER_WITHIN
from cluster_portal.workspace.exchange.words import MERGED

Problem = list[str]  # place, value, words
_STAR = re.compile(r"\s*\*\s*$")  # marks a heading under which every row needs something


@dataclass
class Reading:
    """What a sheet says, as far as it can be read; places and words for the rest."""

    rows: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Heading:
    """The row of the headings, and the column of each key."""

    row: int
    columns: Mapping[str, int]
    unknown: Mapping[int, str]  # column, words


def key_of(text: str) -> str:
    """Return a heading for comparison: folded, without the star of a needed column."""
    return fold(_STAR.sub("", text))


def scored_by(known: Mapping[str, str]) -> Callable[[list[str]], int]:
    """Return a function that counts the known headings in a row of texts."""

    def score(texts: list[str]) -> int:
        found = {known.get(key_of(text)) for text in texts if text}
        # One word alone stands in many sheets.
        return len(found - {None}) if len(found - {None}) > 1 else 0

    return score


def find_heading(sheet: Sheet, known: Mapping[str, str], reading: Reading) -> Heading:
    """Return the row with the most known headings; a key that stands twice is a problem.

    Raises:
        SheetError: no row has two of them.
    """
    score = scored_by(known)
    top = [number for number in sheet.rows if number <= HEADER_WITHIN]
    texts = {number: [cell.text for cell in sheet.rows[number].values()] for number in top}
    row = max(top, key=lambda number: (score(texts[number]), -number), default=0)
    if not row or not score(texts[row]):
        raise SheetError(
            f"Trang tính “{sheet.name}” không có dòng tiêu đề cột. Lấy dòng tiêu đề ở tệp tải từ"
            " cổng rồi chọn lại."
        )
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    for column, cell in sheet.rows[row].items():
        key = known.get(key_of(cell.text))
        if key is None:
            unknown[column] = cell.text
        elif key in columns:
            first = get_column_letter(columns[key])
            words = f"Cột này trùng tiêu đề với cột {first}. Xóa một trong hai cột."
            reading.problems.append([sheet.place(row, column), cell.text, words])
        else:
            columns[key] = column
    return Heading(row, columns, unknown)


def refuse_merged(sheet: Sheet, heading: Heading, reading: Reading) -> None:
    """Put each merged range from the heading down among the problems; a title may be merged."""
    last = max(sheet.rows, default=0)
    for merged in sheet.merged:
        _, first_row, _, last_row = range_boundaries(merged)
        if last_row >= heading.row and first_row <= last:
            reading.problems.append([f"{sheet.name}!{merged}", "", MERGED])


def remark_hidden(sheet: Sheet, rows: set[int], reading: Reading) -> None:
    """Say that rows were read that the program does not show."""
    hidden = sorted(sheet.hidden & rows)
    if hidden:
        shown = ", ".join(map(str, hidden[:20]))
        more = f" và {len(hidden) - 20} dòng nữa" if len(hidden) > 20 else ""
        reading.remarks.append(f"Các dòng đang ẩn cũng được đọc: {shown}{more}.")
