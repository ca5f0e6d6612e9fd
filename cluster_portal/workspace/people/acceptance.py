"""Taking an invitation up, with a new account or with the one that one has."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.accounts.models import User
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.people.forms import AcceptanceForm, add_errors
from cluster_portal.workspace.people.tables import period_of, place_of
from clusters import services
from clusters.models import Appointment, Invitation
from clusters.models.invitation import digest

# Of the token, in the session: no address carries the token on, and nobody who reads the
# sessions in the database can use it.
DIGEST = "invitation_token_digest"


@require_safe
@limited("invitation")
@never_cache
def from_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token and go to an address without it, which tells no other site anything."""
    token_digest = digest(token)
    if services.open_invitation(token_digest) is None:
        return _not_valid(request)
    request.session[DIGEST] = token_digest
    return redirect("workspace:invitation")


@require_http_methods(("GET", "HEAD", "POST"))
@limited("invitation")
@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest) -> HttpResponse:
    """Who invites to what; takes it up as the person who has signed in, or with a new account."""
    found = services.open_invitation(request.session.get(DIGEST, ""))
    if found is None:
        request.session.pop(DIGEST, None)
        return _not_valid(request)
    if request.user.is_authenticated:
        return _with_account(request, found)
    if User.objects.filter(email=found.email).exists():
        return _page(request, found, "sign-in")
    return _with_new_account(request, found)


def _with_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.user.email != found.email:
        status = 403 if request.method == "POST" else 200
        return _page(request, found, "somebody-else", status=status)
    if request.method != "POST":
        return _page(request, found, "accept")
    try:
        taken = services.accept_invitation(token_digest=found.token_digest, by=request.user)
    except ValidationError as error:
        return _page(request, found, "accept", problems=error.messages)
    _done(request, taken)
    return redirect("workspace:profile")


def _with_new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    initial = {"full_name": found.full_name}
    form = AcceptanceForm(request.POST or None, email=found.email, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            taken = services.accept_invitation(
                token_digest=found.token_digest,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password1"],
            )
        except ValidationError as error:
            add_errors(form, error, {"password": "password1"})
        else:
            _done(request, taken, " Đăng nhập bằng thư điện tử và mật khẩu vừa đặt.")
            return redirect("account_login")
    return _page(request, found, "new-account", form=form)


def _done(request: HttpRequest, taken: Appointment, more: str = "") -> None:
    request.session.pop(DIGEST, None)
    messages.success(request, f"Đã nhận lời mời: {taken}.{more}")


def _page(
    request: HttpRequest, found: Invitation, way: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "invitation": found,
        "place": place_of(found),
        "period": period_of(found, without_start="từ ngày nhận lời mời"),
        "way": way,
    }
    return render(request, "workspace/people/acceptance.html", context | more, status=status)


def _not_valid(request: HttpRequest) -> HttpResponse:
    """One answer, whether it ran out, was taken up, was withdrawn or never was."""
    return render(request, "workspace/people/not_valid.html", status=404)
