"""Certificates that are uploaded to be registered."""

import hashlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import serialize_certificates

from cluster_portal.documents import certificates
from cluster_portal.documents.certificates import CertificateError, read_certificate
from tests.files.certificates import (
    FROM,
    TO,
    certificate,
    der,
    key_store,
    pem,
    private_key,
    weak_key,
)


def test_pem_and_der_say_the_same():
    one = certificate()
    texts = [
        one.public_bytes(Encoding.PEM),
        b"Bag Attributes\n" + one.public_bytes(Encoding.PEM),
        one.public_bytes(Encoding.DER),
    ]
    facts = {read_certificate(text) for text in texts}
    (found,) = facts
    assert found.fingerprint == hashlib.sha256(one.public_bytes(Encoding.DER)).hexdigest()
    assert (found.common_name, found.issuer) == ("Lê Văn Ký", "CN=Nơi cấp thử")
    assert (found.valid_from, found.valid_to) == (FROM, TO)
    assert int(found.serial, 16) == one.serial_number


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", certificates.EMPTY),
        (b" \n", certificates.EMPTY),
        (b"0" * (certificates.LARGEST + 1), certificates.TOO_LARGE),
        (b"%PDF-1.7", certificates.NO_CERTIFICATE),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", None),
        (pem()[:200], certificates.NO_CERTIFICATE),
        (der()[:-5], certificates.NO_CERTIFICATE),
        (private_key(), certificates.PRIVATE_KEY),
        (private_key(password=b"bi-mat"), certificates.PRIVATE_KEY),
        (private_key(Encoding.DER), certificates.PRIVATE_KEY),
        (private_key(Encoding.DER, b"bi-mat"), certificates.PRIVATE_KEY),
        (pem() + private_key(), certificates.PRIVATE_KEY),
        (key_store(), certificates.PRIVATE_KEY),
        (key_store(b"bi-mat"), certificates.PRIVATE_KEY),
        (pem() + pem(), certificates.SEVERAL),
        (serialize_certificates([certificate()], Encoding.DER), certificates.SEVERAL),
        (serialize_certificates([certificate()], Encoding.PEM), certificates.SEVERAL),
        (pem(ca=True), certificates.OF_AUTHORITY),
        (pem(signs=False), certificates.NOT_FOR_SIGNING),
        (pem(key=weak_key()), certificates.WEAK_KEY),
    ],
)
def test_what_is_no_certificate_to_register_is_refused_in_words(content, message):
    with pytest.raises(CertificateError) as refused:
        read_certificate(content)
    assert str(refused.value) == (message or certificates.NO_CERTIFICATE)
