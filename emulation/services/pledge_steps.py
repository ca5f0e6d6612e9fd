"""The way of a pledge: draft, opinions, waiting for signatures, signed, published; withdrawal."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.documents.services import next_number, withdraw_document
from clusters import access
from clusters.members import day_in, members_on
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import (
    Deadline,
    Pledge,
    PledgeSignature,
    PledgeStatus,
    PledgeWithdrawal,
    Task,
)
from emulation.services.pledge_locks import locked
from emulation.services.pledge_signatures import in_words
from emulation.services.pledge_versions import keep_what_stands, snapshot_of

DRAFT, CIRCULATED, ISSUED, SIGNED, PUBLISHED, WITHDRAWN = PledgeStatus
WAY = (DRAFT, CIRCULATED, ISSUED, SIGNED, PUBLISHED)
# Where one goes on to; opinions may be left out, and a withdrawn pledge is written anew.
FORWARD: dict[str, tuple[PledgeStatus, ...]] = {
    DRAFT: (CIRCULATED, ISSUED),
    CIRCULATED: (ISSUED,),
    ISSUED: (SIGNED,),
    SIGNED: (PUBLISHED,),
    PUBLISHED: (),
    WITHDRAWN: (DRAFT,),
}
BACK: dict[str, PledgeStatus] = {
    CIRCULATED: DRAFT,
    ISSUED: DRAFT,
    SIGNED: ISSUED,
    PUBLISHED: SIGNED,
}
WITHDRAWABLE = (ISSUED, SIGNED, PUBLISHED)
MOVED = ("status", "signed_on", "comments_by", "sign_by", "document_number")
ALSO_SAVED = ("circulated_at", "issued_at", "document_series", "document")

MOVED_MEANWHILE = "Giao ước đã sang bước khác; mở lại trang rồi làm tiếp."
REASON_BACK = "Nêu lý do chuyển lại bước trước."
REASON_WITHDRAWN = "Nêu lý do thu hồi; đơn vị và công chúng đọc được lý do này."
HAS_SIGNATURES = (
    "Đã có chữ ký nên lời giao ước không sửa được nữa: thu hồi giao ước, nêu lý do, rồi soạn bản"
    " thay thế."
)
NOT_WITHDRAWABLE = "Chỉ thu hồi giao ước đang chờ ký, đã ký hoặc đã công bố."


@transaction.atomic
def move_pledge(
    *,
    pledge: Pledge,
    to: str,
    by: Any,
    signed_on: datetime.date | None = None,
    comments_by: datetime.date | None = None,
    sign_by: datetime.date | None = None,
    reason: str = "",
) -> Pledge:
    """Move the pledge one step along `WAY`, or back with a reason.

    Circulating asks the members for opinions until `comments_by`; it may be left out. Issuing
    settles the text, gives it a number, lists the members of that day for signature until
    `sign_by`, by default the year's due day; it goes back while nobody has signed. It is signed
    when every member has; `signed_on` is its day. From withdrawn it begins anew as a draft,
    without number and signatures.

    Raises:
        PermissionDenied: `by` may not publish (to or from published), or does not draft it.
        ValidationError: it is not one step; something that the step needs is missing; on
            `signed_on`, `comments_by`, `sign_by` or `reason`, when that is what is wrong.
    """
    permission = permission_for(pledge.status, to)
    reason = access.require_write(by, permission, pledge, reason)
    pledge = locked(pledge)
    before = _values_of(pledge)
    goes_on, goes_back = to in FORWARD[pledge.status], BACK.get(pledge.status) == to
    if not (goes_on or goes_back) or permission_for(pledge.status, to) != permission:
        raise ValidationError(MOVED_MEANWHILE)
    if goes_back and not reason:
        raise ValidationError({"reason": REASON_BACK})
    if lacking := why_not_yet(pledge, to):
        raise ValidationError(lacking)
    if goes_on:
        _step_on(pledge, PledgeStatus(to), signed_on, comments_by, sign_by)
    elif to == DRAFT:
        _take_back_file(pledge, reason, by)
    pledge.status = to
    pledge.full_clean()
    pledge.save(update_fields=[*MOVED, *ALSO_SAVED])
    after = _values_of(pledge)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(by=by, action="move_pledge", target=pledge, changes=changes, reason=reason)
    return pledge


def permission_for(status: str, to: str) -> Permission:
    """What the step from `status` to `to` needs."""
    return Permission.PUBLISH if PUBLISHED in (to, status) else Permission.EDIT_PLEDGE


def why_not_yet(pledge: Pledge, to: str) -> str:
    """What keeps the pledge from the step to `to`, whatever is typed; empty when nothing does."""
    rows = pledge.signatures.select_related("unit").order_by("unit__sort_key", "pk")
    if to in (CIRCULATED, ISSUED) and pledge.status in (DRAFT, CIRCULATED):
        missing = [] if pledge.items.exists() else ["nội dung giao ước"]
        missing += [] if pledge.legal_basis else ["căn cứ"]
        done = "lấy ý kiến" if to == CIRCULATED else "trình ký"
        return f"Chưa {done} được, còn thiếu: {', '.join(missing)}." if missing else ""
    if (pledge.status, to) == (ISSUED, SIGNED):
        waiting = [row for row in rows if not row.signed_on]
        declined = ", ".join(row.unit.name for row in waiting if row.has_declined)
        silent = ", ".join(row.unit.name for row in waiting if not row.has_declined)
        told = [f"Chưa ký: {silent}."] if silent else []
        return " ".join([*told, f"Từ chối ký: {declined}."] if declined else told)
    if (pledge.status, to) == (ISSUED, DRAFT) and any(row.signed_on for row in rows):
        return HAS_SIGNATURES
    return ""


def usual_sign_by(year: EmulationYear) -> datetime.date | None:
    """By which day the year wants the pledge signed, where that day is still to come."""
    due = year.deadlines.filter(task=Task.PLEDGE_SIGNING).first()
    return _to_come(due)


def usual_comments_by(year: EmulationYear) -> datetime.date | None:
    """By which day opinions are wanted: when the draft is due, where that is still to come."""
    return _to_come(year.deadlines.filter(task=Task.PLEDGE_DRAFT).first())


def _to_come(deadline: Deadline | None) -> datetime.date | None:
    is_ahead = deadline is not None and deadline.due_on >= timezone.localdate()
    return deadline.due_on if is_ahead else None


def _step_on(
    pledge: Pledge,
    to: PledgeStatus,
    signed_on: datetime.date | None,
    comments_by: datetime.date | None,
    sign_by: datetime.date | None,
) -> None:
    """What a step forward brings with it, apart from the status."""
    if to == CIRCULATED:
        keep_what_stands(pledge, snapshot_of(pledge))
        if comments_by is None:
            raise ValidationError({"comments_by": "Nêu hạn góp ý."})
        pledge.comments_by = _not_past("comments_by", "Hạn góp ý", comments_by)
        pledge.circulated_at = timezone.now()
    elif to == ISSUED:
        keep_what_stands(pledge, snapshot_of(pledge))
        year = pledge.emulation_year
        pledge.sign_by = _not_past("sign_by", "Hạn ký", sign_by) if sign_by else usual_sign_by(year)
        pledge.issued_at = timezone.now()
        _list_members(pledge)
        _give_number(pledge)
    elif to == SIGNED:
        pledge.signed_on = _day_of_signing(signed_on)
    elif to == DRAFT:
        _begin_anew(pledge)


def _take_back_file(pledge: Pledge, reason: str, by: Any) -> None:
    """What was issued of the pledge counts no more; its number goes with it."""
    if pledge.document is not None:
        withdraw_document(document=pledge.document, reason=reason, by=by)
        pledge.document = None
        pledge.document_number = pledge.document_series = ""


def _begin_anew(pledge: Pledge) -> None:
    """A withdrawn pledge gets a new number and new signatures; the withdrawal keeps the old."""
    pledge.signatures.all().delete()
    pledge.document_number = pledge.document_series = ""
    pledge.document = None
    pledge.signed_on = pledge.comments_by = pledge.sign_by = None
    pledge.circulated_at = pledge.issued_at = None


def _give_number(pledge: Pledge) -> None:
    """The next number of the cluster's pledges this year, unless one was typed or given.

    Numbers begin anew each year (Nghị định 30/2020/NĐ-CP, Điều 15).
    """
    cluster, year = pledge.emulation_year.cluster, timezone.localdate().year
    if not pledge.document_series:
        pledge.document_series = f"{cluster.slug} GƯTĐ {year}"
    if not pledge.document_number:
        code = f"GƯTĐ-{cluster.document_code}" if cluster.document_code else "GƯTĐ"
        pledge.document_number = f"{next_number(pledge.document_series):02}/{code}"


def _list_members(pledge: Pledge) -> None:
    """A place for each member of the day; places of others go, unless they have signed.

    Whoever declined an earlier issue is asked anew.
    """
    year = pledge.emulation_year
    members = members_on(year.cluster, day_in(year.cluster, year.year, timezone.localdate()))
    rows = pledge.signatures.all()
    rows.filter(signed_on__isnull=True).exclude(unit__in=members).delete()
    rows.update(declined_at=None, declined_by=None, decline_reason="")
    listed = set(rows.values_list("unit", flat=True))
    for unit in members:
        if unit.pk not in listed:
            PledgeSignature(pledge=pledge, unit=unit).save(force_insert=True)
    if not rows.exists():
        raise ValidationError("Cụm không có thành viên nào để ký giao ước.")


def _day_of_signing(day: datetime.date | None) -> datetime.date:
    if day is None:
        raise ValidationError({"signed_on": "Nêu ngày ký giao ước."})
    if day > timezone.localdate():
        raise ValidationError({"signed_on": "Ngày ký không được sau hôm nay."})
    return day


def _not_past(field: str, label: str, day: datetime.date) -> datetime.date:
    if day < timezone.localdate():
        raise ValidationError({field: f"{label} đã qua: chọn từ hôm nay trở đi."})
    return day


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, reason: str, by: Any) -> PledgeWithdrawal:
    """Withdraw a pledge that was issued, whoever has signed it; return what is kept of it.

    A replacement is then drafted by `move_pledge` to draft.

    Raises:
        PermissionDenied: `by` may not publish for the cluster.
        ValidationError: it was not issued, or is withdrawn already; on `reason`, without one.
    """
    reason = access.require_write(by, Permission.PUBLISH, pledge, reason)
    if not reason:
        raise ValidationError({"reason": REASON_WITHDRAWN})
    pledge = locked(pledge)
    before = pledge.status
    if before not in WITHDRAWABLE:
        raise ValidationError(NOT_WITHDRAWABLE)
    signed = pledge.signatures.filter(signed_on__isnull=False).select_related("unit")
    withdrawal = PledgeWithdrawal(
        pledge=pledge,
        version=keep_what_stands(pledge, snapshot_of(pledge)),
        document_number=pledge.document_number,
        document=pledge.document,
        status_before=before,
        signatures=[
            f"{in_words(row)} – {row.state}" for row in signed.order_by("unit__sort_key", "pk")
        ],
        reason=reason,
        withdrawn_by=by,
    )
    withdrawal.full_clean()
    withdrawal.save(force_insert=True)
    if pledge.document is not None:
        withdraw_document(document=pledge.document, reason=reason, by=by)
    pledge.status = WITHDRAWN
    pledge.save(update_fields=["status"])
    record(
        by=by,
        action="withdraw_pledge",
        target=pledge,
        changes={"status": [before, WITHDRAWN]},
        reason=reason,
    )
    return withdrawal


def _values_of(pledge: Pledge) -> dict[str, str | None]:
    values = {name: getattr(pledge, name) for name in MOVED}
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value or None
        for name, value in values.items()
    }
