"""Writing down who signed a pledge on paper, and keeping scans of that paper."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.files import services as files
from cluster_portal.files.inspection.scans import check_scan
from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import Unit
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature, PledgeStatus, SigningMethod
from emulation.services.pledge_locks import locked
from emulation.signing_order import NO_PLACE

NOT_ISSUED = "Chỉ ghi chữ ký khi giao ước đang chờ ký."
NOT_ON_PAPER = "Chỉ lưu bản chụp của đơn vị đã ký trên bản giấy: ghi chữ ký của đơn vị trước."
NO_CAPACITY = "Nêu tư cách của người ký."
DECLINED = "Đơn vị đã báo từ chối ký: đơn vị rút lại rồi mới ghi chữ ký."
SCAN_KINDS = (FileKind.PDF,)
SCANNED = (PledgeStatus.ISSUED, PledgeStatus.SIGNED)


@dataclass(frozen=True)
class PaperSignature:
    """Who signed the paper for a unit, in what capacity and when; no day: not signed yet."""

    unit: Unit
    signer_name: str = ""
    capacity: str = ""
    signed_on: datetime.date | None = None
    note: str = ""


@transaction.atomic
def save_paper_signatures(
    *,
    pledge: Pledge,
    signatures: Iterable[PaperSignature],
    by: Any,
    reason: str = "",
    seen: str = "",
) -> Pledge:
    """Write down who signed the pledge on paper; rows signed digitally are left alone.

    `seen`: `signatures_token` of the rows that were changed.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: the pledge does not wait for signatures; a unit has no place in it, has
            declined, its name stands without the day, or who signed or in what capacity is
            missing; the day lies ahead; on `reason`, when the year is over. Errors of a row have
            the key "<unit key>-<field>". With the code "stale", when other signatures than those
            `seen` stand there.
    """
    reason = access.require_write(by, Permission.EDIT_PLEDGE, pledge, reason)
    pledge = locked(pledge)
    if pledge.status != PledgeStatus.ISSUED:
        raise ValidationError(NOT_ISSUED)
    rows = {row.unit_id: row for row in _signatures_of(pledge)}
    require_seen(seen, _words_of(rows.values()))
    wanted = list(signatures)
    _check(wanted, rows)
    changed = []
    for signature in wanted:
        row = rows[signature.unit.pk]
        if row.method == SigningMethod.DIGITAL:
            continue
        before = in_words(row)
        row.signer_name, row.capacity = signature.signer_name, signature.capacity
        row.signed_on, row.note = signature.signed_on, signature.note
        row.method = SigningMethod.PAPER if signature.signed_on else ""
        row.scan = row.scan if signature.signed_on else None
        if in_words(row) != before:
            row.full_clean()
            row.save()
            changed.append((before, in_words(row)))
    if changed:
        words = ["; ".join(side) for side in zip(*changed, strict=True)]
        record(
            by=by,
            action="save_signatures",
            target=pledge,
            changes={"signatures": words},
            reason=reason,
        )
    return pledge


def signatures_token(pledge: Pledge) -> str:
    """The signatures as they stand, for `save_paper_signatures` to compare."""
    return token_of(_words_of(_signatures_of(pledge)))


def _signatures_of(pledge: Pledge) -> QuerySet[PledgeSignature]:
    return pledge.signatures.select_related("unit").order_by("pk")


def _words_of(rows: Iterable[PledgeSignature]) -> list[str]:
    return [f"{row.method} {in_words(row)}" for row in rows]


def _check(wanted: list[PaperSignature], rows: Mapping[int, PledgeSignature]) -> None:
    today = timezone.localdate()
    wrong = {}
    for signature in wanted:
        key = signature.unit.pk
        if key not in rows:
            raise ValidationError(NO_PLACE.format(unit=signature.unit))
        if signature.signed_on and rows[key].has_declined:
            wrong[f"{key}-signed_on"] = DECLINED
            continue
        if signature.signed_on and signature.signed_on > today:
            wrong[f"{key}-signed_on"] = "Ngày ký không được sau hôm nay."
        if signature.signed_on and not signature.signer_name:
            wrong[f"{key}-signer_name"] = "Nêu người ký."
        # Papers of before the portal do not always say it: what stands so may stay so.
        stands_without = rows[key].method == SigningMethod.PAPER and not rows[key].capacity
        if signature.signed_on and not signature.capacity and not stands_without:
            wrong[f"{key}-capacity"] = NO_CAPACITY
        if signature.signer_name and not signature.signed_on:
            wrong[f"{key}-signed_on"] = "Nêu ngày ký."
    if wrong:
        raise ValidationError(wrong)


def in_words(signature: PledgeSignature) -> str:
    """ "Tỉnh Hà Nam: Chủ tịch Lê Văn Ký, 13/3/2024", or that the unit has not signed."""
    if not signature.signed_on:
        return f"{signature.unit}: chưa ký"
    who = f"{signature.capacity} {signature.signer_name}".strip()
    note = f" ({signature.note})" if signature.note else ""
    return f"{signature.unit}: {who}, {format_date(signature.signed_on)}{note}"


def attach_signature_scan(
    *, pledge: Pledge, unit: Unit, upload: UploadedFile, by: Any, reason: str = ""
) -> PledgeSignature:
    """Keep the scan of the paper that the unit signed, in place of an earlier one.

    It is measured before anything is locked: colour, at least 200 dots an inch, full size (Nghị
    định 30/2020/NĐ-CP, Phụ lục I, phần II).

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: on `upload`, when the file is refused; the unit has not signed on paper;
            on `reason`, when the year is over and none is given.
    """
    reason = access.require_write(by, Permission.EDIT_PLEDGE, pledge, reason)
    try:
        check_scan(upload)
    except ValidationError as error:
        raise ValidationError({"upload": error.messages}) from error
    with transaction.atomic():
        pledge = locked(pledge)
        row = _signatures_of(pledge).filter(unit=unit).first()
        if row is None or row.method != SigningMethod.PAPER or pledge.status not in SCANNED:
            raise ValidationError(NOT_ON_PAPER)
        before = str(row.scan) if row.scan else None
        row.scan = files.store(upload=upload, kinds=SCAN_KINDS, by=by)
        row.full_clean()
        row.save(update_fields=["scan"])
        record(
            by=by,
            action="attach_signature_scan",
            target=pledge,
            changes={"signatures": [before, f"{unit}: {row.scan}"]},
            reason=reason,
        )
    return row
