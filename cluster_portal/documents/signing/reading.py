"""What stands in a PDF file: fields, signatures, certificates, read without trusting it."""

import contextlib
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import crl, pem, x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus

from cluster_portal.documents.signing.refusals import Fault, Refusal

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))  # it knows no summer time
# A signature with its chain, timestamp and revocation data stays far below this.
MOST_ADDED = 4 * 1024 * 1024  # bytes
# Sixty-four signatures, each with revocation data and a timestamp in revisions of their own.
MOST_REVISIONS = 256
# Of what a file unpacks to, counted each time that a part is read again.
MOST_UNPACKED = 256 * 1024 * 1024  # bytes
_LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(MOST_UNPACKED, max_ratio=1))


@dataclass(frozen=True)
class Certificate:
    """What the register of certificates and the pages need to know of one."""

    fingerprint: str  # SHA-256 over the certificate, 64 hexadecimal digits
    subject: str  # as the issuer below: RFC 4514, "CN=…,O=…,C=VN"
    common_name: str
    issuer: str
    serial: str  # hexadecimal
    valid_from: datetime.datetime
    valid_to: datetime.datetime

    @classmethod
    def of(cls, certificate: x509.Certificate) -> "Certificate":
        """The facts of a parsed certificate."""
        name = certificate.subject.native.get("common_name", "")
        subject, issuer = _names(certificate)
        return cls(
            fingerprint=certificate.sha256.hex(),
            subject=subject,
            common_name=name if isinstance(name, str) else ", ".join(name),
            issuer=issuer,
            serial=f"{certificate.serial_number:X}",
            valid_from=certificate.not_valid_before,
            valid_to=certificate.not_valid_after,
        )

    @classmethod
    def read(cls, content: bytes) -> "Certificate":
        """The facts of a certificate in DER or PEM, as people upload it to the register.

        Raises:
            ValueError: it is none.
        """
        return cls.of(parsed_certificate(content))


def _names(certificate: x509.Certificate) -> tuple[str, str]:
    """Subject and issuer as the register of certificates writes them."""
    try:
        read = load_der_x509_certificate(certificate.dump())
        return read.subject.rfc4514_string(), read.issuer.rfc4514_string()
    except ValueError:  # it breaks a rule that the other parser does not ask for
        return certificate.subject.human_friendly, certificate.issuer.human_friendly


def parsed_certificate(content: bytes) -> x509.Certificate:
    """Return the certificate in DER or PEM. Raises ValueError when it is none."""
    try:
        if pem.detect(content):
            _, _, content = pem.unarmor(content)
        certificate = x509.Certificate.load(content, strict=True)
        _ = certificate.native
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError("no certificate") from error
    return certificate


@dataclass(frozen=True)
class SignedFile:
    """A PDF file and the signatures in it, oldest first."""

    content: bytes
    reader: PdfFileReader
    signatures: tuple[EmbeddedPdfSignature, ...]  # of people and offices
    timestamps: tuple[EmbeddedPdfSignature, ...]  # of a timestamp authority over the whole file

    @property
    def revisions(self) -> int:
        """How many times the file was appended to, and once for its beginning."""
        return self.reader.xrefs.total_revisions

    def long_term_data(self) -> dict[str, list]:
        """Certificates and revocation data that the file brings along, for `Trust.context`."""
        try:
            store = DocumentSecurityStore.read_dss(self.reader)
        except NoDSSFoundError:
            return {}
        return {
            "stapled": list(store.load_certs()),
            "revocations": [reference.get_object().data for reference in store.crls],
            "responses": [reference.get_object().data for reference in store.ocsps],
        }

    def has_revocation_data_for(self, signature: EmbeddedPdfSignature) -> bool:
        """Whether the file itself says what the issuer of that certificate has revoked."""
        brought = self.long_term_data()
        issuers = {
            crl.CertificateList.load(content).issuer.hashable
            for content in brought.get("revocations", ())
        }
        return signature.signer_cert.issuer.hashable in issuers or bool(brought.get("responses"))


def read_signed(content: bytes) -> SignedFile:
    """Return the signatures of a file.

    Raises:
        Refusal: NOT_PDF, ENCRYPTED, TOO_MUCH_WORK, BROKEN.
    """
    if not content.startswith(b"%PDF-"):
        raise Refusal(Fault.NOT_PDF)
    with breaking_is_refused():
        reader = PdfFileReader(io.BytesIO(content), strict=False, decode_limits=_LIMITS)
        if reader.encrypted:
            raise Refusal(Fault.ENCRYPTED)
        if reader.xrefs.total_revisions > MOST_REVISIONS:
            raise Refusal(Fault.TOO_MUCH_WORK, f"{reader.xrefs.total_revisions} revisions")
        return SignedFile(
            content,
            reader,
            tuple(reader.embedded_regular_signatures),
            tuple(reader.embedded_timestamp_signatures),
        )


def fields_in(content: bytes) -> dict[str, bool]:
    """Names of all signature fields, each with whether it is signed; for files of our own."""
    reader = PdfFileReader(io.BytesIO(content), strict=False, decode_limits=_LIMITS)
    return {name: value is not None for name, value, _ in enumerate_sig_fields(reader)}


def covers_all_but_itself(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether what a signature leaves out is the signature, which stands in angle brackets.

    pyHanko only adds up lengths, and a reader might take another gap for the signature's.
    """
    if len(signature.byte_range) != 4:
        return False
    begin, first, second, _ = signature.byte_range
    gap = content[first:second]
    digits = gap[1:-1]
    return begin == 0 and gap[:1] == b"<" and gap[-1:] == b">" and b"<" not in digits


def timestamp_of(status: PdfSignatureStatus) -> datetime.datetime | None:
    """When a timestamp authority that is trusted says that the signature existed."""
    found = status.timestamp_validity
    trusted = found is not None and found.intact and found.valid and found.trusted
    return found.timestamp if trusted else None


def reported_time_of(status: PdfSignatureStatus) -> datetime.datetime | None:
    """When the signer's own machine says that it signed; without a zone, Vietnam's is meant."""
    found = status.signer_reported_dt
    return found.replace(tzinfo=VIETNAM) if found and found.tzinfo is None else found


@contextlib.contextmanager
def breaking_is_refused() -> Iterator[None]:
    """Turn what parsers raise on files made to break them, which may be anything, into refusals."""
    try:
        yield
    except Refusal:
        raise
    except (PdfDecodeLimitError, MemoryError, RecursionError) as error:
        raise Refusal(Fault.TOO_MUCH_WORK, f"{type(error).__name__}: {error}") from error
    except Exception as error:
        raise Refusal(Fault.BROKEN, f"{type(error).__name__}: {error}") from error
