"""A member's report on paper: that the secretariat has it, and its scan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.files.responses import private_file
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.reports.forms import PaperForm
from cluster_portal.workspace.reports.views import HERE, METHODS, find_report
from cluster_portal.workspace.years import year_context
from clusters import access
from clusters.roles import Permission
from emulation.services import unit_reports as services
from emulation.services.paper_reports import record_paper, why_no_paper
from emulation.services.rules import settled_review


@login_required
@require_http_methods(METHODS)
@limited("upload", methods=("POST",))
def paper(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """The secretariat writes down that the report came on paper."""
    found, unit = find_report(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.EDIT_RESULTS, found)
    row = services.report_of(found, unit)
    sends = request.method == "POST"
    refused = services.SETTLED if settled_review(found) else why_no_paper(row)
    if refused and not sends:
        messages.error(request, refused)
        return redirect("workspace:unit-report", cluster_slug, year, unit_slug)
    gaps = services.gaps_of(found, unit)
    form = PaperForm(
        request.POST if sends else None,
        request.FILES if sends else None,
        report=row,
        has_gaps=bool(gaps),
        ask_reason=access.is_correction(request.user, found),
    )
    if form.is_valid() and form.save_by(
        record_paper, emulation_year=found, unit=unit, by=request.user
    ):
        messages.success(request, f"Đã ghi nhận báo cáo bản giấy của {unit}.")
        return redirect("workspace:unit-report", cluster_slug, year, unit_slug)
    context = {"report": row, "unit": unit, "gaps": gaps, "form": form}
    return render(request, "workspace/reports/paper.html", year_context(found, HERE) | context)


@login_required
@require_safe
def scan(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponseBase:
    """The scan of the paper, for those who see the drafts of the cluster."""
    found, unit = find_report(request, cluster_slug, year, unit_slug)
    row = services.report_of(found, unit)
    if row.paper_scan is None:
        raise Http404
    return private_file(request, row.paper_scan, target=row)
