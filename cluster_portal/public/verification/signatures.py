"""What the signatures in any PDF file say, in words."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.signature_fields import SEAL
from cluster_portal.documents.signing.verification import SignatureReport, Verdict
from cluster_portal.public.verification.places import units_of_fields
from clusters.models import Unit
from clusters.selectors import certificate_on

OTHER_UNIT = "Chứng thư này không được đăng ký cho đơn vị của ô ký này."
NO_UNIT = "Chữ ký không nằm trong ô ký của đơn vị nào."
NOT_OF_PORTAL = "Cổng chưa xác nhận ở ô này: chữ ký này không phải của cổng."


@dataclass(frozen=True)
class SignatureWords:
    """What the page says of one signature; `unit` is whose field it stands in, of our files."""

    whose: str
    unit: str
    issuer: str
    serial: str
    at: datetime.datetime | None
    is_timestamped: bool
    is_good: bool
    remarks: tuple[str, ...]


def in_words(
    verdict: Verdict, document: IssuedDocument | None = None, number: int = 0
) -> tuple[SignatureWords, ...]:
    """Say each signature in words.

    `document` is ours that the file goes on from, or calls itself a copy of: then each certificate
    must be registered for the unit in whose field it signed. What the document's first `number`
    revisions added has been taken in already.
    """
    if document is None:
        return tuple(_words(report) for report in verdict.signatures)
    taken = document.revisions.filter(number__lte=number)
    recorded = set(taken.values_list("field", "certificate_sha256"))
    units = units_of_fields(document, [report.field for report in verdict.signatures])
    return tuple(
        _words(
            report,
            units.get(report.field),
            None if _is_recorded(report, recorded) else _trouble(report, units),
        )
        for report in verdict.signatures
    )


def _is_recorded(report: SignatureReport, recorded: set[tuple[str, str]]) -> bool:
    certificate = report.certificate
    return certificate is not None and (report.field, certificate.fingerprint) in recorded


def _trouble(report: SignatureReport, units: dict[str, Unit]) -> str | None:
    """Why the certificate does not sign in that field of ours, if so."""
    if report.is_timestamp or report.certificate is None:
        return None
    if report.field == SEAL:
        return NOT_OF_PORTAL
    unit = units.get(report.field)
    if unit is None:
        return NO_UNIT
    # A signer's clock proves nothing: without a timestamp the registration must hold today, too.
    moments = {report.timestamp} if report.timestamp else {report.signed_at, timezone.now()}
    for day in {timezone.localdate(moment) for moment in moments if moment}:
        found = certificate_on(report.certificate.fingerprint, day)
        if found is None or found.unit_id != unit.pk:
            return OTHER_UNIT
    return None


def _words(
    report: SignatureReport, unit: Unit | None = None, trouble: str | None = None
) -> SignatureWords:
    certificate = report.certificate
    remarks = []
    if not report.intact:
        remarks.append("Nội dung đã khác với lúc ký, hoặc chữ ký bị hỏng.")
    remarks.append(report.coverage.value)
    if not report.change.is_harmless:
        remarks.append(report.change.value)
    if report.trust_fault is not None:
        remarks.append(report.trust_fault.problem)
    if trouble:
        remarks.append(trouble)
    return SignatureWords(
        whose=certificate.common_name if certificate else "Không đọc được chứng thư số",
        unit=unit.people_committee if unit else "",
        issuer=certificate.issuer if certificate else "",
        serial=certificate.serial if certificate else "",
        at=report.timestamp or report.signed_at,
        is_timestamped=report.timestamp is not None,
        is_good=report.is_good and not trouble,
        remarks=tuple(remarks),
    )
