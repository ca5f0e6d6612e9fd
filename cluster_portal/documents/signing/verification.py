"""What can be said of the signatures in any PDF file: for the page where everybody may ask.

Each signature is judged alone: is it intact, what does it cover, who vouches for its certificate,
what was changed after it. That a file is the portal's own is not known here: a file cut back to an
earlier signature is faultless, so the caller compares its hash with the revisions on record.
"""

import asyncio
import datetime
import hashlib
from dataclasses import dataclass
from enum import Enum

from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from cluster_portal.documents.signing import confinement
from cluster_portal.documents.signing.certificates import ANY_SIGNING_USE, standing
from cluster_portal.documents.signing.changes import Change, StepwisePolicy, change_since
from cluster_portal.documents.signing.reading import (
    Certificate,
    SignedFile,
    breaking_is_refused,
    covers_all_but_itself,
    read_signed,
    reported_time_of,
    timestamp_of,
)
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.trust import BYTES_IN_BASE64, Trust

LARGEST = 60 * 1024 * 1024  # bytes
MOST_SIGNATURES = 64


class Coverage(Enum):
    """How much of the file a signature protects."""

    WHOLE_FILE = "Bao trọn cả tệp."
    REVISION = "Bao trọn tệp như lúc ký; sau đó tệp được thêm phần khác."
    PARTIAL = "Chỉ bao một phần của tệp lúc ký: phần còn lại không được bảo vệ."


