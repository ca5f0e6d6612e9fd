"""Who takes part in a conference, in what part, and what they say."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast

from cluster_portal.audit.models import record
from clusters import access
from clusters.roles import Permission
from emulation.models import Conference, Delegate, DelegatePart, Part, Speech
from emulation.services.rows import RowSet, RowsRefused, Values, save_set

TWICE = "Đại biểu này đã có ở dòng trên."
HAS_SPEECH = "Đại biểu {} có bài phát biểu: bỏ bài phát biểu trước khi bỏ đại biểu."
STRANGER = "Đại biểu này không có trong danh sách của hội nghị."


def _parts(row: Delegate) -> dict[str, Any]:
    return {"parts": _labels(part.part for part in row.parts.all())}


def _labels(parts: Any) -> list[str]:
    wanted = set(parts)
    return [part.label for part in Part if part.value in wanted]


def _keep_speakers(removed: list[Delegate]) -> None:
    speech = Speech.objects.filter(delegate__in=removed).select_related("delegate").first()
    if speech:
        raise ValidationError(HAS_SPEECH.format(speech.delegate))


DELEGATES = RowSet(
    model=Delegate,
    relation="delegates",
    fields=("full_name", "title", "unit", "to_check"),
    note=lambda **event: record(action="save_delegates", **event),
    once=("full_name", "title"),
    once_message=TWICE,
    park={"full_name": Cast("pk", models.CharField(max_length=120))},
    more=_parts,
    prefetch=("parts",),
    may_remove=_keep_speakers,
)
SPEECHES = RowSet(
    model=Speech,
    relation="speeches",
    fields=("delegate", "kind", "summary"),
    note=lambda **event: record(action="save_speeches", **event),
)


@transaction.atomic
def save_delegates(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[Delegate]:
    """Make `rows` the delegates, in this order; each has its `parts`, values of `Part`.

    Raises as `rows.save_set` does.
    """
    return save_set(
        conference=conference,
        kind=DELEGATES,
        rows=rows,
        by=by,
        seen=seen,
        reason=reason,
        finish=_write_parts,
    )


def _write_parts(delegates: list[Delegate], rows: Sequence[Values]) -> dict[str, Any]:
    stored: dict[int, set[str]] = {}
    for part in DelegatePart.objects.filter(delegate__in=delegates):
        stored.setdefault(part.delegate_id, set()).add(part.part)
    changes, new = {}, []
    gone = models.Q(pk__in=())
    for delegate, row in zip(delegates, rows, strict=True):
        old, wanted = stored.get(delegate.pk, set()), set(row["parts"])
        if old == wanted:
            continue
        gone |= models.Q(delegate=delegate, part__in=old - wanted)
        new += [
            DelegatePart(delegate=delegate, part=part)
            for part in Part.values
            if part in wanted - old
        ]
        changes[f"delegates.{delegate.pk}.parts"] = [
            ", ".join(_labels(old)) or None,
            ", ".join(_labels(wanted)) or None,
        ]
    DelegatePart.objects.filter(gone).delete()
    DelegatePart.objects.bulk_create(new)
    return changes


@transaction.atomic
def save_speeches(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[Speech]:
    """Make `rows` the speeches, in this order.

    Raises as `rows.save_set` does; RowsRefused also for a delegate of another conference.
    """
    access.require(by, Permission.EDIT_CONFERENCE, conference)
    strangers = {
        place: ValidationError({"delegate": STRANGER})
        for place, row in enumerate(rows)
        if row["delegate"].conference_id != conference.pk
    }
    if strangers:
        raise RowsRefused(strangers)
    return save_set(
        conference=conference, kind=SPEECHES, rows=rows, by=by, seen=seen, reason=reason
    )
