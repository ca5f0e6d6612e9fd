"""Whether the database holds a generated country instead of the record."""

import time

from cluster_portal.record.models import GeneratedCountry

SECONDS = 60  # for which a process trusts what it read: every page asks
_read: tuple[bool, float] | None = None  # what, and until when


def is_generated() -> bool:
    """Whether all rows were made by machine; at most one query a minute."""
    if _read is None or time.monotonic() > _read[1]:
        remember(GeneratedCountry.objects.exists())
    return bool(_read and _read[0])


def remember(answer: bool) -> None:
    """Take `answer` for what the database says."""
    global _read
    _read = (answer, time.monotonic() + SECONDS)


def forget() -> None:
    """Read the database when asked next."""
    global _read
    _read = None
