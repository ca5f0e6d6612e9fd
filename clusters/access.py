"""The one place that answers "may this user do this to that".

`may` answers for one object; `draft_condition` says the same to a queryset. Both rest on the
appointments in force today, the user's own and those held as a substitute, and on the office that
the appointed unit holds; they are read once per user object. A target tells where it belongs by
`access_cluster_id`, `access_unit_id`, `access_year`, as far as it has them.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q
from django.utils import timezone

from clusters.office import Office, heirs_on, line_of, offices_on, workplaces_on
from clusters.roles import (
    PERSONAL,
    ROLES,
    SENSITIVE,
    Permission,
    Role,
    Scope,
)

_NOTHING = Q(pk__in=())
DENIED = "Tài khoản của bạn không có quyền làm việc này."
REASON_NEEDED = "Đây là hồ sơ của năm trước năm đang điều hành: nêu lý do đính chính."


@dataclass
class Reach:
    """Over what a user holds one permission.

    `clusters` are whole clusters, earlier years by correction too; `years` are clusters from one
    emulation year on, the earlier ones shut.
    """

    everything: bool = False
    clusters: set[int] = field(default_factory=set)
    years: dict[int, int] = field(default_factory=dict)
    units: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.everything or self.clusters or self.years or self.units)


def reach(user: Any, permission: Permission) -> Reach:
    """Clusters and units over which `user` holds `permission` today."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Reach()
    if not hasattr(user, "_reach"):
        today = timezone.localdate()
        appointments = list(appointments_of(user, today))
        user._roles = frozenset(row.role for row in appointments)
        user._reach = _read_reach(user, appointments, today)
    return user._reach[permission]


def roles_of(user: Any) -> frozenset[str]:
    """The roles that `user` holds today, also as a substitute; read with the rights."""
    reach(user, Permission.VIEW_DRAFTS)
    return getattr(user, "_roles", frozenset())


def forget(user: Any) -> None:
    """Read the user's rights anew at the next question: after a write that changes them."""
    # Not by __dict__: that of `request.user` is the one of the wrapper around the user.
    for name in ("_reach", "_roles", "_offices"):
        if hasattr(user, name):
            delattr(user, name)


def _read_reach(
    user: Any, appointments: list[Any], today: datetime.date
) -> dict[Permission, Reach]:
    reached = {permission: Reach() for permission in Permission}
    led = [row for row in appointments if row.role == Role.SECRETARIAT]
    offices = offices_on(today, {row.cluster_id for row in led}) if led else {}
    delegations = _delegations_to(led, offices, today)
    workplaces = workplaces_on(
        today, {row.unit_id for row in appointments if ROLES[row.role].scope == Scope.UNIT}
    )
    for appointment in appointments:
        definition = ROLES[appointment.role]
        permissions = set(definition.appointed)
        office = offices.get(appointment.cluster_id)
        if office and appointment.unit_id in office.units:
            permissions |= definition.chair
        if appointment.user_id != user.pk:
            permissions -= PERSONAL
        for permission in permissions:
            _add(reached[permission], permission, appointment, workplaces)
        for permission, year in delegations.get((appointment.cluster_id, appointment.unit_id), ()):
            reached[Permission(permission)].years[appointment.cluster_id] = year
    return reached


def appointments_of(user: Any, today: datetime.date) -> Any:
    """Appointments in force that `user` holds, or fills in for today."""
    rows = apps.get_model("clusters", "Appointment").objects.on(today)
    covered = apps.get_model("clusters", "Substitution").objects.on(today).filter(substitute=user)
    return rows.filter(
        Q(user=user) | Q(pk__in=covered.values("appointment"), user__is_active=True)
    ).order_by("pk")


