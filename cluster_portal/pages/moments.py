"""A moment as working pages tell it."""

import datetime

from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date


def moment(at: datetime.datetime | None) -> str:
    """The time of day, "09:41", with the day when it is not today: "09:41 ngày 13/3/2024"."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    clock = f"{local:%H:%M}"
    if local.date() == timezone.localdate():
        return clock
    return f"{clock} ngày {format_date(local.date())}"
