"""A unit signs a pledge digitally, or says that it will not."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.documents.models import SignedRevision
from cluster_portal.documents.signing.trust import CLOCK_TOLERANCE as CLOCKS_DIFFER
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import Unit, UnitCertificate
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature, PledgeStatus, SigningMethod
from emulation.services.pledge_locks import locked
from emulation.services.pledge_signatures import in_words
from emulation.services.pledge_steps import why_not_yet
from emulation.signing_order import HAS_SIGNED, NO_PLACE, NOT_WAITING, who_may_sign

OF_ANOTHER = "Chứng thư này không phải của {unit}."
NOT_REGISTERED_THEN = "Vào lúc ký, chứng thư này không được đăng ký cho {unit}."
REGISTRATION_ENDED = (
    "Đăng ký của chứng thư này đã kết thúc ngày {day}, và chữ ký không có dấu thời gian tin cậy để"
    " chứng minh đã ký trước đó; ký lại bằng chứng thư đang được đăng ký."
)
IN_THE_FUTURE = "Lúc ký ở sau hiện tại: kiểm tra đồng hồ của máy ký."
BEFORE_THE_ISSUE = "Lúc ký ở trước khi giao ước được trình ký."
DECLINE_REASON = "Nêu lý do từ chối để cụm biết cần sửa gì."
NOT_DECLINED = "Đơn vị không ở trạng thái từ chối ký."


@transaction.atomic
def record_digital_signature(
    *,
    pledge: Pledge,
    unit: Unit,
    signer_name: str,
    office: str,
    signed_at: datetime.datetime,
    certificate: UnitCertificate,
    by: Any,
    revision: SignedRevision | None = None,
) -> PledgeSignature:
    """Write down that the unit signed the issued pledge with its registered `certificate`.

    Whether the signature in the file, its `revision`, is valid has been judged before. Unless the
    revision has a trusted timestamp, `signed_at` is what the signer's clock says, and the
    certificate must be registered today too. With the last signature the pledge is signed, on the
    latest day on which any unit signed, where nothing else is missing.

    Raises:
        PermissionDenied: `by` does not hand in what the unit signs.
        ValidationError: the pledge does not wait for signatures; the unit has no place in it, has
            signed, has declined, or waits for the chair; the certificate is another unit's, or was
            not registered on that day, or its registration has ended and nothing proves the day;
            the moment lies before the issue or in the future.
    """
    pledge = locked(pledge)
    row = _row_of(pledge, unit)
    access.require(by, Permission.SIGN, row)
    if refused := who_may_sign(pledge, unit):
        raise ValidationError(refused)
    # As it stands: its registration may have been ended meanwhile.
    held = UnitCertificate.objects.select_for_update(no_key=True, of=("self",))
    certificate = held.get(pk=certificate.pk)
    day = timezone.localdate(signed_at)
    is_proven = revision is not None and revision.timestamped_at is not None
    _refuse_certificate(certificate, unit, day, is_proven=is_proven)
    _refuse_moment(signed_at, pledge)
    before = in_words(row)
    row.signer_name, row.capacity = signer_name, office
    row.signed_on, row.signed_at, row.method = day, signed_at, SigningMethod.DIGITAL
    row.certificate, row.revision = certificate, revision
    row.full_clean()
    row.save()
    changes: dict[str, Any] = {"signatures": [before, f"{in_words(row)}, {row.state}"]}
    if not why_not_yet(pledge, PledgeStatus.SIGNED):
        days = pledge.signatures.values_list("signed_on", flat=True)
        pledge.signed_on, pledge.status = max(days), PledgeStatus.SIGNED
        pledge.full_clean()
        pledge.save(update_fields=["signed_on", "status"])
        changes["status"] = [PledgeStatus.ISSUED, PledgeStatus.SIGNED]
        changes["signed_on"] = [None, pledge.signed_on.isoformat()]
    record(by=by, action="sign_digitally", target=pledge, changes=changes)
    return row


def _refuse_certificate(
    certificate: UnitCertificate, unit: Unit, day: datetime.date, *, is_proven: bool
) -> None:
    if certificate.unit_id != unit.pk:
        raise ValidationError(OF_ANOTHER.format(unit=unit))
    if not certificate.holds_on(day):
        raise ValidationError(NOT_REGISTERED_THEN.format(unit=unit))
    refuse_ended(certificate, is_proven=is_proven)


def refuse_ended(certificate: UnitCertificate, *, is_proven: bool) -> None:
    """Raises ValidationError when the registration has ended and nothing proves an earlier day."""
    if not is_proven and not certificate.holds_on(timezone.localdate()):
        day = format_date(certificate.valid_to)
        raise ValidationError(REGISTRATION_ENDED.format(day=day))


def _refuse_moment(signed_at: datetime.datetime, pledge: Pledge) -> None:
    if signed_at > timezone.now() + CLOCKS_DIFFER:
        raise ValidationError(IN_THE_FUTURE)
    if pledge.issued_at and signed_at < pledge.issued_at - CLOCKS_DIFFER:
        raise ValidationError(BEFORE_THE_ISSUE)


@transaction.atomic
def decline_to_sign(*, pledge: Pledge, unit: Unit, reason: str, by: Any) -> PledgeSignature:
    """The unit's officer says that it will not sign the pledge as it is, and why.

    Raises:
        PermissionDenied: `by` does not hand in what the unit signs.
        ValidationError: the pledge does not wait for signatures; the unit has no place in it or
            has signed; on `reason`, without one.
    """
    pledge = locked(pledge)
    row = _row_of(pledge, unit)
    access.require(by, Permission.SIGN, row)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": DECLINE_REASON})
    _refuse_settled(pledge, row)
    before = row.state
    row.declined_at, row.declined_by, row.decline_reason = timezone.now(), by, reason
    row.full_clean()
    row.save()
    changes = {"signatures": [f"{unit}: {before}", f"{unit}: {row.state}"]}
    record(by=by, action="decline_to_sign", target=pledge, changes=changes, reason=reason)
    return row


@transaction.atomic
def take_back_decline(*, pledge: Pledge, unit: Unit, by: Any) -> PledgeSignature:
    """The unit may sign again.

    Raises:
        PermissionDenied: `by` does not hand in what the unit signs.
        ValidationError: the pledge does not wait for signatures, or the unit has not declined.
    """
    pledge = locked(pledge)
    row = _row_of(pledge, unit)
    access.require(by, Permission.SIGN, row)
    _refuse_settled(pledge, row)
    if not row.has_declined:
        raise ValidationError(NOT_DECLINED)
    before = row.state
    row.declined_at = row.declined_by = None
    row.decline_reason = ""
    row.full_clean()
    row.save()
    changes = {"signatures": [f"{unit}: {before}", f"{unit}: {row.state}"]}
    record(by=by, action="take_back_decline", target=pledge, changes=changes)
    return row


def _row_of(pledge: Pledge, unit: Unit) -> PledgeSignature:
    row = pledge.signatures.select_related("unit").filter(unit=unit).first()
    if row is None:
        raise ValidationError(NO_PLACE.format(unit=unit))
    row.pledge = pledge
    return row


def _refuse_settled(pledge: Pledge, row: PledgeSignature) -> None:
    if pledge.status != PledgeStatus.ISSUED:
        raise ValidationError(NOT_WAITING)
    if row.signed_on:
        raise ValidationError(HAS_SIGNED)
