"""The roles and scopes into which somebody may bring people, as choices of a form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clusters import access
from clusters.models import Cluster, Membership, Role, Unit
from clusters.office import offices_on
from clusters.roles import Permission

COUNTRY = "Toàn quốc"


@dataclass(frozen=True)
class Scope:
    """A role over a scope; `value` is its name in a form, `group` the heading it stands under."""

    role: str
    group: str
    cluster: Cluster | None = None
    unit: Unit | None = None

    @property
    def value(self) -> str:
        places = (place.slug for place in (self.cluster, self.unit) if place)
        return ":".join((self.role, *places))

    @property
    def label(self) -> str:
        """In full, as a closed list shows no heading."""
        if self.role == Role.SECRETARIAT:
            return f"{self.unit}: ban thư ký {self.cluster.short_name}"
        if self.role == Role.PROVINCIAL_OFFICER:
            return f"{self.unit}: cán bộ thi đua - khen thưởng"
        return Role(self.role).label


def scopes_for(user: Any) -> list[Scope]:
    """What `access.may_appoint` allows `user` today; six queries at most."""
    reached = access.reach(user, Permission.INVITE)
    if not reached:
        return []
    today = timezone.localdate()
    units = {unit.pk: unit for unit in Unit.objects.on(today)}
    # Of a cluster that has ended the office may still run.
    clusters = Cluster.objects.all()
    if not reached.everything:
        clusters = clusters.filter(pk__in=reached.clusters)
    members: dict[int, set[int]] = {cluster.pk: set() for cluster in clusters}
    rows = Membership.objects.on(today).filter(cluster__in=members)
    for cluster_id, unit_id in rows.values_list("cluster", "unit"):
        members[cluster_id].add(unit_id)
    secretaries = {key: set(found) for key, found in members.items()}
    for key, office in offices_on(today, members).items():
        secretaries[key] |= office.units
    officers = set(units) if reached.everything else reached.units.union(*members.values())
    return [
        *_of_clusters(clusters, secretaries, units),
        *(
            Scope(Role.PROVINCIAL_OFFICER, Role.PROVINCIAL_OFFICER.label, unit=unit)
            for unit in _in_order(officers, units)
        ),
        *(Scope(role, COUNTRY) for role in _countrywide(reached.everything)),
    ]


def grouped(scopes: Iterable[Scope]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The scopes as choices under their headings."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for scope in scopes:
        groups.setdefault(scope.group, []).append((scope.value, scope.label))
    return list(groups.items())


def _of_clusters(
    clusters: Iterable[Cluster], members: dict[int, set[int]], units: dict[int, Unit]
) -> Iterator[Scope]:
    for cluster in clusters:
        group = f"{Role.SECRETARIAT.label} – {cluster.short_name}"
        for unit in _in_order(members[cluster.pk], units):
            yield Scope(Role.SECRETARIAT, group, cluster=cluster, unit=unit)


def _in_order(wanted: set[int], units: dict[int, Unit]) -> list[Unit]:
    """Units that exist today, as their own order has them."""
    return [unit for key, unit in units.items() if key in wanted]


def _countrywide(is_administrator: bool) -> tuple[str, ...]:
    return (Role.CENTRAL, Role.ADMINISTRATOR) if is_administrator else ()
