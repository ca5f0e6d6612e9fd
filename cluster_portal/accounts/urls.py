"""Addresses of signing in and of one's own account, under the names that allauth asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cluster_portal.accounts import views

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A page with a form, which no browser or proxy keeps."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))


def own(view: View) -> View:
    """A page that changes the account; of demo accounts, which many share, nobody may."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_demo:
            return render(request, "accounts/demo.html", status=403)
        return view(request, *args, **kwargs)

    return page(guarded)


def address(route: str, view: View, name: str, kind: Callable[[View], View] = page) -> Any:
    return path(route, kind(view), name=name)


FACTORS = "tai-khoan/xac-thuc/"
CODES = FACTORS + "ma-du-phong/"
AGAIN = "tai-khoan/xac-nhan/"
PROVIDER = "dang-nhap/co-quan/<slug:provider_id>/"
RESET = "quen-mat-khau/"

urlpatterns = [
    address("dang-nhap/", views.SignInView.as_view(), "account_login"),
    address("dang-nhap/xac-thuc/", mfa_views.authenticate, "mfa_authenticate"),
    address("dang-nhap/khoa/", views.PasskeySignInView.as_view(), "mfa_login_webauthn"),
    address(PROVIDER, views.single_sign_on, "openid_connect_login"),
    address(PROVIDER + "tra-loi/", views.single_sign_on_answer, "openid_connect_callback"),
    address("dang-xuat/", account_views.logout, "account_logout"),
    address(RESET, account_views.password_reset, "account_reset_password"),
    address(RESET + "da-gui/", account_views.password_reset_done, "account_reset_password_done"),
    address(
        RESET + "xong/",
        account_views.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    re_path(
        rf"^{RESET}(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        page(views.PasswordResetFromKeyView.as_view()),
        name="account_reset_password_from_key",
    ),
    address(
        "tai-khoan/mat-khau/",
        views.PasswordChangeView.as_view(),
        "account_change_password",
        kind=own,
    ),
    address(AGAIN, account_views.reauthenticate, "account_reauthenticate"),
    address(AGAIN + "ma/", mfa_views.reauthenticate, "mfa_reauthenticate"),
    address(
        AGAIN + "khoa/", views.ReauthenticatePasskeyView.as_view(), "mfa_reauthenticate_webauthn"
    ),
    address("tai-khoan/phien/", views.own_sessions, "usersessions_list", kind=own),
    address(FACTORS, views.SecondFactorsView.as_view(), "mfa_index", kind=own),
    address(FACTORS + "ung-dung/", views.ActivateTOTPView.as_view(), "mfa_activate_totp", kind=own),
    address(
        FACTORS + "ung-dung/go/",
        views.DeactivateTOTPView.as_view(),
        "mfa_deactivate_totp",
        kind=own,
    ),
    address(CODES, recovery_views.view_recovery_codes, "mfa_view_recovery_codes", kind=own),
    address(
        CODES + "tao/", views.RecoveryCodesView.as_view(), "mfa_generate_recovery_codes", kind=own
    ),
    address(FACTORS + "khoa/", views.AddPasskeyView.as_view(), "mfa_add_webauthn", kind=own),
    address(
        FACTORS + "khoa/<int:pk>/go/",
        views.RemovePasskeyView.as_view(),
        "mfa_remove_webauthn",
        kind=own,
    ),
]
