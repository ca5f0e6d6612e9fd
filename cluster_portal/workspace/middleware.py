"""Nobody publishes, signs or administers with a password alone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cluster_portal.accounts.second_factors import has_one
from clusters.access import needs_second_factor

# What setting up takes; static files are served before this middleware.
OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)


class SecondFactorMiddleware:
    """Sends whoever needs a second factor and has none to the page that sets one up.

    Every page and every form is closed until then, the public ones too: one rule, no exception
    that a later page could fall through.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.resolver_match.view_name in OPEN or not request.user.is_authenticated:
            return None
        # Whoever has one is not asked for the rights, which take several queries to read.
        if not has_one(request.user) and needs_second_factor(request.user):
            return redirect("mfa_index")
        return None