def _add(
    into: Reach, permission: Permission, appointment: Any, workplaces: dict[int, list[Any]]
) -> None:
    scope = ROLES[appointment.role].scope
    if scope == Scope.COUNTRY:
        into.everything = True
    elif scope == Scope.CLUSTER:
        into.clusters.add(appointment.cluster_id)
    elif permission == Permission.VIEW_DRAFTS:
        into.clusters.update(row.cluster_id for row in workplaces[appointment.unit_id])
    else:
        into.units.add(appointment.unit_id)
        if permission == Permission.EDIT_UNIT:
            into.units.update(row.unit_id for row in workplaces[appointment.unit_id])


def _delegations_to(
    appointments: Iterable[Any], offices: dict[int, Office], today: datetime.date
) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """What the chairs in office have handed to the vice-chairs' units, by cluster and unit."""
    if not offices:
        return {}
    of_office = Q()
    for office in offices.values():
        of_office |= Q(emulation_year__cluster=office.cluster_id, emulation_year__year=office.year)
    # A delegation ends with the term, and with the vice-chair's place.
    rows = (
        apps.get_model("clusters", "Delegation")
        .objects.on(today)
        .filter(of_office)
        .to_vice_chairs()
        .values_list("emulation_year__cluster_id", "unit_id", "permission", "emulation_year__year")
    )
    handed: dict[tuple[int, int], list[tuple[str, int]]] = {}
    rows = list(rows)
    heirs = heirs_on(today) if rows else {}
    appointed = {(row.cluster_id, row.unit_id) for row in appointments}
    for cluster_id, unit_id, permission, year in rows:
        for heir in line_of(unit_id, heirs):
            if (cluster_id, heir) in appointed:
                handed.setdefault((cluster_id, heir), []).append((permission, year))
    return handed


@dataclass(frozen=True)
class _Place:
    """Where a row belongs, as far as it belongs anywhere."""

    cluster: int | None
    year: int | None
    unit: int | None


def _place_of(target: Model | None) -> _Place:
    """A part belongs where its whole does: a delegate to the conference, an item to the pledge."""
    unit = getattr(target, "access_unit_id", None)
    while (whole := getattr(target, "access_whole", None)) is not None:
        target = whole
    return _Place(
        cluster=getattr(target, "access_cluster_id", None),
        year=getattr(target, "access_year", None),
        unit=unit,
    )


def may(user: Any, permission: Permission, target: Model | None = None) -> bool:
    """Whether `user` may do `permission`: to `target`, or anywhere in the country without one."""
    reached = reach(user, permission)
    if reached.everything:
        return True
    place = _place_of(target)
    if place.cluster in reached.clusters:
        return True
    first_year = reached.years.get(place.cluster)
    if first_year is not None and place.year is not None and place.year >= first_year:
        return True
    if place.unit not in reached.units:
        return False
    return permission == Permission.VIEW_DRAFTS or not is_correction(user, target)


def holds(user: Any, permission: Permission) -> bool:
    """Whether `user` may do `permission` to anything at all."""
    return bool(reach(user, permission))


def require(user: Any, permission: Permission, target: Model | None = None) -> None:
    """Raise PermissionDenied unless `may`."""
    if not may(user, permission, target):
        raise PermissionDenied(DENIED)


def require_write(user: Any, permission: Permission, target: Model, reason: str = "") -> str:
    """Return the reason to write in the audit.

    Raises:
        PermissionDenied: unless `may`.
        ValidationError: on the field `reason`, when the target is of a year before the one that
            the cluster is led in and no reason is given.
    """
    require(user, permission, target)
    reason = reason.strip()
    if not reason and is_correction(user, target):
        raise ValidationError({"reason": REASON_NEEDED})
    return reason


def is_correction(user: Any, target: Model | None) -> bool:
    """Whether a write to `target` changes a year that is over: one before the office that runs."""
    place = _place_of(target)
    if place.cluster is None or place.year is None:
        return False
    office = office_of(user, place.cluster)
    return office is not None and place.year < office.year


def office_of(user: Any, cluster_id: int) -> Office | None:
    """The office that runs today in the cluster; asked once per user object."""
    if not hasattr(user, "_offices"):
        user._offices = {}
    if cluster_id not in user._offices:
        user._offices[cluster_id] = offices_on(timezone.localdate(), [cluster_id]).get(cluster_id)
    return user._offices[cluster_id]


