"""What was typed on a working page outlives the sign-in: it comes back to be sent again."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.csrf import csrf_failure as usual_csrf_failure

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
TOKEN = "csrfmiddlewaretoken"


class ResendMiddleware:
    """Answers a form of the workspace that came after the sign-in had ended with a page to resend.

    Only a form of the portal's own pages, which the Origin header tells; others are asked to
    sign in, as everywhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked_to_sign_in = response.status_code == 302 and response["Location"].startswith(
            f"{resolve_url('account_login')}?{REDIRECT_FIELD_NAME}="
        )
        if asked_to_sign_in and not request.user.is_authenticated and _is_own_form(request):
            return _page(request)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The view of forms without a valid token: signing in anew has changed it."""
    if _is_own_form(request):
        return _page(request)
    return usual_csrf_failure(request, reason=reason)


def _is_own_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and match.namespaces == ["workspace"]
        and request.content_type in FORMS
        and request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    )


def _page(request: HttpRequest) -> HttpResponse:
    address = request.get_full_path()
    fields = [
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    ]
    context: dict[str, Any] = {
        "address": address,
        "fields": fields,
        "typed": [value for _, value in fields if value.strip()],
        "files": [file.name for file in request.FILES.values()],
        "sign_in": redirect_to_login(address).url,
    }
    response = render(request, "workspace/resend.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response
