"""Clusters and units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusters import selectors
from clusters.history import history_url
from clusters.models import Cluster


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Every cluster with its newest chair and its members."""
    rows = list(selectors.clusters_for(request.user).order_by("level", "sort_key", "pk"))
    return render(request, "clusters/clusters.html", {"clusters": rows})


@require_safe
def cluster(request: HttpRequest, cluster_slug: str) -> HttpResponse:
    """One cluster: its years, who led it, its members then and now."""
    found = get_object_or_404(
        Cluster.objects.for_user(request.user).select_related("organising_unit", "source"),
        slug=cluster_slug,
    )
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
