"""Who may see the history of a record, and where it stands."""

from typing import Any

from django.db.models import Model
from django.urls import reverse

from clusters import access
from clusters.models import Appointment, Cluster, Unit
from clusters.roles import Permission

# The word of each kind of record in the address of its history.
WORDS = {
    "clusters.cluster": "cum",
    "clusters.emulationyear": "nam",
    "clusters.unit": "don-vi",
    "emulation.conference": "hoi-nghi",
    "emulation.pledge": "giao-uoc",
    "emulation.indicatorvalue": "so-lieu",
    "awards.award": "khen-thuong",
    "clusters.appointment": "phan-cong",
}


def may_see_history(user: Any, row: Model) -> bool:
    """Whether `user` may see drafts of the cluster that `row` belongs to.

    A unit belongs to every cluster that it is or was a member of. An appointment has no drafts:
    whoever sees it sees its history.
    """
    if not user.is_authenticated:
        return False
    if isinstance(row, Appointment):
        return Appointment.objects.for_user(user).filter(pk=row.pk).exists()
    places = [row]
    if isinstance(row, Unit):
        places = [row, *Cluster.objects.filter(memberships__unit=row).distinct()]
    return any(access.may(user, Permission.VIEW_DRAFTS, place) for place in places)


def history_url(user: Any, row: Model) -> str:
    """The address of the record's history; empty for who may not see it."""
    if not may_see_history(user, row):
        return ""
    return reverse("workspace:history", args=[WORDS[row._meta.label_lower], row.pk])
