"""What a row says in words, and what a write changed, as the audit keeps it."""

from typing import Any

from django.db import models

from awards.models import Award

_COLUMNS = [
    column
    for column in Award._meta.concrete_fields
    if column.editable and not column.primary_key and column.name != "emulation_year"
]


def changed_columns(before: Award, after: Award) -> set[str]:
    """Columns (`decision_id`, `note`) in which the two differ."""
    return {
        column.attname
        for column in _COLUMNS
        if getattr(before, column.attname) != getattr(after, column.attname)
    }


def changes_of(before: Award | None, after: Award) -> dict[str, list]:
    """Field to [before, after] in plain JSON; of a new row what it says."""
    changes = {}
    for column in _COLUMNS:
        old = _plain(column, before) if before else None
        new = _plain(column, after)
        is_other = before is None or getattr(before, column.attname) != getattr(
            after, column.attname
        )
        if is_other and (before or new not in (None, "")):
            changes[column.name] = [old, new]
    return changes


def in_words(award: Award) -> str:
    """The row in one line: form, recipient, unit, result."""
    words = [str(award), str(award.unit) if award.unit_id else "", award.get_status_display()]
    return ", ".join(word for word in words if word)


def _plain(column: models.Field, row: Award) -> Any:
    if not column.is_relation:
        return getattr(row, column.attname)
    related = getattr(row, column.name) if getattr(row, column.attname) else None
    return str(related) if related is not None else None
