"""Starting a year, its due days and its indicators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.audit.models import AuditEvent
from cluster_portal.audit.wording import describe
from cluster_portal.workspace.board.forms import (
    DeadlinesForm,
    StartYearForm,
    YearIndicatorsForm,
    moved,
)
from cluster_portal.workspace.board.turns import rotation_of
from cluster_portal.workspace.forms import Loaded
from cluster_portal.workspace.years import find_cluster, find_year, year_context
from clusters import access
from clusters.members import changes_between
from clusters.roles import Permission
from clusters.selectors import earlier_years
from emulation.models import Indicator, Task
from emulation.services.rules import settled_review
from emulation.services.years import (
    FIGURES_SETTLED,
    deadlines_token,
    indicators_of,
    usual_days,
    years_to_start,
)

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def start_year(request: HttpRequest, cluster_slug: str) -> HttpResponse:
    """Starts the next year of the cluster with what carries over."""
    cluster = find_cluster(request, cluster_slug)
    access.require(request.user, Permission.LEAD, cluster)
    office = access.office_of(request.user, cluster.pk)
    choices = years_to_start(cluster, timezone.localdate())
    form = StartYearForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        led=office.year if office else None,
        initial={"year": choices[0] if choices else None},
    )
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and (year := form.save(cluster, by=request.user)):
        messages.success(request, f"Đã mở năm {year.year}.")
        return redirect("workspace:year-started", cluster_slug, year.year)
    context = {
        "cluster": cluster,
        "form": form,
        "choices": choices,
        "newest": cluster.years.order_by("-year").first(),
    }
    return render(request, "workspace/board/start_year.html", context)


@login_required
@require_safe
def started(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """What was copied when the year was started, what was not, and what to do next."""
    found = find_year(request, cluster_slug, year)
    event = (
        AuditEvent.objects.filter(
            action="start_year", target_type=found._meta.label_lower, target_id=str(found.pk)
        )
        .order_by("-pk")
        .first()
    )
    if event is None:
        raise Http404
    before = next(iter(earlier_years(found.cluster, year)), None)
    proposed = None if found.led_by else rotation_of(found.cluster, year).proposal
    last_conference = (
        found.cluster.conferences.annotate(delegate_count=Count("delegates"))
        .order_by("-held_on", "pk")
        .first()
    )
    context = year_context(found, "workspace:board") | {
        "event": event,
        "copied": [
            (change.label, change.after.split("; "))
            for change in describe(event)
            if change.label != "năm"
        ],
        "before": before,
        "has_indicators": "year_indicators" in event.changes,
        "members": changes_between(before, found),
        "last_conference": last_conference,
        "proposal": proposed,
    }
    return render(request, "workspace/board/started.html", context)


@login_required
@require_http_methods(METHODS)
def deadlines(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """By which day each task of the year is due."""
    found = find_year(request, cluster_slug, year)
    may_lead = access.may(request.user, Permission.LEAD, found)
    if request.method == "POST" and not may_lead:
        raise PermissionDenied(access.DENIED)
    days = {row.task: row.due_on for row in found.deadlines.all()}
    usual = usual_days(year)
    form = DeadlinesForm(
        request.POST if request.method == "POST" else None,
        days=days or usual,
        loaded=Loaded(
            deadlines_token(days), found, ("set_deadlines",), dict.fromkeys(Task.values) | days
        ),
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST" and form.is_valid() and form.save(found, by=request.user):
        messages.success(request, "Đã lưu hạn của các việc.")
        return redirect("workspace:board", cluster_slug, year)
    context = year_context(found, "workspace:board") | {
        "form": form,
        "may_write": may_lead,
        "are_proposed": not days,
        "days": [(task.label, days.get(task), usual[task]) for task in Task],
    }
    return render(request, "workspace/board/deadlines.html", context)


@login_required
@require_http_methods(METHODS)
def year_indicators(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Which indicators the members report for the year, in which order."""
    found = find_year(request, cluster_slug, year)
    may_edit = access.may(request.user, Permission.EDIT_RESULTS, found)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(access.DENIED)
    chosen = indicators_of(found)
    catalogue = list(Indicator.objects.all())
    as_moved = moved(request.POST, catalogue) if request.method == "POST" else None
    is_sent = request.method == "POST" and as_moved is None
    form = YearIndicatorsForm(
        request.POST if is_sent else None,
        initial=as_moved,
        catalogue=catalogue,
        chosen=chosen,
        year=found,
        ask_reason=access.is_correction(request.user, found),
    )
    if is_sent and form.is_valid() and form.save(found, by=request.user):
        messages.success(request, "Đã lưu chỉ tiêu của năm.")
        return redirect("workspace:year-indicators", cluster_slug, year)
    used = set(found.values.values_list("indicator", flat=True).distinct())
    settled = settled_review(found)
    context = year_context(found, "workspace:board") | {
        "form": form,
        "rows": _rows(form, used),
        "chosen": chosen,
        "may_write": may_edit and (settled is None or request.method == "POST"),
        "settled": FIGURES_SETTLED if settled else "",
        "is_moved": as_moved is not None,
    }
    return render(request, "workspace/board/year_indicators.html", context)


def _rows(form: YearIndicatorsForm, used: set[int]) -> list[dict[str, Any]]:
    return [
        {"indicator": indicator, "use": use, "order": order, "has_values": indicator.pk in used}
        for indicator, use, order in form.rows()
    ]
