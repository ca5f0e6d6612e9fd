"""The one place that answers "may this user do this to that".

`may` answers for one object; `draft_condition` says the same to a queryset. Both rest on the
user's appointments in force today, read once per user object. A target tells where it belongs by
`access_cluster_id`, `access_unit_id` or both.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.utils import timezone

from clusters.roles import ROLES, Permission, Scope

_NOTHING = Q(pk__in=())


@dataclass
class Reach:
    """Over what a user holds one permission."""

    everything: bool = False
    clusters: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)


def reach(user: Any, permission: Permission) -> Reach:
    """Clusters and units over which `user` holds `permission` today."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Reach()
    if not hasattr(user, "_reach"):
        user._reach = _read_reach(user)
    return user._reach[permission]


def _read_reach(user: Any) -> dict[Permission, Reach]:
    today = timezone.localdate()
    reached = {permission: Reach() for permission in Permission}
    appointments = user.appointments.on(today).prefetch_related("unit__memberships")
    for appointment in appointments:
        definition = ROLES[appointment.role]
        for permission in definition.permissions:
            into = reached[permission]
            if definition.scope == Scope.COUNTRY:
                into.everything = True
            elif definition.scope == Scope.CLUSTER:
                into.clusters.add(appointment.cluster_id)
            elif permission == Permission.VIEW_DRAFTS:
                into.clusters.update(
                    membership.cluster_id
                    for membership in appointment.unit.memberships.all()
                    if membership.holds_on(today)
                )
            else:
                into.units.add(appointment.unit_id)
    return reached


def may(user: Any, permission: Permission, target: Model | None = None) -> bool:
    """Whether `user` may do `permission`: to `target`, or anywhere in the country without one."""
    reached = reach(user, permission)
    return (
        reached.everything
        or getattr(target, "access_cluster_id", None) in reached.clusters
        or getattr(target, "access_unit_id", None) in reached.units
    )


def require(user: Any, permission: Permission, target: Model | None = None) -> None:
    """Raise PermissionDenied unless `may`."""
    if not may(user, permission, target):
        raise PermissionDenied("Tài khoản của bạn không có quyền làm việc này.")


def draft_condition(user: Any, cluster_path: str) -> Q:
    """Rows whose drafts `user` may see; `cluster_path` leads from the row to its cluster's key."""
    reached = reach(user, Permission.VIEW_DRAFTS)
    if reached.everything:
        return ~_NOTHING
    if reached.clusters:
        return Q(**{f"{cluster_path}__in": reached.clusters})
    return _NOTHING
