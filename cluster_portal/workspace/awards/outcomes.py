"""What came of proposals: chosen one by one or several at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.models import Award, AwardStatus
from awards.services.catalogue import decisions_for
from awards.services.outcomes import Outcome, record_outcomes, why_missing
from cluster_portal.vietnamese.numbers import format_number
from cluster_portal.workspace.awards import selectors
from cluster_portal.workspace.awards.forms import OutcomeForm
from cluster_portal.workspace.awards.rights import Rights, rights_of
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import EmulationYear

MOST = 500  # proposals on one page
NONE_CHOSEN = "Chọn ít nhất một đề nghị."
ANSWERED = "Có đề nghị vừa có kết quả, không còn trong danh sách: xem lại những dòng đã chọn."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Proposals that wait, and by form what was proposed and granted."""
    found = find_year(request, cluster_slug, year)
    rights = rights_of(request.user, found)
    if request.method != "POST":
        return _page(request, found, rights)
    if not rights.everything:
        raise PermissionDenied(access.DENIED)
    return _record(request, found, rights)


def _record(request: HttpRequest, year: EmulationYear, rights: Rights) -> HttpResponse:
    form = _form(request, year, rights)
    chosen = _chosen(request)
    proposals = list(selectors.open_proposals(year).filter(pk__in=chosen)[:MOST])
    errors: dict[int, list[str]] = {}
    if not chosen:
        form.add_error(None, NONE_CHOSEN)
    elif missing := chosen - {row.pk for row in proposals}:
        answered = Award.objects.filter(emulation_year=year, pk__in=missing).exists()
        form.add_error(None, ANSWERED if answered else why_missing(year, missing))
    if not form.is_valid():
        return _page(request, year, rights, form=form)
    values = form.cleaned_data
    granted = values["status"] == AwardStatus.GRANTED
    wanted = [Outcome(row.pk, values["status"], _count(request, row, granted)) for row in proposals]
    try:
        results = record_outcomes(
            emulation_year=year,
            outcomes=wanted,
            by=request.user,
            decision=values["decision"] if granted else None,
            no_decision_reason=values["no_decision_reason"],
            reason=values.get("reason", ""),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, year, rights, form=form)
    for row, result in zip(proposals, results, strict=True):
        if sentences := [one for many in result.errors.values() for one in many]:
            errors[row.pk] = sentences
    if errors:
        form.add_error(None, "Chưa ghi kết quả nào: xem chỗ sai ở từng dòng.")
        return _page(request, year, rights, form=form, errors=errors)
    messages.success(request, f"Đã ghi kết quả của {len(proposals)} đề nghị.")
    return redirect("workspace:outcomes", year.cluster.slug, year.year)


def _count(request: HttpRequest, row: Award, granted: bool) -> str:
    """How many of a counted group, as typed; what is open when nothing is."""
    if row.recipient_name or row.recipient_unit_id or row.count is None:
        return ""
    typed = request.POST.get(f"count-{row.pk}", "").strip() if granted else ""
    return typed or format_number(row.count - row.answered)


def _chosen(request: HttpRequest) -> set[int]:
    data = request.POST if request.method == "POST" else request.GET
    return {int(key) for key in data.getlist("de-nghi")[:MOST] if key.isdecimal() and len(key) < 19}


def _form(request: HttpRequest, year: EmulationYear, rights: Rights) -> OutcomeForm:
    return OutcomeForm(
        request.POST if request.method == "POST" else None,
        decisions=decisions_for(year),
        ask_reason=rights.asks_reason,
    )


def _page(
    request: HttpRequest,
    year: EmulationYear,
    rights: Rights,
    *,
    form: OutcomeForm | None = None,
    errors: dict[int, list[str]] | None = None,
) -> HttpResponse:
    chosen = _chosen(request)
    proposals: list[dict[str, Any]] = []
    for row in selectors.open_proposals(year)[:MOST]:
        counted = not (row.recipient_name or row.recipient_unit_id or row.count is None)
        left = format_number(row.count - row.answered) if counted else ""
        proposals.append(
            {
                "award": row,
                "left": left,
                "typed": request.POST.get(f"count-{row.pk}", left),
                "is_chosen": row.pk in chosen,
                "errors": (errors or {}).get(row.pk, []),
            }
        )
    context = year_context(year, "workspace:awards") | {
        "rights": rights,
        "form": form or _form(request, year, rights),
        "proposals": proposals,
        "tallies": selectors.tallies_of(year),
    }
    return render(request, "workspace/awards/outcomes.html", context)
