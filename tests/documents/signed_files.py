"""Real signatures appended to real PDF files, by a certificate that vouches for itself."""

import datetime
import io
import tempfile
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore


@cache
def signer(name: str = "Nguyễn Văn Ký") -> signers.SimpleSigner:
    """Somebody with a key and a certificate of their own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day)
        .not_valid_after(day + datetime.timedelta(days=20_000))
        .sign(key, hashes.SHA256())
    )
    with tempfile.TemporaryDirectory() as folder:
        pem = serialization.Encoding.PEM
        private = key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        paths = []
        for file, content in (("key", private), ("certificate", certificate.public_bytes(pem))):
            paths.append(str(Path(folder) / file))
            Path(paths[-1]).write_bytes(content)
        return signers.SimpleSigner(
            signing_cert=load_cert_from_pemder(paths[1]),
            signing_key=load_private_key_from_pemder(paths[0], None),
            cert_registry=SimpleCertificateStore(),
        )


def addition_of(content: bytes, field: str) -> bytes:
    """What a signature in `field` adds to the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    meta = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    signed = signers.sign_pdf(writer, meta, signer=signer(), bytes_reserved=8192)
    return signed.getvalue().removeprefix(content)
