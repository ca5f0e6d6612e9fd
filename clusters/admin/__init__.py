"""Administration of units, clusters, members, years, appointments and certificates."""

from clusters.admin import certificates, record

__all__ = ["certificates", "record"]
