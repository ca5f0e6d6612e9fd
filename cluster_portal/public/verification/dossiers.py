"""What the portal tells everybody of one issued document."""

import datetime
from dataclasses import dataclass
from typing import Any

from cluster_portal.documents.integrity import problems_of
from cluster_portal.documents.models import IssuedDocument, SignedRevision
from cluster_portal.public.verification.places import Place, Signer, kind_of, place_of
from clusters.selectors import validity_of

PORTAL = "Cổng thi đua các cụm"


@dataclass(frozen=True)
class SignatureRow:
    """One signature: of a person for a unit, on paper or digital, or the portal's own seal."""

    unit: str
    name: str
    office: str
    way: str
    at: datetime.datetime | datetime.date | None
    revision: SignedRevision | None = None
    # Between which moments the certificate is valid, of one that is in the register.
    valid: tuple[datetime.datetime, datetime.datetime] | None = None


@dataclass(frozen=True)
class RevisionRow:
    """The file as it was with so many signatures."""

    signatures: int
    sha256: str
    length: int
    at: datetime.datetime


@dataclass(frozen=True)
class Dossier:
    """A document, its state, its signatures and whether its bytes are those that were recorded."""

    document: IssuedDocument
    kind: str
    place: Place
    signatures: tuple[SignatureRow, ...]
    revisions: tuple[RevisionRow, ...]  # the newest first
    is_intact: bool

    @property
    def newest(self) -> RevisionRow:
        return self.revisions[0]

    @property
    def is_withdrawn(self) -> bool:
        return self.document.is_withdrawn

    @property
    def is_replaced(self) -> bool:
        return self.document.is_replaced

    @property
    def counts(self) -> bool:
        """Whether neither another document nor a withdrawal ended it."""
        return not (self.is_withdrawn or self.is_replaced)

    @property
    def unpublished(self) -> str:
        """How a document that this reader may not read stands to the public, in words."""
        return "không còn công bố" if self.place.was_open else "chưa công bố"

    @property
    def issuing_body(self) -> str:
        """Who issued it, as its head says; empty for documents of before that was kept."""
        head = self.document.data.get("head", {})
        names = (head.get("issuing_body_parent", ""), head.get("issuing_body", ""))
        return " ".join(name for name in names if name)

    @property
    def is_signed(self) -> bool:
        return any(row.revision for row in self.signatures)


def find_document(code: str) -> IssuedDocument | None:
    """The document of this code with what replaced or withdrew it; its bytes come along."""
    others = ("replaced_by", "replaces")
    heavy = (f"{other}__{field}" for other in others for field in ("content", "data"))
    rows = IssuedDocument.objects.select_related("withdrawal", *others).defer(*heavy)
    return rows.filter(code=code).first()


def dossier_of(document: IssuedDocument, user: Any) -> Dossier:
    """All that `user` may know of the document. A constant number of queries; hashes every byte."""
    place = place_of(document, user)
    revisions = list(document.revisions.defer("addition").order_by("number"))
    return Dossier(
        document=document,
        kind=kind_of(document),
        place=place,
        signatures=tuple(_signatures(place, revisions)),
        revisions=tuple(_revisions(document, revisions)),
        is_intact=not problems_of(document),
    )


def _signatures(place: Place, revisions: list[SignedRevision]) -> list[SignatureRow]:
    signers = {one.revision_id: one for one in place.signers if one.revision_id}
    known = validity_of([revision.certificate_sha256 for revision in revisions])
    digital = [
        _digital(revision, signers.get(revision.pk), known.get(revision.certificate_sha256))
        for revision in revisions
    ]
    others = [
        SignatureRow(one.unit, one.name, one.office, one.way, one.at)
        for one in place.signers
        if not one.revision_id
    ]
    return digital + others


def _digital(
    revision: SignedRevision,
    signer: Signer | None,
    valid: tuple[datetime.datetime, datetime.datetime] | None,
) -> SignatureRow:
    at = revision.timestamped_at or revision.claimed_at
    if revision.is_portal_seal:
        return SignatureRow(PORTAL, "", "", "Xác nhận của cổng", at, revision, valid)
    return SignatureRow(
        signer.unit if signer else "",
        signer.name if signer else revision.signer_name,
        signer.office if signer else "",
        (signer and signer.way) or "Chữ ký số",
        at,
        revision,
        valid,
    )


def _revisions(document: IssuedDocument, revisions: list[SignedRevision]) -> list[RevisionRow]:
    signed = [
        RevisionRow(each.number, each.sha256, each.length, each.received_at)
        for each in reversed(revisions)
    ]
    issued = RevisionRow(0, document.sha256, document.length, document.issued_at)
    return [*signed, issued]
