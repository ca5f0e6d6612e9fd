"""The page of a province's officer: what waits for the province, wherever it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cluster_portal.workspace.board.pledge_pages import find_pledge
from cluster_portal.workspace.unit_work import selectors, services
from cluster_portal.workspace.unit_work.places import places_of, works_for_units
from clusters import access
from clusters.roles import Permission


@login_required
@require_safe
def unit_work(request: HttpRequest) -> HttpResponse:
    """What waits for the province and was done lately; others are led to their own work."""
    if not works_for_units(request.user):
        return redirect("workspace:work")
    today = timezone.localdate()
    places = places_of(request.user, today)
    rows = selectors.waiting_for(request.user, places, today)
    context = {
        "rows": rows,
        "late": sum(row.is_late for row in rows),
        "done": selectors.done_lately(places),
        "units": places.names,
        "today": today,
    }
    return render(request, "workspace/unit_work/unit_work.html", context)


@login_required
@require_POST
def remind_unsigned(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The secretariat reminds the members that have not signed, once a day."""
    found, pledge = find_pledge(request, cluster_slug, year)
    access.require(request.user, Permission.EDIT_PLEDGE, found)
    try:
        reminded = services.remind_unsigned(pledge=pledge, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, reminded.words)
    return redirect("workspace:pledge-signatures", cluster_slug, year)
