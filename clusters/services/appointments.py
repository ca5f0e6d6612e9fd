"""Giving somebody a role, ending it, and filling in for somebody who is away."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from cluster_portal.files import services as files
from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import Appointment, Cluster, Substitution, Unit
from clusters.roles import Permission, Role
from clusters.services.periods import as_text, end

DECISION_KINDS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)


@transaction.atomic
def appoint(
    *,
    user: Any,
    role: str,
    decision: str,
    by: Any,
    cluster: Cluster | None = None,
    unit: Unit | None = None,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Appointment:
    """Give `user` a role, from today unless `valid_from` says otherwise.

    Raises:
        PermissionDenied: `by` is not responsible for the scope (`access.may_appoint`).
        ValidationError: the scope does not fit the role, the account is closed or one's own, or
            the same role is held already on one of these days.
    """
    if not access.may_appoint(by, role, cluster=cluster, unit=unit):
        raise PermissionDenied(access.DENIED)
    refuse_oneself(by, user.email)
    return make_appointment(
        user=user,
        role=role,
        cluster=cluster,
        unit=unit,
        decision=decision,
        valid_from=valid_from,
        valid_to=valid_to,
        by=by,
    )


def refuse_oneself(by: Any, email: str) -> None:
    """Raise ValidationError when `by`, who is no administrator, would give `by` a new right."""
    if email == by.email and not access.may(by, Permission.ADMINISTER):
        raise ValidationError({"email": "Không tự mời mình: người khác phải mời bạn."})


def make_appointment(
    *,
    user: Any,
    role: str,
    cluster: Cluster | None,
    unit: Unit | None,
    decision: str,
    valid_from: datetime.date | None,
    valid_to: datetime.date | None,
    by: Any,
    invited_by: Any = None,
) -> Appointment:
    """Make the appointment, once it is known that it may be made; as `appoint`."""
    # Whoever appoints the same person at the same time waits here.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    appointment = Appointment(
        user=user,
        role=role,
        cluster=cluster,
        unit=unit,
        decision=decision,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
    )
    appointment.full_clean()
    appointment.save(force_insert=True)
    access.forget(user)
    names = ("user", "role", "cluster", "unit", "valid_from", "valid_to", "decision")
    changes = {name: [None, as_text(getattr(appointment, name))] for name in names}
    if invited_by:
        changes["invited_by"] = [None, str(invited_by)]
    record(by=by, action="appoint", target=appointment, changes=changes)
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, by: Any, last_day: datetime.date | None = None, reason: str = ""
) -> Appointment:
    """End an appointment after `last_day`, today by default. An end that is set only moves back.

    Raises:
        PermissionDenied: `by` may not supervise it (`access.may_supervise`).
        ValidationError: the last day is before the first, or after the end already set; before
            yesterday, or of an appointment that is over, unless `by` administers; or nobody would
            administer the portal any more.
    """
    appointment = _locked(appointment)
    if not access.may_supervise(by, appointment):
        raise PermissionDenied(access.DENIED)
    if not access.may(by, Permission.ADMINISTER):
        _refuse_rewriting(appointment, last_day or timezone.localdate())
    _keep_an_administrator(appointment)
    changes = end(appointment, last_day)
    record(by=by, action="end_appointment", target=appointment, changes=changes, reason=reason)
    return appointment


@transaction.atomic
def attach_decision(*, appointment: Appointment, upload: UploadedFile, by: Any) -> Appointment:
    """Keep the scan of the decision with the appointment, in place of an earlier one.

    Raises:
        PermissionDenied: `by` may not supervise it (`access.may_supervise`).
        ValidationError: the file is none of `DECISION_KINDS`, too large or refused.
    """
    appointment = _locked(appointment)
    if not access.may_supervise(by, appointment):
        raise PermissionDenied(access.DENIED)
    before = appointment.decision_file
    appointment.decision_file = files.store(upload=upload, kinds=DECISION_KINDS, by=by)
    appointment.save(update_fields=["decision_file"])
    record(
        by=by,
        action="attach_decision",
        target=appointment,
        changes={"decision_file": [as_text(before), as_text(appointment.decision_file)]},
    )
    return appointment


def _locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("cluster", "unit", "user", "decision_file").get(pk=appointment.pk)


def _refuse_rewriting(appointment: Appointment, last_day: datetime.date) -> None:
    """Raise ValidationError when the past would change: who held what is history."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if last_day < yesterday:
        raise ValidationError({"valid_to": "Ngày cuối sớm nhất là hôm qua."})
    if appointment.valid_to and appointment.valid_to < yesterday:
        raise ValidationError(
            {"valid_to": f"Đã kết thúc ngày {format_date(appointment.valid_to)}."}
        )


