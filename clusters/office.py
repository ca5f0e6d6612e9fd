"""Which unit is in the chair of a cluster on a day, and since which emulation year.

The chair of a year is in office from the day it took over until the day before the next chair
takes over. A term whose handover is being prepared has not begun until both units have confirmed
it. As long as none of the cluster is written down, the chair of its newest year up to the present
one is in office; before the first that is written down, the chair of the newest year before it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

CHAIR = "chair"
SPLIT = "split"


@dataclass(frozen=True)
class Office:
    """The office of the chair: `units` are the chair's unit and what it has become since."""

    cluster_id: int
    year: int
    units: frozenset[int]
    since: datetime.date | None


def offices_on(day: datetime.date, clusters: Iterable[int]) -> dict[int, Office]:
    """The office that runs on `day` in each of the clusters that has one, by cluster id.

    Two queries, however many clusters.
    """
    terms = defaultdict(list)
    # The models import the access rules, which ask here.
    chairs = apps.get_model("clusters", "Leadership").objects.filter(
        role=CHAIR, emulation_year__cluster__in=set(clusters)
    )
    for cluster_id, year, unit_id, since, is_effective in chairs.values_list(
        "emulation_year__cluster_id",
        "emulation_year__year",
        "unit_id",
        "emulation_year__handover__handed_over_on",
        "emulation_year__handover__is_effective",
    ):
        if is_effective is not False:
            terms[cluster_id].append((since, year, unit_id))
    running = {
        cluster_id: term
        for cluster_id, rows in terms.items()
        if (term := _running(rows, day)) is not None
    }
    heirs = heirs_on(day) if running else {}
    return {
        cluster_id: Office(cluster_id, year, line_of(unit_id, heirs), since)
        for cluster_id, (since, year, unit_id) in running.items()
    }


def _running(terms: list[tuple], day: datetime.date) -> tuple | None:
    recorded = [term for term in terms if term[0] is not None]
    begun = [term for term in recorded if term[0] <= day]
    if begun:
        return max(begun)
    first_year = min((term[1] for term in recorded), default=day.year + 1)
    untold = [term for term in terms if term[0] is None and term[1] < first_year]
    return max(
        (term for term in untold if term[1] <= day.year), key=lambda term: term[1], default=None
    )


def heirs_on(day: datetime.date) -> dict[int, set[int]]:
    """Return who carries on the place of a unit that has gone; after a split nobody does."""
    heirs = defaultdict(set)
    rows = apps.get_model("clusters", "Succession").objects.filter(effective_on__lte=day)
    for predecessor, successor in rows.exclude(kind=SPLIT).values_list("predecessor", "successor"):
        heirs[predecessor].add(successor)
    return heirs


def line_of(unit_id: int, heirs: dict[int, set[int]]) -> frozenset[int]:
    """Return the unit and what it has become, by the `heirs` of a day."""
    line, ahead = {unit_id}, [unit_id]
    while ahead:
        for heir in heirs.get(ahead.pop(), set()) - line:
            line.add(heir)
            ahead.append(heir)
    return frozenset(line)


def carried_by(unit_id: int, heirs: dict[int, set[int]]) -> frozenset[int]:
    """Return the units that the unit alone carries on: it is their only heir, at every step."""
    carried, ahead = set(), [unit_id]
    while ahead:
        only = {ahead.pop()}
        found = {gone for gone, successors in heirs.items() if successors == only} - carried
        carried |= found
        ahead.extend(found)
    return frozenset(carried)


def workplaces_on(day: datetime.date, units: Iterable[int]) -> dict[int, list[Any]]:
    """Return the memberships that the officers of each of `units` work for on `day`.

    Those of the unit, and those of what it alone carries on; also of a cluster that has ended
    meanwhile, whose last years are still to be reported for. A cluster that the unit has left is
    none of them. Two queries, however many units; cluster and unit are fetched with the rows.
    """
    units = set(units)
    heirs = heirs_on(day) if units else {}
    carried = {unit_id: carried_by(unit_id, heirs) for unit_id in units}
    rows = defaultdict(list)
    memberships = apps.get_model("clusters", "Membership").objects.filter(
        unit__in=units.union(*carried.values())
    )
    if units:
        in_order = memberships.order_by("unit__sort_key", "unit", "valid_from", "pk")
        for row in in_order.select_related("cluster", "unit"):
            rows[row.unit_id].append(row)
    places = {}
    for unit_id in units:
        own = [row for row in rows[unit_id] if row.lasts_on(day)]
        left = {row.cluster_id for row in rows[unit_id]} - {row.cluster_id for row in own}
        inherited = [
            row
            for gone in sorted(carried[unit_id])
            for row in rows[gone]
            if row.lasts_on(day) and row.cluster_id not in left
        ]
        places[unit_id] = own + inherited
    return places
