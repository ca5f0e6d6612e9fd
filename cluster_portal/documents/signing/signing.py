"""Adding a signature through a backend, and what makes it last; in two steps see `steps`.

PAdES (ETSI EN 319 142-1): B-B without a timestamp authority, B-T with one, B-LTA with one and with
revocation data to keep. What comes out is judged by `accept` as any other upload.
"""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import DocumentSecurityStore, add_validation_info
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.errors import PathError, ValidationError

from cluster_portal.documents.signature_fields import SEAL
from cluster_portal.documents.signing.backends import SigningBackend, SigningUnavailable
from cluster_portal.documents.signing.certificates import fault_of
from cluster_portal.documents.signing.reading import fields_in
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.stamps import StampText, stamp_style
from cluster_portal.documents.signing.trust import Trust

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
    metadata = metadata_of(pdf, field, certify_first, reason, location, trust)
    appearance = stamp_style(stamp)
    with own_failures(), backend.open() as signer:
        output = PdfSigner(
            metadata, signer, timestamper=timestamper, stamp_style=appearance
        ).sign_pdf(writer_of(pdf), existing_fields_only=True, bytes_reserved=RESERVED)
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
    with own_failures():
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


def metadata_of(
    pdf: bytes,
    field: str,
    certify_first: bool,
    reason: str,
    location: str,
    trust: Trust | None = None,
) -> PdfSignatureMetadata:
    """What a signature in `field` is to say. Raises Refusal as `sign` does."""
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


def writer_of(pdf: bytes) -> IncrementalPdfFileWriter:
    """What appends to the file; nothing before is ever written anew."""
    return IncrementalPdfFileWriter(io.BytesIO(pdf))


@contextmanager
def own_failures() -> Iterator[None]:
    """What pyHanko raises while it signs, in our own kinds."""
    try:
        yield
    except TimestampRequestError as error:
        raise SigningUnavailable(str(error)) from error
    except (SigningError, ValidationError, PathError) as error:
        raise Refusal(fault_of(error.__cause__ or error), str(error)) from error
