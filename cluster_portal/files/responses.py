"""Handing out a stored file, once a view has decided that the reader may have it."""

import logging
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from cluster_portal.audit.models import record
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.models import StoredFile
from cluster_portal.files.storage import private_storage

logger = logging.getLogger(__name__)

INTERNAL = "/_private/"  # the location in deploy/nginx.conf that no address from outside reaches
POLICY = "default-src 'none'; sandbox"


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
    response: HttpResponseBase
    if settings.X_ACCEL:
        response = HttpResponse()
        response["X-Accel-Redirect"] = INTERNAL + stored.path
    else:
        response = FileResponse(stored.open())
        response["Content-Length"] = stored.size
    response["Content-Type"] = FileKind(stored.kind).content_type
    response["Content-Disposition"] = content_disposition_header(True, stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@transaction.atomic
def _write_down(reader: Any, stored: StoredFile, target: models.Model) -> None:
    record(
        by=reader if reader.is_authenticated else None,
        action="download",
        target=target,
        changes={"file": [None, stored.name], "sha256": [None, stored.sha256]},
    )
