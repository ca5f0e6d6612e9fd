"""Commendation decisions of a year: entered, changed, applied to many awards, their scans."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.models import Decision
from awards.services.decisions import decision_token, is_told_of, save_decision
from awards.services.entries import entry_of
from awards.services.rows import save_entries
from cluster_portal.files.responses import private_file
from cluster_portal.pages.limits import limited
from cluster_portal.vietnamese.typography import within_sentence
from cluster_portal.workspace.awards import selectors
from cluster_portal.workspace.awards.forms import DecisionForm
from cluster_portal.workspace.awards.rights import Rights, rights_of
from cluster_portal.workspace.forms import Loaded
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import EmulationYear

METHODS = ["GET", "HEAD", "POST"]
HERE = "workspace:awards"
NONE_CHOSEN = "Chọn ít nhất một dòng."
MOST_APPLIED = 500  # rows of one form


@login_required
@require_http_methods(METHODS)
@limited("upload", methods=("POST",))
def decisions(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The decisions of the year; the secretariat enters more."""
    found = find_year(request, cluster_slug, year)
    rights = rights_of(request.user, found)
    form = _form(request, rights)
    if request.method == "POST":
        if not rights.everything:
            raise PermissionDenied(access.DENIED)
        saved = form.is_valid() and form.save_by(
            save_decision, emulation_year=found, by=request.user
        )
        if saved:
            messages.success(request, f"Đã lưu {within_sentence(str(saved))}.")
            return redirect("workspace:decision-details", cluster_slug, year, saved.pk)
    context = year_context(found, HERE) | {
        "rights": rights,
        "decisions": selectors.decisions_of(found),
        "form": form if rights.everything else None,
    }
    return render(request, "workspace/awards/decisions.html", context)


@login_required
@require_http_methods(METHODS)
@limited("upload", methods=("POST",))
def details(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """A decision with the awards of the year that rest on it."""
    found, decision, rights = _find(request, cluster_slug, year, pk)
    form = _form(request, rights, decision)
    if request.method == "POST":
        if not rights.everything:
            raise PermissionDenied(access.DENIED)
        if form.is_valid() and form.save_by(
            save_decision, emulation_year=found, by=request.user, decision=decision
        ):
            messages.success(request, "Đã lưu quyết định.")
            return redirect("workspace:decision-details", cluster_slug, year, pk)
    return _page(request, found, decision, rights, form=form if rights.everything else None)


@login_required
@require_POST
def apply(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Make the decision that of several granted awards at once."""
    found, decision, rights = _find(request, cluster_slug, year, pk)
    if not rights.everything:
        raise PermissionDenied(access.DENIED)
    keys = [key for key in request.POST.getlist("award")[:MOST_APPLIED] if key.isdecimal()]
    rows = selectors.undecided(found).filter(pk__in=[int(key[:18]) for key in keys])
    document = selectors.decision_line(decision)
    entries = [
        # No token: whatever each row says by now, it gets the decision.
        replace(entry_of(row), decision=document, no_decision_reason="", token="")  # nosec B106
        for row in rows
    ]
    if not entries:
        return _page(request, found, decision, rights, problem=[NONE_CHOSEN])
    try:
        results = save_entries(
            emulation_year=found,
            entries=entries,
            by=request.user,
            reason=request.POST.get("reason", "")[:300],
        )
    except ValidationError as error:
        return _page(request, found, decision, rights, problem=error.messages)
    problem = [
        f"{result.award}: {sentence}"
        for result in results
        for sentences in result.errors.values()
        for sentence in sentences
    ]
    if problem:
        return _page(request, found, decision, rights, problem=problem)
    messages.success(request, f"Đã gắn quyết định với {len(entries)} dòng.")
    return redirect("workspace:decision-details", cluster_slug, year, pk)


@login_required
@require_safe
def scan(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponseBase:
    """The scan of the decision, for those who see the drafts of the cluster."""
    _, decision, _ = _find(request, cluster_slug, year, pk)
    if decision.scan is None:
        raise Http404
    return private_file(request, decision.scan, target=decision)


def _find(
    request: HttpRequest, slug: str, number: int, pk: int
) -> tuple[EmulationYear, Decision, Rights]:
    year = find_year(request, slug, number)
    decision = get_object_or_404(selectors.decisions_of(year), pk=pk)
    return year, decision, rights_of(request.user, year)


def _form(request: HttpRequest, rights: Rights, decision: Decision | None = None) -> DecisionForm:
    sends = request.method == "POST"
    return DecisionForm(
        request.POST if sends else None,
        request.FILES if sends else None,
        **_start(decision),
        ask_reason=rights.asks_reason,
    )


def _start(decision: Decision | None) -> dict[str, Any]:
    """What the form is filled in with."""
    if decision is None:
        return {}
    loaded = Loaded(decision_token(decision), decision, ("save_decision",))
    return {
        "initial": DecisionForm.values_of(decision),
        "loaded": loaded,
        "is_told": is_told_of(decision),
    }


def _page(
    request: HttpRequest, year: EmulationYear, decision: Decision, rights: Rights, **more: Any
) -> HttpResponse:
    context = year_context(year, HERE) | {
        "decision": decision,
        "rights": rights,
        "awards": selectors.rows_of(year).filter(decision=decision),
        "undecided": selectors.undecided(year)[:MOST_APPLIED] if rights.everything else [],
        "form": DecisionForm(**_start(decision), ask_reason=rights.asks_reason)
        if rights.everything
        else None,
        "chosen": set(request.POST.getlist("award")),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "workspace/awards/decision.html", context | more)
