"""Where one's work is, and the board of a year."""

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.workspace.board import selectors
from cluster_portal.workspace.board.lines import Line, State, count_of
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.roles import Permission, Role

# Where those work who hold one role alone and no cluster is theirs to choose.
PLACE_OF = {
    frozenset({Role.PROVINCIAL_OFFICER}): "workspace:unit-work",
    frozenset({Role.CENTRAL}): "dashboards:national",
}
EVERYTHING = "tat-ca"  # asks for every cluster and year, where one board would open at once


class Linked(NamedTuple):
    """A line of the board with the address where it is worked on."""

    line: Line
    url: str


@login_required
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Where one's work is: a secretary's board at once, or the clusters to choose from.

    Whoever works for provinces alone goes on to the work of those, the centre to the board of the
    country. With `EVERYTHING` in the address always the clusters.
    """
    today = timezone.localdate()
    if EVERYTHING not in request.GET and (place := PLACE_OF.get(access.roles_of(request.user))):
        return redirect(place)
    if EVERYTHING not in request.GET and (year := selectors.only_board(request.user, today)):
        return redirect("workspace:board", year.cluster.slug, year.year)
    desks = selectors.desks_of(request.user, today)
    if not desks:
        return redirect("workspace:profile")
    rows = [
        {
            "desk": desk,
            "reports": [
                (unit, reverse("workspace:unit-report", args=_report_of(desk, unit)))
                for unit in desk.units
                if desk.year
            ],
        }
        for desk in desks
    ]
    return render(request, "workspace/board/work.html", {"rows": rows, "today": today})


def _report_of(desk: selectors.Desk, unit: Any) -> tuple:
    return desk.cluster.slug, desk.year.year, unit.slug


@login_required
@require_safe
def board(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """What is done in the year, what is missing, what is late, and by whom."""
    found = find_year(request, cluster_slug, year)
    today = timezone.localdate()
    boards = selectors.boards_of([found, *selectors.years_beside([found])], today)
    lines = boards[found.pk].lines
    may_lead = access.may(request.user, Permission.LEAD, found)
    context = year_context(found, "workspace:board") | {
        "lines": [Linked(line, _address(line, may_lead=may_lead)) for line in lines],
        "done": count_of(lines, State.DONE),
        "doing": count_of(lines, State.DOING),
        "late": [line for line in lines if line.state == State.LATE],
        "indicators": boards[found.pk].indicators,
        "figures_url": reverse("workspace:figures", args=(cluster_slug, year)),
        "years": [
            (number, len(boards[key].open) if key in boards else 0)
            for key, number in found.cluster.years.order_by("year").values_list("pk", "year")
        ],
        "may_lead": may_lead,
        "today": today,
    }
    return render(request, "workspace/board/board.html", context)


def _address(line: Line, *, may_lead: bool) -> str:
    """Where the line is worked on; only the chair's secretariat gets into the start of a year."""
    if line.place == "workspace:start-year" and not may_lead:
        return ""
    return reverse(line.place, args=line.arguments)
