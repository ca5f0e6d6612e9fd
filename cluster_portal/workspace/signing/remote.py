"""A unit signs on the portal, with a key that stays on a token or with a signing service."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import release_lease, take_lease
from cluster_portal.documents.signature_fields import field_name
from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.backends import (
    SigningBackend,
    SigningUnavailable,
    certificate_of,
)
from cluster_portal.documents.signing.configured import timestamper, trust
from cluster_portal.documents.signing.refusals import Refusal
from cluster_portal.documents.signing.signing import sign
from cluster_portal.documents.signing.stamps import StampText
from cluster_portal.workspace.signing.services import require_ready, signature_of
from cluster_portal.workspace.signing.taking_in import registered, take_in
from cluster_portal.workspace.signing.tasks import seal_signed
from clusters import access
from clusters.models import Unit
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature

UNAVAILABLE = (
    "Thiết bị hoặc dịch vụ ký số không ký được: sai mã PIN hay mã xác nhận, hoặc chưa kết nối."
    " Chưa có gì thay đổi; thử lại, hoặc tải tệp về ký."
)


def sign_through_backend(
    *, pledge: Pledge, unit: Unit, backend: SigningBackend, by: Any
) -> PledgeSignature:
    """Have `backend` sign the newest file in the field of `unit`, and take the signature in.

    Meanwhile it is the turn of `by` alone (a lease). What the backend made is judged as any file
    that is brought: only the unit's registered certificate signs for it.

    Raises:
        PermissionDenied: `by` does not hand in what the unit signs.
        ValidationError: the unit may not sign now; somebody else signs in steps; the backend does
            not answer; its certificate is bad or not the unit's. Nothing has changed then.
    """
    row = signature_of(pledge, unit)
    access.require(by, Permission.SIGN, row)
    document = require_ready(pledge, unit)
    take_lease(document=document, field=field_name(unit.slug), by=by)
    try:
        return _sign(document, row, backend, by)
    except SigningUnavailable as error:
        raise ValidationError(UNAVAILABLE, code="unavailable") from error
    except (Refusal, DocumentError) as error:
        raise ValidationError(str(error)) from error
    finally:
        release_lease(document=document, by=by)


def _sign(
    document: IssuedDocument, row: PledgeSignature, backend: SigningBackend, by: Any
) -> PledgeSignature:
    now = timezone.now()
    held = registered(certificate_of(backend).fingerprint, row, now)
    head, authority, field = document.head_content(), timestamper(), field_name(row.unit.slug)
    stamp = StampText(
        signer=held.holder_name,
        capacity=held.office,
        unit=row.unit.people_committee,
        signed_at=now,
    )
    signed = sign(head, field=field, backend=backend, stamp=stamp, timestamper=authority)
    accepted = accept(
        signed,
        head=head,
        field=field,
        trust=trust(),
        now=timezone.now(),
        issued_at=document.issued_at,
    )
    signed_at = accepted.timestamp or accepted.signed_at or now
    return take_in(
        document=document,
        head=head,
        content=signed,
        signature=row,
        accepted=accepted,
        certificate=registered(accepted.certificate.fingerprint, row, signed_at),
        signed_at=signed_at,
        when_complete=seal_signed.enqueue,
        by=by,
    )
