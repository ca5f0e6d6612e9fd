"""What the libraries report, written into the audit."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.signals import authentication_failed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record

WAYS = {
    "password": "mật khẩu",
    "socialaccount": "đăng nhập một lần",
    "totp": "mã của ứng dụng",
    "recovery_codes": "mã dự phòng",
    "webauthn": "khóa truy cập",
}


@receiver(user_logged_in)
def on_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody came in, by which ways."""
    ways = [
        WAYS.get(step.get("type") or step["method"], step["method"])
        for step in get_authentication_records(request, user)
    ]
    changes = {"cách đăng nhập": [None, ", ".join(dict.fromkeys(ways))]}
    record(by=user, action="sign_in", target=user, changes=changes)


@receiver(user_logged_out)
def on_sign_out(user: User | None, **kwargs: Any) -> None:
    """Somebody went out; a session that had run out before tells no one."""
    if user is not None:
        record(by=user, action="sign_out", target=user)


@receiver(user_locked_out)
def on_lock(request: HttpRequest, username: str, **kwargs: Any) -> None:
    """An account was locked for one address: told once, not for each further try."""
    if request.axes_failures_since_start is None:
        return
    user = User.objects.filter(email=username).first()
    if user is not None:
        record(by=None, action="lock_sign_in", target=user)


@receiver(authentication_failed)
def on_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A wrong code counts as a wrong password does."""
    user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)
