"""Who is a member of a cluster in a year, and how that differs from the year before."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clusters.models import Cluster, EmulationYear, Membership, Unit
from clusters.office import heirs_on, line_of


@dataclass(frozen=True)
class MemberChanges:
    """What became of the members from one year to the next; units in Vietnamese order.

    `merged` are (units that were members before, the member that carries them on).
    """

    stayed: tuple[Unit, ...]
    joined: tuple[Unit, ...]
    left: tuple[Unit, ...]
    merged: tuple[tuple[tuple[Unit, ...], Unit], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the same units are members as before."""
        return not (self.joined or self.left or self.merged)


def day_in(cluster: Cluster, year: int, today: datetime.date) -> datetime.date:
    """The day of `year` on which to ask for the members: today, or the nearest on which the
    cluster stood."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if cluster.valid_from:
        first = max(first, cluster.valid_from)
    if cluster.valid_to:
        last = min(last, cluster.valid_to)
    return max(first, min(today, last))


def members_on(cluster: Cluster, day: datetime.date) -> list[Unit]:
    """The members on `day`, in Vietnamese order."""
    rows = Membership.objects.on(day).filter(cluster=cluster).select_related("unit")
    return _in_order({row.unit for row in rows})


def members_of(year: EmulationYear) -> list[Unit]:
    """The units that are members on at least one day of the year, in Vietnamese order."""
    return _in_order({row.unit for row in year.members().select_related("unit")})


def changes_between(before: EmulationYear | None, year: EmulationYear) -> MemberChanges:
    """How the members of `year` differ from those of the year `before`.

    The members of a year are those at its end: who merged during it has left.
    """
    new = members_on(year.cluster, day_in(year.cluster, year.year, year.last_day))
    if before is None:
        return MemberChanges((), tuple(new), (), ())
    old = members_on(before.cluster, day_in(before.cluster, before.year, before.last_day))
    return compare(old, new, heirs_on(year.last_day))


def compare(old: Sequence[Unit], new: Sequence[Unit], heirs: dict[int, set[int]]) -> MemberChanges:
    """Compare two lists of members; `heirs` tell who carries on whom."""
    stayed = [unit for unit in new if unit in old]
    gone = [unit for unit in old if unit not in new]
    merged = []
    for unit in new:
        carried = tuple(one for one in gone if unit.pk in line_of(one.pk, heirs))
        if carried:
            merged.append((carried, unit))
    told = {unit for carried, heir in merged for unit in (*carried, heir)}
    return MemberChanges(
        stayed=tuple(unit for unit in stayed if unit not in told),
        joined=tuple(unit for unit in new if unit not in old and unit not in told),
        left=tuple(unit for unit in gone if unit not in told),
        merged=tuple(merged),
    )


def _in_order(units: set[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (unit.sort_key, unit.pk))


def lasting_members(
    years: Iterable[EmulationYear], rows: Iterable[Membership] | None = None
) -> dict[int, frozenset[int]]:
    """The keys of the units that are members at the end of each year, by its key; one query.

    They are who answers for the year: who was abolished or left during it does not. Of a cluster
    that ended in the year its last day counts. `rows` are all memberships of the clusters, where
    somebody has read them already.
    """
    years = list(years)
    if rows is None:
        clusters = {year.cluster_id for year in years}
        rows = Membership.objects.filter(cluster__in=clusters).order_by()
    by_cluster: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        by_cluster[row.cluster_id].append(row)
    found = {}
    for year in years:
        day = day_in(year.cluster, year.year, year.last_day)
        held = (row.unit_id for row in by_cluster[year.cluster_id] if row.holds_on(day))
        found[year.pk] = frozenset(held)
    return found
