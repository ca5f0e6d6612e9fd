"""What the report of a conference tells: its sections and the movements that it speaks of."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from cluster_portal.audit.models import record
from cluster_portal.vietnamese.folding import fold, normalise, slugify_vietnamese
from clusters import access
from clusters.roles import Permission
from emulation.models import Conference, ConferenceMovement, Movement, ReportSection
from emulation.services.rows import RowSet, RowsRefused, Values, save_set

MOVEMENT_TWICE = "Phong trào này đã có ở dòng trên."
CHOOSE_ONE = "Chọn phong trào trong danh mục hoặc ghi tên phong trào mới."
KNOWN = "Phong trào này đã có trong danh mục: chọn “{}”."

SECTIONS = RowSet(
    model=ReportSection,
    relation="sections",
    fields=("heading", "body", "is_outlook"),
    note=lambda **event: record(action="save_sections", **event),
    park={"order": F("order") + 10_000},
)
MOVEMENTS = RowSet(
    model=ConferenceMovement,
    relation="movements",
    fields=("movement", "stated_name", "summary"),
    note=lambda **event: record(action="save_movements", **event),
    key="movement",
)


@transaction.atomic
def save_sections(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[ReportSection]:
    """Make `rows` the narrative sections, in this order. Raises as `rows.save_set` does."""
    return save_set(
        conference=conference, kind=SECTIONS, rows=rows, by=by, seen=seen, reason=reason
    )


@transaction.atomic
def save_movements(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[ConferenceMovement]:
    """Make `rows` the movements that the conference speaks of, in this order.

    A row names a `movement` of the catalogue, or by `new_name` and `new_kind` one that joins it.

    Raises as `rows.save_set` does; RowsRefused also for a row that names none or two, for a
    movement named twice, and for a new one whose name the catalogue has.
    """
    access.require(by, Permission.EDIT_CONFERENCE, conference)
    catalogue = {fold(row.name): row for row in Movement.objects.all()}
    slugs = {row.slug for row in catalogue.values()}
    errors: dict[int, ValidationError] = {}
    taken: list[dict[str, Any]] = []
    seen_movements: set[str] = set()
    for place, row in enumerate(rows):
        try:
            movement = _movement(row, catalogue, slugs)
        except ValidationError as error:
            errors[place] = error
            continue
        told_by = fold(movement.name)
        if told_by in seen_movements:
            errors[place] = ValidationError({"movement": MOVEMENT_TWICE})
        seen_movements.add(told_by)
        taken.append({**row, "movement": movement})
    if errors:
        raise RowsRefused(errors)
    for row in taken:
        if row["movement"].pk is None:
            row["movement"].save()
    return save_set(
        conference=conference, kind=MOVEMENTS, rows=taken, by=by, seen=seen, reason=reason
    )


def _movement(row: Values, catalogue: dict[str, Movement], slugs: set[str]) -> Movement:
    """The movement of a row: of the catalogue, or a new one that is not saved yet."""
    movement, name = row.get("movement"), normalise(row.get("new_name") or "")
    if bool(movement) == bool(name):
        raise ValidationError({"movement": CHOOSE_ONE})
    if movement:
        return movement
    if known := catalogue.get(fold(name)):
        raise ValidationError({"new_name": KNOWN.format(known)})
    new = Movement(name=name, kind=row["new_kind"], slug=_free_slug(name, slugs))
    try:
        new.full_clean()
    except ValidationError as error:
        words = [word for messages in error.message_dict.values() for word in messages]
        raise ValidationError({"new_name": words}) from error
    slugs.add(new.slug)
    return new


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify_vietnamese(name)[:100].strip("-") or "phong-trao"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
