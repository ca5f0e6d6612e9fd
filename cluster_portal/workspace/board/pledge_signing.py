"""The pages on which a pledge is signed: on paper, with its scan; in which order; or declined."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.files.responses import private_file
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.board.pledge_life_forms import (
    DeclineForm,
    ScanForm,
    SigningOrderForm,
)
from cluster_portal.workspace.board.pledge_pages import (
    METHODS,
    find_pledge,
    may_edit_pledge,
    pledge_context,
    signatures_of,
)
from cluster_portal.workspace.board.pledge_signature_forms import SignaturesForm
from cluster_portal.workspace.forms import Loaded, ServiceForm
from cluster_portal.workspace.signing import letters
from cluster_portal.workspace.years import find_cluster
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature, PledgeStatus, SigningMethod
from emulation.services import pledge_signatures, pledge_signing
from emulation.services.pledge_signatures import SCANNED
from emulation.services.pledge_steps import why_not_yet
from emulation.signing_order import HAS_SIGNED, NOT_WAITING

SIGNATURES = "workspace:pledge-signatures"
TAKE_BACK = "rut-lai"  # the button that takes the declining back


@login_required
@require_http_methods(METHODS)
def signatures(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Who signed the paper for each member, in what capacity and when; who declined, and why."""
    found, pledge = find_pledge(request, cluster_slug, year)
    may_edit = may_edit_pledge(request, found)
    rows = signatures_of(pledge)
    form = SignaturesForm(
        request.POST if request.method == "POST" else None,
        signatures=signatures_of(pledge),
        loaded=Loaded(pledge_signatures.signatures_token(pledge), pledge, ("save_signatures",)),
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST" and form.is_valid() and form.save(pledge, by=request.user):
        messages.success(request, "Đã lưu chữ ký.")
        return redirect(SIGNATURES, cluster_slug, year)
    is_open = pledge.status == PledgeStatus.ISSUED or request.method == "POST"
    context = pledge_context(request, found, pledge) | {
        "form": form,
        "rows": [_line(request, pledge, row, may_edit=may_edit) for row in rows],
        "lacking": why_not_yet(pledge, PledgeStatus.SIGNED),
        "may_write": may_edit and is_open,
        "may_lead": access.may(request.user, Permission.LEAD, found),
    }
    return render(request, "workspace/board/signatures.html", context)


def _line(
    request: HttpRequest, pledge: Pledge, row: PledgeSignature, *, may_edit: bool
) -> dict[str, Any]:
    """A place for a signature and what the reader may do about it."""
    is_paper = row.method == SigningMethod.PAPER
    return {
        "row": row,
        "may_decline": pledge.status == PledgeStatus.ISSUED
        and not row.signed_on
        and access.may(request.user, Permission.SIGN, row),
        "may_scan": may_edit and is_paper and pledge.status in SCANNED,
    }


@login_required
@require_http_methods(METHODS)
@limited("upload", methods=("POST",))
def keep_scan(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """The scan of the paper that one unit signed."""
    found, pledge, row = _find_place(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.EDIT_PLEDGE, found)
    sends = request.method == "POST"
    is_open = row.method == SigningMethod.PAPER and pledge.status in SCANNED
    if not is_open and not sends:
        messages.info(request, pledge_signatures.NOT_ON_PAPER)
        return redirect(SIGNATURES, cluster_slug, year)
    form = ScanForm(
        request.POST if sends else None,
        request.FILES if sends else None,
        ask_reason=access.is_correction(request.user, found),
    )
    if form.is_valid() and form.save_by(
        pledge_signatures.attach_signature_scan, pledge=pledge, unit=row.unit, by=request.user
    ):
        messages.success(request, f"Đã lưu bản chụp chữ ký của {row.unit}.")
        return redirect(SIGNATURES, cluster_slug, year)
    context = pledge_context(request, found, pledge) | {"form": form, "row": row}
    return render(request, "workspace/board/signature_scan.html", context)


@login_required
@require_safe
def scan(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponseBase:
    """The scan, for those who see the drafts of the cluster."""
    _, pledge, row = _find_place(request, cluster_slug, year, unit_slug)
    if row.scan is None:
        raise Http404
    return private_file(request, row.scan, target=pledge)


@login_required
@require_http_methods(METHODS)
def decline(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """The unit's officer declines to sign, or takes that back."""
    found, pledge, row = _find_place(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.SIGN, row)
    sends = request.method == "POST"
    if not sends and (pledge.status != PledgeStatus.ISSUED or row.signed_on):
        messages.info(request, HAS_SIGNED if row.signed_on else NOT_WAITING)
        return redirect(SIGNATURES, cluster_slug, year)
    given = {"pledge": pledge, "unit": row.unit, "by": request.user}
    takes_back = TAKE_BACK in request.POST
    form = (ServiceForm if takes_back else DeclineForm)(request.POST if sends else None)
    service = pledge_signing.take_back_decline if takes_back else pledge_signing.decline_to_sign
    if sends and form.is_valid() and form.save_by(service, **given):
        letters.tell_declined(row, request.user, is_taken_back=takes_back)
        done = "Đã rút lại việc từ chối ký." if takes_back else "Đã báo cụm là đơn vị từ chối ký."
        messages.success(request, done)
        return redirect(SIGNATURES, cluster_slug, year)
    context = pledge_context(request, found, pledge) | {
        "form": form,
        "row": row,
        "take_back": TAKE_BACK,
    }
    return render(request, "workspace/board/decline.html", context)


def _find_place(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str
) -> tuple[EmulationYear, Pledge, PledgeSignature]:
    """The year, its pledge and the unit's place in it; Http404 where there is none."""
    found, pledge = find_pledge(request, cluster_slug, year)
    row = next((row for row in signatures_of(pledge) if row.unit.slug == unit_slug), None)
    if row is None:
        raise Http404
    row.pledge = pledge
    return found, pledge, row


@login_required
@require_http_methods(METHODS)
def signing_order(request: HttpRequest, cluster_slug: str) -> HttpResponse:
    """In which order the members of the cluster sign digitally; others look."""
    cluster = find_cluster(request, cluster_slug)
    may_lead = access.may(request.user, Permission.LEAD, cluster)
    if request.method == "POST" and not may_lead:
        raise PermissionDenied(access.DENIED)
    form = SigningOrderForm(request.POST if request.method == "POST" else None, cluster=cluster)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Đã lưu thứ tự ký giao ước.")
        return redirect("workspace:signing-order", cluster_slug)
    context = {"cluster": cluster, "form": form, "may_write": may_lead}
    return render(request, "workspace/board/signing_order.html", context)
