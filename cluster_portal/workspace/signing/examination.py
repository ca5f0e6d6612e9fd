"""An upload is examined, and taken in or refused with the one sentence that says why."""

import hashlib
import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument, SignatureUpload, UploadState
from cluster_portal.documents.services import (
    begin_examination,
    settle_upload,
)
from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.configured import trust
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.workspace.signing.taking_in import registered, take_in
from emulation.models import PledgeSignature

logger = logging.getLogger(__name__)

FAILED = "Cổng chưa kiểm tra được tệp này do lỗi của cổng. Tệp vẫn được giữ; cổng sẽ tự thử lại."
# Somebody else signed while this file was being examined, or is at it.
OVERTAKEN = ("stale", "leased")


def examine(upload: SignatureUpload, when_complete: Callable[[int], object]) -> SignatureUpload:
    """Examine a waiting upload and answer it; return it as it stands then.

    Whatever is wrong with the file is an answer: nothing is raised, and nothing is half saved. What
    is wrong with the portal leaves the upload waiting, with its bytes, to be examined again.
    `when_complete` is called with the document's key once the last unit has signed.
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
        if getattr(error, "code", None) in OVERTAKEN:
            return settle_upload(
                upload=upload, state=UploadState.OUTDATED, message=" ".join(error.messages)
            )
        return _refuse(upload, " ".join(error.messages))
    except PermissionDenied as error:
        return _refuse(upload, str(error))
    except DocumentError as error:  # too much to do
        logger.warning("upload %s waits again: %s", upload.pk, error)
        return settle_upload(upload=upload, state=UploadState.WAITING, message=FAILED)
    except Exception:
        logger.exception("upload %s could not be examined", upload.pk)
        return settle_upload(upload=upload, state=UploadState.WAITING, message=FAILED)


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
    with transaction.atomic():
        take_in(
            document=document,
            head=head,
            content=bytes(upload.content),
            signature=signature,
            accepted=accepted,
            certificate=registered(
                accepted.certificate.fingerprint,
                signature,
                signed_at,
                is_proven=accepted.timestamp is not None,
            ),
            signed_at=signed_at,
            when_complete=when_complete,
            by=upload.uploaded_by,
        )
        return settle_upload(upload=upload, state=UploadState.ACCEPTED)


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


def _refuse(upload: SignatureUpload, message: str) -> SignatureUpload:
    return settle_upload(upload=upload, state=UploadState.REFUSED, message=message)
