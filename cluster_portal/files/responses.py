"""Handing out a stored file, once a view has decided that the reader may have it."""

import logging
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from cluster_portal.audit.models import record
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.models import StoredFile
from cluster_portal.files.storage import private_storage

logger = logging.getLogger(__name__)

INTERNAL = "/_private/"  # the location in deploy/nginx.conf that no address from outside reaches
POLICY = "default-src 'none'; sandbox"
IMAGES = (FileKind.JPEG, FileKind.PNG)


def private_file(
    request: HttpRequest, stored: StoredFile, *, target: models.Model
) -> HttpResponseBase:
    """Return `stored` as a download and write down who took it, of which record (`target`).

    Call it after the view has asked whether this reader may see `target`; nothing is asked here.
    The name goes by RFC 6266 and RFC 8187. With the setting X_ACCEL nginx sends the bytes.
    """
    if not private_storage().exists(stored.path):
        logger.error("bytes of stored file %s are missing", stored.public_id)
        return render(request, "files/missing.html", {"name": stored.name}, status=503)
    if request.method == "GET":
        _write_down(request.user, stored, target)
    response = _bytes_of(stored, as_download=True)
    response["Cache-Control"] = "private, no-store"
    return response


def private_image(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return an image to be shown on a page; call it as `private_file`.

    Nothing is written down, as a page asks for its pictures each time that it is opened. The
    entity tag is the SHA-256 of the bytes: a browser that has them gets 304.

    Raises:
        Http404: `stored` is no image, or its bytes are missing.
    """
    if stored.kind not in IMAGES:
        raise Http404
    tag = f'"{stored.sha256}"'
    if (unchanged := get_conditional_response(request, etag=tag)) is not None:
        return unchanged
    if not private_storage().exists(stored.path):
        logger.error("bytes of stored file %s are missing", stored.public_id)
        raise Http404
    response = _bytes_of(stored, as_download=False)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _bytes_of(stored: StoredFile, *, as_download: bool) -> HttpResponseBase:
    response: HttpResponseBase
    if settings.X_ACCEL:
        response = HttpResponse()
        response["X-Accel-Redirect"] = INTERNAL + stored.path
    else:
        response = FileResponse(stored.open())
        response["Content-Length"] = stored.size
    response["Content-Type"] = FileKind(stored.kind).content_type
    response["Content-Disposition"] = content_disposition_header(as_download, stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


@transaction.atomic
def _write_down(reader: Any, stored: StoredFile, target: models.Model) -> None:
    record(
        by=reader if reader.is_authenticated else None,
        action="download",
        target=target,
        changes={"file": [None, stored.name], "sha256": [None, stored.sha256]},
    )
