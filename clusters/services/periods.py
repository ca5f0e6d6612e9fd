"""What appointments, delegations and substitutions have in common: they end."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date


def as_text(value: Any) -> str | None:
    """A value as the audit keeps it; None for nothing."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if value else None


def end(row: Any, last_day: datetime.date | None) -> dict[str, list]:
    """Let `row` end after `last_day`, today by default; return the change for the audit.

    An end that is set only moves back. A row that has not begun ends on its first day at the
    earliest.

    Raises:
        ValidationError: the last day is before the first, or after the end already set.
    """
    before, after = row.valid_to, last_day or timezone.localdate()
    if before and after > before:
        raise ValidationError({"valid_to": f"Đã kết thúc ngày {format_date(before)}."})
    row.valid_to = after
    row.full_clean()
    row.save(update_fields=["valid_to"])
    return {"valid_to": [as_text(before), as_text(after)]}
