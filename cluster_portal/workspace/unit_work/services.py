"""Members are reminded of what a pledge asks of them: by the day, or by the secretariat."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.workspace.models import PledgeReminder, ReminderAbout
from cluster_portal.workspace.signing.letters import tell_reminder
from clusters import access
from clusters.models import Unit
from clusters.office import offices_on
from clusters.roles import Permission
from emulation.models import Pledge, PledgeStatus
from emulation.services.pledge_comments import asked_units, current_version
from emulation.services.pledge_locks import locked
from emulation.signing_order import NOT_WAITING

DAYS_BEFORE = (7, 3, 1, 0)
EVERY = 3  # days, once the day is past
REMINDED_TODAY = "Hôm nay đã nhắc ký giao ước này; mỗi ngày nhắc một lần."
NOBODY_LEFT = "Không còn đơn vị nào chưa ký."
YEAR_IS_OVER = "Năm này đã qua nên cán bộ tỉnh không ký trên cổng được nữa."


@dataclass(frozen=True)
class Reminded:
    """Which units were reminded; `unheard` of them have no officer who could read it."""

    pledge: Pledge
    about: str
    units: tuple[Unit, ...]
    unheard: tuple[Unit, ...]

    @property
    def words(self) -> str:
        told = [unit.name for unit in self.units if unit not in self.unheard]
        words = f"Đã nhắc: {', '.join(told)}." if told else "Chưa nhắc được ai."
        silent = ", ".join(unit.name for unit in self.unheard)
        return f"{words} Chưa có cán bộ để nhắc: {silent}." if silent else words


@transaction.atomic
def remind_unsigned(*, pledge: Pledge, by: Any) -> Reminded:
    """Write to the officers of the members that have neither signed nor declined.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: it does not wait for signatures, or for nobody's; its year is over; its
            members were reminded today.
    """
    access.require(by, Permission.EDIT_PLEDGE, pledge)
    pledge = locked(pledge)
    if pledge.status != PledgeStatus.ISSUED:
        raise ValidationError(NOT_WAITING)
    if access.is_correction(by, pledge):
        raise ValidationError(YEAR_IS_OVER)
    today = timezone.localdate()
    if pledge.reminders.filter(about=ReminderAbout.SIGNING, reminded_on=today).exists():
        raise ValidationError(REMINDED_TODAY)
    units = unsigned_units(pledge)
    if not units:
        raise ValidationError(NOBODY_LEFT)
    return _remind(pledge, ReminderAbout.SIGNING, units, today, by)


def send_due_reminders(*, today: datetime.date) -> list[Reminded]:
    """Remind the members of whatever is due, as `is_due` says; twice a day does nothing more.

    One transaction for each pledge, so that an error leaves the others reminded.
    """
    pledges = Pledge.objects.filter(status__in=(PledgeStatus.CIRCULATED, PledgeStatus.ISSUED))
    pledges = list(pledges.select_related("emulation_year__cluster").order_by("pk"))
    offices = offices_on(today, {pledge.emulation_year.cluster_id for pledge in pledges})
    sent = []
    for pledge in pledges:
        year = pledge.emulation_year
        office = offices.get(year.cluster_id)
        # Of a year that is over officers write nothing more.
        if office is None or year.year >= office.year:
            sent.extend(_remind_if_due(pledge, today))
    return sent


@transaction.atomic
def _remind_if_due(pledge: Pledge, today: datetime.date) -> list[Reminded]:
    pledge = locked(pledge)
    if pledge.status == PledgeStatus.CIRCULATED and is_due(pledge.comments_by, today):
        about, units = ReminderAbout.COMMENTS, silent_units(pledge)
    elif pledge.status == PledgeStatus.ISSUED and is_due(pledge.sign_by, today):
        about, units = ReminderAbout.SIGNING, unsigned_units(pledge)
    else:
        return []
    told = pledge.reminders.filter(about=about, reminded_on=today)
    told = set(told.values_list("unit", flat=True))
    units = [unit for unit in units if unit.pk not in told]
    return [_remind(pledge, about, units, today, None)] if units else []


def is_due(day: datetime.date | None, today: datetime.date) -> bool:
    """Whether to remind today of `day`: 7, 3, 1 days before, on it, each third day after."""
    if day is None:
        return False
    left = (day - today).days
    return left in DAYS_BEFORE or (left < 0 and -left % EVERY == 0)


def unsigned_units(pledge: Pledge) -> list[Unit]:
    """The members that have neither signed nor declined, in Vietnamese order."""
    rows = pledge.signatures.filter(signed_on=None, declined_at=None).select_related("unit")
    return [row.unit for row in rows.order_by("unit__sort_key", "pk")]


def silent_units(pledge: Pledge) -> list[Unit]:
    """The members that say nothing of the text that goes round, in Vietnamese order."""
    version = current_version(pledge)
    said = set(version.comments.values_list("unit", flat=True)) if version else set()
    return [unit for unit in asked_units(pledge) if unit.pk not in said]


def _remind(
    pledge: Pledge, about: ReminderAbout, units: Iterable[Unit], today: datetime.date, by: Any
) -> Reminded:
    units = tuple(units)
    PledgeReminder.objects.bulk_create(
        PledgeReminder(pledge=pledge, unit=unit, about=about, reminded_on=today) for unit in units
    )
    unheard = tuple(unit for unit in units if not tell_reminder(pledge, about, unit, today))
    words = ", ".join(unit.name for unit in units)
    record(
        by=by,
        action="remind_members",
        target=pledge,
        changes={"reminders": [None, f"{about.label}: {words}"]},
    )
    return Reminded(pledge, about, units, unheard)
