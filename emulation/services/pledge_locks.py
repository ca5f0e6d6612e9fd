"""The order in which writers of a pledge lock: its year, then the pledge."""

from django.db.models import QuerySet

from clusters.models import EmulationYear
from emulation.models import Pledge


def locked(pledge: Pledge) -> Pledge:
    """The pledge as it stands, for this transaction alone."""
    locked_year(pledge.emulation_year_id)
    return rows_to_write().get(pk=pledge.pk)


def locked_year(key: int) -> EmulationYear:
    """The year of a pledge, for this transaction alone."""
    years = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    return years.select_related("cluster").get(pk=key)


def rows_to_write() -> QuerySet[Pledge]:
    """Pledges locked as they are read; call it after `locked_year`."""
    rows = Pledge.objects.select_related("emulation_year__cluster", "document").defer(
        "document__content", "document__data"
    )
    return rows.select_for_update(no_key=True, of=("self",))
