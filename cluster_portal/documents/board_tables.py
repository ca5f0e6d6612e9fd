"""Tables of boards on paper: as wide as the page at most, whole, with what is said of figures."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from cluster_portal.documents.contents import (
    MOST_ROWS,
    TEXT_WIDTH_MM,
    Column,
    TableContent,
    cut_rows,
)

NARROWEST_MM, STEP_MM = 10, 5
YEARS_BESIDE = 5  # of a table; more years stand in a table of their own
EVERY_FIGURE = "Mọi số liệu"

Written = tuple[str, str]  # a figure in words, and what is said of it


def table(
    caption: str,
    columns: Sequence[tuple[str, int, str]],
    rows: Sequence[tuple[str, ...]],
    page: str,
    *,
    note: str = "",
    limit: int = MOST_ROWS,
    total: int | None = None,
    is_least: bool = False,
) -> TableContent:
    """A table of columns (label, width in millimetres, side), the widest narrower where it must.

    It is whole up to `limit` rows; what is longer ends with the address of the `page`. `total` and
    `is_least` are as in `cut_rows`.
    """
    widths = fitted([width for _, width, _ in columns])
    return TableContent(
        caption=caption,
        columns=tuple(
            Column(label=label, width_mm=width, align=align)
            for (label, _, align), width in zip(columns, widths, strict=True)
        ),
        note=note,
        **cut_rows(
            list(rows),
            address=f"{settings.PORTAL_ADDRESS}{page}",
            limit=limit,
            total=total,
            is_least=is_least,
        ),
    )


def fitted(widths: Sequence[int]) -> list[int]:
    """The widths in millimetres, the widest taken from until all have room beside one another."""
    found = list(widths)
    while sum(found) > TEXT_WIDTH_MM and max(found) > NARROWEST_MM:
        found[found.index(max(found))] -= STEP_MM
    return found


def noted(rows: Iterable[tuple[str, Sequence[Written]]]) -> tuple[list[tuple[str, ...]], str]:
    """Rows of a label and figures, each with the number of its note; and the notes, line by line.

    What is said of every figure alike stands once, without a number. A cell without a figure,
    whatever stands in it, has no note.
    """
    rows = list(rows)
    said = dict.fromkeys(note for _, cells in rows for _, note in cells)
    notes = [note for note in said if note]
    if len(notes) == 1:
        return [(label, *(text for text, _ in cells)) for label, cells in rows], (
            f"{EVERY_FIGURE}: {notes[0]}"
        )
    numbers = {note: f" ({number})" for number, note in enumerate(notes, start=1)}
    marked = [
        (label, *(f"{text}{numbers.get(note, '')}" for text, note in cells))
        for label, cells in rows
    ]
    return marked, "\n".join(f"({place}) {note}" for place, note in enumerate(notes, start=1))


def from_where(period: str, source: str) -> str:
    """ "kỳ năm 2024; nguồn: Báo Nhân Dân"."""
    return f"kỳ {period}; nguồn: {source or 'không ghi'}"


def parts_of(columns: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    """The columns in parts of at most `most`, as even as can be: a table for each."""
    count = -(-len(columns) // most)
    size = -(-len(columns) // count) if count else 0
    for first in range(0, len(columns), size or 1):
        yield columns[first : first + size]
