"""The history of a record: who did what to it and to its parts, when and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from awards.models import Award
from cluster_portal.audit.models import AuditEvent
from cluster_portal.audit.wording import Change, describe, kind_of_target
from cluster_portal.pages.query import page_number
from cluster_portal.workspace.table_files import per_page
from clusters.history import WORDS, may_see_history
from clusters.models import Appointment, Cluster, EmulationYear, Unit
from emulation.models import Conference, IndicatorValue, Pledge

PER_PAGE = 50

# What somebody may see of each kind, by its word in the address.
VISIBLE: dict[str, Callable[[Any], QuerySet]] = {
    "cum": lambda user: Cluster.objects.for_user(user),
    "nam": lambda user: EmulationYear.objects.for_user(user).select_related("cluster"),
    "don-vi": lambda user: Unit.objects.all(),
    "hoi-nghi": lambda user: Conference.objects.for_user(user).select_related("cluster"),
    "giao-uoc": lambda user: Pledge.objects.for_user(user).select_related(
        "emulation_year__cluster"
    ),
    "so-lieu": lambda user: IndicatorValue.objects.for_user(user).select_related(
        "indicator", "unit", "emulation_year__cluster"
    ),
    "khen-thuong": lambda user: Award.objects.for_user(user).select_related(
        "form", "recipient_unit", "emulation_year__cluster"
    ),
    "phan-cong": lambda user: Appointment.objects.for_user(user).select_related("cluster", "unit"),
}


@dataclass(frozen=True)
class Entry:
    """One event in words; `part` names a part of the record, `url` leads to the part's history."""

    event: AuditEvent
    part: str
    url: str
    changes: list[Change]


@login_required
@require_safe
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A record's history, the newest first, for those who may see drafts of its cluster."""
    if kind not in VISIBLE:
        raise Http404
    row = get_object_or_404(VISIBLE[kind](request.user), pk=pk)
    if not may_see_history(request.user, row):
        raise PermissionDenied
    page = Paginator(_events_of(row), per_page(request, PER_PAGE)).get_page(page_number(request))
    # A figure and an award stand on the page of their year.
    home = row if hasattr(row, "get_absolute_url") else row.emulation_year
    context = {
        "row": row,
        "kind": row._meta.verbose_name,
        "home": home,
        "page": page,
        "entries": _entries(page, row, request.user),
    }
    return render(request, "workspace/history.html", context)


def _events_of(row: Model) -> QuerySet[AuditEvent]:
    label, key = row._meta.label_lower, str(row.pk)
    return AuditEvent.objects.filter(
        Q(target_type=label, target_id=key) | Q(parent_type=label, parent_id=key)
    )


def _entries(events: Iterable[AuditEvent], row: Model, user: Any) -> list[Entry]:
    own = (row._meta.label_lower, str(row.pk))
    events = list(events)
    there = _still_there({(event.target_type, event.target_id) for event in events} - {own}, user)
    entries = []
    for event in events:
        target = (event.target_type, event.target_id)
        part = "" if target == own else f"{kind_of_target(event.target_type)}: {event.target_name}"
        entries.append(Entry(event, part, there.get(target, ""), describe(event)))
    return entries


def _still_there(targets: set[tuple[str, str]], user: Any) -> dict[tuple[str, str], str]:
    """Addresses of the histories that parts have of their own, one query for each kind."""
    found = {}
    for label, word in WORDS.items():
        keys = [key for kind, key in targets if kind == label]
        rows = VISIBLE[word](user).filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
        for key in rows:
            found[label, str(key)] = reverse("workspace:history", args=[word, key])
    return found
