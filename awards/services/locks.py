"""Whom a write of awards waits for: the year, then conferences by key, then the rows.

Every writer locks in this order, as finalising a conference does, so that none waits in a circle.
"""

from collections.abc import Collection

from awards.models import Award
from clusters.models import EmulationYear
from emulation.models import Conference


def lock_years(keys: Collection[int]) -> dict[int, EmulationYear]:
    """The years by key, locked for this transaction."""
    years = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    rows = years.filter(pk__in=keys).select_related("cluster").order_by("pk")
    return {year.pk: year for year in rows}


def lock_conferences(awards: Collection[int], *others: Conference | None) -> None:
    """Lock the conferences that name the awards with these keys, and `others`.

    The years of the awards are locked already.
    """
    naming = Award.objects.filter(pk__in=awards, conference__isnull=False).order_by()
    keys = {*naming.values_list("conference", flat=True), *(one.pk for one in others if one)}
    rows = Conference.objects.select_for_update(no_key=True, of=("self",))
    list(rows.filter(pk__in=keys).order_by("pk"))
