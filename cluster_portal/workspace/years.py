"""What every working page of an emulation year shares: who gets in, and the way to the others."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clusters import access
from clusters.models import Cluster, EmulationYear
from clusters.roles import Permission
from clusters.selectors import leaders

# The working pages of a year, in the order of its work: name of the address, label.
PLACES = (
    ("workspace:board", "Bảng việc"),
    ("workspace:conferences", "Hội nghị"),
    ("workspace:figures", "Số liệu"),
    ("workspace:unit-reports", "Báo cáo của tỉnh"),
    ("workspace:awards", "Khen thưởng"),
    ("workspace:exchange", "Excel"),
    ("workspace:pledge", "Giao ước"),
    ("workspace:handover", "Bàn giao"),
    ("workspace:delegations", "Giao việc"),
)


def find_year(request: HttpRequest, cluster_slug: str, year: int) -> EmulationYear:
    """The year with its cluster and leaders, for those who may see the cluster's drafts.

    Raises Http404 for everybody else.
    """
    years = EmulationYear.objects.select_related("cluster__organising_unit")
    found = get_object_or_404(
        years.prefetch_related(leaders()), cluster__slug=cluster_slug, year=year
    )
    if not access.may(request.user, Permission.VIEW_DRAFTS, found):
        raise Http404
    return found


def find_cluster(request: HttpRequest, cluster_slug: str) -> Cluster:
    """The cluster, for those who may see its drafts; Http404 for everybody else."""
    cluster = get_object_or_404(Cluster, slug=cluster_slug)
    if not access.may(request.user, Permission.VIEW_DRAFTS, cluster):
        raise Http404
    return cluster


def year_context(year: EmulationYear, here: str) -> dict[str, Any]:
    """What `workspace/year.html` shows around a page; `here` is the name of its address."""
    return {
        "year": year,
        "cluster": year.cluster,
        "working_places": [
            (reverse(name, args=[year.cluster.slug, year.year]), label, name == here)
            for name, label in PLACES
        ],
    }
