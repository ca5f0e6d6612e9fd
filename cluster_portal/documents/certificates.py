"""Reads a certificate that somebody uploads to register it: never a private key, never a chain."""

import datetime
import hashlib
from contextlib import suppress
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

LARGEST = 64 * 1024  # bytes
SMALLEST_RSA = 2048  # bits
ENDINGS = (".cer", ".crt", ".pem")
_BEGIN = b"-----BEGIN "
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_PKCS12 = b"\x02\x01\x03"  # its version, which follows the outermost length
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the type of a file .p7b

EMPTY = "Tệp không có nội dung."
TOO_LARGE = "Tệp lớn hơn 64 KB nên không phải một chứng thư."
PRIVATE_KEY = (
    "Tệp này có khóa bí mật. Không gửi khóa bí mật cho ai: xuất riêng chứng thư (.cer) rồi chọn"
    " lại. Tệp vừa chọn không được lưu."
)
SEVERAL = "Tệp có nhiều chứng thư: chọn tệp chỉ có chứng thư của người ký."
NO_CERTIFICATE = "Không đọc được chứng thư trong tệp này. Chọn tệp .cer, .crt hoặc .pem."
OF_AUTHORITY = "Đây là chứng thư của nơi cấp, không phải của người ký."
NOT_FOR_SIGNING = "Chứng thư này không dùng để ký văn bản (mục đích sử dụng không có chữ ký số)."
WEAK_KEY = "Khóa của chứng thư quá ngắn: cần RSA từ 2048 bit, hoặc đường cong elliptic từ 256 bit."


class CertificateError(ValueError):
    """A file that is no certificate to register; the message is for the user."""


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says. `fingerprint` is the SHA-256 of its DER bytes in lower case."""

    common_name: str
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime.datetime
    valid_to: datetime.datetime
    pem: str


def read_certificate(content: bytes) -> CertificateFacts:
    """Read one certificate, PEM or DER.

    Raises:
        CertificateError: it is none, holds a private key or more than one certificate, belongs to
            an authority, may not sign, or has a short key.
    """
    if not content.strip():
        raise CertificateError(EMPTY)
    if len(content) > LARGEST:
        raise CertificateError(TOO_LARGE)
    _refuse_private_key(content)
    if content.count(_CERTIFICATE) > 1 or _SIGNED_DATA in content[:32] or b"PKCS7" in content[:40]:
        raise CertificateError(SEVERAL)
    try:
        is_text = content.lstrip().startswith(_BEGIN) or _CERTIFICATE in content
        load = x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate
        certificate = load(content)
        _refuse_purpose(certificate)
        return _facts_of(certificate)
    except CertificateError:
        raise
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension, OverflowError) as error:
        raise CertificateError(NO_CERTIFICATE) from error


def _refuse_private_key(content: bytes) -> None:
    if b"PRIVATE KEY" in content or _PKCS12 in content[2:9] or _is_private_key(content):
        raise CertificateError(PRIVATE_KEY)


def _is_private_key(content: bytes) -> bool:
    try:
        load_der_private_key(content, password=None)
    except TypeError:  # locked by a password
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _refuse_purpose(certificate: x509.Certificate) -> None:
    extensions = certificate.extensions
    with suppress(x509.ExtensionNotFound):
        if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise CertificateError(OF_AUTHORITY)
    with suppress(x509.ExtensionNotFound):
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            raise CertificateError(NOT_FOR_SIGNING)
    key = certificate.public_key()
    least = {rsa.RSAPublicKey: SMALLEST_RSA, ec.EllipticCurvePublicKey: 256}
    for kind, bits in least.items():
        if isinstance(key, kind) and key.key_size < bits:
            raise CertificateError(WEAK_KEY)


def _facts_of(certificate: x509.Certificate) -> CertificateFacts:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return CertificateFacts(
        common_name=str(names[0].value) if names else "",
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        fingerprint=hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        pem=certificate.public_bytes(Encoding.PEM).decode("ascii"),
    )
