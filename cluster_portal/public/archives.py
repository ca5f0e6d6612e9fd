"""A year's published pledges as one ZIP file, with the hashes to check them by."""

import hashlib
import logging
import zipfile
from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.printing import print_document
from cluster_portal.documents.responses import unavailable
from cluster_portal.pages.limits import limited
from emulation.documents import pledge_content
from emulation.models import Pledge
from emulation.selectors import pledges_for, with_text

logger = logging.getLogger(__name__)

SUMS = "SHA256SUMS"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first day that ZIP knows: the same files, the same bytes
_READABLE = 0o644 << 16


@require_safe
@limited("archive")
def pledges_zip(request: HttpRequest, year: int) -> HttpResponseBase:
    """The published pledges of a year, as everybody may read them, sent while it is packed."""
    pledges = with_text(pledges_for(AnonymousUser())).filter(emulation_year__year=year)
    found = sorted(pledges, key=_name)
    if not found:
        raise Http404
    name = f"giao-uoc-{year}.zip"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-cache",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    try:
        files = [(_name(pledge), pledge_file(pledge)) for pledge in found]
    except DocumentError as error:
        logger.error("archive %s not packed: %s", name, error)
        return unavailable(request, str(error))
    return StreamingHttpResponse(packed(files), content_type="application/zip", headers=headers)


def pledge_file(pledge: Pledge) -> bytes:
    """The issued file with what was signed into it; of one that was never issued, a copy."""
    if pledge.document is not None:
        return pledge.document.head_content()
    html = render_to_string("documents/pledge.html", {"content": pledge_content(pledge)})
    return print_document(html)


def packed(files: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """The bytes of a ZIP file that holds `files` and their hashes; the same for the same files."""
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files)
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:  # PDF is compressed already
        for name, content in (*files, (SUMS, sums.encode())):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.external_attr, entry.create_system = _READABLE, 3
            archive.writestr(entry, content)
            yield sent.take()
    yield sent.take()


def _name(pledge: Pledge) -> str:
    year = pledge.emulation_year
    return f"giao-uoc-{year.cluster.slug}-{year.year}.pdf"


class _Sent:
    """Where an archive is written that is sent at once: nothing is kept, nobody goes back."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self.chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Nothing lies in between."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self.chunks = b"".join(self.chunks), []
        return taken
