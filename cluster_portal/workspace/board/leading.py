"""Who leads the cluster in a year, and whose turn it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.workspace.board.forms import LeadershipForm
from cluster_portal.workspace.board.turns import rotation_of
from cluster_portal.workspace.years import find_cluster, find_year, year_context
from clusters import access
from clusters.members import members_of
from clusters.models import EmulationYear
from clusters.roles import Permission
from clusters.rotation import Standing, Turn

METHODS = ["GET", "HEAD", "POST"]
PROPOSED = "de-nghi"  # asks in the address for the proposal of the rotation


@login_required
@require_http_methods(METHODS)
def leadership(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Sets the chair and the vice-chairs of the year; others look."""
    found = find_year(request, cluster_slug, year)
    may_lead = access.may(request.user, Permission.LEAD, found)
    if request.method == "POST" and not may_lead:
        raise PermissionDenied(access.DENIED)
    proposal = rotation_of(found.cluster, year).proposal
    wanted = [proposal.chair, *proposal.vice_chairs] if proposal.chair else []
    form = LeadershipForm(
        request.POST if request.method == "POST" else None,
        members=members_of(found),
        year=found,
        leaders=found.led_by,
        proposed=[choice.unit_id for choice in wanted] if PROPOSED in request.GET else (),
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST" and form.is_valid() and form.save(found, by=request.user):
        messages.success(request, f"Đã đặt lãnh đạo cụm năm {year}.")
        return redirect("workspace:board", cluster_slug, year)
    context = year_context(found, "workspace:board") | {
        "form": form,
        "may_write": may_lead,
        "proposal": proposal,
        "is_filled_in": PROPOSED in request.GET,
        "takes_office": _takes_office(request, found),
    }
    return render(request, "workspace/board/leadership.html", context)


def _takes_office(request: HttpRequest, year: EmulationYear) -> bool:
    """Whether the chair that is set takes office at once, as the cluster records no handover."""
    office = access.office_of(request.user, year.cluster_id)
    is_next = office is None or year.year >= office.year
    return (
        is_next
        and (office is None or office.since is None)
        and (year.year <= timezone.localdate().year)
    )


@login_required
@require_safe
def rotation(request: HttpRequest, cluster_slug: str) -> HttpResponse:
    """Years since each member last led, and a proposal for the next year by that."""
    cluster = find_cluster(request, cluster_slug)
    turns = rotation_of(cluster)
    context = {
        "cluster": cluster,
        "rotation": turns,
        "rows": [
            (row, _in_words(row, row.chaired), _in_words(row, row.vice)) for row in turns.rows
        ],
        "may_lead": access.may(request.user, Permission.LEAD, cluster),
    }
    return render(request, "workspace/board/rotation.html", context)


def _in_words(row: Standing, turn: Turn | None) -> str:
    """ "2024 (Nam Định; suy ra)": the year, the predecessor that had the turn, how it is known.

    The cluster too where it is one that this one follows.
    """
    if turn is None:
        return ""
    notes = [turn.unit_name] if turn.unit_id != row.unit_id else []
    notes += [f"cụm {turn.cluster}"] if turn.cluster else []
    notes += ["suy ra"] if turn.is_inferred else []
    return f"{turn.year} ({'; '.join(notes)})" if notes else str(turn.year)
