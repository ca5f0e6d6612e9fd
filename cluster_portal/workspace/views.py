"""One's own page, and the page that explains the roles."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.workspace import selectors
from cluster_portal.workspace.rights.duties import duties_of
from clusters import access
from clusters.roles import Permission


@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what that allows: where, until when and why."""
    today = timezone.localdate()
    held, others = duties_of(request.user, today)
    return render(
        request,
        "workspace/profile.html",
        {
            "duties": held,
            "other_duties": others,
            "today": today,
            "may_invite": access.holds(request.user, Permission.INVITE),
            "may_administer": access.holds(request.user, Permission.ADMINISTER),
            "may_be_away": any(duty.substitution is None for duty in held + others),
        },
    )


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what: every role and every permission."""
    return render(request, "workspace/roles.html", selectors.roles_page())
