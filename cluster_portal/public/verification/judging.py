"""Whether a PDF file that somebody brings is one of the portal's.

A file that is known by its hash is answered at once. What else there is to say of its signatures
is found by a worker, see `examinations`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cluster_portal.documents.file_identifiers import identifiers_in
from cluster_portal.documents.models import FileExamination, IssuedDocument, SignedRevision
from cluster_portal.documents.signing.acceptance import LONGEST_TAIL
from cluster_portal.public.verification.examinations import verdict_of
from cluster_portal.public.verification.signatures import SignatureWords, in_words

# The end of a revision: the mark, and the white space that a writer may put behind it.
_END = re.compile(rb"%%%%EOF([\x00\t\n\x0c\r ]{0,%d})" % LONGEST_TAIL)
MOST_ENDS = 200  # of which a file with 64 signatures, each with its data, has less


class Finding(Enum):
    """What a file is."""

    NEWEST = "newest"
    EARLIER = "earlier"
    CONTINUED = "continued"  # begins with a file of ours, and has more
    CHANGED = "changed"  # calls itself a copy of ours, but is none
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Judgement:
    """What is said of a file.

    `document` is the one that it is, begins with or names; `missing` how many signatures the
    newest file has beyond it. `signatures` are examined only where the portal does not know the
    very bytes; None when they could not be, for the reason in `unexamined`.
    """

    finding: Finding
    sha256: str
    document: IssuedDocument | None = None
    number: int = 0  # signatures in the file of ours that it is or begins with
    missing: int = 0
    signatures: tuple[SignatureWords, ...] | None = None
    unexamined: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether the very bytes are on record, so that nothing is left to examine."""
        return self.finding in {Finding.NEWEST, Finding.EARLIER}

    @property
    def known(self) -> dict[str, object]:
        """What is kept of it beside the file while that is examined."""
        return {"finding": self.finding.value, "document": self.document, "number": self.number}


def recognise(content: bytes) -> Judgement:
    """Say what a PDF file is by its bytes alone, without its signatures; at most four queries."""
    ends = dict(_beginnings(content))
    whole = hashlib.sha256(content).hexdigest()
    lengths = ends | {whole: len(content)}
    known = _known(list(lengths))
    if known is None:
        document = _named(content)
        finding = Finding.CHANGED if document else Finding.FOREIGN
        return Judgement(finding, whole, document)
    document, sha256, number = known
    missing = _newest(document) - number
    finding = Finding.EARLIER if missing else Finding.NEWEST
    if sha256 != whole:
        finding = Finding.CONTINUED
    return Judgement(finding, whole, document, number, missing)


def judgement_of(row: FileExamination) -> Judgement:
    """What an examination that is answered says."""
    document, verdict = row.document, verdict_of(row)
    return Judgement(
        Finding(row.finding),
        row.sha256,
        document,
        row.number,
        _newest(document) - row.number if document else 0,
        signatures=None if verdict is None else in_words(verdict, document, row.number),
        unexamined=row.problem,
    )


def _newest(document: IssuedDocument) -> int:
    head = document.head()
    return head.number if isinstance(head, SignedRevision) else 0


def _beginnings(content: bytes) -> Iterator[tuple[str, int]]:
    """SHA-256 and length of all that the file may have been before something was added."""
    digest, at = hashlib.sha256(), 0
    for count, found in enumerate(_END.finditer(content)):
        if count == MOST_ENDS:
            return
        # With each part of the white space: which of it was the last byte is not known.
        for end in range(found.start(1), found.end() + 1):
            digest.update(content[at:end])
            at = end
            yield digest.hexdigest(), end


def _known(hashes: list[str]) -> tuple[IssuedDocument, str, int] | None:
    """The longest file of ours among these: its document, hash and number of signatures."""
    revisions = SignedRevision.objects.filter(sha256__in=hashes).defer("addition")
    signed = revisions.select_related("document").defer(
        "addition", "document__content", "document__data"
    )
    if revision := signed.order_by("-length").first():
        return revision.document, revision.sha256, revision.number
    issued = IssuedDocument.objects.filter(sha256__in=hashes).defer("content", "data")
    if document := issued.order_by("-length").first():
        return document, document.sha256, 0
    return None


def _named(content: bytes) -> IssuedDocument | None:
    """The document of which the file calls itself a copy."""
    rows = IssuedDocument.objects.filter(file_identifier__in=identifiers_in(content))
    return rows.defer("content", "data").first()
