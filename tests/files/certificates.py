"""Certificates and keys to upload, made anew by the library that makes them."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

KEY = ec.generate_private_key(ec.SECP256R1())
FROM = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
TO = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def certificate(
    name: str = "Lê Văn Ký", *, key=KEY, first=FROM, last=TO, ca: bool = False, signs: bool = True
) -> x509.Certificate:
    """A certificate that signed itself, valid from `first` to `last`."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else [])
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    usage |= {"content_commitment": True} if signs else {"key_encipherment": True}
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nơi cấp thử")]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(KEY, hashes.SHA256())
    )


def pem(**options) -> bytes:
    """A certificate as PEM."""
    return certificate(**options).public_bytes(Encoding.PEM)


def der(**options) -> bytes:
    """A certificate as DER."""
    return certificate(**options).public_bytes(Encoding.DER)


def private_key(encoding: Encoding = Encoding.PEM, password: bytes = b"") -> bytes:
    """A private key, locked where there is a password."""
    lock = BestAvailableEncryption(password) if password else NoEncryption()
    return KEY.private_bytes(encoding, PrivateFormat.PKCS8, lock)


def key_store(password: bytes = b"") -> bytes:
    """A file .p12 with a key and its certificate."""
    lock = BestAvailableEncryption(password) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"ky", KEY, certificate(), None, lock)


def weak_key() -> rsa.RSAPrivateKey:
    """A key that is too short to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)
