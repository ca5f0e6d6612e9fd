"""Hours of the day as Vietnamese agendas and official documents write them."""

import re
from datetime import time

from cluster_portal.vietnamese.folding import normalise

_MAX_LENGTH = 40
_HOUR = re.compile(
    r"([0-9]{1,2})\s*"
    r"(?:(?:giờ|h|g|:|\.)\s*(?:([0-9]{1,2})(?:\s*(?:phút|p))?(?::[0-9]{2})?)?)?"
)
_EXAMPLE = "viết giờ như 8h30 hoặc 8:30."


class TimeError(ValueError):
    """A text that is not an hour of the day; the message is for the user."""


def format_time(moment: time) -> str:
    """Write an hour for agendas and fields: "8h30", "14h00"."""
    return f"{moment.hour}h{moment.minute:02}"


def format_long_time(moment: time) -> str:
    """Write an hour for documents: "8 giờ 30 phút", "14 giờ 00 phút"."""
    return f"{moment.hour} giờ {moment.minute:02} phút"


def parse_time(text: str) -> time:
    """Read "8h30", "8:30", "08.30", "8 giờ 30 phút", "8h" or "8:30:00" as spreadsheets copy it.

    Raises `TimeError`, with advice on what to type, for anything else.
    """
    typed = normalise(text[: _MAX_LENGTH + 1])
    if len(typed) > _MAX_LENGTH:
        raise TimeError(f"“{typed[:20]}…” quá dài: {_EXAMPLE}")
    found = _HOUR.fullmatch(typed.lower())
    if not found:
        raise TimeError(f"“{typed}” không phải là giờ: {_EXAMPLE}")
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise TimeError(f"“{typed}”: giờ từ 0 đến 23, phút từ 0 đến 59.")
    return time(hour, minute)
