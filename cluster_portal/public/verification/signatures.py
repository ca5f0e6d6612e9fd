"""What the signatures in any PDF file say, in words: the one place that asks for it.

`ask` is where `cluster_portal.documents.signing.verification.verify` is joined; `Report` and
`Verdict` name what is used of its answer.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

NOT_ASKED = "Cổng chưa kiểm tra được chữ ký trong tệp này."


class Report(Protocol):
    """One signature that was examined."""

    field: str
    is_timestamp: bool
    certificate: Any  # common_name, issuer, serial; None when it cannot be read
    intact: bool
    coverage: Any  # an Enum whose value is a sentence
    change: Any  # an Enum whose value is a sentence, with is_harmless
    trust_fault: Any  # an Enum whose value is a sentence, or None
    signed_at: datetime.datetime | None
    timestamp: datetime.datetime | None
    is_good: bool


class Verdict(Protocol):
    """Every signature of a file, in the order of signing."""

    signatures: Sequence[Report]


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


def ask(content: bytes) -> Verdict | None:
    """Examine the signatures of a file.

    Raises:
        ValueError: the file cannot be examined, for the reason given in Vietnamese.
    """
    try:
        return verify(content, trust=trust(), now=timezone.now())
    except Refusal as refusal:
        raise ValueError(refusal.fault.problem) from refusal
    except DocumentError as error:
        raise ValueError(str(error)) from error


def in_words(verdict: Verdict) -> tuple[SignatureWords, ...]:
    """Say each signature in words."""
    return tuple(_words(report) for report in verdict.signatures)


def _words(report: Report) -> SignatureWords:
    certificate = report.certificate
    remarks = []
    if not report.intact:
        remarks.append("Nội dung đã khác với lúc ký, hoặc chữ ký bị hỏng.")
    remarks.append(report.coverage.value)
    if not report.change.is_harmless:
        remarks.append(report.change.value)
    if report.trust_fault is not None:
        remarks.append(report.trust_fault.value)
    return SignatureWords(
        whose=certificate.common_name if certificate else "Không đọc được chứng thư số",
        issuer=certificate.issuer if certificate else "",
        serial=certificate.serial if certificate else "",
        at=report.timestamp or report.signed_at,
        is_timestamped=report.timestamp is not None,
        is_good=report.is_good,
        remarks=tuple(remarks),
    )
