"""The members' reports: the list of the secretariat, and one report from draft to accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.workspace.forms import Loaded, ServiceForm
from cluster_portal.workspace.reports import selectors
from cluster_portal.workspace.reports.forms import ReturnForm, SubmitForm, SummaryForm
from cluster_portal.workspace.reports.letters import tell
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.figures.rights import members_of
from emulation.models import UnitReport, UnitReportStatus
from emulation.services import unit_reports as services
from emulation.services.paper_reports import why_no_paper
from emulation.services.rules import settled_review
from emulation.services.unit_reports import NOT_CLOSED, SETTLED

HERE = "workspace:unit-reports"
METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def reports(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Every member: where its report stands, and what the secretariat may do about it."""
    found = find_year(request, cluster_slug, year)
    rows = selectors.rows_of(found)
    context = {
        "rows": rows,
        "closed": sum(row.report is not None and row.report.is_closed for row in rows),
        "waiting": sum(row.is_waiting for row in rows),
        "may_decide": _may_decide(request, found) and not settled_review(found),
        "asks_reason": access.is_correction(request.user, found),
    }
    return render(request, "workspace/reports/list.html", year_context(found, HERE) | context)


@login_required
@require_http_methods(METHODS)
def report(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """One member's report; its officer writes the summary here."""
    found, unit = find_report(request, cluster_slug, year, unit_slug)
    row = services.report_of(found, unit)
    form = SummaryForm(
        request.POST if request.method == "POST" else None,
        initial={"summary": row.summary},
        loaded=Loaded(services.summary_token(row), row, ("save_summary",)),
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST":
        access.require(request.user, Permission.EDIT_UNIT, row)
        if form.is_valid() and form.save_by(
            services.save_summary, emulation_year=found, unit=unit, by=request.user
        ):
            messages.success(request, "Đã lưu tóm tắt.")
            return redirect("workspace:unit-report", cluster_slug, year, unit_slug)
    return _page(request, row, form)


def _page(request: HttpRequest, row: UnitReport, form: SummaryForm) -> HttpResponse:
    year = row.emulation_year
    settled = settled_review(year)
    is_open = not (row.is_closed or settled)
    writes = selectors.may_write(request.user, row)
    figures = selectors.figures_of(year, row.unit)
    context = {
        "report": row,
        "unit": row.unit,
        "figures": figures,
        "filled": sum(figure.value is not None for figure in figures),
        "settled": settled,
        # What was sent after the report was handed in stays, with the reason why it is not saved.
        "form": form if (writes and is_open) or form.is_bound else None,
        "may_write": writes and is_open,
        "may_decide": _may_decide(request, year) and row.is_closed and not settled,
        "may_record_paper": _may_decide(request, year) and not (settled or why_no_paper(row)),
        "may_correct": settled and access.may(request.user, Permission.EDIT_RESULTS, year),
        "is_waiting": row.status == UnitReportStatus.SUBMITTED,
        "asks_reason": access.is_correction(request.user, year),
    }
    return render(request, "workspace/reports/report.html", year_context(year, HERE) | context)


@login_required
@require_http_methods(METHODS)
def submit(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """Handing the report in: what is missing, and what happens then."""
    found, unit = find_report(request, cluster_slug, year, unit_slug)
    row = services.report_of(found, unit)
    access.require(request.user, Permission.EDIT_UNIT, row)
    gaps = services.gaps_of(found, unit)
    form = SubmitForm(
        request.POST if request.method == "POST" else None,
        has_gaps=bool(gaps),
        ask_reason=access.is_correction(request.user, found),
    )
    if form.is_valid():
        done = form.save_by(
            services.submit_report, emulation_year=found, unit=unit, by=request.user
        )
        if done is not None:
            tell(selectors.secretaries_of(found), "submitted", done, request.user)
            messages.success(request, "Đã nộp báo cáo cho ban thư ký của cụm.")
            return redirect("workspace:unit-report", cluster_slug, year, unit_slug)
    context = {"report": row, "unit": unit, "gaps": gaps, "form": form}
    return render(request, "workspace/reports/submit.html", year_context(found, HERE) | context)


@login_required
@require_POST
def accept(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """The secretariat takes the report in."""
    found, unit = find_report(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.EDIT_RESULTS, found)
    row = _kept(found, unit)
    form = ServiceForm(request.POST, ask_reason=access.is_correction(request.user, found))
    done = None
    if form.is_valid():
        done = form.save_by(services.accept_report, report=row, by=request.user)
    if done is None:
        for words in form.errors.values():
            messages.error(request, " ".join(words))
        return redirect("workspace:unit-report", cluster_slug, year, unit_slug)
    tell(selectors.officers_of(unit), "accepted", done, request.user)
    messages.success(request, f"Đã nhận báo cáo của {unit}.")
    return redirect(HERE, cluster_slug, year)


@login_required
@require_http_methods(METHODS)
def send_back(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """The secretariat sends the report back, or reopens an accepted one, with a reason."""
    found, unit = find_report(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.EDIT_RESULTS, found)
    row = _kept(found, unit)
    if request.method != "POST" and (not row.is_closed or settled_review(found)):
        messages.error(request, SETTLED if row.is_closed else NOT_CLOSED)
        return redirect("workspace:unit-report", cluster_slug, year, unit_slug)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = form.save_by(services.return_report, report=row, by=request.user)
        if done is not None:
            tell(selectors.officers_of(unit), done.status, done, request.user)
            messages.success(request, f"{done.state} báo cáo của {unit}.")
            return redirect(HERE, cluster_slug, year)
    step = "Mở lại" if row.is_accepted else "Trả lại"
    context = {"report": row, "unit": unit, "form": form, "step": step}
    return render(request, "workspace/reports/return.html", year_context(found, HERE) | context)


def find_report(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str
) -> tuple[EmulationYear, Unit]:
    """The year and its member that the address names, or 404."""
    found = find_year(request, cluster_slug, year)
    unit = next((unit for unit in members_of(found) if unit.slug == unit_slug), None)
    if unit is None:
        raise Http404
    return found, unit


def _kept(year: EmulationYear, unit: Unit) -> UnitReport:
    row = services.report_of(year, unit)
    if row.pk is None:
        raise Http404
    return row


def _may_decide(request: HttpRequest, year: EmulationYear) -> bool:
    return access.may(request.user, Permission.EDIT_RESULTS, year)
