"""An accepted signature becomes part of its document and of the pledge."""

import datetime
import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import SignatureFacts, add_signed_revision, lock_document
from cluster_portal.documents.signing.acceptance import Accepted
from cluster_portal.workspace.signing.letters import tell_signed
from clusters.models import UnitCertificate
from clusters.selectors import certificate_on
from emulation.models import PledgeSignature, PledgeStatus
from emulation.services.pledge_locks import locked
from emulation.services.pledge_signing import record_digital_signature, refuse_ended

UNKNOWN_CERTIFICATE = (
    "Chứng thư số đã ký chưa có trong sổ chứng thư của các đơn vị; báo quản trị cổng đăng ký chứng"
    " thư này, rồi gửi lại đúng tệp này."
)
OTHER_UNIT = (
    "Chứng thư số đã ký là của {other}, không phải của {unit}; ký bằng chứng thư của đơn vị bạn"
    " vào ô của đơn vị bạn."
)


def registered(
    fingerprint: str,
    signature: PledgeSignature,
    signed_at: datetime.datetime,
    *,
    is_proven: bool,
) -> UnitCertificate:
    """The registration by which the certificate with this SHA-256 signs in that place.

    `is_proven`: a trusted timestamp says when it signed, not the signer's own clock, which whoever
    found a lost token sets back to a day before its registration was ended.

    Raises:
        ValidationError: on that day it was registered for no unit, or for another one; the moment
            is not proven, and the registration has ended since.
    """
    found = certificate_on(fingerprint, timezone.localdate(signed_at))
    if found is None:
        raise ValidationError(UNKNOWN_CERTIFICATE)
    if found.unit_id != signature.unit_id:
        raise ValidationError(OTHER_UNIT.format(other=found.unit, unit=signature.unit))
    refuse_ended(found, is_proven=is_proven)
    return found


@transaction.atomic
def take_in(
    *,
    document: IssuedDocument,
    head: bytes,
    content: bytes,
    signature: PledgeSignature,
    accepted: Accepted,
    certificate: UnitCertificate,
    signed_at: datetime.datetime,
    when_complete: Callable[[int], object],
    by: Any,
) -> PledgeSignature:
    """The accepted signature comes into the document and into the pledge, or into neither.

    `head` is the file that was signed, `content` the signed one. `when_complete` is called with
    the document's key once the last unit has signed.

    Raises:
        PermissionDenied, ValidationError: see `add_signed_revision`, `record_digital_signature`.
    """
    # In the order of every writer, before any of them writes down what it did.
    pledge = locked(signature.pledge)
    lock_document(document)
    held = UnitCertificate.objects.select_for_update(no_key=True, of=("self",))
    certificate = held.get(pk=certificate.pk)
    revision = add_signed_revision(
        document=document,
        head_sha256=hashlib.sha256(head).hexdigest(),
        addition=content[len(head) :],
        facts=facts_of(accepted),
        by=by,
    )
    row = record_digital_signature(
        pledge=pledge,
        unit=signature.unit,
        signer_name=certificate.holder_name,
        office=certificate.office,
        signed_at=signed_at,
        certificate=certificate,
        revision=revision,
        by=by,
    )
    pledge.refresh_from_db(fields=["status"])
    if pledge.status == PledgeStatus.SIGNED:
        tell_signed(pledge)
        transaction.on_commit(functools.partial(when_complete, document.pk))
    return row


def facts_of(accepted: Accepted, **more: bool) -> SignatureFacts:
    """What is kept of an accepted signature beside its bytes; `more` are facts of a seal."""
    certificate = accepted.certificate
    more = {"has_long_term_data": accepted.long_term} | more
    return SignatureFacts(
        field=accepted.field,
        signer_name=certificate.common_name or certificate.subject,
        certificate_serial=certificate.serial,
        certificate_issuer=certificate.issuer,
        certificate_sha256=certificate.fingerprint,
        claimed_at=accepted.signed_at,
        timestamped_at=accepted.timestamp,
        **more,
    )
