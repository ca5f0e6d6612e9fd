"""Passing work on: the chair to vice-chairs, whoever is away to a colleague."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cluster_portal.accounts import mail
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.rights import selectors
from cluster_portal.workspace.rights.forms import (
    DelegationForm,
    EndForm,
    SubstitutionForm,
    own_appointments,
)
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import Delegation, Substitution
from clusters.roles import Permission

METHODS = ["GET", "HEAD", "POST"]
TAKEN_BACK = "Cụm phó còn làm việc này đến hết ngày cuối."
LEAVE_ENDED = "Người được ủy quyền còn làm thay đến hết ngày cuối."


@login_required
@require_http_methods(METHODS)
def delegations(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """What the vice-chairs were given; the chair's secretariat hands out more."""
    found = find_year(request, cluster_slug, year)
    may_lead = access.may(request.user, Permission.LEAD, found)
    if request.method == "POST" and not may_lead:
        raise PermissionDenied(access.DENIED)
    board = selectors.board_of(found, timezone.localdate())
    form = DelegationForm(
        request.POST if request.method == "POST" else None,
        year=found,
        vice_chairs=board.vice_chairs,
    )
    if request.method == "POST" and form.is_valid() and form.save(by=request.user) is not None:
        messages.success(request, f"Đã giao việc cho {form.cleaned_data['unit']}.")
        return redirect("workspace:delegations", cluster_slug, year)
    context = year_context(found, "workspace:delegations") | {
        "board": board,
        "note": selectors.term_note(request.user, found),
        "form": form
        if may_lead and board.vice_chairs and selectors.is_led_now(request.user, found)
        else None,
        "may_lead": may_lead,
    }
    return render(request, "workspace/rights/delegations.html", context)


@login_required
@require_http_methods(METHODS)
def end_delegation(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Takes one kind of work back, after a last day."""
    found = find_year(request, cluster_slug, year)
    rows = Delegation.objects.select_related("unit", "emulation_year__cluster")
    delegation = get_object_or_404(rows, emulation_year=found, pk=pk)
    access.require(request.user, Permission.LEAD, delegation)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        help_text=TAKEN_BACK,
        ask_reason=access.is_correction(request.user, delegation),
    )
    if form.is_valid() and form.end_delegation(delegation, by=request.user):
        messages.success(request, f"Đã thôi giao việc cho {delegation.unit}.")
        return redirect("workspace:delegations", cluster_slug, year)
    context = {"year": found, "cluster": found.cluster, "delegation": delegation, "form": form}
    return render(request, "workspace/rights/end_delegation.html", context)


@login_required
@require_http_methods(METHODS)
def leave(request: HttpRequest) -> HttpResponse:
    """Who fills in for oneself and when; names one more."""
    if request.method == "POST":
        return _name_substitute(request)
    return _leave_page(request, SubstitutionForm(user=request.user))


@limited("substitution")
def _name_substitute(request: HttpRequest) -> HttpResponse:
    # Limited, as the answer tells whether an e-mail has an account.
    if not own_appointments(request.user).exists():
        raise PermissionDenied(access.DENIED)
    form = SubstitutionForm(request.POST, user=request.user)
    saved = form.save(by=request.user) if form.is_valid() else None
    if saved is None:
        return _leave_page(request, form)
    _tell(saved, "substitution")
    messages.success(request, f"Đã ủy quyền cho {saved.substitute}.")
    return redirect("workspace:leave")


def _leave_page(request: HttpRequest, form: SubstitutionForm) -> HttpResponse:
    today = timezone.localdate()
    rows = list(selectors.leaves_of(request.user))
    context = {
        "form": form if own_appointments(request.user).exists() else None,
        "leaves": [row for row in rows if row.valid_to >= today],
        "past": [row for row in rows if row.valid_to < today],
    }
    return render(request, "workspace/rights/leave.html", context)


@login_required
@require_http_methods(METHODS)
def end_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a substitution of one's own early."""
    leave = get_object_or_404(selectors.leaves_of(request.user), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, help_text=LEAVE_ENDED)
    if form.is_valid() and form.end_substitution(leave, by=request.user):
        leave.refresh_from_db(fields=["valid_to"])
        _tell(leave, "substitution_ended")
        messages.success(request, f"Đã kết thúc ủy quyền cho {leave.substitute}.")
        return redirect("workspace:leave")
    return render(request, "workspace/rights/end_leave.html", {"leave": leave, "form": form})


def _tell(substitution: Substitution, what: str) -> None:
    context = {"substitution": substitution, "appointment": substitution.appointment}
    template = f"workspace/rights/email/{what}"
    transaction.on_commit(lambda: mail.notify(substitution.substitute, template, context))
