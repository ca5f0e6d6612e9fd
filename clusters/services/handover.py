"""The chair passes the cluster on: the checklist, and the confirmation of both units."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from cluster_portal.accounts.second_factors import has_one
from cluster_portal.audit.models import record
from cluster_portal.database.seen import STALE_CODE, require_seen, token_of
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import (
    EmulationYear,
    Handover,
    HandoverConfirmation,
    HandoverItem,
    HandoverSide,
    HandoverState,
    Leadership,
    LeadershipRole,
    Unit,
)
from clusters.roles import Permission

NO_CHAIR = "Năm thi đua này chưa có Cụm trưởng để nhận bàn giao."
NO_FORMER = "Chưa có Cụm trưởng của năm trước để bàn giao."
IN_EFFECT = "Bàn giao này đã có hiệu lực nên không sửa được nữa."
MOST_ITEMS = 100  # as many as the minutes print
TOO_MANY = f"Nhiều nhất {MOST_ITEMS} nội dung: gộp các nội dung giống nhau."
EMPTY = "Danh mục bàn giao còn trống: ghi ít nhất một nội dung."
LIST_CHANGED = (
    "Ngày, ghi chú hoặc danh mục vừa được sửa nên chưa xác nhận. Đọc lại dưới đây rồi xác nhận."
)
NOT_SPEAKING = "Tài khoản của bạn không xác nhận thay đơn vị này được."
NEEDS_FACTOR = (
    "Xác nhận nhận bàn giao là nhận quyền nhập và công bố hồ sơ của cụm, nên cần xác thực hai lớp."
)


@dataclass(frozen=True)
class Item:
    """One line of the checklist, as it is proposed or typed."""

    text: str
    state: str = HandoverState.PASSED_ON
    note: str = ""

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(HandoverState(self.state).label)


@dataclass(frozen=True)
class Sides:
    """The chairs between which the cluster is passed on."""

    gives: Leadership
    takes: Leadership

    def unit(self, side: str) -> Unit:
        """The unit of a side."""
        return (self.gives if side == HandoverSide.GIVES else self.takes).unit


def sides_of(emulation_year: EmulationYear) -> Sides:
    """Who hands over and who takes over at the beginning of the term of `emulation_year`.

    Raises:
        ValidationError: the year, or every year before it, has no chair.
    """
    chairs = Leadership.objects.filter(
        role=LeadershipRole.CHAIR, emulation_year__cluster=emulation_year.cluster_id
    ).select_related("unit", "emulation_year")
    takes = chairs.filter(emulation_year=emulation_year).first()
    if takes is None:
        raise ValidationError(NO_CHAIR)
    before = chairs.filter(emulation_year__year__lt=emulation_year.year)
    gives = before.order_by("-emulation_year__year").first()
    if gives is None:
        raise ValidationError(NO_FORMER)
    return Sides(gives, takes)


@transaction.atomic
def prepare_handover(
    *,
    emulation_year: EmulationYear,
    handed_over_on: datetime.date,
    items: Sequence[Item],
    by: Any,
    note: str = "",
    reason: str = "",
    seen: str = "",
) -> Handover:
    """Write down the day and the checklist; a second call changes them.

    Whatever changes takes back the confirmation that one side may have given already: it was
    given to another list. `seen`: `list_token` of the list that was changed.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: a chair is missing, the handover is in effect or told by a source, the
            day lies before the term of the former chair, there is no item, a line is not valid;
            the year is over and no reason is given; with the code "stale", when another list than
            the one `seen` stands there.
    """
    reason = access.require_write(by, Permission.LEAD, emulation_year, reason)
    year = _locked_year(emulation_year)
    handover = _rows_to_write().filter(emulation_year=year).first()
    if handover is not None and handover.is_effective:
        raise ValidationError(IN_EFFECT)
    require_seen(seen, _in_words(handover))
    sides = sides_of(year)
    if not items:
        raise ValidationError(EMPTY)
    if len(items) > MOST_ITEMS:
        raise ValidationError(TOO_MANY)
    _require_after(sides.gives, handed_over_on)
    before = _in_words(handover)
    handover = handover or Handover(emulation_year=year, is_effective=False)
    handover.handed_over_on, handover.note = handed_over_on, note
    handover.full_clean()
    rows = _checked_rows(handover, items)
    handover.save()
    if before["items"] != _list_in_words(rows):
        handover.items.all().delete()
        for row in rows:
            row.handover = handover
            row.save(force_insert=True)
    changes = {
        name: [before[name], after]
        for name, after in _in_words(handover).items()
        if before[name] != after
    }
    if not changes:
        return handover
    withdrawn = list(handover.confirmations.select_related("unit", "confirmed_by"))
    if withdrawn:
        handover.confirmations.all().delete()
        names = "; ".join(f"{row}, {row.confirmed_by}" for row in withdrawn)
        changes["confirmations"] = [names, None]
    record(by=by, action="prepare_handover", target=handover, changes=changes, reason=reason)
    access.forget(by)
    return handover


def _locked_year(emulation_year: EmulationYear) -> EmulationYear:
    years = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    return years.select_related("cluster").get(pk=emulation_year.pk)


def _rows_to_write() -> QuerySet[Handover]:
    rows = Handover.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("emulation_year__cluster")


def _require_after(former: Leadership, day: datetime.date) -> None:
    """The former chair has been in the chair for a day at least."""
    taken = Handover.objects.filter(emulation_year=former.emulation_year, is_effective=True).first()
    first = taken.handed_over_on if taken else datetime.date(former.emulation_year.year, 1, 1)
    if day <= first:
        raise ValidationError(
            {"handed_over_on": f"Ngày bàn giao phải sau ngày {format_date(first)}."}
        )


def _checked_rows(handover: Handover, items: Sequence[Item]) -> list[HandoverItem]:
    rows, errors = [], []
    for number, item in enumerate(items, start=1):
        row = HandoverItem(order=number, text=item.text, state=item.state, note=item.note)
        try:
            row.clean_fields(exclude={"handover"})
        except ValidationError as error:
            errors += [f"Dòng {number}: {word}" for word in error.messages]
        rows.append(row)
    if errors:
        raise ValidationError({"items": errors})
    return rows


def _list_in_words(rows: Sequence[HandoverItem]) -> str | None:
    lines = [
        f"{row.text} ({row.get_state_display()}{f': {row.note}' if row.note else ''})"
        for row in rows
    ]
    return "; ".join(lines) or None


def list_token(handover: Handover | None) -> str:
    """The day, the note and the list as they stand, for a write to compare."""
    return token_of(_in_words(handover))


def _in_words(handover: Handover | None) -> dict[str, str | None]:
    if handover is None:
        return {"handed_over_on": None, "note": None, "items": None}
    return {
        "handed_over_on": handover.handed_over_on.isoformat(),
        "note": handover.note or None,
        "items": _list_in_words(list(handover.items.all())),
    }


@transaction.atomic
def confirm_handover(
    *,
    handover: Handover,
    side: str,
    by: Any,
    seen: str = "",
    issue_minutes: Callable[[Handover], IssuedDocument] | None = None,
) -> Handover:
    """Confirm in the name of one of the units; with the second it takes effect on its day.

    `seen`: `list_token` of the list that is confirmed. `issue_minutes` makes the minutes of the
    handover that takes effect, before anything is recorded: it may take long, and the audit's
    chain is everybody's.

    Raises:
        PermissionDenied: `by` does not speak for the unit of that side.
        ValidationError: it is in effect already, the side has confirmed, the same person has
            confirmed for the other side, nothing is on the list, `by` lacks the second factor to
            take over; with the code "stale", when another list than the one `seen` stands there.
    """
    year = _locked_year(handover.emulation_year)
    sides = sides_of(year)
    unit = sides.unit(side)
    if not access.speaks_for(by, year.cluster, unit):
        raise PermissionDenied(NOT_SPEAKING)
    if lacks_factor(by, side):
        raise ValidationError(NEEDS_FACTOR)
    locked = _rows_to_write().get(pk=handover.pk)
    if locked.is_effective:
        raise ValidationError(IN_EFFECT)
    if seen and seen != list_token(locked):
        raise ValidationError(LIST_CHANGED, code=STALE_CODE)
    if not locked.items.exists():
        raise ValidationError(EMPTY)
    withdrawn = _withdraw_stale(locked, sides)
    confirmation = HandoverConfirmation(handover=locked, side=side, unit=unit, confirmed_by=by)
    confirmation.full_clean()
    confirmation.save(force_insert=True)
    changes: dict[str, list] = {"confirmations": [withdrawn, f"{confirmation}, {by}"]}
    if locked.confirmations.count() == len(HandoverSide):
        locked.is_effective = True
        if issue_minutes is not None:
            locked.document = issue_minutes(locked)
        locked.full_clean()
        locked.save()
        changes["is_effective"] = [False, True]
    record(by=by, action="confirm_handover", target=locked, changes=changes)
    access.forget(by)
    return locked


def lacks_factor(user: Any, side: str) -> bool:
    """Whether `user` must set up a second factor before confirming for `side`.

    Whoever takes over brings the rights of the secretariat to the own unit; whoever gives loses
    them. The demo accounts need none, as ever.
    """
    return side == HandoverSide.TAKES and not user.is_demo and not has_one(user)


def _withdraw_stale(handover: Handover, sides: Sides) -> str | None:
    """Take back what was confirmed for a unit that is no longer the chair of that side."""
    stale = [
        row
        for row in handover.confirmations.select_related("unit", "confirmed_by")
        if row.unit_id != sides.unit(row.side).pk
    ]
    handover.confirmations.filter(pk__in=[row.pk for row in stale]).delete()
    return "; ".join(f"{row}, {row.confirmed_by}" for row in stale) or None
