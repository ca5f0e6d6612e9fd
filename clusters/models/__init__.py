"""Units, clusters, years, leaders and appointments."""

from clusters.models.appointment import Appointment
from clusters.models.cluster import Cluster, ClusterKind, ClusterLevel, Membership
from clusters.models.source import Source, SourceKind
from clusters.models.unit import Succession, SuccessionKind, Unit, UnitKind
from clusters.models.year import EmulationYear, Handover, Leadership, LeadershipRole
from clusters.roles import Role

__all__ = [
    "Appointment",
    "Cluster",
    "ClusterKind",
    "ClusterLevel",
    "EmulationYear",
    "Handover",
    "Leadership",
    "LeadershipRole",
    "Membership",
    "Role",
    "Source",
    "SourceKind",
    "Succession",
    "SuccessionKind",
    "Unit",
    "UnitKind",
]
