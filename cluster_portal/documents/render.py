"""HTML to PDF/A-2a with PDF/UA-1. The only importer of WeasyPrint; needs no Django.

Rendering in two threads at once can abort the whole process, so web processes do not call this
module: they call `cluster_portal.documents.printing`, which runs it in a process of its own.
"""

import functools
import gc
import mimetypes
import threading
import unicodedata
import warnings
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import CSS, HTML
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.file_identifiers import identifier_of
from cluster_portal.documents.signature_fields import (
    has_signature_fields,
    is_stamp,
    make_signature_fields,
)
from cluster_portal.documents.style import READABLE_DIRECTORIES, STATIC_DIRECTORY, STYLESHEET

PDF_VARIANT = "pdf/a-2a"

# WeasyPrint writes one conformance claim. PDF/UA-1 (ISO 14289-1, 5) is the second one, and
# PDF/A (ISO 19005-2, 6.6.2.3.3) wants every foreign XMP property described in the file itself.
PDF_UA_CLAIM = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class AccessibleMetadata(DocumentMetadata):
    """Document metadata that also claims PDF/UA-1."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """Return the XMP of the file with the second claim added."""
        rdf = super().generate_rdf_metadata(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", PDF_UA_CLAIM + b"</rdf:RDF>")


class StaticFilesFetcher(URLFetcher):
    """Reads the project's own style sheets, fonts and images and nothing else.

    A document quotes texts that people typed; no address in it may make the server read another
    file or call another machine. Any other address stops the rendering.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """Return the file at `url`.

        Raises:
            FatalURLFetchingError: the address is not a file in one of the readable folders.
        """
        address = urlsplit(url)
        if address.scheme != "file" or address.netloc:
            raise FatalURLFetchingError(f"refused address {url}")
        path = Path(url2pathname(address.path)).resolve()
        if not any(path.is_relative_to(folder) for folder in READABLE_DIRECTORIES):
            raise FatalURLFetchingError(f"refused address {url}")
        if not path.is_file():
            raise FatalURLFetchingError(f"no such file {url}")
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


@functools.cache
def _style() -> tuple[FontConfiguration, CSS]:
    """Fonts and parsed style sheet, made once: a quarter of the time of a short document."""
    fonts = FontConfiguration()
    return fonts, CSS(filename=STYLESHEET, font_config=fonts, url_fetcher=StaticFilesFetcher())


_one_at_a_time = threading.Lock()


def render_pdf(html: str) -> bytes:
    """Lay out a whole HTML document and return the bytes of its PDF/A-2a, PDF/UA-1 file.

    Title, author, language and the two dates of the file come from the HTML's `<title>`,
    `<meta>` and `lang`. The same HTML and style give the same bytes.

    Raises:
        DocumentError: the HTML refers to something outside the project's static files.
    """
    html = unicodedata.normalize("NFC", html)
    with _one_at_a_time:
        collecting = gc.isenabled()
        gc.disable()  # thousands of boxes live until the end: collecting finds nothing
        try:
            return _render(html)
        except FatalURLFetchingError as error:
            raise DocumentError(
                "Văn bản có chứa địa chỉ không được phép đọc nên cổng không lập tệp PDF."
            ) from error
        finally:
            if collecting:
                gc.enable()


def _render(html: str) -> bytes:
    fonts, stylesheet = _style()
    source = HTML(
        string=html, base_url=STATIC_DIRECTORY.as_uri() + "/", url_fetcher=StaticFilesFetcher()
    )
    if is_stamp(html):
        # It becomes part of a page that is tagged and described already.
        return source.write_pdf(
            font_config=fonts, stylesheets=[stylesheet], pdf_identifier=b"stamp"
        )
    # Printed as forms, the check boxes of a document to be signed become its signature fields.
    options = {"pdf_variant": PDF_VARIANT, "pdf_forms": has_signature_fields(html)}
    document = source.render(font_config=fonts, stylesheets=[stylesheet], **options)
    document.metadata = AccessibleMetadata(**vars(document.metadata))
    identifier = identifier_of(html)
    with warnings.catch_warnings():
        # WeasyPrint leaves the colour profile it embeds for the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        return document.write_pdf(
            pdf_identifier=identifier, finisher=make_signature_fields, **options
        )
