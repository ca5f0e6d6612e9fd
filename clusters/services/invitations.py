"""Inviting somebody into a scope, and taking the invitation up."""

import datetime
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts import services as accounts
from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from clusters import access
from clusters.models import Appointment, Cluster, Invitation, Unit
from clusters.models.invitation import digest
from clusters.services.appointments import appoint
from clusters.services.periods import as_text

VALID_FOR = datetime.timedelta(days=7)
NO_LONGER_VALID = (
    "Lời mời này đã hết hạn, đã được nhận hoặc đã bị thu hồi. Đề nghị người mời gửi lại."
)


@transaction.atomic
def invite(
    *,
    email: str,
    full_name: str,
    role: str,
    decision: str,
    by: Any,
    cluster: Cluster | None = None,
    unit: Unit | None = None,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> tuple[Invitation, str]:
    """Offer a role; return the invitation and the token that its e-mail carries.

    Earlier open invitations of the same person to the same role are withdrawn. The token is not
    stored: only its digest is.

    Raises:
        PermissionDenied: `by` is not responsible for the scope (`access.may_appoint`).
        ValidationError: a field is not valid, or the account of this e-mail is closed or holds
            the role already.
    """
    if not access.may_appoint(by, role, cluster=cluster, unit=unit):
        raise PermissionDenied(access.DENIED)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email.strip().lower(),
        full_name=full_name,
        role=role,
        cluster=cluster,
        unit=unit,
        decision=decision,
        valid_from=valid_from,
        valid_to=valid_to,
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
        token_digest=digest(token),
    )
    invitation.full_clean()
    _refuse_useless(invitation)
    same = Invitation.objects.open().filter(
        email=invitation.email, role=role, cluster=cluster, unit=unit
    )
    same.update(withdrawn_at=timezone.now())
    invitation.save(force_insert=True)
    names = ("email", "role", "cluster", "unit", "valid_from", "valid_to", "decision")
    record(
        by=by,
        action="invite",
        target=invitation,
        changes={name: [None, as_text(getattr(invitation, name))] for name in names},
    )
    return invitation, token


def _refuse_useless(invitation: Invitation) -> None:
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        return
    if not user.is_active:
        raise ValidationError({"email": "Tài khoản của thư điện tử này đã đóng."})
    held = Appointment.objects.filter(
        user=user,
        role=invitation.role,
        cluster=invitation.cluster_id,
        unit=invitation.unit_id,
    ).during(invitation.valid_from or timezone.localdate(), invitation.valid_to)
    if held.exists():
        raise ValidationError({"email": "Người này đang giữ vai trò đó."})


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any) -> Invitation:
    """Take an open invitation back.

    Raises:
        PermissionDenied: `by` is not responsible for the scope.
        ValidationError: it was taken up, withdrawn or has run out already.
    """
    invitation = _locked(pk=invitation.pk)
    if not access.may_appoint(
        by, invitation.role, cluster=invitation.cluster, unit=invitation.unit
    ):
        raise PermissionDenied(access.DENIED)
    if not invitation.is_open:
        raise ValidationError(NO_LONGER_VALID)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(by=by, action="withdraw_invitation", target=invitation)
    return invitation


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Any) -> tuple[Invitation, str]:
    """Put a new invitation with a new token in the place of one that nobody has taken up.

    One that has run out may be renewed too; the new one is by `by`.

    Raises:
        PermissionDenied: `by` is not responsible for the scope.
        ValidationError: it was taken up, withdrawn or renewed already, or `invite` refuses.
    """
    old = _locked(pk=invitation.pk)
    if not access.may_appoint(by, old.role, cluster=old.cluster, unit=old.unit):
        raise PermissionDenied(access.DENIED)
    if old.accepted_at or old.withdrawn_at:
        raise ValidationError("Lời mời này đã được nhận hoặc đã được thay bằng lời mời khác.")
    old.withdrawn_at = timezone.now()
    old.save(update_fields=["withdrawn_at"])
    return invite(
        email=old.email,
        full_name=old.full_name,
        role=old.role,
        decision=old.decision,
        by=by,
        cluster=old.cluster,
        unit=old.unit,
        valid_from=old.valid_from,
        valid_to=old.valid_to,
    )


def open_invitation(token: str) -> Invitation | None:
    """The invitation that `token` opens now: its sender is still responsible for the scope."""
    rows = Invitation.objects.open().by_token(token)
    invitation = rows.select_related("cluster", "unit", "invited_by").first()
    return invitation if invitation and _still_responsible(invitation) else None


@transaction.atomic
def accept_invitation(
    *, token: str, by: User | None = None, full_name: str = "", password: str = ""
) -> Appointment:
    """Take an invitation up: as `by`, whose e-mail it names, or with a new account.

    The sender must still be responsible for the scope: rights that have moved on take their open
    invitations with them.

    Raises:
        PermissionDenied: `by` is somebody else than the person invited.
        ValidationError: the invitation is no longer valid, an account of this e-mail exists and
            is not signed in, or name or password are refused.
    """
    invitation = _locked(token_digest=digest(token))
    if not invitation.is_open or not _still_responsible(invitation):
        raise ValidationError(NO_LONGER_VALID)
    if by is not None and by.email != invitation.email:
        raise PermissionDenied("Lời mời này gửi cho một thư điện tử khác.")
    if by is None:
        if User.objects.filter(email=invitation.email).exists():
            raise ValidationError("Thư điện tử này đã có tài khoản: đăng nhập rồi nhận lời mời.")
        by = accounts.create_account(
            email=invitation.email,
            full_name=full_name or invitation.full_name,
            password=password,
            by=invitation.invited_by,
        )
    appointment = appoint(
        user=by,
        role=invitation.role,
        cluster=invitation.cluster,
        unit=invitation.unit,
        decision=invitation.decision,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
        by=invitation.invited_by,
    )
    invitation.accepted_at, invitation.appointment = timezone.now(), appointment
    invitation.save(update_fields=["accepted_at", "appointment"])
    record(by=by, action="accept_invitation", target=invitation)
    return appointment


def _still_responsible(invitation: Invitation) -> bool:
    return invitation.invited_by.is_active and access.may_appoint(
        invitation.invited_by,
        invitation.role,
        cluster=invitation.cluster,
        unit=invitation.unit,
    )


def _locked(**lookup: Any) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    invitation = rows.select_related("cluster", "unit", "invited_by").filter(**lookup).first()
    if invitation is None:
        raise ValidationError(NO_LONGER_VALID)
    return invitation
