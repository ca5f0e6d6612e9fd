"""allauth's views, where the portal shows more, asks more, or writes the audit row."""

from typing import Any

import requests
from allauth.account import views as account_views
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid_views
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from cluster_portal.accounts import second_factors, sessions
from cluster_portal.accounts.second_factor_forms import matching_step
from cluster_portal.accounts.single_sign_on_adapter import UNREACHABLE, refuse
from cluster_portal.audit.models import record

# What a broken answer of an identity provider raises beyond what allauth expects.
BROKEN_ANSWER = (requests.RequestException, AttributeError, LookupError, TypeError, ValueError)


# --- Signing in -------------------------------------------------------------------------------


class SignInView(account_views.LoginView):
    """Signs in by e-mail, then goes to the page that was asked for, or to one's own page."""

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.user.is_authenticated:
            logout(self.request)  # somebody else takes over this browser
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = []
        if settings.SOCIALACCOUNT_PROVIDERS:
            providers = get_social_adapter().list_providers(self.request)
        following = self.get_next_url() or ""
        ways = [
            (provider.name, provider.get_login_url(self.request, **_next(following)))
            for provider in providers
        ]
        return super().get_context_data(**kwargs) | {"next": following, "providers": ways}


class PasskeySignInView(webauthn_views.LoginWebAuthnView):
    """Signs in by passkey alone, which asks for a PIN or a finger."""

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.user.is_authenticated:
            logout(self.request)
        return super().form_valid(form)


def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the identity provider; of the query only the page to come back to counts."""
    provider = _provider(request, provider_id)
    if refusal := consume_or_429(request, action="login", limit_get=True):
        return refusal
    query = QueryDict(mutable=True)
    query.update(_next(request.GET.get("next", "")))
    request.GET = query
    try:
        return openid_views.login(request, provider_id)
    except BROKEN_ANSWER:
        return _back(request, provider)


def single_sign_on_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the identity provider, with a code that is good once."""
    provider = _provider(request, provider_id)
    if refusal := consume_or_429(request, action="login", limit_get=True):
        return refusal
    try:
        return openid_views.callback(request, provider_id)
    except BROKEN_ANSWER:
        return _back(request, provider)


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return get_social_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def _back(request: HttpRequest, provider: Any) -> HttpResponse:
    try:
        refuse(request, UNREACHABLE, provider.name)
    except ImmediateHttpResponse as answer:
        return answer.response


def _next(address: str) -> dict[str, str]:
    return {"next": address} if address else {}


# --- Passwords --------------------------------------------------------------------------------


class PasswordChangeView(account_views.PasswordChangeView):
    """A new password, typed with the old one; ends the other sessions."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return render(request, "account/password_missing.html")
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_others(self.request)
        record(by=self.request.user, action="change_password", target=self.request.user)
        return response


class PasswordResetFromKeyView(account_views.PasswordResetFromKeyView):
    """A new password by the link of the e-mail; ends every session."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_all(self.reset_user)
        record(by=self.reset_user, action="reset_password", target=self.reset_user)
        return response


# --- Second factors ---------------------------------------------------------------------------


class SecondFactorsView(mfa_views.IndexView):
    """One's second factors, and why one is needed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(**kwargs)
        codes = context["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        return context | {
            "is_missing": second_factors.needs_one(user) and not second_factors.has_one(user),
            "came_from": self.request.session.get(second_factors.CAME_FROM, ""),
            "codes_left": second_factors.codes_left(codes) if codes else None,
        }


class FactorAddedMixin:
    """A new factor protects every session: those that began without it end."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_others(self.request)
        self.after_adding(form)
        changes = {"cách xác thực": [None, self.way]}
        user = self.request.user
        record(by=user, action="add_second_factor", target=user, changes=changes)
        return response

    def after_adding(self, form: Any) -> None:
        """What belongs to the new factor."""


class FactorRemovedMixin:
    """The sessions elsewhere were opened with what is gone now."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_others(self.request)
        changes = {"cách xác thực": [self.way, None]}
        user = self.request.user
        record(by=user, action="remove_second_factor", target=user, changes=changes)
        return response


class ActivateTOTPView(FactorAddedMixin, totp_views.ActivateTOTPView):
    way = "ứng dụng xác thực"

    def after_adding(self, form: Any) -> None:
        """The code that proved the app does not sign in as well."""
        row = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        step = matching_step(form.secret, form.cleaned_data["code"])
        second_factors.use_step(row, step)


class DeactivateTOTPView(FactorRemovedMixin, totp_views.DeactivateTOTPView):
    way = "ứng dụng xác thực"


class AddPasskeyView(FactorAddedMixin, webauthn_views.AddWebAuthnView):
    way = "khóa truy cập"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Afterwards: the last question asked is the one whose answer is taken.
        options = begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


class RemovePasskeyView(FactorRemovedMixin, webauthn_views.RemoveWebAuthnView):
    way = "khóa truy cập"

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = second_factors.is_last_needed(self.object)
        return super().get_context_data(**kwargs) | {"is_last_needed": last}

    def form_valid(self, form: Any) -> HttpResponse:
        if second_factors.is_last_needed(self.object):
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)


class RecoveryCodesView(recovery_views.GenerateRecoveryCodesView):
    """New recovery codes in place of all the old ones."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=self.request.user, action="renew_recovery_codes", target=self.request.user)
        return response


class ReauthenticatePasskeyView(webauthn_views.ReauthenticateWebAuthnView):
    """Proves again by passkey; a wrong one leads back to this page."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)  # the messages
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))


# --- Sessions ---------------------------------------------------------------------------------


@login_required
def own_sessions(request: HttpRequest) -> HttpResponse:
    """The sessions of one's account; ends the others, or all of them."""
    if request.method == "POST":
        return _end_sessions(request)
    rows = UserSession.objects.purge_and_list(request.user)
    rows.sort(key=lambda row: row.last_seen_at, reverse=True)
    browsers = [
        {
            "browser": sessions.browser_in_words(row.user_agent),
            "row": row,
            "is_this": row.session_key == request.session.session_key,
        }
        for row in rows
    ]
    return render(request, "usersessions/usersession_list.html", {"browsers": browsers})


@transaction.atomic
def _end_sessions(request: HttpRequest) -> HttpResponse:
    user, everywhere = request.user, request.POST.get("where") == "everywhere"
    if everywhere:
        sessions.end_all(user)
        logout(request)
    else:
        sessions.end_others(request)
    where = "mọi nơi" if everywhere else "mọi nơi khác"
    record(by=user, action="end_sessions", target=user, changes={"phạm vi": [None, where]})
    messages.success(request, f"Đã đăng xuất khỏi {where}.")
    return redirect("account_login" if everywhere else "usersessions_list")
