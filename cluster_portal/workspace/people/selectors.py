"""Appointments and invitations in the scopes that somebody is responsible for."""

import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from clusters import access
from clusters.models import Appointment, Invitation
from clusters.roles import Permission

IN_FORCE, TO_COME, ENDED = "dang-giu", "sap-toi", "da-thoi"
APPOINTMENT_STATES = {IN_FORCE: "Đang giữ", TO_COME: "Chưa đến ngày", ENDED: "Đã thôi giữ"}
OPEN, ACCEPTED, WITHDRAWN, EXPIRED = "cho-nhan", "da-nhan", "thu-hoi", "het-han"
INVITATION_STATES = {
    OPEN: "Chờ nhận",
    ACCEPTED: "Đã nhận",
    WITHDRAWN: "Đã thu hồi",
    EXPIRED: "Hết hạn",
}


def appointments_under(user: Any) -> QuerySet[Appointment]:
    """Appointments in the scopes of `user`: in force, then to come, then ended; the newest first.

    `since` is the first day, a day long ago when none is stated.
    """
    order = Case(
        *(
            When(condition, then=Value(place))
            for place, condition in enumerate(_appointment_conditions().values())
        ),
        output_field=IntegerField(),
    )
    return (
        Appointment.objects.filter(access.scope_condition(user))
        .select_related("user", "cluster", "unit", "decision_file")
        .annotate(state_order=order, since=Coalesce("valid_from", datetime.date.min))
        .order_by("state_order", "-since", "pk")
    )


def appointments_in_state(rows: QuerySet[Appointment], state: str) -> QuerySet[Appointment]:
    """Those of `rows` that are in one of `APPOINTMENT_STATES` today."""
    return rows.filter(_appointment_conditions()[state])


def _appointment_conditions() -> dict[str, Q]:
    today = timezone.localdate()
    to_come, ended = Q(valid_from__gt=today), Q(valid_to__lt=today)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return {IN_FORCE: begun & lasting, TO_COME: to_come, ENDED: ended}


def state_of_appointment(appointment: Appointment) -> str:
    """In which of `APPOINTMENT_STATES` the appointment is today."""
    today = timezone.localdate()
    if appointment.holds_on(today):
        return IN_FORCE
    return TO_COME if appointment.valid_from and appointment.valid_from > today else ENDED


def invitations_under(user: Any) -> QuerySet[Invitation]:
    """Invitations into the scopes of `user`, the newest first."""
    rows = Invitation.objects.for_user(user).order_by("-invited_at", "-pk")
    return rows.select_related("cluster", "unit", "invited_by", "appointment")


def invitations_in_state(rows: QuerySet[Invitation], state: str) -> QuerySet[Invitation]:
    """Those of `rows` that are in one of `INVITATION_STATES` now."""
    waiting = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
    now = timezone.now()
    return rows.filter(
        {
            OPEN: waiting & Q(expires_at__gt=now),
            ACCEPTED: Q(accepted_at__isnull=False),
            WITHDRAWN: Q(withdrawn_at__isnull=False),
            EXPIRED: waiting & Q(expires_at__lte=now),
        }[state]
    )


def state_of_invitation(invitation: Invitation) -> str:
    """In which of `INVITATION_STATES` the invitation is now."""
    if invitation.accepted_at:
        return ACCEPTED
    if invitation.withdrawn_at:
        return WITHDRAWN
    return OPEN if invitation.is_open else EXPIRED


def may_invite(user: Any) -> bool:
    """Whether `user` is responsible for any scope."""
    return access.holds(user, Permission.INVITE)
