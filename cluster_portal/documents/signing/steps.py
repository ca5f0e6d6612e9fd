"""Signing in two steps, with the key somewhere else: a file is prepared, its hash signed, finished.

What comes out is judged by `accept` as any other upload, which also finds a wrong signature.
"""

import asyncio
import hashlib
import io
from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import ExternalSigner, PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cluster_portal.documents.signing.confinement import as_json, from_json
from cluster_portal.documents.signing.reading import parsed_certificate
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.signing import (
    DIGEST,
    RESERVED,
    metadata_of,
    own_failures,
    writer_of,
)
from cluster_portal.documents.signing.stamps import StampText, stamp_style
from cluster_portal.documents.signing.trust import BYTES_IN_BASE64


@dataclass(frozen=True)
class Prepared:
    """A file that waits for a signature made elsewhere; `dump` and `load` keep it meanwhile."""

    __pydantic_config__ = BYTES_IN_BASE64

    content: bytes  # the file with room for the signature
    begin: int  # of that room, in bytes
    end: int
    document_digest: bytes
    attributes: bytes  # in DER: what is signed, as it holds the document's hash (RFC 5652, 5.4)
    certificate: bytes
    chain: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        """The SHA-256 that the owner of the key signs."""
        return hashlib.sha256(self.attributes).digest()

    def dump(self) -> bytes:
        """All of it in JSON."""
        return as_json(self)

    @classmethod
    def load(cls, dumped: bytes) -> "Prepared":
        """What `dump` wrote. Raises ValueError when it is something else."""
        return from_json(cls, dumped)


def prepare(
    pdf: bytes,
    *,
    field: str,
    certificate: bytes,
    chain: tuple[bytes, ...] = (),
    stamp: StampText | None = None,
    certify_first: bool = False,
    reason: str = "",
    location: str = "",
) -> Prepared:
    """Return the file ready to be signed in `field` by the owner of `certificate` (DER or PEM).

    Raises:
        Refusal: the field is not there or signed already.
        ValueError: a certificate cannot be read.
        DocumentError: the stamp could not be drawn.
    """
    metadata = metadata_of(pdf, field, certify_first, reason, location)
    signer = _external(certificate, chain)
    signing = PdfSigner(metadata, signer, stamp_style=stamp_style(stamp))

    async def steps() -> tuple[PreparedByteRangeDigest, io.BytesIO, cms.CMSAttributes]:
        ranges, _, output = await signing.async_digest_doc_for_signing(
            writer_of(pdf), existing_fields_only=True, bytes_reserved=RESERVED
        )
        return (
            ranges,
            output,
            await signer.signed_attrs(ranges.document_digest, DIGEST, use_pades=True),
        )

    with own_failures():
        ranges, output, attributes = asyncio.run(steps())
    return Prepared(
        content=output.getvalue(),
        begin=ranges.reserved_region_start,
        end=ranges.reserved_region_end,
        document_digest=ranges.document_digest,
        attributes=attributes.dump(),
        certificate=certificate,
        chain=chain,
    )


def finish(
    prepared: Prepared, *, signature: bytes, timestamper: TimeStamper | None = None
) -> bytes:
    """Return the signed file; `signature` is over `prepared.digest`, raw (see `backends`).

    Whether the signature is right shows when the file is taken in by `accept`.

    Raises:
        SigningUnavailable: the timestamp authority does not answer.
    """
    signer = _external(prepared.certificate, prepared.chain, signature)
    with own_failures():
        message = asyncio.run(
            signer.async_sign_prescribed_attributes(
                DIGEST,
                signed_attrs=cms.CMSAttributes.load(prepared.attributes),
                timestamper=timestamper,
            )
        )
    return _filled(prepared, message)


def finish_message(prepared: Prepared, *, message: bytes) -> bytes:
    """Return the file with a whole CMS message, from programs that make one over a hash.

    The hash that such a program signs is `prepared.document_digest`.

    Raises:
        Refusal: BROKEN, when it is no such message or does not fit.
    """
    try:
        parsed = cms.ContentInfo.load(message, strict=True)
        _ = parsed["content"]["signer_infos"].native
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal(Fault.BROKEN, str(error)) from error
    return _filled(prepared, parsed)


def _external(
    certificate: bytes, chain: tuple[bytes, ...], signature: bytes | None = None
) -> ExternalSigner:
    return ExternalSigner(
        signing_cert=parsed_certificate(certificate),
        cert_registry=SimpleCertificateStore.from_certs(map(parsed_certificate, chain)),
        signature_value=signature,
    )


def _filled(prepared: Prepared, message: cms.ContentInfo) -> bytes:
    output = io.BytesIO(prepared.content)
    ranges = PreparedByteRangeDigest(prepared.document_digest, prepared.begin, prepared.end)
    try:
        ranges.fill_with_cms(output, message)
    except (SigningError, ValueError) as error:
        raise Refusal(Fault.BROKEN, str(error)) from error
    return output.getvalue()
