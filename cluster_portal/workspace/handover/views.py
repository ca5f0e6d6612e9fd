"""The handover to the chair of a year: its checklist, both confirmations, its minutes."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.accounts.second_factors import forget_page, remember_page
from cluster_portal.documents.responses import issued_response
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.forms import ADD, SEEN, Loaded, ServiceForm, with_more_rows
from cluster_portal.workspace.handover import services
from cluster_portal.workspace.handover.forms import ITEMS, HandoverForm, item_forms, items_in
from cluster_portal.workspace.handover.proposal import proposed_items
from cluster_portal.workspace.issuing.pages import (
    Look,
    ask_for,
    data_for,
    look,
    refused_before,
    say_again,
)
from cluster_portal.workspace.models import IssueAct
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.downloads import note_download
from clusters.models import EmulationYear, Handover, HandoverConfirmation, HandoverSide, Unit
from clusters.roles import Permission
from clusters.services.handover import (
    MOST_ITEMS,
    NEEDS_FACTOR,
    Item,
    Sides,
    lacks_factor,
    list_token,
    prepare_handover,
    sides_of,
)

HERE = "workspace:handover"
METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class SideRow:
    """One side: its unit, who confirmed, and whether this user may."""

    side: HandoverSide
    unit: Unit
    year: int
    confirmation: HandoverConfirmation | None
    may_confirm: bool


@login_required
@require_safe
def handover(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Where the handover stands."""
    found = find_year(request, cluster_slug, year)
    sides, missing = _sides(found)
    row = _handover(found)
    seen = look(request, handover=row) if row else Look()
    if seen.mend_at:
        return redirect(seen.mend_at)
    items = list(row.items.all()) if row else []
    may_lead = access.may(request.user, Permission.LEAD, found)
    context = {
        "handover": row,
        "under_way": seen.under_way,
        "items": items,
        "sides": _side_rows(request, row, sides) if sides else [],
        "missing": missing,
        "has_come": row is not None and row.handed_over_on <= timezone.localdate(),
        "may_prepare": may_lead
        and sides is not None
        and not (row and row.is_effective)
        and not seen.under_way,
    }
    return render(request, "workspace/handover/handover.html", year_context(found, HERE) | context)


def _sides(year: EmulationYear) -> tuple[Sides | None, str]:
    """Both sides, or what is missing in words."""
    try:
        return sides_of(year), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def _handover(year: EmulationYear) -> Handover | None:
    rows = Handover.objects.select_related("emulation_year__cluster", "source", "document")
    return rows.defer("document__content", "document__data").filter(emulation_year=year).first()


def _side_rows(request: HttpRequest, row: Handover | None, sides: Sides) -> list[SideRow]:
    confirmed = {}
    if row:
        given = row.confirmations.select_related("confirmed_by", "unit")
        confirmed = {one.side: one for one in given}
    others = {one.confirmed_by_id for one in confirmed.values()}
    waits = row is not None and not row.is_effective
    return [
        SideRow(
            side,
            leader.unit,
            leader.emulation_year.year,
            confirmed.get(side),
            waits
            and side not in confirmed
            and request.user.pk not in others
            and access.speaks_for(request.user, row.emulation_year.cluster, leader.unit),
        )
        for side, leader in ((HandoverSide.GIVES, sides.gives), (HandoverSide.TAKES, sides.takes))
    ]


@login_required
@require_http_methods(METHODS)
def prepare(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The day and the checklist, at first as the record proposes it."""
    found = find_year(request, cluster_slug, year)
    access.require(request.user, Permission.LEAD, found)
    sides, _ = _sides(found)
    row = _handover(found)
    if sides is None or (row and row.is_effective):
        return redirect(HERE, cluster_slug, year)
    if row:
        items = [Item(item.text, item.state, item.note) for item in row.items.all()]
    else:
        items = proposed_items(found, sides)
    data = request.POST if request.method == "POST" else None
    asks_more = data is not None and ADD in data
    initial = {
        "handed_over_on": row.handed_over_on if row else None,
        "note": row.note if row else "",
    }
    form = HandoverForm(
        None if asks_more else data,
        initial=data.dict() if asks_more else initial,
        loaded=_loaded(row),
        ask_reason=access.is_correction(request.user, found),
    )
    lines = item_forms(items, with_more_rows(data, ITEMS, MOST_ITEMS) if asks_more else data)
    if data is not None and not asks_more and form.is_valid() and lines.is_valid():
        done = form.save_by(
            prepare_handover, emulation_year=found, items=items_in(lines), by=request.user
        )
        if done is not None:
            messages.success(request, "Đã lưu danh mục bàn giao.")
            return redirect(HERE, cluster_slug, year)
    context = {
        "form": form,
        "lines": lines,
        "is_proposed": row is None,
        # Somebody else has saved since: their list stands beside what was typed.
        "standing": items if row and _is_stale(request, row) else [],
        "confirmed": list(row.confirmations.select_related("unit")) if row else [],
    }
    return render(request, "workspace/handover/prepare.html", year_context(found, HERE) | context)


@login_required
@require_http_methods(METHODS)
@limited("pdf", methods=("POST",))
def confirm(request: HttpRequest, cluster_slug: str, year: int, side: str) -> HttpResponse:
    """One side confirms; the page says what that does."""
    found = find_year(request, cluster_slug, year)
    sides, _ = _sides(found)
    row = _handover(found)
    if side not in HandoverSide.values or sides is None or row is None:
        raise Http404
    unit = sides.unit(side)
    if not access.speaks_for(request.user, found.cluster, unit):
        raise PermissionDenied(access.DENIED)
    if needs_factor := lacks_factor(request.user, side):
        remember_page(request)
    else:
        forget_page(request)
    here, sends = redirect(HERE, cluster_slug, year), request.method == "POST"
    # The last confirmation prints the minutes.
    is_last = row.confirmations.exclude(side=side).exists()
    if is_last and not sends and look(request, handover=row).under_way:
        return here
    about, which = {"act": IssueAct.HANDOVER, "subject": row}, {"side": side}
    refused = refused_before(request, **about, **which)
    form = ServiceForm(data_for(request, refused), loaded=_loaded(row))
    if sends and form.is_valid():
        if is_last and ask_for(request, form, **about, details=which):
            return here
        if not is_last and (
            done := form.save_by(services.confirm, handover=row, side=side, by=request.user)
        ):
            messages.success(request, services.words_of(done))
            return here
    say_again(form, refused)
    context = {
        "handover": row,
        "items": list(row.items.all()),
        "side": HandoverSide(side),
        "unit": unit,
        "is_last": is_last,
        "needs_factor": NEEDS_FACTOR if needs_factor else "",
        "form": form,
    }
    return render(request, "workspace/handover/confirm.html", year_context(found, HERE) | context)


def _loaded(row: Handover | None) -> Loaded:
    return Loaded(list_token(row), row, ("prepare_handover",))


def _is_stale(request: HttpRequest, row: Handover) -> bool:
    return request.method == "POST" and request.POST.get(SEEN) != list_token(row)


@login_required
@require_safe
def minutes_pdf(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The minutes as they were issued."""
    found = find_year(request, cluster_slug, year)
    row = Handover.objects.select_related("document").filter(emulation_year=found).first()
    if row is None or row.document is None:
        raise Http404
    name = f"bien-ban-ban-giao-{cluster_slug}-{year}.pdf"
    note_download(request, file=name, target=found)
    return issued_response(request, row.document, name)
