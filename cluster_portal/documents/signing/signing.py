"""Adding a signature: at once through a backend, or in two steps with the key somewhere else.

PAdES (ETSI EN 319 142-1): B-B without a timestamp authority, B-T with one, B-LTA with one and with
revocation data to keep. What comes out is judged by `accept` as any other upload.
"""

import asyncio
import datetime
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import DocumentSecurityStore, add_validation_info
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cluster_portal.documents.signature_fields import SEAL
from cluster_portal.documents.signing.backends import SigningBackend, SigningUnavailable
from cluster_portal.documents.signing.certificates import fault_of
from cluster_portal.documents.signing.confinement import as_json, from_json
from cluster_portal.documents.signing.reading import fields_in, parsed_certificate
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.stamps import StampText, stamp_style
from cluster_portal.documents.signing.trust import BYTES_IN_BASE64, Trust

DIGEST = "sha256"
# Hexadecimal digits for signature, chain and timestamp: without it everything is signed twice.
RESERVED = 32 * 1024
_SEALED = "XÁC NHẬN CỦA CỔNG"


def sign(
    pdf: bytes,
    *,
    field: str,
    backend: SigningBackend,
    stamp: StampText | None = None,
    certify_first: bool = False,
    timestamper: TimeStamper | None = None,
    trust: Trust | None = None,
    reason: str = "",
    location: str = "",
) -> bytes:
    """Return `pdf` with one signature more, in the empty `field`; nothing is drawn without `stamp`.

    `certify_first`: if it is the file's first signature, it also says that from here on only
    signatures are added (DocMDP level 2), which every reader then holds against later changes.
    With `trust` beside a `timestamper`, revocation data and a timestamp over all follow (B-LTA).

    Raises:
        Refusal: the field is not there or signed already; with `trust`, the certificate is bad.
        SigningUnavailable: the token, the service or the timestamp authority does not answer.
        DocumentError: the stamp could not be drawn.
    """
    if trust and not timestamper:
        raise ValueError("revocation data without a timestamp proves nothing")
    metadata = _metadata(pdf, field, certify_first, reason, location, trust)
    appearance = stamp_style(stamp)
    with _failures(), backend.open() as signer:
        output = PdfSigner(
            metadata, signer, timestamper=timestamper, stamp_style=appearance
        ).sign_pdf(_writer(pdf), existing_fields_only=True, bytes_reserved=RESERVED)
    return output.getvalue()


def seal(
    pdf: bytes,
    *,
    backend: SigningBackend,
    unit: str,
    signed_at: datetime.datetime,
    reason: str = "",
    timestamper: TimeStamper | None = None,
    trust: Trust | None = None,
) -> bytes:
    """Return `pdf` with the portal's own confirmation in the field printed for it; see `sign`."""
    return sign(
        pdf,
        field=SEAL,
        backend=backend,
        stamp=StampText(heading=_SEALED, unit=unit, signed_at=signed_at),
        timestamper=timestamper,
        trust=trust,
        reason=reason,
    )


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
    metadata = _metadata(pdf, field, certify_first, reason, location, None)
    signer = _external(certificate, chain)
    signing = PdfSigner(metadata, signer, stamp_style=stamp_style(stamp))

    async def steps() -> tuple[PreparedByteRangeDigest, io.BytesIO, cms.CMSAttributes]:
        ranges, _, output = await signing.async_digest_doc_for_signing(
            _writer(pdf), existing_fields_only=True, bytes_reserved=RESERVED
        )
        return (
            ranges,
            output,
            await signer.signed_attrs(ranges.document_digest, DIGEST, use_pades=True),
        )

    with _failures():
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
    with _failures():
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


def preserve(
    pdf: bytes, *, timestamper: TimeStamper, trust: Trust, now: datetime.datetime
) -> bytes:
    """Return `pdf` with the revocation data of every signature and a timestamp over all (B-LTA).

    For a file whose last signature is in; again some years later, before the timestamp expires.

    Raises:
        Refusal: a certificate in the file is bad or its revocation is unknown.
        SigningUnavailable: the timestamp authority does not answer.
    """
    context = trust.signing_context(now)
    count = len(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)
    with _failures():
        for number in range(count):
            reader = PdfFileReader(io.BytesIO(pdf))
            signature = reader.embedded_regular_signatures[number]
            if not _has_data(signature):
                pdf = add_validation_info(signature, context).getvalue()
        output = PdfTimeStamper(timestamper).update_archival_timestamp_chain(
            PdfFileReader(io.BytesIO(pdf)), context, in_place=False, default_md_algorithm=DIGEST
        )
    return output.getvalue()


def _has_data(signature: EmbeddedPdfSignature) -> bool:
    """What is kept for a signature already must stay as it is: timestamps stand over it."""
    try:
        known = DocumentSecurityStore.read_dss(signature.reader).vri_entries
    except NoDSSFoundError:
        return False
    contents = signature.pkcs7_content.hex().encode("ascii")
    return DocumentSecurityStore.sig_content_identifier(contents) in known


def _metadata(
    pdf: bytes,
    field: str,
    certify_first: bool,
    reason: str,
    location: str,
    trust: Trust | None,
) -> PdfSignatureMetadata:
    fields = fields_in(pdf)
    if field not in fields:
        raise Refusal(Fault.NO_FIELD, field)
    if fields[field]:
        raise Refusal(Fault.ALREADY_SIGNED, field)
    now = datetime.datetime.now(datetime.UTC)
    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        location=location or None,
        certify=certify_first and not any(fields.values()),
        docmdp_permissions=MDPPerm.FILL_FORMS,
        validation_context=trust.signing_context(now) if trust else None,
        embed_validation_info=trust is not None,
        use_pades_lta=trust is not None,
        signer_key_usage={"digital_signature", "non_repudiation"},
    )


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(io.BytesIO(pdf))


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


@contextmanager
def _failures() -> Iterator[None]:
    """What pyHanko raises while it signs, in our own kinds."""
    try:
        yield
    except TimestampRequestError as error:
        raise SigningUnavailable(str(error)) from error
    except (SigningError, ValidationError, PathError) as error:
        raise Refusal(fault_of(error.__cause__ or error), str(error)) from error
