"""How far a request is, for the pages that wait for it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cluster_portal.workspace.issuing.acts import act_of
from cluster_portal.workspace.issuing.pages import may_follow
from cluster_portal.workspace.issuing.services import requests_about
from clusters import access
from clusters.roles import Permission


@login_required
@require_safe
def progress(request: HttpRequest, key: int) -> JsonResponse:
    """Whether the request has been answered: for who made it and who may do the same."""
    row = get_object_or_404(requests_about(pk=key))
    is_own = row.requested_by_id == request.user.pk
    if not is_own and not access.may(request.user, Permission.VIEW_DRAFTS, act_of(row).scope(row)):
        raise Http404
    if not may_follow(request.user, row):
        raise PermissionDenied(access.DENIED)
    return JsonResponse({"state": row.get_state_display(), "is_answered": not row.is_under_way})
