"""Handing a document's PDF to a browser."""

import hashlib
import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.printing import print_document
from cluster_portal.pages.generated import marked

logger = logging.getLogger(__name__)

RETRY_SECONDS = 60


def pdf_response(request: HttpRequest, html: str, filename: str) -> HttpResponse:
    """Return the PDF of a whole HTML document, shown in the browser under `filename`.

    The entity tag is the SHA-256 of the bytes: a browser that has them gets 304. A document
    that cannot be made becomes a page that says so, with status 503.
    """
    try:
        pdf = print_document(html)
    except DocumentError as error:
        logger.error("document %s not printed: %s", filename, error)
        return unavailable(request, str(error))
    return _pdf(request, pdf, hashlib.sha256(pdf).hexdigest(), filename)


def issued_response(
    request: HttpRequest, document: IssuedDocument, filename: str, *, as_download: bool = False
) -> HttpResponse:
    """Return the issued file with all that was signed into it; the tag is its SHA-256."""
    content = document.head_content()
    sha256 = hashlib.sha256(content).hexdigest()
    return _pdf(request, content, sha256, filename, as_download)


def _pdf(
    request: HttpRequest, pdf: bytes, sha256: str, filename: str, as_download: bool = False
) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_download, marked(filename))
    response["Content-Length"] = len(pdf)
    # Asked for anew each time, and kept by the browser only: it may depend on who asks.
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def unavailable(request: HttpRequest, message: str) -> HttpResponse:
    """Return the page that says why a document cannot be made now, with status 503."""
    response = render(request, "documents/unavailable.html", {"message": message}, status=503)
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response
