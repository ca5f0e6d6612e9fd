"""What the signatures in any PDF file say, in words."""

import datetime
import hashlib
from dataclasses import dataclass

from django.core.cache import caches
from django.utils import timezone

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.signing.configured import trust
from cluster_portal.documents.signing.confinement import as_json, from_json
from cluster_portal.documents.signing.refusals import Refusal
from cluster_portal.documents.signing.verification import SignatureReport, Verdict, verify

KEPT_SECONDS = 60 * 60  # certificates expire and lists of revoked ones run out meanwhile


@dataclass(frozen=True)
class SignatureWords:
    """What the page says of one signature."""

    whose: str
    issuer: str
    serial: str
    at: datetime.datetime | None
    is_timestamped: bool
    is_good: bool
    remarks: tuple[str, ...]


def ask(content: bytes) -> Verdict:
    """Examine the signatures of a file; what was said of it within the hour is said again.

    Raises:
        ValueError: the file cannot be examined, for the reason given in Vietnamese.
    """
    believed, cache = trust(), caches["documents"]
    key = f"verdict:{_sha256(content)}:{_sha256(as_json(believed))}"
    if (kept := cache.get(key)) is not None:
        return from_json(Verdict, kept)
    try:
        verdict = verify(content, trust=believed, now=timezone.now())
    except Refusal as refusal:
        raise ValueError(refusal.fault.problem) from refusal
    except DocumentError as error:
        raise ValueError(str(error)) from error
    cache.set(key, as_json(verdict), KEPT_SECONDS)
    return verdict


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def in_words(verdict: Verdict) -> tuple[SignatureWords, ...]:
    """Say each signature in words."""
    return tuple(_words(report) for report in verdict.signatures)


def _words(report: SignatureReport) -> SignatureWords:
    certificate = report.certificate
    remarks = []
    if not report.intact:
        remarks.append("Nội dung đã khác với lúc ký, hoặc chữ ký bị hỏng.")
    remarks.append(report.coverage.value)
    if not report.change.is_harmless:
        remarks.append(report.change.value)
    if report.trust_fault is not None:
        remarks.append(report.trust_fault.problem)
    return SignatureWords(
        whose=certificate.common_name if certificate else "Không đọc được chứng thư số",
        issuer=certificate.issuer if certificate else "",
        serial=certificate.serial if certificate else "",
        at=report.timestamp or report.signed_at,
        is_timestamped=report.timestamp is not None,
        is_good=report.is_good,
        remarks=tuple(remarks),
    )
