"""One's own page, and the page that explains the roles."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.workspace import selectors


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Who one is here, appointed to what, from when until when, and what that allows."""
    today = timezone.localdate()
    duties = selectors.duties_of(request.user)
    return render(
        request,
        "workspace/profile.html",
        {
            "duties": [duty for duty in duties if duty.appointment.holds_on(today)],
            "other_duties": [duty for duty in duties if not duty.appointment.holds_on(today)],
            "today": today,
        },
    )


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what: every role and every permission."""
    return render(request, "workspace/roles.html", {"roles": selectors.role_rows()})
