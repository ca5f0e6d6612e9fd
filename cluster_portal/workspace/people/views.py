"""The lists of people and invitations, and inviting."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import clean_query, is_cut
from cluster_portal.pages.tables import PER_PAGE
from cluster_portal.workspace.people import letters, selectors
from cluster_portal.workspace.people.filters import AppointmentFilter, InvitationFilter
from cluster_portal.workspace.people.forms import InvitationForm, add_errors
from cluster_portal.workspace.people.tables import AppointmentTable, InvitationTable
from cluster_portal.workspace.table_files import per_page
from clusters import services
from clusters.models import Invitation

NOTHING_FITS = "Không có dòng nào như vậy. Bỏ bớt bộ lọc hoặc gõ từ khác."
LINK = "invitation_link"  # in the session, where no letter carries it
# One field of the form stands for three of the service.
NAMES = dict.fromkeys(("role", "cluster", "unit"), "scope")

View = Callable[..., HttpResponse]


def for_inviters(view: View) -> View:
    """Refuse whoever is responsible for no scope."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not selectors.may_invite(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner


@login_required
@require_safe
@for_inviters
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which role in the scopes that the reader is responsible for."""
    rows = selectors.appointments_under(request.user)
    return _list(request, rows, AppointmentFilter, AppointmentTable, "workspace/people/list.html")


@login_required
@require_safe
@for_inviters
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations into these scopes, open and past."""
    rows = selectors.invitations_under(request.user)
    return _list(
        request,
        rows,
        InvitationFilter,
        InvitationTable,
        "workspace/people/invitations.html",
        link=request.session.pop(LINK, ""),
    )


def _list(
    request: HttpRequest, rows: QuerySet, filters: type, table: type, template: str, **more: Any
) -> HttpResponse:
    asked = request.GET.copy()
    asked["q"] = clean_query(request, "q")
    chosen = filters(asked, rows, request=request)
    options = {"empty_text": NOTHING_FITS} if chosen.is_asking else {}
    drawn = table(chosen.qs, **options).for_request(request, per_page=per_page(request, PER_PAGE))
    context = {
        "form": chosen.form,
        "table": drawn,
        "sort": str(drawn.order_by or ""),
        "query_was_cut": is_cut(request, "q"),
    }
    return render(request, template, context | more)


@login_required
@require_http_methods(("GET", "HEAD", "POST"))
@for_inviters
@limited("invite", methods=("POST",))
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody into a scope that one is responsible for."""
    form = InvitationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, link = letters.invite(by=request.user, **form.offer())
        except ValidationError as error:
            add_errors(form, error, NAMES)
        except PermissionDenied as error:
            form.add_error("scope", str(error))
        else:
            return _sent(request, invitation, link)
    return render(request, "workspace/people/invite.html", {"form": form})


@login_required
@require_POST
@for_inviters
@limited("invite")
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation again, with a new link; the old link dies."""
    invitation = get_object_or_404(Invitation.objects.for_user(request.user), pk=pk)
    try:
        return _sent(request, *letters.renew(invitation=invitation, by=request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("workspace:invitations")


@login_required
@require_POST
@for_inviters
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an open invitation back."""
    invitation = get_object_or_404(Invitation.objects.for_user(request.user), pk=pk)
    try:
        services.withdraw_invitation(invitation=invitation, by=request.user)
    except ValidationError:
        messages.error(request, "Lời mời này không còn hiệu lực nên không cần thu hồi.")
    else:
        messages.success(request, f"Đã thu hồi lời mời gửi {invitation.full_name}.")
    return redirect("workspace:invitations")


def _sent(request: HttpRequest, invitation: Invitation, link: str) -> HttpResponse:
    """Say that the letter is on its way; where no letters leave, the next page shows the link."""
    if not link:
        messages.info(request, f"Lời mời gửi {invitation.full_name} đã gửi trước đó.")
    elif settings.DEMO:
        request.session[LINK] = link
        messages.success(request, f"Đã mời {invitation.full_name}.")
    else:
        messages.success(request, f"Đã mời {invitation.full_name}. Thư gửi tới {invitation.email}.")
    return redirect("workspace:invitations")
