"""The page of one figure: where it comes from, its evidence, who saved it, its corrections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.files.responses import private_file
from cluster_portal.pages.limits import limited
from cluster_portal.pages.moments import moment
from cluster_portal.workspace.figures.forms import DetailsForm, EvidenceForm
from cluster_portal.workspace.figures.unit import row_of
from cluster_portal.workspace.forms import Loaded
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.history import history_url
from emulation.figures.grid import Cell, Grid, Row, grid_of
from emulation.figures.rights import NOT_YOURS, may_correct
from emulation.models import IndicatorValue
from emulation.services.figure_details import DETAILS, GONE, Also, details_token

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def figure(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str, code: str
) -> HttpResponse:
    """A figure with what stands beside it; takes a new source, period, note."""
    grid, row, cell = _find(request, cluster_slug, year, unit_slug, code)
    form = None
    if request.method == "POST":
        _require_own(row)
        form = _details_form(request, grid, row, cell, request.POST)
        if cell.value is None:
            form.add_error(None, GONE)
        elif form.is_valid() and form.save(cell.value, by=request.user):
            messages.success(request, "Đã lưu.")
            return redirect("workspace:figure", cluster_slug, year, unit_slug, code)
    return _page(request, grid, row, cell, details_form=form)


@login_required
@require_POST
@limited("upload")
def attach(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str, code: str
) -> HttpResponse:
    """Keep a file that proves the figure, in place of an earlier one."""
    grid, row, cell = _find(request, cluster_slug, year, unit_slug, code)
    _require_own(row)
    form = EvidenceForm(
        request.POST, request.FILES, prefix="evidence", ask_reason=_asks_reason(request, grid)
    )
    if cell.value is None:
        form.add_error(None, GONE)
    elif form.is_valid() and form.save(cell.value, by=request.user):
        messages.success(request, "Đã lưu minh chứng.")
        return redirect("workspace:figure", cluster_slug, year, unit_slug, code)
    return _page(request, grid, row, cell, evidence_form=form)


@login_required
@require_safe
def evidence(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str, code: str
) -> HttpResponseBase:
    """The file that proves the figure, as a download that the audit knows of."""
    _, _, cell = _find(request, cluster_slug, year, unit_slug, code)
    if cell.value is None or cell.value.evidence is None:
        raise Http404
    return private_file(request, cell.value.evidence, target=cell.value)


def _find(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str, code: str
) -> tuple[Grid, Row, Cell]:
    """The figure's place in the grid. Raises Http404: the grid has no such row or column."""
    found = find_year(request, cluster_slug, year)
    grid = grid_of(found, request.user)
    row = row_of(grid, unit_slug)
    cell = next((cell for cell in row.cells if cell.indicator.code == code), None)
    if cell is None:
        raise Http404
    return grid, row, cell


def _require_own(row: Row) -> None:
    """A row that has only closed meanwhile is refused by the service, beside what was typed."""
    if row.closed == NOT_YOURS:
        raise PermissionDenied(row.closed)


def _asks_reason(request: HttpRequest, grid: Grid) -> bool:
    return access.is_correction(request.user, grid.year)


def _page(
    request: HttpRequest,
    grid: Grid,
    row: Row,
    cell: Cell,
    *,
    details_form: DetailsForm | None = None,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    value = cell.value
    context: dict[str, Any] = year_context(grid.year, "workspace:figures") | {
        "grid": grid,
        "row": row,
        "cell": cell,
        "value": value,
        "may_correct": may_correct(request.user, grid.rights),
        "last_year": grid.year.year - 1,
    }
    # What was sent when the figure could no longer be changed stays, with the reason.
    context |= {"details_form": details_form, "evidence_form": evidence_form}
    if value is not None:
        context |= {
            "saved_at": moment(value.saved_at),
            "history_url": history_url(request.user, value),
            "corrections": list(value.corrections.select_related("corrected_by")),
        }
        if not row.closed:
            ask = _asks_reason(request, grid)
            context |= {
                "details_form": details_form or _details_form(request, grid, row, cell),
                "evidence_form": evidence_form or EvidenceForm(prefix="evidence", ask_reason=ask),
            }
    return render(request, "workspace/figures/figure.html", context)


def _details_form(
    request: HttpRequest, grid: Grid, row: Row, cell: Cell, data: QueryDict | None = None
) -> DetailsForm:
    column = [
        each
        for line in grid.rows
        if not line.closed
        for each in line.cells
        if each.indicator == cell.indicator
    ]
    return DetailsForm(
        data,
        year=grid.year,
        others={
            Also.ROW: _without_source(row.cells, cell),
            Also.COLUMN: _without_source(column, cell),
        },
        ask_reason=_asks_reason(request, grid),
        **(_start(cell.value) if cell.value else {}),
    )


def _without_source(cells: list[Cell], but: Cell) -> int:
    return sum(
        cell is not but and cell.value is not None and cell.value.source_id is None
        for cell in cells
    )


def _start(value: IndicatorValue) -> dict[str, Any]:
    """What the form of details is filled in with."""
    return {
        "initial": {name: getattr(value, name) for name in DETAILS},
        "loaded": Loaded(details_token(value), value, ("describe_figure",)),
    }
