"""Which row of a sheet is its heading, and which column is what."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

from cluster_portal.vietnamese.folding import fold
from cluster_portal.workspace.exchange.cells import (
    EMPTY,
    TEXT_SHEET,
    CellKind,
    Sheet,
    SheetError,
    has_old_letters,
)
from cluster_portal.workspace.exchange.reading import HEADER_WITHIN
from cluster_portal.workspace.exchange.words import (
    MERGED,
    MORE_CELLS,
    NO_RESULT,
    OLD_LETTERS,
    OTHER_YEAR,
)
from clusters.models import EmulationYear

Problem = list[str]  # place, value, words
# What is wrong with a cell whatever stands under its heading.
UNREAD = {CellKind.NO_RESULT: NO_RESULT, CellKind.OLD_LETTERS: OLD_LETTERS}
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


def position_of(place: str) -> tuple[int, int]:
    """Return row and column of "Số liệu!D7", or of the first cell of a range, to sort by."""
    return coordinate_to_tuple(place.rpartition("!")[2].partition(":")[0])


def told_of(problems: Iterable[Problem]) -> Callable[[str], bool]:
    """Return a function that says whether a place is among the problems, or merged with one."""
    places = [problem[0].rpartition("!")[2] for problem in problems]
    cells = set(places)
    merged = [range_boundaries(place) for place in places if ":" in place]

    def is_told(place: str) -> bool:
        row, column = position_of(place)
        return place.rpartition("!")[2] in cells or any(
            first <= column <= last and top <= row <= bottom for first, top, last, bottom in merged
        )

    return is_told


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


def refuse_other_year(sheet: Sheet, year: EmulationYear) -> None:
    """Refuse a workbook that the portal made for another year.

    Raises:
        SheetError: with where it belongs.
    """
    if sheet.marks.get("year", year.pk) != year.pk:
        raise SheetError(OTHER_YEAR.format(year.year))


def find_heading(sheet: Sheet, known: Mapping[str, str], reading: Reading) -> Heading:
    """Return the row with the most known headings; a key that stands twice is a problem.

    Raises:
        SheetError: no row has two of them.
    """
    score = scored_by(known)
    top = [number for number in sheet.rows if number <= HEADER_WITHIN]
    texts = {number: [cell.text for cell in sheet.rows[number].values()] for number in top}
    row = max(top, key=lambda number: (score(texts[number]), -number), default=0)
    if not (row and score(texts[row])) and any(map(has_old_letters, chain(*texts.values()))):
        raise SheetError(OLD_LETTERS)
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
    if sheet.name == TEXT_SHEET:
        _refuse_more_cells(sheet, row, reading)
    return Heading(row, columns, unknown)


def _refuse_more_cells(sheet: Sheet, heading: int, reading: Reading) -> None:
    """A number such as 9,6 falls apart where commas stand between the cells."""
    last = max(sheet.rows[heading])
    for number, row in sheet.rows.items():
        if number > heading and (column := max(row)) > last:
            words = [sheet.place(number, column), row[column].text, MORE_CELLS]
            reading.problems.append(words)


def refuse_merged(sheet: Sheet, heading: Heading, reading: Reading) -> None:
    """Put each merged range from the heading down among the problems; a title may be merged."""
    last = max(sheet.rows, default=0)
    for merged in sheet.merged:
        column, first_row, _, last_row = range_boundaries(merged)
        if last_row >= heading.row and first_row <= last:
            value = sheet.rows.get(first_row, {}).get(column, EMPTY).text
            reading.problems.append([f"{sheet.name}!{merged}", value, MERGED])


def remark_hidden(sheet: Sheet, rows: set[int], reading: Reading) -> None:
    """Say that rows were read that the program does not show."""
    hidden = sorted(sheet.hidden & rows)
    if hidden:
        shown = ", ".join(map(str, hidden[:20]))
        more = f" và {len(hidden) - 20} dòng nữa" if len(hidden) > 20 else ""
        reading.remarks.append(f"Các dòng đang ẩn cũng được đọc: {shown}{more}.")
