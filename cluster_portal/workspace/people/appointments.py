"""One appointment: what it says, its end, and the scan of its decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cluster_portal.files.responses import private_file
from cluster_portal.pages.limits import limited
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.workspace.people import selectors
from cluster_portal.workspace.people.forms import DecisionForm, EndForm, add_errors
from cluster_portal.workspace.people.tables import period_of, place_of
from clusters import access, services
from clusters.history import history_url
from clusters.models import Appointment
from clusters.roles import Permission


@login_required
@require_safe
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """An appointment, for its holder and for whoever is responsible for the scope."""
    return _page(request, _find(request, pk))


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment after a day, with a reason."""
    row = _find_own_to_change(request, pk)
    form = EndForm(request.POST, prefix="end")
    if form.is_valid():
        try:
            ended = services.end_appointment(appointment=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error, {"valid_to": "last_day"})
        else:
            messages.success(request, f"Phân công kết thúc sau ngày {format_date(ended.valid_to)}.")
            return redirect("workspace:appointment", pk)
    return _page(request, row, end_form=form)


@login_required
@require_POST
@limited("upload")
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the scan of the decision, in place of an earlier one."""
    row = _find_own_to_change(request, pk)
    form = DecisionForm(request.POST, request.FILES, prefix="decision")
    if form.is_valid():
        try:
            services.attach_decision(appointment=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Đã lưu bản chụp quyết định.")
            return redirect("workspace:appointment", pk)
    return _page(request, row, decision_form=form)


@login_required
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The scan of the decision, as a download that the audit knows of."""
    row = _find(request, pk)
    if row.decision_file is None:
        raise Http404
    return private_file(request, row.decision_file, target=row)


def _find(request: HttpRequest, pk: int) -> Appointment:
    rows = Appointment.objects.for_user(request.user)
    return get_object_or_404(rows.select_related("user", "cluster", "unit", "decision_file"), pk=pk)


def _find_own_to_change(request: HttpRequest, pk: int) -> Appointment:
    row = _find(request, pk)
    if not access.may_supervise(request.user, row):
        raise PermissionDenied
    return row


def _page(request: HttpRequest, row: Appointment, **forms: Any) -> HttpResponse:
    context = {
        "appointment": row,
        "place": place_of(row),
        "period": period_of(row),
        "state": selectors.APPOINTMENT_STATES[selectors.state_of_appointment(row)],
        "history_url": history_url(request.user, row),
        "may_invite": selectors.may_invite(request.user),
        "may_supervise": access.may_supervise(request.user, row),
        "is_administrator": access.may(request.user, Permission.ADMINISTER),
        "has_ended": selectors.state_of_appointment(row) == selectors.ENDED,
        "decision_form": DecisionForm(prefix="decision"),
        "end_form": EndForm(prefix="end", initial={"last_day": timezone.localdate()}),
    }
    return render(request, "workspace/people/appointment.html", context | forms)
