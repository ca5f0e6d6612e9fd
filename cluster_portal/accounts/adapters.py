"""Where django-allauth asks the portal: who may sign in, where to, and in which words."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import load_backend
from django.contrib.auth import login as django_login
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cluster_portal.accounts import encryption, mail, sessions
from cluster_portal.accounts.models import User
from cluster_portal.accounts.second_factors import is_last_needed

PORTAL = "Cổng thi đua các cụm"
WRONG_SIGN_IN = "Thư điện tử hoặc mật khẩu không đúng."
WRONG_CODE = "Mã không đúng hoặc đã dùng."
TOO_OFTEN = "Bạn đã thử quá nhiều lần. Hãy chờ vài phút rồi thử lại."
ROUND_IN_A_CIRCLE = ("account_login", "account_logout")  # pages that one is not sent back to


class AccountAdapter(DefaultAccountAdapter):
    """E-mail and password: no sign-up, the same words for whatever is wrong, links to the portal.

    The one address of an account is `User.email`; allauth's table of addresses stays empty.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": WRONG_SIGN_IN,
        "email_password_mismatch": WRONG_SIGN_IN,
        "enter_current_password": "Mật khẩu hiện tại không đúng.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Mật khẩu không đúng.",
        "invalid_password_reset": "Liên kết này không dùng được nữa.",
        "rate_limited": TOO_OFTEN,
        "too_many_login_attempts": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be sent to `url`: a page of this portal that leads somewhere."""
        if not url or not url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        ):
            return False
        return url.partition("?")[0] not in [reverse(name) for name in ROUND_IN_A_CIRCLE]

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the script of passkeys asks for data; every other answer is a page."""
        asked = request.headers.get("accept") == "application/json"
        return asked and request.path == reverse("mfa_login_webauthn")

    # --- Signing in -------------------------------------------------------------------------

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        return None if may_sign_in(user) else self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, WRONG_SIGN_IN)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session; between password and code the account may have been closed."""
        if not may_sign_in(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        django_login(request, user, backend=settings.PORTAL_BACKEND)
        sessions.limit(request.session)

    def reauthenticate(self, user: User, password: str) -> bool:
        same = self.authenticate(self.request, email=user.email, password=password)
        return same is not None and same.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether signing in lies too long back; signing in just now is proof enough."""
        records = get_authentication_records(self.request, self.request.user)
        age = time.time() - records[-1]["at"] if records else float("inf")
        return age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Dùng mật khẩu",
            "mfa_reauthenticate": "Dùng mã xác thực",
            "mfa_reauthenticate:webauthn": "Dùng khóa truy cập",
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("workspace:profile")

    # --- E-mails ----------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the e-mail: of the portal, whatever host the request named."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.PORTAL_ADDRESS + path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail.send_later(self._compose(template_prefix, email, context))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Compose for everybody, which takes the same time; send to those who may have it."""
        message = self._compose("account/email/password_reset_key", email, context)
        if user.pk and user.is_active and not user.is_demo:
            mail.send_later(message)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        about = {"address": self.get_client_ip(self.request)}
        about["browser"] = sessions.browser_in_words(self.get_http_user_agent(self.request))
        mail.notify(user, template_prefix, about | (context or {}))

    def _compose(self, template_prefix: str, email: str, context: dict[str, Any]) -> EmailMessage:
        return self.render_mail(
            template_prefix, email, {"portal": settings.PORTAL_ADDRESS} | context
        )


def may_sign_in(user: User) -> bool:
    """Whether the account is open; also asked of passkeys and single sign-on."""
    return load_backend(settings.PORTAL_BACKEND).user_can_authenticate(user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets sealed in the database, the last needed one stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": (
            "Vai trò của bạn cần xác thực hai lớp, nên không gỡ được cách cuối cùng. "
            "Hãy thêm cách khác trước."
        ),
        "cannot_generate_recovery_codes": "Hãy bật xác thực hai lớp trước khi tạo mã dự phòng.",
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_needed(authenticator)

    def get_totp_issuer(self) -> str:
        return PORTAL

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Khóa {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": PORTAL}
