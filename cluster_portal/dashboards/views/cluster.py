"""A cluster's board."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.dashboards import documents, exchange, sheets
from cluster_portal.dashboards.cluster import (
    ClusterBoard,
    board_of,
    offered_indicators,
    recorded,
)
from cluster_portal.dashboards.views.answers import (
    BY_INDICATOR,
    asked_indicator,
    data_of,
    page_of,
    says_what_is_not_there,
)
from cluster_portal.dashboards.years import NotThere, usual_year, why_not
from cluster_portal.pages.limits import limited
from clusters.downloads import board_response
from clusters.models import Cluster, EmulationYear
from emulation.models import Indicator


@require_safe
@says_what_is_not_there
def page(request: HttpRequest, cluster_slug: str, year: int | None = None) -> HttpResponse:
    """A cluster's year: its figures, its members compared, its awards, who led it."""
    board, offered = _board(request, cluster_slug, year)
    return page_of(
        request,
        "dashboards/cluster.html",
        {
            "cluster": board.year.cluster,
            "board": board,
            "indicators": offered,
            "indicator": board.indicator,
        },
        known=[BY_INDICATOR],
        sheets=sheets.of_cluster(board),
    )


@require_safe
@limited("data")
@says_what_is_not_there
def data(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponseBase:
    """The same under stable names."""
    board, _ = _board(request, cluster_slug, year)
    content = exchange.cluster_content(board)
    return data_of(request, content, f"{cluster_slug}-{year}.json", board.year)


@require_safe
@limited("pdf")
@says_what_is_not_there
def paper(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The same as a document."""
    board, _ = _board(request, cluster_slug, year)
    content = documents.cluster_content(board, timezone.localdate())
    return board_response(request, content, f"{cluster_slug}-{year}.pdf", board.year)


def _board(
    request: HttpRequest, cluster_slug: str, year: int | None
) -> tuple[ClusterBoard, list[Indicator]]:
    """The board that is asked for, and the indicators that it offers."""
    found = get_object_or_404(Cluster.objects.for_user(request.user), slug=cluster_slug)
    years = recorded(found)
    shown = _year(found, year, years)
    offered = offered_indicators(found, request.user)
    back = (reverse("dashboards:cluster", args=[found.slug]), f"Bảng của {found.short_name}")
    asked = asked_indicator(request, offered, of=found.short_name, back=back)
    indicator = asked or next(iter(offered), None)
    board = board_of(shown, years, indicator, offered, request.user, timezone.localdate())
    return board, offered


def _year(cluster: Cluster, asked: int | None, years: list[EmulationYear]) -> EmulationYear:
    numbers = [one.year for one in years]
    if not numbers:
        raise NotThere(
            f"{cluster.short_name} chưa có năm thi đua nào trong hồ sơ.",
            cluster.get_absolute_url(),
            f"Trang của {cluster.short_name}",
        )
    wanted = usual_year(numbers, timezone.localdate()) if asked is None else asked
    if wanted not in numbers:
        raise NotThere(
            f"{cluster.short_name}. {why_not(wanted or 0, numbers)}",
            reverse("dashboards:cluster", args=[cluster.slug]),
            f"Bảng của {cluster.short_name}, năm gần nhất",
        )
    return next(one for one in years if one.year == wanted)
