"""Roles in words, and one person's appointments."""

from dataclasses import dataclass

from django.db.models import F

from cluster_portal.accounts.models import User
from clusters.models import Appointment, Role
from clusters.roles import PERMISSION_LABELS, ROLES, RoleDefinition, Scope

SCOPE_WORDS = {
    Scope.CLUSTER: "một cụm",
    Scope.UNIT: "một tỉnh, thành phố",
    Scope.COUNTRY: "cả nước",
}


@dataclass(frozen=True)
class Duty:
    """An appointment with what its role allows, in words."""

    appointment: Appointment
    definition: RoleDefinition
    permissions: list[str]

    @property
    def scope(self) -> str:
        """Over what: the name of the cluster or the unit, or the whole country."""
        place = self.appointment.cluster or self.appointment.unit
        return str(place) if place else "Cả nước"


@dataclass(frozen=True)
class RoleRow:
    """A role for the page that explains all of them; `allowed` is in the order of the labels."""

    name: str
    scope: str
    description: str
    allowed: list[tuple[str, bool]]


def duties_of(user: User) -> list[Duty]:
    """The user's appointments, the newest first, in one query."""
    appointments = user.appointments.select_related("cluster", "unit").order_by(
        F("valid_from").desc(nulls_last=True), "role", "pk"
    )
    definitions = ((appointment, ROLES[appointment.role]) for appointment in appointments)
    return [
        Duty(appointment, definition, _permissions(definition))
        for appointment, definition in definitions
    ]


def role_rows() -> list[RoleRow]:
    """Every role, as the code defines it."""
    return [
        RoleRow(
            name=Role(role).label,
            scope=SCOPE_WORDS[definition.scope],
            description=definition.description,
            allowed=[
                (label, permission in definition.permissions)
                for permission, label in PERMISSION_LABELS.items()
            ],
        )
        for role, definition in ROLES.items()
    ]


def _permissions(definition: RoleDefinition) -> list[str]:
    return [
        label
        for permission, label in PERMISSION_LABELS.items()
        if permission in definition.permissions
    ]
