"""What the portal writes into a workbook for itself: what it is, of when, and what it held.

A sheet that no menu shows, so that it stays with the file when it is sent around. Nothing here is
trusted: it only lets a clash be noticed and a row be found again, within what the user may do.
"""

import json
from typing import Any

from openpyxl import Workbook

MARKS_SHEET = "_cổng"
VERSION = 1
_PIECE = 30_000  # characters; a cell holds 32,767
_MOST_PIECES = 400


def write_marks(book: Workbook, marks: dict[str, Any]) -> None:
    """Keep `marks`, plain JSON, in `book`."""
    page = book.create_sheet(MARKS_SHEET)
    page.sheet_state = "veryHidden"
    text = json.dumps({"version": VERSION} | marks, ensure_ascii=True)
    for start in range(0, len(text), _PIECE):
        page.append([text[start : start + _PIECE]])


def read_marks(page: Any) -> dict[str, Any]:
    """Return what `write_marks` kept; nothing when it is not whole, or of another version."""
    pieces = page.iter_rows(max_row=_MOST_PIECES, max_col=1, values_only=True)
    try:
        marks = json.loads("".join(str(row[0] or "") for row in pieces if row))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(marks, dict) or marks.get("version") != VERSION:
        return {}
    return marks
