"""The code and QR code by which anybody can ask the portal about a document in their hands."""

from dataclasses import dataclass, replace
from itertools import groupby

import segno
from django.conf import settings
from django.urls import reverse

from cluster_portal.documents.codes import shown_code
from cluster_portal.documents.contents import DocumentHead

QUIET_MODULES = 4  # around the code (ISO/IEC 18004)


def verification_address(code: str) -> str:
    """Where the document of this code is verified: an absolute address."""
    return settings.PORTAL_ADDRESS + reverse("public:verified", args=[shown_code(code)])


def marked(head: DocumentHead, code: str) -> DocumentHead:
    """The head of a document that is issued under `code`."""
    return replace(head, code=shown_code(code), verified_at=verification_address(code))


@dataclass(frozen=True)
class QrCode:
    """A QR code to be drawn: a square of `side` modules, quiet zone included.

    `strokes` is the path of an SVG: a line, one module wide, for each run of dark modules.
    """

    side: int
    strokes: str


def qr_code(address: str) -> QrCode:
    """The QR code of an address (ISO/IEC 18004)."""
    code = segno.make(address, error="m", micro=False)
    strokes = []
    for row, modules in enumerate(code.matrix_iter(border=QUIET_MODULES)):
        column = 0
        for is_dark, run in groupby(modules):
            length = len(list(run))
            if is_dark:
                strokes.append(f"M{column} {row}.5h{length}")
            column += length
    return QrCode(side=code.symbol_size(border=QUIET_MODULES)[0], strokes="".join(strokes))