def _keep_an_administrator(appointment: Appointment) -> None:
    """Raise ValidationError when nobody else administers the portal from now on."""
    if appointment.role != Role.ADMINISTRATOR:
        return
    administrators = Appointment.objects.on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, valid_to__isnull=True
    )
    # Two administrators who dismiss each other at once wait here for one another.
    rows = list(
        administrators.select_for_update(no_key=True, of=("self",))
        .select_related("user")
        .order_by("pk")
    )
    others = [row.user for row in rows if row.pk != appointment.pk]
    if not any(user.is_active and (settings.DEMO or not user.is_demo) for user in others):
        raise ValidationError("Cổng phải còn ít nhất một người quản trị: phân công người khác đã.")


@transaction.atomic
def substitute(
    *,
    appointment: Appointment,
    substitute: Any,
    valid_from: datetime.date,
    valid_to: datetime.date,
    reason: str,
    by: Any,
) -> Substitution:
    """Let `substitute` fill in for the holder of `appointment` from one day to another.

    The substitute does what the appointment allows, but invites nobody and passes nothing on.

    Raises:
        PermissionDenied: `by` is neither the holder nor an administrator.
        ValidationError: no end, the same person, a closed account, the role of an administrator,
            days outside the appointment, or somebody else fills in on one of these days.
    """
    appointment = Appointment.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=appointment.pk
    )
    _require_holder(appointment, by)
    filled = Substitution(
        appointment=appointment,
        substitute=substitute,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )
    filled.full_clean()
    for field, day in {"valid_from": valid_from, "valid_to": valid_to}.items():
        if not appointment.holds_on(day):
            raise ValidationError({field: "Ngày này ở ngoài thời gian của phân công."})
    filled.save(force_insert=True)
    access.forget(substitute)
    record(
        by=by,
        action="substitute",
        target=filled,
        reason=filled.reason,
        changes={
            name: [None, as_text(getattr(filled, name))]
            for name in ("appointment", "substitute", "valid_from", "valid_to")
        },
    )
    return filled


@transaction.atomic
def end_substitution(
    *, substitution: Substitution, by: Any, last_day: datetime.date | None = None
) -> Substitution:
    """End a substitution after `last_day`, today by default.

    Raises:
        PermissionDenied: `by` is neither the holder of the appointment nor an administrator.
        ValidationError: the last day is before the first, or after the end already set.
    """
    substitution = (
        Substitution.objects.select_for_update(no_key=True, of=("self",))
        .select_related("appointment__user", "substitute")
        .get(pk=substitution.pk)
    )
    _require_holder(substitution.appointment, by)
    changes = end(substitution, last_day)
    record(by=by, action="end_substitution", target=substitution, changes=changes)
    return substitution


def _require_holder(appointment: Appointment, by: Any) -> None:
    """Raise PermissionDenied unless `by` holds the appointment today, or administers."""
    is_holder = appointment.user_id == getattr(by, "pk", None) and by.is_active
    if not (is_holder or access.may(by, Permission.ADMINISTER)):
        raise PermissionDenied(access.DENIED)
