"""The code and QR code by which anybody can ask the portal about a document in their hands."""

from dataclasses import replace

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


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG for a page, with words for who does not see it."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(
        border=QUIET_MODULES,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        title=f"Mã QR: {address}",
    )
