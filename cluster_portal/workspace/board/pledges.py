"""The pages on which a pledge is drafted, moved on step by step, and withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cluster_portal.workspace.board.pledge_forms import PledgeForm, StepForm
from cluster_portal.workspace.board.pledge_item_forms import items_of
from cluster_portal.workspace.board.pledge_life_forms import WithdrawForm
from cluster_portal.workspace.board.pledge_pages import (
    HERE,
    METHODS,
    STEPS,
    find_pledge,
    may_edit_pledge,
    pledge_context,
    pledge_of,
)
from cluster_portal.workspace.forms import SEEN, Loaded
from cluster_portal.workspace.issuing.pages import (
    Look,
    ask_for,
    data_for,
    look,
    refused_before,
    say_again,
)
from cluster_portal.workspace.models import IssueAct
from cluster_portal.workspace.signing import letters
from cluster_portal.workspace.years import find_year
from clusters import access
from clusters.roles import Permission
from emulation.models import Pledge, PledgeStatus
from emulation.services import pledge_steps, pledges
from emulation.services.pledge_withdrawals import WITHDRAWABLE, withdraw_pledge


@login_required
@require_http_methods(METHODS)
def draft(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The pledge of the year: its text to write while it is a draft, to read afterwards."""
    found = find_year(request, cluster_slug, year)
    may_edit = may_edit_pledge(request, found)
    pledge = pledge_of(found)
    seen = look(request, pledge=pledge) if pledge else Look()
    if seen.mend_at:
        return redirect(seen.mend_at)
    data = request.POST if request.method == "POST" else None
    token = pledges.text_token(pledge)
    form = PledgeForm(
        data,
        instance=pledge or Pledge(emulation_year=found),
        year=found,
        loaded=Loaded(token, pledge, ("save_pledge",)),
        ask_reason=access.is_correction(request.user, found),
    )
    items = items_of(data, pledge, found)
    if data is not None:
        is_valid = all((form.is_valid(), items.is_valid()))
        if is_valid and form.save_with(items, by=request.user):
            messages.success(request, "Đã lưu giao ước.")
            return redirect(HERE, cluster_slug, year)
        pledge = pledge_of(found)  # as it is kept; the form holds what was typed
    is_draft = pledge is None or pledge.status == PledgeStatus.DRAFT
    context = pledge_context(request, found, pledge) | {
        "form": form,
        "items": items,
        "may_write": may_edit and ((is_draft and seen.under_way is None) or data is not None),
        "under_way": seen.under_way,
        "may_edit": may_edit,
        # Somebody else has saved since: their items stand beside what was typed.
        "is_stale": data is not None and data.get(SEEN) != token,
    }
    return render(request, "workspace/board/pledge.html", context)


@login_required
@require_http_methods(METHODS)
def step(request: HttpRequest, cluster_slug: str, year: int, to: str) -> HttpResponse:
    """Takes the pledge one step on, or one step back with the reason."""
    found, pledge = find_pledge(request, cluster_slug, year)
    if to not in PledgeStatus:
        raise Http404
    access.require(request.user, pledge_steps.permission_for(pledge.status, to), found)
    words = STEPS.get((pledge.status, to))
    if words is None:
        # Somebody took the step meanwhile, or an old page was sent again.
        messages.info(request, f"Giao ước đang ở bước “{pledge.get_status_display()}”.")
        return redirect(HERE, cluster_slug, year)
    here = redirect(HERE, cluster_slug, year)
    about = {"act": IssueAct.PLEDGE, "subject": pledge}
    refused = refused_before(request, **about) if to == PledgeStatus.ISSUED else None
    form = StepForm(
        data_for(request, refused),
        pledge=pledge,
        to=to,
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method != "POST" and look(request, pledge=pledge).under_way:
        return here
    if request.method == "POST" and form.is_valid():
        text = {"text": pledges.text_token(pledge)}
        if form.issues and ask_for(request, form, **about, details=text):
            return here
        if not form.issues and form.save(by=request.user):
            letters.tell_step(pledge, to, request.user)
            messages.success(request, f"Giao ước: {PledgeStatus(to).label.lower()}.")
            return here
    say_again(form, refused)
    context = pledge_context(request, found, pledge) | {
        "form": form,
        "label": words[0],
        "what": words[1],
        # What was sent stays, with the reason why it is refused.
        "lacking": "" if form.is_bound else pledge_steps.why_not_yet(pledge, to),
    }
    return render(request, "workspace/board/pledge_step.html", context)


@login_required
@require_http_methods(METHODS)
def withdraw(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Withdraws a pledge that was issued, with the reason; a replacement may follow."""
    found, pledge = find_pledge(request, cluster_slug, year)
    access.require(request.user, Permission.PUBLISH, found)
    if pledge.status not in WITHDRAWABLE:
        messages.info(request, f"Giao ước đang ở bước “{pledge.get_status_display()}”.")
        return redirect(HERE, cluster_slug, year)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save_by(withdraw_pledge, pledge=pledge, by=request.user):
        letters.tell_withdrawn(pledge, request.user)
        messages.success(request, "Đã thu hồi giao ước.")
        return redirect(HERE, cluster_slug, year)
    context = pledge_context(request, found, pledge) | {"form": form}
    return render(request, "workspace/board/pledge_withdraw.html", context)