@dataclass(frozen=True)
class SignatureReport:
    """What is found about one signature; no `certificate` when it cannot be read."""

    field: str
    is_timestamp: bool  # of a timestamp authority over the file, not of a person
    certificate: Certificate | None = None
    intact: bool = False
    coverage: Coverage = Coverage.PARTIAL
    change: Change = Change.OTHER
    trust_fault: Fault | None = None  # why nobody vouches for the certificate, if so
    no_longer: Fault | None = None  # it held when it signed, which is proven, but not today
    signed_at: datetime.datetime | None = None  # as the signer's machine says
    timestamp: datetime.datetime | None = None  # as a trusted timestamp authority says
    long_term: bool = False  # its certificate's revocation data is in the file

    @property
    def is_trusted(self) -> bool:
        """Whether somebody the portal believes vouches for the certificate."""
        return self.certificate is not None and self.trust_fault is None

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against the signature."""
        covers = self.coverage != Coverage.PARTIAL
        return self.intact and covers and self.is_trusted and self.change.is_harmless


@dataclass(frozen=True)
class Verdict:
    """What is found about a file."""

    sha256: str  # 64 hexadecimal digits
    length: int  # bytes
    signatures: tuple[SignatureReport, ...]  # in the order of signing, timestamps among them
    empty_fields: tuple[str, ...]  # fields for signatures in which nobody has signed

    @property
    def is_good(self) -> bool:
        """Whether there is a signature, and every one is good."""
        signed = any(not found.is_timestamp for found in self.signatures)
        return signed and all(found.is_good for found in self.signatures)


@dataclass(frozen=True)
class Question:
    """What the reading process is asked, beside the file itself."""

    __pydantic_config__ = BYTES_IN_BASE64

    trust: Trust
    now: datetime.datetime


def verify(pdf: bytes, *, trust: Trust, now: datetime.datetime) -> Verdict:
    """Return what can be said of every signature in the file; an unsigned file has none.

    The file is read in a process of its own: two seconds for nine signatures, seven for
    thirty-four, never more than `READING_SECONDS` of computing. Keep the answer by its hash for
    as long as `trust` stays the same.

    Raises:
        Refusal: NOT_PDF, ENCRYPTED, TOO_LARGE_TO_VERIFY, TOO_MANY, TOO_MUCH_WORK, BROKEN.
        DocumentError: too many files at once.
    """
    if not pdf.startswith(b"%PDF-"):
        raise Refusal(Fault.NOT_PDF)
    if len(pdf) > LARGEST:
        raise Refusal(Fault.TOO_LARGE_TO_VERIFY)
    question = Question(trust, now)
    return confinement.ask("verify", question, pdf, answer=Verdict)


def judge(pdf: bytes, question: Question) -> Verdict:
    """What `verify` asks; for the reading process only, since hostile files may take all memory."""
    file = read_signed(pdf)
    with breaking_is_refused():
        found = sorted((*file.signatures, *file.timestamps), key=lambda each: each.signed_revision)
        if len(found) > MOST_SIGNATURES:
            raise Refusal(Fault.TOO_MANY)
        fields = enumerate_sig_fields(file.reader)
        empty = tuple(name for name, value, _ in fields if value is None)
        reports = asyncio.run(_Judge(file, question).reports(found))
    return Verdict(hashlib.sha256(pdf).hexdigest(), len(pdf), tuple(reports), empty)


class _Judge:
    """Judges the signatures of one file, the newest first: what is proven proves what is older."""

    def __init__(self, file: SignedFile, question: Question) -> None:
        self.file, self.trust, self.now = file, question.trust, question.now
        self.policy = StepwisePolicy()
        self.brought = file.long_term_data()
        self.proven: datetime.datetime | None = None  # of the newest trusted timestamp so far

    async def reports(self, found: list[EmbeddedPdfSignature]) -> list[SignatureReport]:
        reports = []
        for signature in reversed(found):
            is_timestamp = signature in self.file.timestamps
            judge = self._timestamp if is_timestamp else self._signature
            try:
                reports.append(await judge(signature))
            except Refusal:  # too much work; it would be as much for the next one
                raise
            except Exception:  # one broken signature hides no other
                name = signature.field_name
                reports.append(SignatureReport(name, is_timestamp, trust_fault=Fault.BROKEN))
        return reports[::-1]

    async def _signature(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        status = await async_validate_pdf_signature(
            signature,
            signer_validation_context=self.trust.context(self.now, **self.brought),
            ts_validation_context=self._timestamp_context(),
            key_usage_settings=ANY_SIGNING_USE,
            diff_policy=self.policy,
        )
        own = timestamp_of(status)
        stands = await standing(
            signature,
            trust=self.trust,
            now=self.now,
            proven=own or self.proven,
            brought=self.brought,
        )
        return SignatureReport(
            field=signature.field_name,
            is_timestamp=False,
            certificate=Certificate.of(signature.signer_cert),
            intact=status.intact and status.valid,
            coverage=_coverage(signature, self.file.content),
            change=change_since(self.file, signature, status.docmdp_ok),
            trust_fault=stands.fault,
            no_longer=stands.since,
            signed_at=reported_time_of(status),
            timestamp=own,
            long_term=self.file.has_revocation_data_for(signature),
        )

    async def _timestamp(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        context = self._timestamp_context()
        status = await async_validate_pdf_timestamp(signature, context, diff_policy=self.policy)
        good = status.intact and status.valid
        if good and status.trusted:
            self.proven = status.timestamp
        return SignatureReport(
            field=signature.field_name,
            is_timestamp=True,
            certificate=Certificate.of(signature.signer_cert),
            intact=good,
            coverage=_coverage(signature, self.file.content),
            change=change_since(self.file, signature, status.docmdp_ok),
            trust_fault=None if status.trusted else Fault.UNTRUSTED,
            timestamp=status.timestamp if good and status.trusted else None,
            long_term=self.file.has_revocation_data_for(signature),
        )

    def _timestamp_context(self) -> ValidationContext:
        """At the proven time if there is one: a later timestamp proves the older ones."""
        if self.proven is None:
            return self.trust.timestamp_context(self.now, **self.brought)
        return self.trust.timestamp_context(self.proven, **self.brought, looks_back=True)


def _coverage(signature: EmbeddedPdfSignature, content: bytes) -> Coverage:
    if not covers_all_but_itself(signature, content):
        return Coverage.PARTIAL
    return {
        SignatureCoverageLevel.ENTIRE_FILE: Coverage.WHOLE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
    }.get(signature.coverage, Coverage.PARTIAL)
