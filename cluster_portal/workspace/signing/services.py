"""A signed file is handed in for a unit; or a backend signs for it at once."""

import datetime
import functools
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.documents.models import IssuedDocument, SignatureUpload, UploadState
from cluster_portal.documents.models.under_way import ONE_AT_A_TIME, UNANSWERED
from cluster_portal.documents.services import lock_document, receive_upload, settle_upload
from cluster_portal.documents.services.leases import require_turn
from cluster_portal.documents.signature_fields import field_name
from cluster_portal.workspace.signing.tasks import examine_upload
from clusters import access
from clusters.models import Unit
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature
from emulation.signing_order import NO_PLACE, who_may_sign

NOT_ISSUED = "Giao ước này chưa có tệp để ký số trên cổng."
FORGOTTEN = "Cổng chưa kiểm tra xong tệp này trong thời gian cho phép; tệp gửi sau thay cho nó."
PATIENCE = datetime.timedelta(minutes=10)


@transaction.atomic
def bring_signed_file(*, pledge: Pledge, unit: Unit, upload: bytes, by: Any) -> SignatureUpload:
    """Keep the file that `unit` signed and have it examined in the background.

    Raises:
        PermissionDenied: `by` does not hand in what the unit signs.
        ValidationError: on `upload`: the unit may not sign now; one of its files is being
            examined; somebody else signs in steps; there is nothing in the file.
    """
    row = signature_of(pledge, unit)
    access.require(by, Permission.SIGN, row)
    field = field_name(unit.slug)
    try:
        # Whoever sends at the same moment waits here, and is then told of this file.
        document = lock_document(require_ready(pledge, unit))
        require_turn(document, by)
        _give_up_forgotten(document, unit)
        kept = receive_upload(document=document, field=field, content=upload, by=by)
    except ValidationError as error:
        raise ValidationError({"upload": error.messages}) from error
    transaction.on_commit(functools.partial(examine_upload.enqueue, kept.pk))
    return kept


def _give_up_forgotten(document: IssuedDocument, unit: Unit) -> None:
    """One file at a time; but one that nobody examines must not keep the unit from signing."""
    for earlier in uploads_of(document, unit).filter(state__in=UNANSWERED):
        if is_under_way(earlier):
            raise ValidationError(ONE_AT_A_TIME)
        settle_upload(upload=earlier, state=UploadState.REFUSED, message=FORGOTTEN)


def is_under_way(upload: SignatureUpload) -> bool:
    """Whether the upload is to be answered soon; a worker that ended answers nothing."""
    return upload.state in UNANSWERED and upload.uploaded_at > timezone.now() - PATIENCE


def require_ready(pledge: Pledge, unit: Unit) -> IssuedDocument:
    """The document that `unit` may sign now.

    Raises:
        ValidationError: it may not, for the reason given.
    """
    if refused := who_may_sign(pledge, unit):
        raise ValidationError(refused)
    if pledge.document is None:
        raise ValidationError(NOT_ISSUED)
    return pledge.document


def signature_of(pledge: Pledge, unit: Unit) -> PledgeSignature:
    """The unit's place in the pledge. Raises ValidationError when it has none."""
    row = pledge.signatures.select_related("unit").filter(unit=unit).first()
    if row is None:
        raise ValidationError(NO_PLACE.format(unit=unit))
    row.pledge = pledge
    return row


def uploads_of(document: IssuedDocument, unit: Unit) -> Any:
    """What was brought for the unit, newest first, without the bytes."""
    rows = SignatureUpload.objects.filter(document=document, field=field_name(unit.slug))
    return rows.select_related("uploaded_by").defer("content")
