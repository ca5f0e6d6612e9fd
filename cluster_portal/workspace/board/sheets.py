"""The tables of these pages as spreadsheets, with what the pages show."""

from collections.abc import Iterable, Sequence

from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.workspace.board.lines import IndicatorFacts, Line
from clusters.rotation import Standing, Turn


def board_sheet(lines: Iterable[Line]) -> Sheet:
    """The lines of a year's board."""
    return Sheet(
        "Bảng việc",
        ("Việc", "Tình trạng", "Đã có", "Còn thiếu", "Hạn"),
        [(line.label, line.words, line.text, line.missing, line.due_on) for line in lines],
        (34, 12, 48, 60, 12),
    )


def completeness_sheet(indicators: Iterable[IndicatorFacts]) -> Sheet:
    """How many members have a figure for each indicator, and who has none."""
    return Sheet(
        "Tiến độ số liệu",
        ("Chỉ tiêu", "Đã có", "Tổng số đơn vị", "Còn thiếu"),
        [(row.name, row.count, row.total, ", ".join(row.missing)) for row in indicators],
        (48, 10, 16, 60),
    )


def rotation_sheet(rows: Sequence[Standing]) -> Sheet:
    """Years since each member last led."""
    return Sheet(
        "Luân phiên",
        (
            "Thành viên",
            "Cụm trưởng lần gần nhất",
            "Cách (năm)",
            "Cụm phó lần gần nhất",
            "Cách (năm)",
        ),
        [
            (
                row.name,
                turn_in_words(row, row.chaired),
                row.since_chair,
                turn_in_words(row, row.vice),
                row.since_vice,
            )
            for row in rows
        ],
        (28, 28, 12, 28, 12),
    )


def turn_in_words(row: Standing, turn: Turn | None) -> str:
    """ "2024 (Nam Định; suy ra)": the year, the predecessor that had the turn, how it is known."""
    if turn is None:
        return ""
    notes = [turn.unit_name] if turn.unit_id != row.unit_id else []
    notes += ["suy ra"] if turn.is_inferred else []
    return f"{turn.year} ({'; '.join(notes)})" if notes else str(turn.year)
