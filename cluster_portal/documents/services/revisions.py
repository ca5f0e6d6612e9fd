"""A signature comes into an issued document."""

import datetime
import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.documents.models import IssuedDocument, SignedRevision
from cluster_portal.documents.services.issuing import lock_document
from cluster_portal.documents.services.leases import require_turn

STALE = "Trong lúc đó văn bản đã có chữ ký mới; tải bản mới nhất về rồi ký lại."
FIELD_TAKEN = "Ô ký này đã có chữ ký."
WITHDRAWN = "Văn bản này đã được thu hồi nên không ký được nữa."
REPLACED = "Văn bản này đã bị bản mới thay nên không ký được nữa."
NOTHING_ADDED = "Tệp không có chữ ký mới."


@dataclass(frozen=True, kw_only=True)
class SignatureFacts:
    """What an examined signature says of itself; times are aware, hashes 64 hexadecimal digits."""

    field: str
    signer_name: str  # the common name in the certificate
    certificate_serial: str  # hexadecimal
    certificate_issuer: str
    certificate_sha256: str
    claimed_at: datetime.datetime | None = None
    timestamped_at: datetime.datetime | None = None
    has_long_term_data: bool = False
    is_portal_seal: bool = False


@transaction.atomic
def add_signed_revision(
    *,
    document: IssuedDocument,
    head_sha256: str,
    addition: bytes,
    facts: SignatureFacts,
    by: Any,
) -> SignedRevision:
    """Append a signature to the file whose SHA-256 is `head_sha256`, and return the revision.

    `addition` is what stands behind that file's last byte. The signature was examined before
    (`documents.signing`), outside of any transaction; here only its turn is decided. `by`
    brought it, or set off the portal's own seal.

    Raises:
        django.core.exceptions.ValidationError: with code "stale" when another signature came in
            between, "leased" while somebody else signs in steps, "withdrawn", "replaced", "taken"
            when the field has its signature, "nothing" without an addition. Nothing is saved.
    """
    if not addition:
        raise ValidationError(NOTHING_ADDED, code="nothing")
    # Read and hashed before the lock: the file behind a hash does not change.
    content = document.head_content()
    if hashlib.sha256(content).hexdigest() != head_sha256:
        raise ValidationError(STALE, code="stale")
    whole = hashlib.sha256(content + addition).hexdigest()

    locked = lock_document(document)
    _require_open(locked)
    head = locked.head()
    if head.sha256 != head_sha256:
        raise ValidationError(STALE, code="stale")
    require_turn(locked, by)
    if locked.revisions.filter(field=facts.field).exists():
        raise ValidationError(FIELD_TAKEN, code="taken")
    revision = SignedRevision(
        document=locked,
        number=head.number + 1 if isinstance(head, SignedRevision) else 1,
        addition=addition,
        sha256=whole,
        length=len(content) + len(addition),
        received_by=by,
        **asdict(facts),
    )
    revision.full_clean()
    revision.save(force_insert=True)
    record(
        by=by,
        action="add_signature",
        target=revision,
        changes={
            "field": [None, facts.field],
            "sha256": [head_sha256, whole],
            "certificate_sha256": [None, facts.certificate_sha256],
        },
    )
    return revision


def _require_open(document: IssuedDocument) -> None:
    if document.is_withdrawn:
        raise ValidationError(WITHDRAWN, code="withdrawn")
    if document.is_replaced:
        raise ValidationError(REPLACED, code="replaced")
