"""Units, clusters, years, leaders and appointments."""

from clusters.models.appointment import Appointment, Substitution
from clusters.models.certificate import UnitCertificate
from clusters.models.cluster import (
    Cluster,
    ClusterKind,
    ClusterLevel,
    Membership,
    SigningOrder,
)
from clusters.models.delegation import Delegation
from clusters.models.handover import (
    Handover,
    HandoverConfirmation,
    HandoverItem,
    HandoverSide,
    HandoverState,
)
from clusters.models.invitation import Invitation
from clusters.models.source import Source, SourceKind
from clusters.models.unit import Succession, SuccessionKind, Unit, UnitKind
from clusters.models.year import EmulationYear, Leadership, LeadershipRole
from clusters.roles import Role

__all__ = [
    "Appointment",
    "Cluster",
    "ClusterKind",
    "ClusterLevel",
    "Delegation",
    "EmulationYear",
    "Handover",
    "HandoverConfirmation",
    "HandoverItem",
    "HandoverSide",
    "HandoverState",
    "Invitation",
    "Leadership",
    "LeadershipRole",
    "Membership",
    "Role",
    "SigningOrder",
    "Source",
    "SourceKind",
    "Substitution",
    "Succession",
    "SuccessionKind",
    "Unit",
    "UnitCertificate",
    "UnitKind",
]
