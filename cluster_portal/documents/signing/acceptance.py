"""Whether a file brought back is the issued one with one good signature more, and whose it is.

The rules are those of the issuing office, checked in the order in which a person would want to
hear of them: is it our file, is there one new signature, in the right place, over everything,
by a certificate that held when it signed. Which unit a certificate belongs to is not known here:
the caller compares the fingerprint with its register.
"""

import asyncio
import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from cluster_portal.documents.signing import confinement
from cluster_portal.documents.signing.certificates import ANY_SIGNING_USE, standing
from cluster_portal.documents.signing.changes import StepwisePolicy
from cluster_portal.documents.signing.reading import (
    MOST_ADDED,
    Certificate,
    SignedFile,
    breaking_is_refused,
    covers_all_but_itself,
    read_signed,
    reported_time_of,
    timestamp_of,
)
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.trust import BYTES_IN_BASE64, CLOCK_TOLERANCE, Trust

_WHITE_SPACE = b"\x00\t\n\x0c\r "  # ISO 32000-2, 7.2.3
LONGEST_TAIL = 64  # white space after the end mark; a program may pad a little


@dataclass(frozen=True)
class Accepted:
    """One signature more on the issued file."""

    sha256: str  # of the upload, 64 hexadecimal digits
    length: int  # of the upload, in bytes
    signatures: int  # in the whole file
    field: str
    certificate: Certificate
    signed_at: datetime.datetime | None  # as the signer's machine says
    timestamp: datetime.datetime | None  # as a trusted timestamp authority says
    long_term: bool = False  # the file has the revocation data of its certificate


@dataclass(frozen=True)
class Question:
    """What the reading process is asked, beside the file itself."""

    __pydantic_config__ = BYTES_IN_BASE64

    head_length: int
    field: str
    trust: Trust
    now: datetime.datetime
    issued_at: datetime.datetime


def accept(
    upload: bytes,
    *,
    head: bytes,
    field: str,
    trust: Trust,
    now: datetime.datetime,
    issued_at: datetime.datetime,
    is_earlier: Callable[[bytes], bool] = lambda upload: False,
) -> Accepted:
    """Return the signature that `upload` adds to `head`, the newest revision, in `field`.

    The file is read in a process of its own, limited in memory and time; this takes about two
    seconds, so no lock should be held meanwhile. `is_earlier` says whether an upload goes on from
    a revision before `head`: then somebody else has signed since it was fetched.

    Raises:
        Refusal: with the first thing that is wrong.
    """
    if not upload.startswith(b"%PDF-"):
        raise Refusal(Fault.NOT_PDF)
    if upload == head:
        raise Refusal(Fault.NOT_SIGNED)
    if len(upload) - len(head) > MOST_ADDED:
        raise Refusal(Fault.TOO_LARGE)
    if not upload.startswith(head):
        if is_earlier(upload):
            raise Refusal(Fault.OUTDATED)
        # A password explains why nothing is where it was; it is the one thing to look for.
        raise Refusal(Fault.ENCRYPTED if b"/Encrypt" in upload else Fault.NOT_ISSUED)
    _, mark, tail = upload.rpartition(b"%%EOF")
    if not mark or len(tail) > LONGEST_TAIL or tail.strip(_WHITE_SPACE):
        raise Refusal(Fault.BROKEN, "something after the end mark")
    question = Question(len(head), field, trust, now, issued_at)
    return confinement.ask("accept", question, upload, answer=Accepted)


def judge(upload: bytes, question: Question) -> Accepted:
    """What `accept` asks; for the reading process only, since hostile files may take all memory.

    Raises:
        Refusal: with the first thing that is wrong.
    """
    field = question.field
    before, after = read_signed(upload[: question.head_length]), read_signed(upload)
    with breaking_is_refused():
        _require_same_history(before, after)
        signature = _new_signature(before, after, field)
        _require_only_signed(before, after, field)
        _require_unlocked(signature, is_first=not before.signatures)
        status = asyncio.run(_validate(after, signature, question))
        signed_at = reported_time_of(status)
        _require_plausible_time(signed_at, question)
        return Accepted(
            sha256=hashlib.sha256(upload).hexdigest(),
            length=len(upload),
            signatures=len(after.signatures),
            field=field,
            certificate=Certificate.of(status.signing_cert),
            signed_at=signed_at,
            timestamp=timestamp_of(status),
            long_term=after.has_revocation_data_for(signature),
        )


