"""The way of a pledge: draft, opinions, waiting for signatures, signed, published."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from clusters import access
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature, PledgeStatus, SigningMethod
from emulation.services.pledge_days import day_of_signing, not_past, usual_sign_by
from emulation.services.pledge_locks import locked
from emulation.services.pledge_members import list_members
from emulation.services.pledge_numbers import give_number
from emulation.services.pledge_versions import keep_what_stands, snapshot_of
from emulation.services.pledge_withdrawals import begin_anew, take_back_file

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
MOVED = ("status", "signed_on", "comments_by", "sign_by", "document_number")
ALSO_SAVED = ("circulated_at", "issued_at", "document_series", "document")

MOVED_MEANWHILE = "Giao ước đã sang bước khác; mở lại trang rồi làm tiếp."
REASON_BACK = "Nêu lý do chuyển lại bước trước."
HAS_SIGNATURES = (
    "Đã có chữ ký nên lời giao ước không sửa được nữa: thu hồi giao ước, nêu lý do, rồi soạn bản"
    " thay thế."
)
NO_SCAN = "Thiếu bản chụp chữ ký trên bản giấy: {units}."


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
    `sign_by`, by default the year's due day; it goes back while nobody has signed, and what was
    issued is withdrawn. It is signed when every member has, and scans of the paper are there;
    `signed_on` is its day, unless all signed digitally. From withdrawn it begins anew as a draft,
    without number and signatures.

    Raises:
        PermissionDenied: `by` may not publish (to or from published), or does not draft it.
        ValidationError: it is not one step; something that the step needs is missing; on
            `signed_on`, `comments_by`, `sign_by`, `document_number` or `reason`, when that is what
            is wrong.
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
        take_back_file(pledge, reason, by)
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
        told += [f"Từ chối ký: {declined}."] if declined else []
        return " ".join(filter(None, [*told, _scans_missing(pledge, rows)]))
    if (pledge.status, to) == (SIGNED, PUBLISHED):
        return _scans_missing(pledge, rows)
    if (pledge.status, to) == (ISSUED, DRAFT) and any(row.signed_on for row in rows):
        return HAS_SIGNATURES
    return ""


def _scans_missing(pledge: Pledge, rows: Iterable[PledgeSignature]) -> str:
    """Which paper nobody can see. What the portal did not issue is as the record has it."""
    if pledge.document_id is None:
        return ""
    bare = [row for row in rows if row.method == SigningMethod.PAPER and row.scan_id is None]
    return NO_SCAN.format(units=", ".join(row.unit.name for row in bare)) if bare else ""


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
        pledge.comments_by = not_past("comments_by", "Hạn góp ý", comments_by)
        pledge.circulated_at = timezone.now()
    elif to == ISSUED:
        keep_what_stands(pledge, snapshot_of(pledge))
        year = pledge.emulation_year
        pledge.sign_by = not_past("sign_by", "Hạn ký", sign_by) if sign_by else usual_sign_by(year)
        pledge.issued_at = timezone.now()
        list_members(pledge)
        give_number(pledge)
    elif to == SIGNED:
        pledge.signed_on = day_of_signing(pledge, signed_on)
    elif to == DRAFT:
        begin_anew(pledge)


def _values_of(pledge: Pledge) -> dict[str, str | None]:
    values = {name: getattr(pledge, name) for name in MOVED}
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value or None
        for name, value in values.items()
    }
