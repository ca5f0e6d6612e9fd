"""Whether issued documents are still what was issued, byte for byte."""

import hashlib
from collections.abc import Callable, Iterator

from cluster_portal.documents.models import IssuedDocument, SignedRevision

Count = Callable[[bytes], int]


def problems_of(document: IssuedDocument, *, signatures_in: Count | None = None) -> list[str]:
    """What is wrong with the bytes of a document and of its revisions; empty when nothing is.

    Hashes and lengths are counted anew. `signatures_in` counts the signatures in a file, or raises
    ValueError; without it no file is opened.
    """
    return list(_problems(document, signatures_in))


def _problems(document: IssuedDocument, signatures_in: Count | None) -> Iterator[str]:
    content = bytearray(document.content)
    yield from _compare("bản ban hành", content, document)
    yield from _count("bản ban hành", content, 0, signatures_in)
    for place, revision in enumerate(document.revisions.order_by("number"), start=1):
        name = f"lần ký {revision.number}"
        if revision.number != place:
            yield f"{name}: thiếu lần ký {place}"
            return
        content += bytes(revision.addition)
        yield from _compare(name, content, revision)
        yield from _count(name, content, revision.number, signatures_in)


def _compare(name: str, content: bytearray, row: IssuedDocument | SignedRevision) -> Iterator[str]:
    if len(content) != row.length:
        yield f"{name}: {len(content)} byte, đã ghi {row.length}"
    if (found := hashlib.sha256(content).hexdigest()) != row.sha256:
        yield f"{name}: mã băm {found}, đã ghi {row.sha256}"


def _count(
    name: str, content: bytearray, expected: int, signatures_in: Count | None
) -> Iterator[str]:
    if signatures_in is None:
        return
    try:
        found = signatures_in(bytes(content))
    except ValueError as error:
        yield f"{name}: không đọc được tệp ({error})"
        return
    if found != expected:
        yield f"{name}: {found} chữ ký trong tệp, phải là {expected}"
