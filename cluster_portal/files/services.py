"""Taking a file in: the one way an upload becomes a stored file."""

import hashlib
from collections.abc import Collection
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.files.checks import check
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.models import StoredFile
from cluster_portal.files.storage import place_of, private_storage


@transaction.atomic
def store(*, upload: UploadedFile, kinds: Collection[FileKind], by: Any) -> StoredFile:
    """Check `upload`, keep its bytes under their SHA-256 and return the row.

    Images are written anew; a PDF file or a workbook keeps every byte, signatures included. The
    bytes come before the row: what a rollback leaves behind, `manage.py check_files` finds.

    Raises:
        django.core.exceptions.ValidationError: the file is refused; nothing is stored.
    """
    checked = check(upload, kinds)
    digest = hashlib.sha256(checked.content).hexdigest()
    stored = StoredFile(
        sha256=digest,
        size=len(checked.content),
        kind=checked.kind,
        name=checked.name,
        uploaded_by=by,
    )
    stored.full_clean()
    private_storage().save(place_of(digest), ContentFile(checked.content))
    stored.save(force_insert=True)
    record(by=by, action="upload", target=stored, changes={"sha256": [None, digest]})
    return stored
