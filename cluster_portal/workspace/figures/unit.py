"""One member's figures as a plain form: what the grid does, without its script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.pages.moments import moment
from cluster_portal.vietnamese.numbers import MAX_QUANTITY_LENGTH
from cluster_portal.workspace.figures.filters import FigureFilter
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from emulation.figures.grid import Cell, Grid, Row, grid_of
from emulation.figures.rights import NOT_YOURS, may_correct
from emulation.services.figures import GOOD, CellResult, CellStatus, CellWrite, save_cells

METHODS = ["GET", "HEAD", "POST"]
# Names of the fields: what is typed, what stood there, why it is unusual, the choice in a clash,
# and the other's value that was shown with it.
TYPED, BASE, WHY, CHOICE, OTHER = "so", "goc", "vi-sao", "chon", "kia"
MINE, THEIRS = "cua-toi", "cua-ho"


@dataclass
class Line:
    """One indicator of the form, with what was typed and what became of it."""

    cell: Cell
    typed: str
    base: str
    why: str = ""
    result: CellResult | None = None
    is_hidden: bool = False  # by the filter

    @property
    def code(self) -> str:
        return self.cell.indicator.code

    @property
    def status(self) -> str:
        """What the writer has to see to; nothing when the cell was saved."""
        return str(self.result.status) if self.result and self.result.status not in GOOD else ""

    @property
    def message(self) -> str:
        return self.result.message if self.result and self.status else ""

    @property
    def asks_why(self) -> bool:
        return self.status == CellStatus.QUESTION or bool(self.why)

    @property
    def saved(self) -> str:
        """Who saved what stands there, and when."""
        value = self.cell.value
        if value is None or value.saved_at is None:
            return ""
        who = value.saved_by.full_name if value.saved_by else ""
        return f"{who}, {moment(value.saved_at)}" if who else moment(value.saved_at)


@login_required
@require_http_methods(METHODS)
def sheet(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """One row of the grid as a form: a field for each indicator, last year's value beside it."""
    found = find_year(request, cluster_slug, year)
    grid = grid_of(found, request.user)
    row = row_of(grid, unit_slug)
    lines = [_line(cell) for cell in row.cells]
    reason, reason_error, saved = "", "", 0
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        lines = [_typed_line(cell, request.POST) for cell in row.cells]
        try:
            saved = _save(found, row, lines, request, ReasonField(required=False).clean(reason))
        except ValidationError as error:
            reason_error = " ".join(error.messages)
        if not reason_error and not any(line.status for line in lines):
            messages.success(request, _told(saved))
            return redirect(request.get_full_path())
        lines = _read_again(grid_of(found, request.user), unit_slug, lines)
    asked = FigureFilter(request.GET)
    for line in lines:
        line.is_hidden = not (line.status or asked.matches(row, line.cell))
    context = year_context(found, "workspace:figures") | {
        "grid": grid,
        "row": row,
        "lines": lines,
        "filter_form": asked,
        "none_found": all(line.is_hidden for line in lines),
        "wrong": [line for line in lines if line.status],
        "saved": _told(saved) if saved else "",
        "ask_reason": not row.closed and access.is_correction(request.user, found),
        "reason": reason,
        "reason_error": reason_error,
        "last_year": found.year - 1,
        "longest": MAX_QUANTITY_LENGTH,
        "may_correct": may_correct(request.user, grid.rights),
    }
    return render(request, "workspace/figures/unit.html", context)


def row_of(grid: Grid, unit_slug: str) -> Row:
    """The row of the grid by the word in its address.

    Raises Http404: no such unit is a member in the year.
    """
    row = next((row for row in grid.rows if row.slug == unit_slug), None)
    if row is None:
        raise Http404
    return row


def _line(cell: Cell) -> Line:
    why = cell.value.unusual_reason if cell.value else ""
    return Line(cell, typed=cell.text, base=cell.text, why=why)


def _typed_line(cell: Cell, posted: Mapping[str, Any]) -> Line:
    def given(name: str, otherwise: str = "") -> str:
        return posted.get(f"{name}-{cell.indicator.code}", otherwise)

    line = Line(
        cell,
        typed=given(TYPED, cell.text),
        base=given(BASE, cell.text),
        why=given(WHY),
    )
    if given(CHOICE) == MINE:
        line.base = given(OTHER)  # the other's value has been seen
    elif given(CHOICE) == THEIRS:
        line.typed = line.base = cell.text
    return line


def _save(year: Any, row: Row, lines: list[Line], request: HttpRequest, reason: str) -> int:
    """Save the lines that were changed, put the results into them; return how many were saved.

    Raises:
        PermissionDenied: the row is not the user's to write.
        ValidationError: the year is over and no reason is given.
    """
    if row.closed == NOT_YOURS:
        raise PermissionDenied(row.closed)
    changed = [line for line in lines if line.typed.strip() != line.base or _explains(line)]
    cells = [
        CellWrite(row.unit, line.cell.indicator, line.typed, line.base, line.why)
        for line in changed
    ]
    results = save_cells(emulation_year=year, cells=cells, by=request.user, reason=reason)
    for line, result in zip(changed, results, strict=True):
        line.result = result
    return sum(result.status == CellStatus.SAVED for result in results)


def _explains(line: Line) -> bool:
    stored = line.cell.value.unusual_reason if line.cell.value else ""
    return bool(line.why.strip()) and line.why.strip() != stored


def _read_again(grid: Grid, unit_slug: str, lines: list[Line]) -> list[Line]:
    """The lines beside what stands there now; what was typed and not saved stays."""
    fresh = {cell.indicator.pk: cell for cell in row_of(grid, unit_slug).cells}
    for line in lines:
        line.cell = fresh.get(line.cell.indicator.pk, line.cell)
        if line.result and line.result.status in GOOD:
            line.typed = line.base = line.cell.text
    return lines


def _told(saved: int) -> str:
    return f"Đã lưu {saved} số liệu." if saved else "Không có số liệu nào thay đổi."
