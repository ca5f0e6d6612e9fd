"""Drafting a pledge: its text, its items, and a version of each save."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import (
    TARGET_FIELDS,
    Conference,
    Indicator,
    Pledge,
    PledgeItem,
    PledgeStatus,
)
from emulation.services.pledge_locks import locked_year, rows_to_write
from emulation.services.pledge_numbers import refuse_used_number
from emulation.services.pledge_versions import (
    TEXTS,
    keep_version,
    keep_what_stands,
    says_something,
    snapshot_of,
)

NOT_A_DRAFT = "Giao ước không còn là dự thảo: chuyển về dự thảo và nêu lý do rồi mới sửa lời."


@dataclass(frozen=True)
class PledgeItemText:
    """What one item of the pledge says, and the target that it names, if any."""

    number: int
    heading: str
    text: str
    indicator: Indicator | None = None
    comparison: str = ""
    target: Decimal | None = None
    target_to: Decimal | None = None
    target_of: str = ""


@transaction.atomic
def save_pledge(
    *,
    emulation_year: EmulationYear,
    texts: Mapping[str, str],
    items: Iterable[PledgeItemText],
    by: Any,
    conference: Conference | None = None,
    note: str = "",
    reason: str = "",
    seen: str = "",
) -> Pledge:
    """Write the text of the year's pledge, a draft; the first call creates it.

    What changes something leaves a version, with the `note`. `texts` has the fields of `TEXTS` by
    name. `seen`: `text_token` of the text that was changed.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: it is no draft any more; on a field that is not valid; on
            `document_number`, when another document bears it; on `items`, when
            two have one number or a target is not whole; on `reason`, when the year is over; with
            the code "stale", when another text than the one `seen` stands there.
    """
    reason = access.require_write(by, Permission.EDIT_PLEDGE, emulation_year, reason)
    year = locked_year(emulation_year.pk)
    pledge = rows_to_write().filter(emulation_year=year).first() or Pledge(emulation_year=year)
    if pledge.status != PledgeStatus.DRAFT:
        raise ValidationError(NOT_A_DRAFT)
    require_seen(seen, _text_of(pledge))
    items = list(items)
    if len({item.number for item in items}) < len(items):
        raise ValidationError({"items": "Hai nội dung trùng số thứ tự."})
    before = _text_of(pledge)
    former = snapshot_of(pledge) if pledge.pk else None
    for name in TEXTS:
        setattr(pledge, name, texts.get(name, ""))
    pledge.conference = conference
    pledge.full_clean()
    refuse_used_number(pledge)
    # The status is never written back: it moves by `move_pledge` alone.
    pledge.save(update_fields=None if pledge.pk is None else [*TEXTS, "conference", "search_text"])
    _write_items(pledge, items)
    after = _text_of(pledge)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        if former is not None and says_something(former):
            keep_what_stands(pledge, former)
        keep_version(pledge, snapshot_of(pledge), by=by, note=note)
        record(by=by, action="save_pledge", target=pledge, changes=changes, reason=reason)
    return pledge


def text_token(pledge: Pledge | None) -> str:
    """The text as it stands, for `save_pledge` to compare."""
    return token_of(_text_of(pledge or Pledge()))


def _text_of(pledge: Pledge) -> dict[str, str | None]:
    values = {name: getattr(pledge, name) or None for name in TEXTS}
    values["conference"] = str(pledge.conference) if pledge.conference else None
    lines = [_line_of(item) for item in (pledge.items.all() if pledge.pk else ())]
    values["items"] = "\n".join(lines) or None
    return values


def _line_of(item: PledgeItem) -> str:
    said = f"{item.heading}: {item.text}" if item.heading else item.text
    target = f" [{item.target_text}]" if item.target_text else ""
    return f"{item.number}. {said}{target}"


def _write_items(pledge: Pledge, items: list[PledgeItemText]) -> None:
    rows = {row.number: row for row in pledge.items.all()}
    for number in rows.keys() - {item.number for item in items}:
        rows[number].delete()
    fields = ("heading", "text", *TARGET_FIELDS)
    for item in items:
        row = rows.get(item.number) or PledgeItem(pledge=pledge, number=item.number)
        if row.pk is None or any(getattr(row, name) != getattr(item, name) for name in fields):
            for name in fields:
                setattr(row, name, getattr(item, name))
            _check_item(row)
            row.save()


def _check_item(row: PledgeItem) -> None:
    """What is wrong with a target is said of the items: they have no field of the pledge."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError(
            {"items": [f"Nội dung {row.number}: {one}" for one in error.messages]}
        ) from error
