"""A sheet of figures: what it says of which unit and indicator, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from awards.services.entries import unit_text
from cluster_portal.vietnamese.folding import fold, normalise
from cluster_portal.vietnamese.numbers import (
    MAX_QUANTITY_LENGTH,
    NumberError,
    format_quantity,
    parse_optional_quantity,
)
from cluster_portal.workspace.exchange.cells import EMPTY, Cell, CellKind, Sheet, SheetError
from cluster_portal.workspace.exchange.grid import FigureGrid
from cluster_portal.workspace.exchange.headings import (
    UNREAD,
    Heading,
    Reading,
    find_heading,
    key_of,
    refuse_merged,
    refuse_other_year,
    remark_hidden,
)
from cluster_portal.workspace.exchange.words import (
    BECAME_DAY,
    IS_PERCENT,
    UNIT_HEADING,
    WHOLE_CLUSTER,
)
from clusters.models import Unit
from emulation.models import Indicator

UNIT = "unit"
UNIT_HEADINGS = (UNIT_HEADING, "Tỉnh", "Tỉnh, thành phố", "Tên đơn vị", "Địa phương")
NO_MEMBER = "Không phải là thành viên của cụm năm {}. Sửa tên đơn vị hoặc xóa dòng."
NO_INDICATOR = "Không phải là chỉ tiêu của năm {}. Sửa tiêu đề hoặc xóa cột."
IGNORED = {"stt", "tt", "so thu tu", "ghi chu"}  # columns that people add for themselves
_KINDS = ("tinh ", "thanh pho ", "tp ")


def heading_of(indicator: Indicator) -> str:
    """ "Thu nhập bình quân đầu người (triệu đồng)"."""
    unit = indicator.unit_of_measure
    return f"{indicator.name} ({unit})" if unit else indicator.name


def known_headings(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Folded headings to the keys of indicators; a name that two share tells none of them."""
    known = {key_of(heading): UNIT for heading in UNIT_HEADINGS}
    indicators = list(indicators)
    names = [key_of(indicator.name) for indicator in indicators]
    for indicator, name in zip(indicators, names, strict=True):
        known[key_of(heading_of(indicator))] = known[key_of(indicator.code)] = str(indicator.pk)
        if names.count(name) == 1:
            known.setdefault(name, str(indicator.pk))
    return known


def read_figures(sheet: Sheet, grid: FigureGrid) -> Reading:
    """Return the cells that differ from what the file was made with, by indicator.

    Each row of the reading is {place, unit, indicator, typed, base, before}: keys or None, what was
    typed, what the cell held when the file was made or, where it does not say, what it holds now.
    An empty cell changes nothing; a dash removes.

    Raises:
        SheetError: there is no heading, or no column of units; or the file is another year's.
    """
    refuse_other_year(sheet, grid.year)
    reading = Reading()
    heading = find_heading(sheet, known_headings(grid.indicators), reading)
    if UNIT not in heading.columns:
        raise SheetError(
            f"Trang tính “{sheet.name}” thiếu cột “{UNIT_HEADING}”. Thêm cột này ở dòng tiêu đề"
            f" (dòng {heading.row}) rồi chọn lại."
        )
    columns = _columns(sheet, heading, grid, reading)
    refuse_merged(sheet, heading, reading)
    bases = _bases(sheet.marks, grid)
    if bases is None:
        reading.remarks.append(
            "Tệp không do cổng lập cho năm này, nên được so với số liệu đang có trên cổng."
        )
    read: set[int] = set()
    foreign = empty = unchanged = 0
    seen: dict[int | None, int] = {}
    names = _unit_names(grid.units)
    own = {unit.pk if unit else None for unit in grid.own_units}
    for number, row in sheet.rows.items():
        if number <= heading.row:
            continue
        unit_cell = row.get(heading.columns[UNIT], EMPTY)
        name = unit_cell.text
        cells = {column: row[column] for column in columns if row.get(column)}
        if not cells:
            continue
        if fold(name) not in names:
            place = sheet.place(number, heading.columns[UNIT])
            words = UNREAD.get(unit_cell.kind) or NO_MEMBER.format(grid.year.year)
            reading.problems.append([place, name, words])
            continue
        unit = names[fold(name)]
        if unit not in own:
            foreign += 1
            continue
        if unit in seen:
            words = f"Đơn vị này đã có ở dòng {seen[unit]}. Xóa một trong hai dòng."
            reading.problems.append([sheet.place(number, heading.columns[UNIT]), name, words])
            continue
        seen[unit] = number
        read.add(number)
        empty += len(columns) - len(cells)
        for column, cell in cells.items():
            indicator = columns[column]
            place = sheet.place(number, column)
            if words := _unreadable(cell, indicator):
                reading.problems.append([place, cell.text, words])
                continue
            current = grid.texts.get((unit, indicator.pk), "")
            base = current if bases is None else bases.get((unit, indicator.pk), "")
            if _same(cell.text, base):
                unchanged += 1
                continue
            reading.rows.append(
                {
                    "place": place,
                    "unit": unit,
                    "indicator": indicator.pk,
                    "typed": cell.text,
                    "base": base,
                }
            )
    remark_hidden(sheet, read, reading)
    _remark_counts(reading, foreign, empty, unchanged, grid)
    reading.rows.sort(key=lambda row: row["indicator"])
    return reading


