"""Papers of the agenda and photos of a conference."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Max

from cluster_portal.audit.models import record
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.services import store
from clusters import access
from clusters.roles import Permission
from emulation.models import AgendaDocument, AgendaItem, Conference, ConferencePhoto
from emulation.services.rows import RowSet, RowsRefused, Values, save_set
from emulation.services.rules import require_open

PAPER_KINDS = (FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.JPEG, FileKind.PNG)
GONE = "Tài liệu này không còn: người khác đã bỏ."
PHOTO_KINDS = (FileKind.JPEG, FileKind.PNG)
PHOTOS = RowSet(
    model=ConferencePhoto,
    relation="photos",
    fields=("caption", "alternative_text", "credit"),
    note=lambda **event: record(action="save_photos", **event),
)


@transaction.atomic
def add_document(
    *, agenda_item: AgendaItem, title: str, upload: UploadedFile, by: Any, reason: str = ""
) -> AgendaDocument:
    """Keep a paper with an item of the agenda, after those that are there.

    Raises:
        PermissionDenied: `by` does not edit the conference.
        ValidationError: the file or the title is refused; the conference is settled; a reason is
            missing.
    """
    conference = agenda_item.conference
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, conference, reason)
    require_open(conference)
    document = AgendaDocument(
        agenda_item=agenda_item, title=title, order=_next_order(agenda_item.documents)
    )
    document.clean_fields(exclude={"file"})  # before the file is kept
    document.file = store(upload=upload, kinds=PAPER_KINDS, by=by)
    document.full_clean()
    document.save()
    record(
        by=by,
        action="add_document",
        target=document,
        changes={"title": [None, document.title], "file": [None, str(document.file)]},
        reason=reason,
    )
    return document


@transaction.atomic
def remove_document(*, document: AgendaDocument, by: Any, reason: str = "") -> None:
    """Take a paper off the agenda; the file itself stays in the private storage.

    Raises:
        PermissionDenied: `by` does not edit the conference.
        ValidationError: the conference is settled; a reason is missing; the paper is gone.
    """
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, document, reason)
    conference = require_open(document.agenda_item.conference)
    rows = AgendaDocument.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("agenda_item", "file").filter(pk=document.pk).first()
    if row is None:
        raise ValidationError(GONE)
    told = f"{row.agenda_item}: {row.title} ({row.file})"
    name = f"agenda.{row.agenda_item_id}.documents"
    row.delete()
    record(
        by=by,
        action="remove_document",
        target=conference,
        changes={name: [told, None]},
        reason=reason,
    )


@transaction.atomic
def add_photos(
    *, conference: Conference, photos: Sequence[Values], by: Any, reason: str = ""
) -> list[ConferencePhoto]:
    """Keep photos of the conference, after those that are there: all of them or none.

    Each is a mapping of `upload`, `caption`, `alternative_text`, `credit`.

    Raises:
        PermissionDenied: `by` does not edit the conference.
        RowsRefused: files or words that are refused, by the place of the photo.
        ValidationError: the conference is settled; a reason is missing.
    """
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, conference, reason)
    locked = require_open(conference)
    order, errors, kept = _next_order(locked.photos), {}, []
    for place, given in enumerate(photos):
        photo = ConferencePhoto(
            conference=locked,
            order=order + place,
            **{name: given.get(name, "") for name in PHOTOS.fields},
        )
        try:
            photo.clean_fields(exclude={"file"})  # before the file is kept
            photo.file = store(upload=given["upload"], kinds=PHOTO_KINDS, by=by)
            photo.full_clean()
        except ValidationError as error:
            errors[place] = error
            continue
        photo.save()
        kept.append(photo)
    if errors:
        raise RowsRefused(errors)
    for photo in kept:
        record(
            by=by,
            action="add_photo",
            target=photo,
            changes={"caption": [None, photo.caption], "file": [None, str(photo.file)]},
            reason=reason,
        )
    return kept


@transaction.atomic
def save_photos(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[ConferencePhoto]:
    """Change captions, alternative texts and order; photos that are not among `rows` go.

    Raises as `rows.save_set` does.
    """
    return save_set(conference=conference, kind=PHOTOS, rows=rows, by=by, seen=seen, reason=reason)


def _next_order(rows: models.Manager) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1
