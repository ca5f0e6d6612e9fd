"""The days of a pledge: until when opinions and signatures are wanted, on which it is signed."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear
from emulation.models import Deadline, Pledge, PledgeSignature, SigningMethod, Task

BEFORE_THE_ISSUE = "Ngày ký không được trước ngày trình ký, {day}."
BEFORE_A_SIGNATURE = "Ngày ký không được trước chữ ký cuối cùng, ngày {day}."


def usual_sign_by(year: EmulationYear) -> datetime.date | None:
    """By which day the year wants the pledge signed, where that day is still to come."""
    return _to_come(year.deadlines.filter(task=Task.PLEDGE_SIGNING).first())


def usual_comments_by(year: EmulationYear) -> datetime.date | None:
    """By which day opinions are wanted: when the draft is due, where that is still to come."""
    return _to_come(year.deadlines.filter(task=Task.PLEDGE_DRAFT).first())


def _to_come(deadline: Deadline | None) -> datetime.date | None:
    is_ahead = deadline is not None and deadline.due_on >= timezone.localdate()
    return deadline.due_on if is_ahead else None


def not_past(field: str, label: str, day: datetime.date) -> datetime.date:
    """The day. Raises ValidationError on `field` when it is over."""
    if day < timezone.localdate():
        raise ValidationError({field: f"{label} đã qua: chọn từ hôm nay trở đi."})
    return day


def computed_day(rows: list[PledgeSignature]) -> datetime.date | None:
    """The day of a pledge that all signed digitally, which nobody types: that of the last."""
    is_digital = rows and all(row.method == SigningMethod.DIGITAL for row in rows)
    return max(row.signed_on for row in rows) if is_digital else None


def day_of_signing(pledge: Pledge, typed: datetime.date | None) -> datetime.date:
    """On which day the pledge was signed; `typed` where a member signed on paper.

    Raises:
        ValidationError: on `signed_on`, when it is missing, ahead, or before the pledge was issued
            by the portal or the last member signed.
    """
    rows = list(pledge.signatures.filter(signed_on__isnull=False))
    if day := computed_day(rows):
        return day
    if typed is None:
        raise ValidationError({"signed_on": "Nêu ngày ký giao ước."})
    if typed > timezone.localdate():
        raise ValidationError({"signed_on": "Ngày ký không được sau hôm nay."})
    # What was issued on paper alone may have been written down here later.
    issued = timezone.localdate(pledge.issued_at) if pledge.document_id else None
    if issued and typed < issued:
        raise ValidationError({"signed_on": BEFORE_THE_ISSUE.format(day=format_date(issued))})
    latest = max((row.signed_on for row in rows), default=typed)
    if typed < latest:
        raise ValidationError({"signed_on": BEFORE_A_SIGNATURE.format(day=format_date(latest))})
    return typed