def _columns(
    sheet: Sheet, heading: Heading, grid: FigureGrid, reading: Reading
) -> dict[int, Indicator]:
    """The indicator of each column; a renamed one is known by where the portal had put it."""
    indicators = {str(indicator.pk): indicator for indicator in grid.indicators}
    columns = {
        column: indicators[key] for key, column in heading.columns.items() if key in indicators
    }
    had_put = _mapping(sheet.marks.get("columns"))
    by_code = {indicator.code: indicator for indicator in grid.indicators}
    for column, words in heading.unknown.items():
        indicator = by_code.get(str(had_put.get(str(column))))
        if indicator is not None and indicator not in columns.values():
            columns[column] = indicator
            reading.remarks.append(
                f"Cột “{words}” được đọc là chỉ tiêu “{indicator}”, theo vị trí trong tệp của cổng."
            )
        elif fold(words) not in IGNORED and _has_cells(sheet, heading.row, column):
            place = sheet.place(heading.row, column)
            reading.problems.append([place, words, NO_INDICATOR.format(grid.year.year)])
    missing = [indicator for indicator in grid.indicators if indicator not in set(columns.values())]
    if missing:
        shown = ", ".join(f"“{indicator}”" for indicator in missing[:5])
        more = f" và {len(missing) - 5} chỉ tiêu nữa" if len(missing) > 5 else ""
        reading.remarks.append(f"Tệp không có cột của {shown}{more}: giữ nguyên số liệu đang có.")
    return columns


def _has_cells(sheet: Sheet, heading: int, column: int) -> bool:
    return any(column in row for number, row in sheet.rows.items() if number > heading)


def _unit_names(units: Iterable[Unit | None]) -> dict[str, int | None]:
    """Folded names to keys; a name that two units of the year share tells neither of them."""
    written: dict[str, set[int | None]] = {}
    for unit in units:
        key = unit.pk if unit else None
        name = fold(unit.name if unit else WHOLE_CLUSTER)
        for text in {row_name(unit), name, *(kind + name for kind in _KINDS)}:
            written.setdefault(fold(text), set()).add(key)
    names = {text: next(iter(keys)) for text, keys in written.items() if len(keys) == 1}
    # In full a name is one unit's, whatever others are called.
    return names | {fold(row_name(unit)): unit.pk if unit else None for unit in units}


def row_name(unit: Unit | None) -> str:
    """ "Tỉnh Nam Định"; with its last day where it has ended, as another may bear its name."""
    return unit_text(unit) if unit else WHOLE_CLUSTER


def _bases(marks: Mapping[str, Any], grid: FigureGrid) -> dict[tuple[int | None, int], str] | None:
    """What the cells held when the portal made the file; None when it made none for this year."""
    if marks.get("kind") != "figures" or marks.get("year") != grid.year.pk:
        return None
    units = {unit.slug if unit else "": unit.pk if unit else None for unit in grid.units}
    codes = {indicator.code: indicator.pk for indicator in grid.indicators}
    return {
        (units[slug], codes[code]): normalise(str(text)[:MAX_QUANTITY_LENGTH])
        for slug, texts in _mapping(marks.get("base")).items()
        if slug in units
        for code, text in _mapping(texts).items()
        if code in codes
    }


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _unreadable(cell: Cell, indicator: Indicator) -> str:
    if cell.kind in UNREAD:
        return UNREAD[cell.kind]
    if cell.kind == CellKind.DAY:
        return BECAME_DAY
    if cell.kind == CellKind.PERCENT and not indicator.unit_of_measure.startswith("%"):
        return IS_PERCENT
    return ""


def _same(typed: str, base: str) -> bool:
    """Whether both say one figure, each in its own way of writing."""
    if typed == base:
        return True
    try:
        quantity = parse_optional_quantity(typed)
    except NumberError:
        return False
    return (format_quantity(quantity) if quantity else "") == base


def _remark_counts(
    reading: Reading, foreign: int, empty: int, unchanged: int, grid: FigureGrid
) -> None:
    if foreign:
        own = ", ".join(str(unit) for unit in grid.own_units)
        reading.remarks.append(f"Chỉ đọc dòng của {own}; {foreign} dòng khác được bỏ qua.")
    if empty:
        reading.remarks.append(
            f"{empty} ô để trống: giữ nguyên số liệu đang có. Muốn bỏ một số liệu, nhập dấu “–”."
        )
    if unchanged:
        reading.remarks.append(f"{unchanged} ô không đổi.")
