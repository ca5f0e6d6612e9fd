"""The pages on which a pledge is drafted, signed on paper and published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cluster_portal.workspace.board.pledge_forms import (
    PledgeForm,
    SignaturesForm,
    StepForm,
    items_of,
)
from cluster_portal.workspace.forms import SEEN, Loaded
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature, PledgeStatus
from emulation.services import pledges
from emulation.services.pledges import WAY

METHODS = ["GET", "HEAD", "POST"]
HERE = "workspace:pledge"
# What each step is called on its button, and what it does in words.
STEPS = {
    (PledgeStatus.DRAFT, PledgeStatus.ISSUED): (
        "Chuyển sang chờ ký",
        "Lời giao ước không sửa được nữa; các thành viên của cụm được đưa vào danh sách ký.",
    ),
    (PledgeStatus.ISSUED, PledgeStatus.SIGNED): (
        "Ghi nhận đã ký đủ",
        "Mọi đơn vị trong danh sách phải có ngày ký.",
    ),
    (PledgeStatus.SIGNED, PledgeStatus.PUBLISHED): (
        "Công bố giao ước",
        "Mọi người xem được giao ước trên cổng.",
    ),
    (PledgeStatus.ISSUED, PledgeStatus.DRAFT): (
        "Chuyển về dự thảo",
        "Sửa được lời giao ước. Chữ ký trên bản giấy đã ghi vẫn giữ.",
    ),
    (PledgeStatus.SIGNED, PledgeStatus.ISSUED): (
        "Chuyển về chờ ký",
        "Sửa được chữ ký đã ghi.",
    ),
    (PledgeStatus.PUBLISHED, PledgeStatus.SIGNED): (
        "Gỡ công bố",
        "Công chúng không xem được giao ước này nữa.",
    ),
}


@login_required
@require_http_methods(METHODS)
def draft(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The pledge of the year: its text to write while it is a draft, to read afterwards."""
    found = find_year(request, cluster_slug, year)
    may_edit = _may_edit(request, found)
    pledge = _pledge_of(found)
    data = request.POST if request.method == "POST" else None
    token = pledges.text_token(pledge)
    form = PledgeForm(
        data,
        instance=pledge or Pledge(emulation_year=found),
        year=found,
        loaded=Loaded(token, pledge, ("save_pledge",)),
        ask_reason=access.is_correction(request.user, found),
    )
    items = items_of(data, pledge)
    if data is not None:
        is_valid = all((form.is_valid(), items.is_valid()))
        if is_valid and form.save_with(items, by=request.user):
            messages.success(request, "Đã lưu giao ước.")
            return redirect(HERE, cluster_slug, year)
        pledge = _pledge_of(found)  # as it is kept; the form holds what was typed
    is_draft = pledge is None or pledge.status == PledgeStatus.DRAFT
    context = _context(request, found, pledge) | {
        "form": form,
        "items": items,
        "may_write": may_edit and (is_draft or data is not None),
        "may_edit": may_edit,
        # Somebody else has saved since: their items stand beside what was typed.
        "is_stale": data is not None and data.get(SEEN) != token,
    }
    return render(request, "workspace/board/pledge.html", context)


@login_required
@require_http_methods(METHODS)
def signatures(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Who signed the paper for each member, in what capacity and when."""
    found = find_year(request, cluster_slug, year)
    may_edit = _may_edit(request, found)
    pledge = _pledge_of(found)
    if pledge is None:
        raise Http404
    rows = _signatures_of(pledge)
    form = SignaturesForm(
        request.POST if request.method == "POST" else None,
        signatures=_signatures_of(pledge),
        loaded=Loaded(pledges.signatures_token(pledge), pledge, ("save_signatures",)),
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST" and form.is_valid() and form.save(pledge, by=request.user):
        messages.success(request, "Đã lưu chữ ký.")
        return redirect("workspace:pledge-signatures", cluster_slug, year)
    is_open = pledge.status == PledgeStatus.ISSUED or request.method == "POST"
    context = _context(request, found, pledge) | {
        "form": form,
        "rows": rows,
        "may_write": may_edit and is_open,
    }
    return render(request, "workspace/board/signatures.html", context)


@login_required
@require_http_methods(METHODS)
def step(request: HttpRequest, cluster_slug: str, year: int, to: str) -> HttpResponse:
    """Takes the pledge one step on, or one step back with the reason."""
    found = find_year(request, cluster_slug, year)
    pledge = _pledge_of(found)
    if pledge is None or to not in PledgeStatus:
        raise Http404
    touches_public = PledgeStatus.PUBLISHED in (to, pledge.status)
    permission = Permission.PUBLISH if touches_public else Permission.EDIT_PLEDGE
    access.require(request.user, permission, found)
    words = STEPS.get((pledge.status, to))
    if words is None:
        # Somebody took the step meanwhile, or an old page was sent again.
        messages.info(request, f"Giao ước đang ở bước “{pledge.get_status_display()}”.")
        return redirect(HERE, cluster_slug, year)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        pledge=pledge,
        to=to,
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST" and form.is_valid() and form.save(by=request.user):
        messages.success(request, f"Giao ước: {PledgeStatus(to).label.lower()}.")
        return redirect(HERE, cluster_slug, year)
    context = _context(request, found, pledge) | {
        "form": form,
        "label": words[0],
        "what": words[1],
        # What was sent stays, with the reason why it is refused.
        "lacking": "" if form.is_bound else pledges.why_not_yet(pledge, to),
    }
    return render(request, "workspace/board/pledge_step.html", context)


def _may_edit(request: HttpRequest, year: EmulationYear) -> bool:
    """Whether the pledge may be edited; raises PermissionDenied when it is sent without."""
    may_edit = access.may(request.user, Permission.EDIT_PLEDGE, year)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(access.DENIED)
    return may_edit


def _pledge_of(year: EmulationYear) -> Pledge | None:
    rows = Pledge.objects.select_related("emulation_year__cluster", "conference")
    return rows.filter(emulation_year=year).prefetch_related("items", "signatures").first()


def _signatures_of(pledge: Pledge) -> list[PledgeSignature]:
    rows = PledgeSignature.objects.filter(pledge=pledge).select_related("unit")
    return list(rows.order_by("unit__sort_key", "pk"))


def _context(request: HttpRequest, year: EmulationYear, pledge: Pledge | None) -> dict[str, Any]:
    """What the pages of the pledge share: its way, the steps one may take."""
    status = pledge.status if pledge else PledgeStatus.DRAFT
    here = WAY.index(PledgeStatus(status))
    own = {
        permission: access.may(request.user, permission, year)
        for permission in (Permission.EDIT_PLEDGE, Permission.PUBLISH)
    }

    def step_to(place: int) -> dict[str, str] | None:
        if pledge is None or not 0 <= place < len(WAY):
            return None
        touches_public = PledgeStatus.PUBLISHED in (WAY[place], status)
        if not own[Permission.PUBLISH if touches_public else Permission.EDIT_PLEDGE]:
            return None
        return {"to": WAY[place].value, "label": STEPS[status, WAY[place]][0]}

    return year_context(year, HERE) | {
        "pledge": pledge,
        "way": [
            (one.label, "done" if place < here else "now" if place == here else "")
            for place, one in enumerate(WAY)
        ],
        "forward": step_to(here + 1),
        "back": step_to(here - 1),
        "signature_rows": list(pledge.signatures.all()) if pledge else [],
        "signed_count": sum(row.signed_on is not None for row in pledge.signatures.all())
        if pledge
        else 0,
    }
