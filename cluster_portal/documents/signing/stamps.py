"""What is seen in the place of a signature: drawn by the documents' own printer and fonts.

A stamp says who signed, for which unit and when, in the form that Decree 30/2020/NĐ-CP asks of a
digital signature of an agency (Appendix I, II.8.b): name, agency, time with its zone (ISO 8601).
"""

import datetime
import io
from dataclasses import dataclass

from django.template.loader import render_to_string
from pyhanko.pdf_utils.content import ImportedPdfPage, RawContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from cluster_portal.documents.printing import print_document
from cluster_portal.documents.signature_fields import STAMP_CLASS
from cluster_portal.documents.signing.reading import VIETNAM

# About this many letters fill the five lines below the heading in the usual size.
_USUAL_LETTERS = 110
_NAME = "/PortalStamp"


@dataclass(frozen=True, kw_only=True)
class StampText:
    """The lines of a stamp; `heading` says of what kind the signature is."""

    heading: str = "ĐÃ KÝ SỐ"
    signer: str = ""
    capacity: str = ""
    unit: str
    signed_at: datetime.datetime

    @property
    def time(self) -> str:
        """2026-11-21T15:30:00+07:00."""
        return self.signed_at.astimezone(VIETNAM).isoformat(timespec="seconds")

    def html(self) -> str:
        """A page of the size of a signature field, see `document-signature-field`."""
        letters = len(self.signer) + len(self.capacity) + len(self.unit)
        body = STAMP_CLASS if letters <= _USUAL_LETTERS else f"{STAMP_CLASS} {STAMP_CLASS}-long"
        return render_to_string("documents/stamp.html", {"stamp": self, "body_class": body})


class _PageOf(ImportedPdfPage):
    """The first page of a PDF given as bytes; pyHanko's own class takes a file name."""

    def __init__(self, content: bytes) -> None:
        super().__init__("")
        self._content = content

    def render(self) -> bytes:
        source = PdfFileReader(io.BytesIO(self._content))
        page = self._ensure_writer.import_page_as_xobject(source, page_ix=0)
        self.resources.xobject[_NAME] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return f"{_NAME} Do".encode()


def stamp_style(text: StampText | None) -> StaticStampStyle:
    """The appearance of a signature; it fills its field exactly. Without a text it is empty.

    pyHanko would draw its own, in a font that it does not embed, which PDF/A forbids.

    Raises:
        DocumentError: the printer is busy or failed.
    """
    empty = RawContent(b"", box=BoxConstraints(width=50, height=24))
    return StaticStampStyle(
        background=_PageOf(print_document(text.html())) if text else empty,
        border_width=0,
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins.uniform(0),
        ),
    )
