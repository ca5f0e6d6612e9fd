"""The portal confirms a file that every member has signed: its own, clearly named signature."""

import hashlib

from django.utils import timezone

from cluster_portal.documents.models import IssuedDocument, SignedRevision
from cluster_portal.documents.services import add_signed_revision
from cluster_portal.documents.signature_fields import SEAL
from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.configured import portal_seal, timestamper, trust
from cluster_portal.documents.signing.signing import seal
from cluster_portal.workspace.signing.taking_in import facts_of
from emulation.models import PledgeStatus

UNIT = "Cổng thi đua các cụm"
REASON = "Mọi đơn vị đã ký; cổng xác nhận tệp đúng từng byte với bản đã lưu."


def unsealed() -> list[IssuedDocument]:
    """Documents whose pledges every member has signed, and which carry no seal yet."""
    return list(
        IssuedDocument.objects.filter(
            pledge__status__in=(PledgeStatus.SIGNED, PledgeStatus.PUBLISHED),
            withdrawal__isnull=True,
        )
        .exclude(revisions__is_portal_seal=True)
        .filter(revisions__isnull=False)
        .distinct()
        .order_by("pk")
    )


def seal_document(document: IssuedDocument) -> SignedRevision | None:
    """Put the portal's confirmation into the newest file, in the name of who signed last.

    None where no key is configured, or where nobody has signed digitally.

    With a timestamp authority the file also gets the revocation data of the seal and a timestamp
    over everything (PAdES B-LTA), which keep every signature in it verifiable for long.

    Raises:
        SigningUnavailable: the token or the timestamp authority does not answer.
        Refusal: the seal's certificate is bad, or not one that this portal believes.
        ValidationError: somebody signed meanwhile, or it is sealed already.
    """
    backend = portal_seal()
    if backend is None:
        return None
    newest = document.revisions.select_related("received_by").order_by("-number").first()
    if newest is None:
        return None
    head, authority, now = document.head_content(), timestamper(), timezone.now()
    sealed = seal(
        head,
        backend=backend,
        unit=UNIT,
        signed_at=now,
        reason=REASON,
        timestamper=authority,
        trust=trust() if authority else None,
    )
    accepted = accept(
        sealed,
        head=head,
        field=SEAL,
        trust=trust(),
        now=timezone.now(),
        issued_at=document.issued_at,
    )
    facts = facts_of(accepted, is_portal_seal=True, has_long_term_data=authority is not None)
    return add_signed_revision(
        document=document,
        head_sha256=hashlib.sha256(head).hexdigest(),
        addition=sealed[len(head) :],
        facts=facts,
        by=newest.received_by,
    )
