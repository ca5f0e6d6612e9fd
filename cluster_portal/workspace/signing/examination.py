"""An upload is examined, and taken in or refused with the one sentence that says why."""

import datetime
import functools
import hashlib
import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument, SignatureUpload, UploadState
from cluster_portal.documents.services import (
    SignatureFacts,
    add_signed_revision,
    begin_examination,
    lock_document,
    settle_upload,
)
from cluster_portal.documents.signing.acceptance import Accepted, accept
from cluster_portal.documents.signing.configured import trust
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.workspace.signing.letters import tell_signed
from clusters.models import UnitCertificate
from clusters.selectors import certificate_on
from emulation.models import PledgeSignature, PledgeStatus
from emulation.services.pledge_locks import locked
from emulation.services.pledge_signing import record_digital_signature

logger = logging.getLogger(__name__)

UNKNOWN_CERTIFICATE = (
    "Chứng thư số đã ký chưa có trong sổ chứng thư của các đơn vị. Báo quản trị cổng đăng ký chứng"
    " thư này, rồi gửi lại đúng tệp này."
)
OTHER_UNIT = (
    "Chứng thư số đã ký là của {other}, không phải của {unit}. Ký bằng chứng thư của đơn vị bạn"
    " vào ô của đơn vị bạn."
)
FAILED = "Cổng chưa kiểm tra được tệp này do lỗi của cổng. Gửi lại tệp; nếu vẫn lỗi, báo quản trị."
STALE = "stale"  # somebody else signed while this file was being examined


def examine(upload: SignatureUpload, when_complete: Callable[[int], object]) -> SignatureUpload:
    """Examine a waiting upload and answer it; return it as it stands then.

    Whatever is wrong is an answer: nothing is raised, and nothing is half saved. `when_complete`
    is called with the document's key once the last unit has signed.
    """
    if not begin_examination(upload=upload):
        return SignatureUpload.objects.defer("content").get(pk=upload.pk)
    try:
        return _examine(upload, when_complete)
    except Refusal as refusal:
        logger.info("upload %s refused: %s %s", upload.pk, refusal.fault.name, refusal.detail)
        if refusal.fault is Fault.OUTDATED:
            return settle_upload(upload=upload, state=UploadState.OUTDATED, message=str(refusal))
        return _refuse(upload, str(refusal))
    except ValidationError as error:
        if getattr(error, "code", None) == STALE:
            return settle_upload(
                upload=upload, state=UploadState.OUTDATED, message=" ".join(error.messages)
            )
        return _refuse(upload, " ".join(error.messages))
    except (PermissionDenied, DocumentError) as error:
        return _refuse(upload, str(error))
    except Exception:
        logger.exception("upload %s could not be examined", upload.pk)
        return _refuse(upload, FAILED)


def _examine(upload: SignatureUpload, when_complete: Callable[[int], object]) -> SignatureUpload:
    document = upload.document
    head = document.head_content()
    now = timezone.now()
    accepted = accept(
        bytes(upload.content),
        head=head,
        field=upload.field,
        trust=trust(),
        now=now,
        issued_at=document.issued_at,
        is_earlier=lambda content: continues_earlier(document, content),
    )
    signature = signature_in(document, upload.field)
    signed_at = accepted.timestamp or accepted.signed_at or now
    certificate = _registered(accepted, signature, signed_at)
    return take_in(
        when_complete=when_complete,
        upload=upload,
        head=head,
        content=bytes(upload.content),
        signature=signature,
        accepted=accepted,
        certificate=certificate,
        signed_at=signed_at,
    )


def continues_earlier(document: IssuedDocument, content: bytes) -> bool:
    """Whether the file begins with a revision of the document that is not the newest."""
    earlier = [(document.length, document.sha256)]
    earlier += document.revisions.order_by("number").values_list("length", "sha256")
    return any(
        length <= len(content) and hashlib.sha256(content[:length]).hexdigest() == sha256
        for length, sha256 in earlier[:-1]
    )


def signature_in(document: IssuedDocument, field: str) -> PledgeSignature:
    """The place in the pledge that the field of its file stands for."""
    rows = PledgeSignature.objects.filter(pledge__document=document)
    rows = rows.select_related("unit", "pledge__emulation_year__cluster")
    for row in rows:
        if row.field == field:
            return row
    raise Refusal(Fault.NO_FIELD, field)


def _registered(
    accepted: Accepted, signature: PledgeSignature, signed_at: datetime.datetime
) -> UnitCertificate:
    found = certificate_on(accepted.certificate.fingerprint, timezone.localdate(signed_at))
    if found is None:
        raise ValidationError(UNKNOWN_CERTIFICATE)
    if found.unit_id != signature.unit_id:
        raise ValidationError(OTHER_UNIT.format(other=found.unit, unit=signature.unit))
    return found


@transaction.atomic
def take_in(
    *,
    when_complete: Callable[[int], object],
    upload: SignatureUpload,
    head: bytes,
    content: bytes,
    signature: PledgeSignature,
    accepted: Accepted,
    certificate: UnitCertificate,
    signed_at: datetime.datetime,
) -> SignatureUpload:
    """The signature comes into the document, the pledge and the answer, or into none of them.

    `when_complete` is called with the document's key once the last unit has signed.
    """
    by = upload.uploaded_by
    # In the order of every writer, before any of them writes down what it did.
    pledge = locked(signature.pledge)
    lock_document(upload.document)
    held = UnitCertificate.objects.select_for_update(no_key=True, of=("self",))
    certificate = held.get(pk=certificate.pk)
    revision = add_signed_revision(
        document=upload.document,
        head_sha256=hashlib.sha256(head).hexdigest(),
        addition=content[len(head) :],
        facts=facts_of(accepted),
        by=by,
    )
    record_digital_signature(
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
        transaction.on_commit(functools.partial(when_complete, upload.document_id))
    return settle_upload(upload=upload, state=UploadState.ACCEPTED)


def facts_of(accepted: Accepted, **more: bool) -> SignatureFacts:
    """What is kept of an accepted signature beside its bytes; `more` are facts of a seal."""
    certificate = accepted.certificate
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


def _refuse(upload: SignatureUpload, message: str) -> SignatureUpload:
    return settle_upload(upload=upload, state=UploadState.REFUSED, message=message)
