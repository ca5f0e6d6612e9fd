"""Whether issued documents are still what was issued, byte for byte."""

import hashlib
import io
from collections.abc import Iterator

import pikepdf

from cluster_portal.documents.models import IssuedDocument, SignedRevision


def problems_of(document: IssuedDocument, *, with_signatures: bool = False) -> list[str]:
    """What is wrong with the bytes of a document and of its revisions; empty when nothing is.

    Hashes and lengths are counted anew. `with_signatures` also opens each file and counts the
    signatures in it, which takes some tens of milliseconds each.
    """
    return list(_problems(document, with_signatures))


def _problems(document: IssuedDocument, with_signatures: bool) -> Iterator[str]:
    content = bytearray(document.content)
    yield from _compare("bản ban hành", content, document)
    if with_signatures:
        yield from _count("bản ban hành", content, 0)
    for place, revision in enumerate(document.revisions.order_by("number"), start=1):
        name = f"lần ký {revision.number}"
        if revision.number != place:
            yield f"{name}: thiếu lần ký {place}"
            return
        content += bytes(revision.addition)
        yield from _compare(name, content, revision)
        if with_signatures:
            yield from _count(name, content, revision.number)


def _compare(name: str, content: bytearray, row: IssuedDocument | SignedRevision) -> Iterator[str]:
    if len(content) != row.length:
        yield f"{name}: {len(content)} byte, đã ghi {row.length}"
    if (found := hashlib.sha256(content).hexdigest()) != row.sha256:
        yield f"{name}: mã băm {found}, đã ghi {row.sha256}"


def _count(name: str, content: bytearray, expected: int) -> Iterator[str]:
    try:
        found = signatures_in(bytes(content))
    except (pikepdf.PdfError, ValueError) as error:
        yield f"{name}: không đọc được tệp ({error})"
        return
    if found != expected:
        yield f"{name}: {found} chữ ký trong tệp, phải là {expected}"


def signatures_in(content: bytes) -> int:
    """How many signature fields of a PDF file of our own are signed, timestamps apart.

    Raises:
        pikepdf.PdfError: it is no PDF file.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.Root.get("/AcroForm")
        fields = list(form.get("/Fields", ())) if form is not None else []
        signed = 0
        while fields:
            field = fields.pop()
            fields.extend(field.get("/Kids", ()))
            value = field.get("/V")
            if field.get("/FT") == "/Sig" and isinstance(value, pikepdf.Dictionary):
                signed += value.get("/Type") != "/DocTimeStamp"
        return signed
