"""Administration of conferences, movements, indicators and pledges, and of the work on them."""

from emulation.admin import record, work

__all__ = ["record", "work"]
