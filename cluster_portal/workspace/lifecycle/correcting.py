"""Correcting the figures of a settled year: the list, and one figure."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.workspace.issuing.pages import (
    Look,
    ask_for,
    data_for,
    look,
    refused_before,
    say_again,
)
from cluster_portal.workspace.lifecycle.corrections import correct_figure
from cluster_portal.workspace.lifecycle.forms import CorrectionForm
from cluster_portal.workspace.lifecycle.selectors import CorrectableRow, correctable
from cluster_portal.workspace.models import IssueAct
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.figures.rights import WHOLE_CLUSTER_SLUG, members_of
from emulation.models import Indicator
from emulation.selectors import reports_of, with_corrections
from emulation.services.rules import settled_review

HERE = "workspace:corrections"


@login_required
@require_safe
def corrections(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The figures of a settled year with their corrections, each with the way to correct it."""
    found = find_year(request, cluster_slug, year)
    review = settled_review(found)
    seen = look(request, conference=review) if review else Look()
    if seen.mend_at:
        return redirect(seen.mend_at)
    context = {
        "review": review,
        "under_way": seen.under_way,
        "groups": correctable(found),
        "may_correct": seen.under_way is None
        and access.may(request.user, Permission.EDIT_RESULTS, found)
        and access.may(request.user, Permission.PUBLISH, review or found),
    }
    page = "workspace/lifecycle/corrections.html"
    return render(request, page, year_context(found, HERE) | context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("pdf", methods=("POST",))
def correct(
    request: HttpRequest, cluster_slug: str, year: int, indicator_code: str, unit_slug: str
) -> HttpResponse:
    """One figure: what stands, what was corrected before, and the right one with its reason."""
    found = find_year(request, cluster_slug, year)
    access.require(request.user, Permission.EDIT_RESULTS, found)
    review = settled_review(found)
    access.require(request.user, Permission.PUBLISH, review or found)
    row = _row(found, indicator_code, unit_slug)
    reports = reports_of(review) if review else []
    here, refused = redirect(HERE, cluster_slug, year), None
    about = {"act": IssueAct.CORRECTION, "subject": review}
    which = {"indicator": row.indicator.code, "unit": row.slug}
    if reports:
        if request.method != "POST" and look(request, conference=review).under_way:
            return here
        refused = refused_before(request, **about, **which)
    form = CorrectionForm(data_for(request, refused), indicator=row.indicator, value=row.value)
    if request.method == "POST" and form.is_valid():
        # The report is issued anew, where there is one.
        if reports and ask_for(request, form, **about, details=which):
            return here
        if not reports and (
            done := form.save_by(
                correct_figure,
                emulation_year=found,
                indicator=row.indicator,
                unit=row.unit,
                by=request.user,
            )
        ):
            messages.success(request, f"Đã đính chính thành {done.after}.")
            return here
    say_again(form, refused)
    context = {
        "row": row,
        "review": review,
        "issued": reports[0].document if reports else None,
        "form": form if review else None,
    }
    page = "workspace/lifecycle/correct.html"
    return render(request, page, year_context(found, HERE) | context)


def _row(year: EmulationYear, indicator_code: str, unit_slug: str) -> CorrectableRow:
    indicator = get_object_or_404(Indicator, code=indicator_code)
    unit = None
    if unit_slug != WHOLE_CLUSTER_SLUG:
        unit = next((unit for unit in members_of(year) if unit.slug == unit_slug), None)
        if unit is None:
            raise Http404
    values = with_corrections(year.values.select_related("indicator", "unit", "emulation_year"))
    return CorrectableRow(indicator, unit, values.filter(indicator=indicator, unit=unit).first())
