"""Signing in through the identity provider of one's own ministry or province."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from cluster_portal.accounts.adapters import may_sign_in
from cluster_portal.accounts.fields import lower_case
from cluster_portal.accounts.models import User

UNREACHABLE = "Chưa đăng nhập được qua {}. Hãy thử lại, hoặc đăng nhập bằng mật khẩu."
UNVERIFIED = "{} chưa xác nhận thư điện tử của bạn, nên không đăng nhập được bằng cách này."
NO_ACCOUNT = (
    "Thư điện tử mà {} xác nhận không ứng với tài khoản nào đang mở của cổng. "
    "Hãy liên hệ người quản trị cổng."
)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Opens an existing account whose address the provider may and does vouch for, nothing else.

    No account is made and none is tied to a provider: the address decides each time anew.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list:
        """The providers of the settings; rows of the database add none."""
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if app.pk is None]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        provider = sociallogin.provider
        claims = _claims(sociallogin.account.extra_data)
        email = lower_case(str(claims.get("email") or ""))
        if claims.get("email_verified") is not True:
            refuse(request, UNVERIFIED, provider.name)
        domain = email.rpartition("@")[2]
        user = None
        if domain in provider.app.settings["domains"]:
            user = User.objects.filter(email=email).first()
        if user is None or not may_sign_in(user):
            refuse(request, NO_ACCOUNT, provider.name)
        sociallogin.user = user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any
    ) -> None:
        refuse(request, UNREACHABLE, provider.name)


def refuse(request: HttpRequest, message: str, provider: str) -> NoReturn:
    """Back to the sign-in page, with the reason."""
    messages.error(request, message.format(provider))
    raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of the person, when both of its answers speak of the same one."""
    token, info = data.get("id_token") or {}, data.get("userinfo") or {}
    if token and info and token.get("sub") != info.get("sub"):
        return {}  # OpenID Connect Core 1.0, section 5.3.2
    return info or token
