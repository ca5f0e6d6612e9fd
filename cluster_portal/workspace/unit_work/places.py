"""For which units somebody does a province's work, and in which years it can still be done."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from clusters import access
from clusters.models import EmulationYear, Membership, Unit
from clusters.office import offices_on, workplaces_on
from clusters.roles import Permission


@dataclass(frozen=True)
class Places:
    """The memberships that somebody works for, by cluster, and the years that are not over.

    `signs`: keys of the units for which the user hands in what they sign. `years`: by key, from
    the year that each cluster is led in.
    """

    memberships: dict[int, list[Membership]]
    signs: frozenset[int]
    years: dict[int, EmulationYear]
    units: dict[int, Unit]

    @property
    def names(self) -> list[str]:
        """The units in Vietnamese order; one that bears the name of its heir is told once."""
        in_order = sorted(self.units.values(), key=lambda unit: (unit.sort_key, unit.pk))
        return list(dict.fromkeys(unit.official_name for unit in in_order))

    def units_of(self, year: EmulationYear) -> list[Unit]:
        """The units that are members on at least one day of the year."""
        found = {
            row.unit_id: row.unit
            for row in self.memberships.get(year.cluster_id, ())
            if row.holds_in_year(year.year)
        }
        return list(found.values())

    def units_on(self, year: EmulationYear, day: datetime.date) -> list[Unit]:
        """The units that are members of the year's cluster on `day`."""
        rows = self.memberships.get(year.cluster_id, ())
        return list({row.unit_id: row.unit for row in rows if row.holds_on(day)}.values())


def works_for_units(user: Any) -> bool:
    """Whether `user` enters a province's part, or hands in what it signs. Reads no further row."""
    own = (Permission.EDIT_UNIT, Permission.SIGN)
    return any(access.reach(user, permission).units for permission in own)


def places_of(user: Any, today: datetime.date) -> Places:
    """Where `user` does a province's work: of the own units, and of what they alone carry on.

    The number of queries does not grow with the units.
    """
    edits = access.reach(user, Permission.EDIT_UNIT).units
    signs = access.reach(user, Permission.SIGN).units
    memberships: dict[int, list[Membership]] = {}
    seen: set[int] = set()
    for row in chain.from_iterable(workplaces_on(today, edits | signs).values()):
        if row.pk not in seen:
            seen.add(row.pk)
            memberships.setdefault(row.cluster_id, []).append(row)
    units = {row.unit_id: row.unit for rows in memberships.values() for row in rows}
    return Places(memberships, frozenset(signs), _open_years(memberships, today), units)


def _open_years(clusters: Iterable[int], today: datetime.date) -> dict[int, EmulationYear]:
    """Years in which an officer may still write: none before the office that runs."""
    clusters = list(clusters)
    offices = offices_on(today, clusters)
    rows = EmulationYear.objects.filter(cluster__in=clusters).select_related("cluster")
    return {
        row.pk: row
        for row in rows
        if row.cluster_id not in offices or row.year >= offices[row.cluster_id].year
    }