def _require_same_history(before: SignedFile, after: SignedFile) -> None:
    """The upload's own chain of revisions goes through ours: the same bytes might be left aside.

    Otherwise the comparison would begin at a revision that is in the added bytes as well.
    """
    if after.revisions < before.revisions:
        raise Refusal(Fault.CHANGED, "fewer revisions")
    for number in range(before.revisions):
        ours = before.reader.xrefs.get_startxref_for_revision(number)
        if after.reader.xrefs.get_startxref_for_revision(number) != ours:
            raise Refusal(Fault.CHANGED, f"revision {number} is another one")


def _new_signature(before: SignedFile, after: SignedFile, field: str) -> EmbeddedPdfSignature:
    known = {signature.field_name for signature in before.signatures}
    added = [found for found in after.signatures if found.field_name not in known]
    if not added:
        filled = {name for name, value, _ in enumerate_sig_fields(after.reader) if value}
        other_kind = filled - known - {found.field_name for found in after.timestamps}
        raise Refusal(Fault.OTHER_KIND if other_kind else Fault.NOT_SIGNED)
    if len(added) > 1:
        raise Refusal(Fault.SEVERAL)
    if added[0].field_name != field:
        raise Refusal(Fault.OTHER_FIELD, added[0].field_name)
    return added[0]


def _require_only_signed(before: SignedFile, after: SignedFile, field: str) -> None:
    """Everything after the issued bytes is a signature, its data, and nothing more."""
    policy = StepwisePolicy(may_certify=not before.signatures)
    found = policy.review_file(after.reader, before.revisions - 1, doc_mdp=MDPPerm.FILL_FORMS)
    if isinstance(found, SuspiciousModification):
        raise Refusal(Fault.CHANGED, str(found))
    if found.modification_level > ModificationLevel.FORM_FILLING:
        raise Refusal(Fault.CHANGED, found.modification_level.name)
    # A program may put a timestamp over the whole file after the signature.
    known = {field} | {timestamp.field_name for timestamp in after.timestamps}
    if others := found.changed_form_fields - known:
        raise Refusal(Fault.CHANGED, ", ".join(sorted(others)))


def _require_unlocked(signature: EmbeddedPdfSignature, *, is_first: bool) -> None:
    """The signature leaves the file open for the units that sign after it."""
    root = signature.reader.root
    permissions = root["/Perms"] if "/Perms" in root else DictionaryObject()
    if is_first and (set(permissions) - {"/DocMDP"} or _names_another(permissions, signature)):
        raise Refusal(Fault.CHANGED, "permissions")
    level = signature.docmdp_level
    certifies = level is not None and is_first and level != MDPPerm.NO_CHANGES
    if (level is not None and not certifies) or signature.fieldmdp is not None:
        raise Refusal(Fault.LOCKED)


def _names_another(permissions: DictionaryObject, signature: EmbeddedPdfSignature) -> bool:
    """Whether another signature than the new one stands there as the certifying one."""
    named = permissions.raw_get("/DocMDP") if "/DocMDP" in permissions else None
    return named is not None and named != signature.sig_field.raw_get("/V")


async def _validate(
    file: SignedFile, signature: EmbeddedPdfSignature, question: Question
) -> PdfSignatureStatus:
    trust, now, brought = question.trust, question.now, file.long_term_data()
    status = await async_validate_pdf_signature(
        signature,
        signer_validation_context=trust.context(now, **brought),
        ts_validation_context=trust.timestamp_context(now, **brought),
        key_usage_settings=ANY_SIGNING_USE,
        diff_policy=StepwisePolicy(),
    )
    _require_intact(status, signature, file.content)
    found = await standing(
        signature, trust=trust, now=now, proven=timestamp_of(status), brought=brought
    )
    if found.fault:
        raise Refusal(found.fault, found.detail)
    return status


def _require_intact(
    status: PdfSignatureStatus, signature: EmbeddedPdfSignature, content: bytes
) -> None:
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        raise Refusal(Fault.PARTIAL)
    if not covers_all_but_itself(signature, content):
        raise Refusal(Fault.PARTIAL)
    if not (status.intact and status.valid):
        raise Refusal(Fault.NOT_INTACT)
    if isinstance(status.diff_result, SuspiciousModification) or status.docmdp_ok is False:
        raise Refusal(Fault.CHANGED, str(status.diff_result))


def _require_plausible_time(reported: datetime.datetime | None, question: Question) -> None:
    earliest, latest = question.issued_at - CLOCK_TOLERANCE, question.now + CLOCK_TOLERANCE
    if reported and not earliest <= reported <= latest:
        raise Refusal(Fault.CLOCK, reported.isoformat())
