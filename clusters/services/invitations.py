"""Inviting somebody into a scope, and taking the invitation up."""

import datetime
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts import services as accounts
from cluster_portal.accounts.fields import lower_case
from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from clusters import access
from clusters.models import Appointment, Cluster, Invitation, Unit
from clusters.models.invitation import digest
from clusters.services.appointments import make_appointment, refuse_oneself
from clusters.services.periods import as_text

VALID_FOR = datetime.timedelta(days=7)
KEPT_FOR = datetime.timedelta(days=90)
OFFERED = ("role", "cluster", "unit", "valid_from", "valid_to", "decision")
STILL_OPEN = (
    "Người này đã có lời mời còn hiệu lực cho vai trò đó. Gửi lại hoặc thu hồi lời mời ấy trước."
)
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

    The token is not stored: only its digest is. The same offer made again makes nothing: it
    returns the open invitation and an empty token.

    Raises:
        PermissionDenied: `by` is not responsible for the scope (`access.may_appoint`).
        ValidationError: a field is not valid, the account of this e-mail is closed or holds the
            role already, or another invitation of this person to the same role is open.
    """
    if not access.may_appoint(by, role, cluster=cluster, unit=unit):
        raise PermissionDenied(access.DENIED)
    refuse_oneself(by, lower_case(email))
    invitation = Invitation(
        email=lower_case(email),
        full_name=full_name,
        role=role,
        cluster=cluster,
        unit=unit,
        decision=decision,
        valid_from=valid_from,
        valid_to=valid_to,
        invited_by=by,
    )
    # A form sent twice at the same moment: the second waits here for the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return _send_out(invitation)


def _send_out(invitation: Invitation, replaces: Invitation | None = None) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.full_clean()
    _refuse_useless(invitation)
    for field in ("valid_from", "valid_to"):
        day = getattr(invitation, field)
        if day and day < timezone.localdate() and not replaces:
            raise ValidationError({field: "Ngày này đã qua: lời mời chỉ có từ hôm nay trở đi."})
    open_already = Invitation.objects.open().filter(
        email=invitation.email,
        role=invitation.role,
        cluster=invitation.cluster,
        unit=invitation.unit,
    )
    if kept := open_already.first():
        if _is_same(kept, invitation):
            return kept, ""
        raise ValidationError({"email": STILL_OPEN})
    invitation.save(force_insert=True)
    changes = {name: [None, as_text(getattr(invitation, name))] for name in OFFERED}
    if replaces:
        changes["replaces"] = [None, str(replaces.pk)]
    record(by=invitation.invited_by, action="invite", target=invitation, changes=changes)
    return invitation, token


def _is_same(kept: Invitation, invitation: Invitation) -> bool:
    names = ("invited_by_id", "full_name", "decision", "valid_from", "valid_to")
    return all(getattr(kept, name) == getattr(invitation, name) for name in names)


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
    offer = (*OFFERED, "email", "full_name")
    renewed = Invitation(invited_by=by, **{name: getattr(old, name) for name in offer})
    return _send_out(renewed, replaces=old)


@transaction.atomic
def prune_invitations() -> int:
    """Remove invitations that nobody took up, `KEPT_FOR` after they ran out; return how many.

    Name and address of somebody who never came are nobody's business for longer.
    """
    untaken = Invitation.objects.filter(
        accepted_at__isnull=True, expires_at__lt=timezone.now() - KEPT_FOR
    )
    removed, _ = untaken.delete()
    if removed:
        record(
            by=None, action="prune_invitations", target=None, changes={"removed": [None, removed]}
        )
    return removed


def open_invitation(token_digest: str) -> Invitation | None:
    """The invitation whose token has this digest, if its sender is still responsible."""
    rows = Invitation.objects.open().filter(token_digest=token_digest)
    invitation = rows.select_related("cluster", "unit", "invited_by").first()
    return invitation if invitation and _still_responsible(invitation) else None


@transaction.atomic
def accept_invitation(
    *, token_digest: str, by: User | None = None, full_name: str = "", password: str = ""
) -> Appointment:
    """Take an invitation up: as `by`, whose e-mail it names, or with a new account.

    The sender must still be responsible for the scope: rights that have moved on take their open
    invitations with them.

    Raises:
        PermissionDenied: `by` is somebody else than the person invited.
        ValidationError: the invitation is no longer valid, an account of this e-mail exists and
            is not signed in, or name or password are refused.
    """
    invitation = _locked(token_digest=token_digest)
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
            by=None,
        )
    appointment = make_appointment(
        user=by,
        role=invitation.role,
        cluster=invitation.cluster,
        unit=invitation.unit,
        decision=invitation.decision,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
        by=by,
        invited_by=invitation.invited_by,
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
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
    invitation = rows.select_related("cluster", "unit", "invited_by").filter(**lookup).first()
    if invitation is None:
        raise ValidationError(NO_LONGER_VALID)
    return invitation
