"""The signing program on an officer's own machine, with a key that the portal never sees."""

import asyncio
import io
from collections.abc import Callable

from asn1crypto import keys, pem, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cluster_portal.documents.signing.backends import HashServiceBackend
from cluster_portal.documents.signing.stamps import stamp_style
from tests.signing.authority import Authority, Holder


def parsed(holder: Holder) -> x509.Certificate:
    return x509.Certificate.load(holder.certificate_der)


def key_of(holder: Holder) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(pem.unarmor(holder.key_pem)[2])


def context(authority: Authority) -> ValidationContext:
    """What a signing program knows that puts revocation data into the file."""
    lists = [authority.revocation_list(issuer) for issuer in (authority.root, authority.issuing)]
    return ValidationContext(
        trust_roots=[parsed(authority.root)],
        other_certs=[parsed(authority.issuing)],
        crls=lists,
        allow_fetching=False,
        revocation_mode="require",
    )


def store(*holders: Holder) -> SimpleCertificateStore:
    return SimpleCertificateStore.from_certs([parsed(holder) for holder in holders])


def timestamper(authority: Authority) -> DummyTimeStamper:
    """A timestamp authority on this machine."""
    holder = authority.timestamp_authority()
    return DummyTimeStamper(
        parsed(holder), key_of(holder), certs_to_embed=store(authority.issuing, authority.root)
    )


def sign(
    content: bytes, field: str, holder: Holder, authority: Authority, **wanted: object
) -> bytes:
    """Return `content` with the holder's signature in `field`; `wanted` goes to the metadata."""
    timestamps = wanted.pop("timestamper", None)
    existing = wanted.pop("existing_fields_only", True)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=wanted.pop("md_algorithm", "sha256"),
        subfilter=wanted.pop("subfilter", fields.SigSeedSubFilter.PADES),
        **wanted,
    )
    signer = signers.SimpleSigner(
        signing_cert=parsed(holder),
        signing_key=key_of(holder),
        cert_registry=store(authority.issuing, authority.root),
    )
    output = signers.PdfSigner(
        metadata, signer, timestamper=timestamps, stamp_style=stamp_style(None)
    ).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)),
        existing_fields_only=existing,
        bytes_reserved=16384,
    )
    return output.getbuffer().tobytes()


def sign_digest(digest: bytes, holder: Holder, authority: Authority) -> bytes:
    """The signature over the SHA-256 of a file, as it stands in the file."""
    signer = signers.SimpleSigner(
        signing_cert=parsed(holder),
        signing_key=key_of(holder),
        cert_registry=store(authority.issuing, authority.root),
    )
    return asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()


def sign_hash(holder: Holder) -> Callable[[bytes, str], bytes]:
    """What a service does that keeps the holder's key and sees nothing but a hash."""

    def answer(digest: bytes, name: str) -> bytes:
        assert (name, len(digest)) == ("sha256", 32)
        hashed = utils.Prehashed(hashes.SHA256())
        if isinstance(holder.key, rsa.RSAPrivateKey):
            return holder.key.sign(digest, padding.PKCS1v15(), hashed)
        return holder.key.sign(digest, ec.ECDSA(hashed))

    return answer


def backend(holder: Holder, authority: Authority) -> HashServiceBackend:
    """The portal's way to that service."""
    return HashServiceBackend(
        certificate=holder.certificate_der,
        sign_hash=sign_hash(holder),
        chain=(authority.issuing.certificate_der, authority.root.certificate_der),
    )