def draft_condition(user: Any, cluster_path: str) -> Q:
    """Rows whose drafts `user` may see; `cluster_path` leads from the row to its cluster's key."""
    reached = reach(user, Permission.VIEW_DRAFTS)
    if reached.everything:
        return ~_NOTHING
    if reached.clusters:
        return Q(**{f"{cluster_path}__in": reached.clusters})
    return _NOTHING


def scope_condition(user: Any) -> Q:
    """Appointments and invitations in the scopes that `user` is responsible for today.

    What `may_appoint` says of one scope; secretaries of units that have left the cluster are
    among them, to be seen.
    """
    reached = reach(user, Permission.INVITE)
    if reached.everything:
        return ~_NOTHING
    memberships = apps.get_model("clusters", "Membership").objects.on(timezone.localdate())
    members = memberships.filter(cluster__in=reached.clusters)
    return Q(role=Role.SECRETARIAT, cluster__in=reached.clusters) | Q(
        Q(unit__in=reached.units) | Q(unit__in=members.values("unit")),
        role=Role.PROVINCIAL_OFFICER,
    )


def may_supervise(user: Any, appointment: Any) -> bool:
    """Whether `user` may end somebody else's appointment, and vouch for its decision.

    The administrator; the chair's secretariat for the other units of the cluster; whoever invited
    the holder. Colleagues of one office do not dismiss each other, nobody vouches for oneself.
    """
    if may(user, Permission.ADMINISTER):
        return True
    if appointment.user_id == user.pk or not may_appoint(
        user, appointment.role, cluster=appointment.cluster, unit=appointment.unit
    ):
        return False
    held = user.appointments.on(timezone.localdate())
    if not held.filter(role=appointment.role, unit=appointment.unit_id).exists():
        return True
    invitations = apps.get_model("clusters", "Invitation").objects
    return invitations.filter(appointment=appointment, invited_by=user.pk).exists()


def speaks_for(user: Any, cluster: Any, unit: Any) -> bool:
    """Whether `user` acts for `unit` in `cluster` today: its officer, its secretary.

    Or an administrator. By an appointment of one's own: a substitute confirms nothing. A unit
    that was merged is spoken for by what it has become.
    """
    if may(user, Permission.ADMINISTER):
        return True
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    today = timezone.localdate()
    line = line_of(unit.pk, heirs_on(today))
    held = user.appointments.on(today).filter(unit__in=line)
    secretary = Q(role=Role.SECRETARIAT, cluster=cluster)
    return held.filter(secretary | Q(role=Role.PROVINCIAL_OFFICER)).exists()


def needs_second_factor(user: Any) -> bool:
    """Whether `user` may publish, sign or administer anything, so that a password is not enough.

    The demo accounts, whose password everybody knows, protect nothing and need none.
    """
    if not getattr(user, "is_authenticated", False) or user.is_demo:
        return False
    return any(holds(user, permission) for permission in SENSITIVE)


def may_appoint(user: Any, role: str, *, cluster: Any = None, unit: Any = None) -> bool:
    """Whether `user` is responsible for the scope and may bring somebody into it.

    The administrator for every role; the secretariat of the chair in office for secretaries and
    officers of the cluster's members; an officer for colleagues of the own unit.
    """
    if may(user, Permission.ADMINISTER):
        return True
    reached = reach(user, Permission.INVITE)
    today = timezone.localdate()
    if role == Role.SECRETARIAT and cluster and unit:
        office = office_of(user, cluster.pk) if cluster.pk in reached.clusters else None
        if office is None:
            return False
        members = cluster.memberships.on(today).values_list("unit", flat=True)
        return unit.pk in office.units or unit.pk in members
    if role == Role.PROVINCIAL_OFFICER and unit:
        return (
            unit.pk in reached.units
            or unit.memberships.on(today).filter(cluster__in=reached.clusters).exists()
        )
    return False
