"""Writes that touch more than one row or need a permission: leaders, handovers, appointments."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import (
    Appointment,
    Cluster,
    EmulationYear,
    Handover,
    Leadership,
    LeadershipRole,
    Source,
    Unit,
)
from clusters.roles import Permission


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
        PermissionDenied: `by` is not an administrator.
        ValidationError: the scope does not fit the role, the account is closed, or the same role
            is held already on one of these days.
    """
    access.require(by, Permission.ADMINISTER)
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
    # Whoever appoints the same person at the same time waits here.
    type(user)._default_manager.select_for_update().get(pk=user.pk)
    held = Appointment.objects.filter(user=user, role=role, cluster=cluster, unit=unit)
    if held.during(appointment.valid_from, valid_to or datetime.date.max).exists():
        raise ValidationError("Người này đã giữ vai trò đó trong một phần thời gian này.")
    appointment.save(force_insert=True)
    record(
        by=by,
        action="appoint",
        target=appointment,
        changes={
            "user": [None, str(user)],
            "role": [None, role],
            "cluster": [None, str(cluster) if cluster else None],
            "unit": [None, str(unit) if unit else None],
            "valid_from": [None, appointment.valid_from.isoformat()],
            "valid_to": [None, valid_to.isoformat() if valid_to else None],
            "decision": [None, appointment.decision],
        },
    )
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, by: Any, last_day: datetime.date | None = None
) -> Appointment:
    """End an appointment after `last_day`, today by default. An end that is set only moves back.

    Raises:
        PermissionDenied: `by` is not an administrator.
        ValidationError: the last day is before the first, or after the end already set.
    """
    access.require(by, Permission.ADMINISTER)
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    before, after = appointment.valid_to, last_day or timezone.localdate()
    if before and after > before:
        raise ValidationError(
            {"valid_to": f"Phân công này đã kết thúc ngày {format_date(before)}."}
        )
    appointment.valid_to = after
    appointment.full_clean()
    appointment.save(update_fields=["valid_to"])
    record(
        by=by,
        action="end_appointment",
        target=appointment,
        changes={"valid_to": [before.isoformat() if before else None, after.isoformat()]},
    )
    return appointment


@transaction.atomic
def set_leadership(
    *,
    emulation_year: EmulationYear,
    chair: Unit,
    by: Any,
    vice_chairs: Iterable[Unit] = (),
    source: Source | None = None,
) -> list[Leadership]:
    """Make `chair` and `vice_chairs`, in this order, the leaders of the year; return them.

    Whoever keeps role and place keeps the row with its notes; the others are replaced.

    Raises:
        PermissionDenied: `by` may not edit the cluster.
        ValidationError: a unit is no member that year, or is named twice.
    """
    access.require(by, Permission.EDIT_CLUSTER, emulation_year)
    year = EmulationYear.objects.select_for_update(of=("self",)).get(pk=emulation_year.pk)
    wanted = [(chair, LeadershipRole.CHAIR, 1)] + [
        (unit, LeadershipRole.VICE_CHAIR, order) for order, unit in enumerate(vice_chairs, start=1)
    ]
    places = {(unit.pk, role, order) for unit, role, order in wanted}
    if len({unit for unit, _, _ in wanted}) < len(wanted):
        raise ValidationError("Mỗi đơn vị chỉ giữ một vai trò trong năm thi đua.")
    before = list(year.leaders.select_related("unit"))
    kept = {
        (leader.unit_id, leader.role, leader.order): leader
        for leader in before
        if (leader.unit_id, leader.role, leader.order) in places
    }
    year.leaders.exclude(pk__in=[leader.pk for leader in kept.values()]).delete()
    leaders = []
    for unit, role, order in wanted:
        leader = kept.get((unit.pk, role, order))
        if leader is None:
            leader = Leadership(
                emulation_year=year, unit=unit, role=role, order=order, source=source
            )
            leader.full_clean()
            leader.save(force_insert=True)
        leaders.append(leader)
    changes = [_in_words(before), _in_words(leaders)]
    if changes[0] != changes[1]:
        record(by=by, action="set_leadership", target=year, changes={"leaders": changes})
    return leaders


def _in_words(leaders: list[Leadership]) -> str | None:
    ordered = sorted(leaders, key=lambda leader: (leader.role, leader.order))
    return "; ".join(str(leader) for leader in ordered) or None


@transaction.atomic
def record_handover(
    *,
    emulation_year: EmulationYear,
    handed_over_on: datetime.date,
    by: Any,
    note: str = "",
    source: Source | None = None,
) -> Handover:
    """Write down on which day the chair of the year took over; a second call corrects the first.

    Raises:
        PermissionDenied: `by` may not edit the cluster.
        ValidationError: the year has no chair yet, or a field is not valid.
    """
    access.require(by, Permission.EDIT_CLUSTER, emulation_year)
    year = EmulationYear.objects.select_for_update(of=("self",)).get(pk=emulation_year.pk)
    if not year.leaders.filter(role=LeadershipRole.CHAIR).exists():
        raise ValidationError("Năm thi đua này chưa có Cụm trưởng để nhận bàn giao.")
    handover = Handover.objects.filter(emulation_year=year).first()
    before = handover.handed_over_on.isoformat() if handover else None
    handover = handover or Handover(emulation_year=year)
    handover.handed_over_on, handover.note, handover.source = handed_over_on, note, source
    handover.full_clean()
    handover.save()
    record(
        by=by,
        action="record_handover",
        target=handover,
        changes={"handed_over_on": [before, handed_over_on.isoformat()]},
    )
    return handover
