"""A signed file comes in, is examined, and is answered."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.documents.models import IssuedDocument, SignatureUpload, UploadState
from cluster_portal.documents.models.under_way import UNANSWERED

KEEPS_BYTES = (*UNANSWERED, UploadState.OUTDATED)
ANSWERED = "Tệp này đã được trả lời."


@transaction.atomic
def receive_upload(
    *, document: IssuedDocument, field: str, content: bytes, by: Any
) -> SignatureUpload:
    """Keep a signed file until it has been examined.

    Raises:
        django.core.exceptions.ValidationError: there is nothing in it; one for the same field is
            still being examined.
    """
    if not content:
        raise ValidationError("Tệp không có nội dung.")
    upload = SignatureUpload(
        document=document,
        field=field,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        length=len(content),
        uploaded_by=by,
    )
    upload.full_clean()
    upload.save(force_insert=True)
    record(
        by=by,
        action="upload_signature",
        target=upload,
        changes={"field": [None, field], "sha256": [None, upload.sha256]},
    )
    return upload


@transaction.atomic
def begin_examination(*, upload: SignatureUpload) -> bool:
    """Take a waiting upload in hand; return whether it still waited. The portal does it itself."""
    waiting = SignatureUpload.objects.filter(pk=upload.pk, state=UploadState.WAITING)
    if not waiting.update(state=UploadState.EXAMINING):
        return False
    upload.state = UploadState.EXAMINING
    record(
        by=None,
        action="examine_upload",
        target=upload,
        changes={"state": [UploadState.WAITING, UploadState.EXAMINING]},
    )
    return True


@transaction.atomic
def settle_upload(
    *, upload: SignatureUpload, state: str, message: str = "", by: Any = None
) -> SignatureUpload:
    """Say what became of an upload; return it. By the portal itself, or by who gives it up.

    `WAITING` puts it back, to be examined again, and may say why. The bytes go with ACCEPTED and
    REFUSED. Call it behind `add_signed_revision`, in one transaction with it.

    Raises:
        django.core.exceptions.ValidationError: it was answered before; a refusal says no reason.
    """
    rows = SignatureUpload.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.get(pk=upload.pk)
    if locked.state not in UNANSWERED:
        raise ValidationError(ANSWERED)
    before = locked.state
    locked.state, locked.message = state, message
    if state not in KEEPS_BYTES:
        locked.content = None
    locked.full_clean()
    locked.save()
    record(
        by=by,
        action="settle_upload",
        target=locked,
        changes={"state": [before, state]},
        reason=message,
    )
    return locked
