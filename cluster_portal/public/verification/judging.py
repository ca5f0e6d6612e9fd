"""Whether a PDF file that somebody brings is one of the portal's. Nothing of the file is kept."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cluster_portal.documents.file_identifiers import identifiers_in
from cluster_portal.documents.models import IssuedDocument, SignedRevision
from cluster_portal.public.verification.signatures import SignatureWords, ask, in_words

# The end of a revision: the mark, and the line end that a writer may put behind it.
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
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
    very bytes; None when nobody could be asked, for the reason in `unexamined`.
    """

    finding: Finding
    sha256: str
    document: IssuedDocument | None = None
    number: int = 0  # signatures in the file of ours that it is or begins with
    missing: int = 0
    signatures: tuple[SignatureWords, ...] | None = None
    unexamined: str = ""


def judge(content: bytes) -> Judgement:
    """Say what a PDF file is; at most four queries beside the examination of its signatures."""
    ends = dict(_beginnings(content))
    whole = hashlib.sha256(content).hexdigest()
    lengths = ends | {whole: len(content)}
    known = _known(list(lengths))
    if known is None:
        document = _named(content)
        finding = Finding.CHANGED if document else Finding.FOREIGN
        return Judgement(finding, whole, document, **_examined(content))
    document, sha256, number = known
    head = document.head()
    newest = head.number if isinstance(head, SignedRevision) else 0
    facts = {"document": document, "number": number, "missing": newest - number}
    if sha256 != whole:
        return Judgement(Finding.CONTINUED, whole, **facts, **_examined(content))
    finding = Finding.NEWEST if number == newest else Finding.EARLIER
    return Judgement(finding, whole, **facts)


def _beginnings(content: bytes) -> Iterator[tuple[str, int]]:
    """SHA-256 and length of all that the file may have been before something was added."""
    digest, at = hashlib.sha256(), 0
    for count, found in enumerate(_END.finditer(content)):
        if count == MOST_ENDS:
            return
        # With and without the line end: which of them was the last byte is not known.
        for end in sorted({found.start() + len(b"%%EOF"), found.end()}):
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


def _examined(content: bytes) -> dict[str, object]:
    try:
        verdict = ask(content)
    except ValueError as error:
        return {"unexamined": str(error)}
    return {"signatures": in_words(verdict)}
