"""Clusters and units."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.pages.data_files import file_view, table_response
from clusters import selectors
from clusters.datasets import CLUSTERS, UNITS, cluster_rows, unit_rows
from clusters.downloads import note_download
from clusters.history import history_url
from clusters.membership_datasets import LEADERS, MEMBERS, leader_rows, member_rows
from clusters.models import Cluster


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Every cluster with its newest chair and its members."""
    return render(request, "clusters/clusters.html", {"clusters": cluster_rows(request.user)})


@file_view
def clusters_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same as a file."""
    note_download(request, file=f"cum.{ending}")
    rows = cluster_rows(request.user)
    return table_response(request, CLUSTERS, rows, name="cum", ending=ending)


@require_safe
def cluster(request: HttpRequest, cluster_slug: str) -> HttpResponse:
    """One cluster: its years, who led it, its members then and now."""
    found = _cluster(request, cluster_slug)
    day = selectors.membership_day(found)
    memberships = list(selectors.memberships_of(found))
    return render(
        request,
        "clusters/cluster.html",
        {
            "cluster": found,
            "years": list(selectors.years_of(found)),
            "members": [row for row in memberships if row.holds_on(day)],
            "former_members": [row for row in memberships if not row.holds_on(day)],
            "day": day,
            "history_url": history_url(request.user, found),
        },
    )


@file_view
def members_file(request: HttpRequest, cluster_slug: str, ending: str) -> HttpResponseBase:
    """The cluster's members, past and present, as a file."""
    found = _cluster(request, cluster_slug)
    name = f"thanh-vien-{cluster_slug}"
    note_download(request, file=f"{name}.{ending}", target=found)
    return table_response(request, MEMBERS, member_rows(found), name=name, ending=ending)


@file_view
def leaders_file(request: HttpRequest, cluster_slug: str, ending: str) -> HttpResponseBase:
    """Who led the cluster, year by year, as a file."""
    found = _cluster(request, cluster_slug)
    name = f"lanh-dao-{cluster_slug}"
    note_download(request, file=f"{name}.{ending}", target=found)
    return table_response(request, LEADERS, leader_rows(found), name=name, ending=ending)


def _cluster(request: HttpRequest, slug: str) -> Cluster:
    seen = Cluster.objects.for_user(request.user).select_related("organising_unit", "source")
    return get_object_or_404(seen, slug=slug)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The provinces and cities of today, and those that merged or changed since."""
    today = timezone.localdate()
    return render(
        request,
        "clusters/units.html",
        {
            "units": list(selectors.units_on(today)),
            "former_units": list(selectors.units_ended_before(today)),
        },
    )


@file_view
def units_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same as a file."""
    rows = unit_rows(request.user)
    return table_response(request, UNITS, rows, name="don-vi", ending=ending)
