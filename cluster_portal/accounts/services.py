"""Accounts are made, closed, opened again; a lost phone is forgotten."""

from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from cluster_portal.accounts import mail, sessions
from cluster_portal.accounts.mail_kinds import mail_kinds
from cluster_portal.accounts.models import MutedMail, User
from cluster_portal.audit.models import record

OWN_ACCOUNT = "Không tự đóng tài khoản của chính mình."
DEMO_ACCOUNT = "Đây là tài khoản dùng thử, nhiều người dùng chung, nên không đổi được."
NO_REASON = "Nêu lý do."
NO_SUCH_MAIL = "Chọn loại thư trong danh sách."
ALL_MAILS = "nhận mọi thư báo"


@transaction.atomic
def create_account(*, email: str, full_name: str, password: str, by: User | None) -> User:
    """Return a new open account with its password.

    `by` is None when the person made it from an invitation. Whoever calls has asked whether
    the account may be made. Raises ValidationError by field: email, full_name, password.
    """
    user = User(email=email, full_name=full_name)
    problems: dict[str, Any] = {}
    try:
        user.full_clean(exclude={"password"})
    except ValidationError as error:
        problems |= error.update_error_dict({})
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems["password"] = error.error_list
    if problems:
        raise ValidationError(problems)
    user.set_password(password)
    user.save()
    record(by=by, action="create_account", target=user)
    return user


@transaction.atomic
def close_account(*, user: User, by: User, reason: str = "") -> None:
    """End the account and its sessions at once; the history keeps the name.

    Raises PermissionDenied unless `by` administers, ValidationError for one's own account.
    """
    _require_administrator(by)
    if user.pk == by.pk:
        raise ValidationError(OWN_ACCOUNT)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.end_all(user)
    record(
        by=by,
        action="close_account",
        target=user,
        changes={"is_active": [True, False]},
        reason=reason,
    )


@transaction.atomic
def reopen_account(*, user: User, by: User, reason: str = "") -> None:
    """Let the person sign in again, with the same password and second factors.

    Raises PermissionDenied unless `by` administers.
    """
    _require_administrator(by)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(
        by=by,
        action="reopen_account",
        target=user,
        changes={"is_active": [False, True]},
        reason=reason,
    )


@transaction.atomic
def remove_second_factors(*, user: User, by: User, reason: str) -> None:
    """Forget every second factor of somebody who lost them; ends the sessions, tells the owner.

    Raises PermissionDenied unless `by` administers, ValidationError without a reason.
    """
    _require_administrator(by)
    if not reason.strip():
        raise ValidationError(NO_REASON)
    if user.pk == by.pk:
        raise ValidationError("Người quản trị khác phải làm việc này cho bạn.")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise ValidationError("Tài khoản này chưa có xác thực hai lớp.")
    sessions.end_all(user)
    record(by=by, action="remove_second_factors", target=user, reason=reason.strip())
    transaction.on_commit(lambda: mail.notify(user, "accounts/email/second_factors_removed"))


@transaction.atomic
def choose_mails(*, wanted: Collection[str], by: User) -> None:
    """Keep which kinds of e-mails `by` wants to get; the others no longer come.

    Raises ValidationError on `wanted` for a kind that there is not.
    """
    kinds = mail_kinds()
    if not set(wanted) <= kinds.keys():
        raise ValidationError({"wanted": NO_SUCH_MAIL})
    held = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = set(held.muted_mails.values_list("kind", flat=True))
    after = kinds.keys() - set(wanted)
    if before == after:
        return
    held.muted_mails.exclude(kind__in=after).delete()
    MutedMail.objects.bulk_create(
        MutedMail(user=held, kind=kind) for kind in sorted(after - before)
    )
    words = [
        "; ".join(words for kind, words in kinds.items() if kind in muted) or ALL_MAILS
        for muted in (before, after)
    ]
    record(by=by, action="choose_mails", target=held, changes={"muted_mails": words})


def _require_administrator(by: User) -> None:
    if not by.has_perm("administer"):
        raise PermissionDenied("Tài khoản của bạn không có quyền làm việc này.")
