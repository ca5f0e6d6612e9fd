"""The page of one figure: where it comes from, its evidence, who saved it, its corrections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.files.responses import private_file
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.figures.forms import DetailsForm, EvidenceForm
from cluster_portal.workspace.figures.payload import moment
from cluster_portal.workspace.figures.unit import row_of
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.history import history_url
from emulation.figures.grid import Cell, Grid, Row, grid_of
from emulation.models import IndicatorValue

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
        value = _own_to_change(row, cell)
        form = DetailsForm(request.POST, ask_reason=_asks_reason(request, grid))
        if form.is_valid() and form.save(value, by=request.user):
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
    value = _own_to_change(row, cell)
    form = EvidenceForm(
        request.POST, request.FILES, prefix="evidence", ask_reason=_asks_reason(request, grid)
    )
    if form.is_valid() and form.save(value, by=request.user):
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


def _own_to_change(row: Row, cell: Cell) -> IndicatorValue:
    if row.closed:
        raise PermissionDenied(row.closed)
    if cell.value is None:
        raise Http404
    return cell.value


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
        "last_year": grid.year.year - 1,
    }
    if value is not None:
        ask = _asks_reason(request, grid)
        context |= {
            "saved_at": moment(value.saved_at),
            "history_url": history_url(request.user, value),
            "corrections": list(value.corrections.select_related("corrected_by")),
        }
        if not row.closed:
            context |= {
                "details_form": details_form
                or DetailsForm(initial=_initial(value), ask_reason=ask),
                "evidence_form": evidence_form or EvidenceForm(prefix="evidence", ask_reason=ask),
            }
    return render(request, "workspace/figures/figure.html", context)


def _initial(value: IndicatorValue) -> dict[str, Any]:
    names = ("source", "period", "is_cumulative", "is_estimate", "note")
    return {name: getattr(value, name) for name in names}
