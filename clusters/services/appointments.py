"""Giving somebody a role, ending it, and filling in for somebody who is away."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from cluster_portal.files import services as files
from cluster_portal.files.kinds import FileKind
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
        ValidationError: the scope does not fit the role, the account is closed, or the same role
            is held already on one of these days.
    """
    if not access.may_appoint(by, role, cluster=cluster, unit=unit):
        raise PermissionDenied(access.DENIED)
    # Whoever appoints the same person at the same time waits here.
    User.objects.select_for_update().get(pk=user.pk)
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
    record(
        by=by,
        action="appoint",
        target=appointment,
        changes={name: [None, as_text(getattr(appointment, name))] for name in names},
    )
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, by: Any, last_day: datetime.date | None = None, reason: str = ""
) -> Appointment:
    """End an appointment after `last_day`, today by default. An end that is set only moves back.

    Raises:
        PermissionDenied: `by` is not responsible for the scope (`access.may_appoint`).
        ValidationError: the last day is before the first, or after the end already set.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("cluster", "unit", "user")
        .get(pk=appointment.pk)
    )
    if not access.may_appoint(
        by, appointment.role, cluster=appointment.cluster, unit=appointment.unit
    ):
        raise PermissionDenied(access.DENIED)
    _keep_an_administrator(appointment)
    changes = end(appointment, last_day)
    record(by=by, action="end_appointment", target=appointment, changes=changes, reason=reason)
    return appointment


@transaction.atomic
def attach_decision(*, appointment: Appointment, upload: UploadedFile, by: Any) -> Appointment:
    """Keep the scan of the decision with the appointment, in place of an earlier one.

    Raises:
        PermissionDenied: `by` is not responsible for the scope (`access.may_appoint`).
        ValidationError: the file is none of `DECISION_KINDS`, too large or refused.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("cluster", "unit", "user", "decision_file")
        .get(pk=appointment.pk)
    )
    if not access.may_appoint(
        by, appointment.role, cluster=appointment.cluster, unit=appointment.unit
    ):
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


def _keep_an_administrator(appointment: Appointment) -> None:
    """Raise ValidationError when nobody else administers the portal from now on."""
    if appointment.role != Role.ADMINISTRATOR:
        return
    others = Appointment.objects.on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, valid_to__isnull=True, user__is_active=True
    )
    if not others.exclude(pk=appointment.pk).exists():
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
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
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
        Substitution.objects.select_for_update(of=("self",))
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
