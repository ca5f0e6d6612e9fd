"""Signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cluster_portal.accounts.forms import SignInForm


class SignInView(LoginView):
    """Signs in by e-mail, then goes to the page that was asked for, or to one's own page."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"

    def get_redirect_url(self) -> str:
        """The page asked for, if it is one of this portal and not a page for signing in or out."""
        asked = super().get_redirect_url()
        path = asked.partition("?")[0]
        pages = (resolve_url("accounts:sign-in"), resolve_url("accounts:sign-out"))
        return "" if path in pages else asked


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask first; sign out by POST alone, so that no link can do it."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGOUT_REDIRECT_URL)
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    logout(request)
    messages.success(request, "Bạn đã đăng xuất.")
    return redirect(settings.LOGOUT_REDIRECT_URL)
