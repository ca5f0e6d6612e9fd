"""A cluster's board."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.dashboards import documents, exchange, sheets
from cluster_portal.dashboards.cluster import (
    ClusterBoard,
    Record,
    board_of,
    record_of,
)
from cluster_portal.dashboards.views.answers import (
    BY_INDICATOR,
    asked_indicator,
    data_of,
    page_address,
    page_of,
    paper_of,
    says_what_is_not_there,
)
from cluster_portal.dashboards.years import NotThere, usual_year, why_not
from cluster_portal.pages.limits import limited
from clusters.models import Cluster, EmulationYear


@require_safe
@says_what_is_not_there
def page(request: HttpRequest, cluster_slug: str, year: int | None = None) -> HttpResponse:
    """A cluster's year: its figures, its members compared, its awards, who led it."""
    board, record = _board(request, cluster_slug, year)
    return page_of(
        request,
        "dashboards/cluster.html",
        {
            "cluster": board.year.cluster,
            "board": board,
            "indicators": record.indicators,
            "indicator": board.indicator,
        },
        known=[BY_INDICATOR],
        on_paper=lambda: documents.cluster_content(board, timezone.localdate()),
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
    page = page_address("dashboards:cluster-year", cluster_slug, year, indicator=board.indicator)
    return paper_of(request, content, f"{cluster_slug}-{year}.pdf", page, board.year)


def _board(
    request: HttpRequest, cluster_slug: str, year: int | None
) -> tuple[ClusterBoard, Record]:
    """The board that is asked for, and the record that it is of."""
    found = get_object_or_404(Cluster.objects.for_user(request.user), slug=cluster_slug)
    record = record_of(found, request.user)
    shown = _year(record, year)
    back = (reverse("dashboards:cluster", args=[found.slug]), f"Bảng của {found.short_name}")
    asked = asked_indicator(request, record.indicators, of=found.short_name, back=back)
    indicator = asked or next(iter(record.indicators), None)
    return board_of(record, shown, indicator, request.user, timezone.localdate()), record


def _year(record: Record, asked: int | None) -> EmulationYear:
    cluster, numbers = record.cluster, [one.year for one in record.years]
    if not numbers:
        raise NotThere(
            f"{cluster.short_name} chưa có năm thi đua nào trong hồ sơ.",
            cluster.get_absolute_url(),
            f"Trang của {cluster.short_name}",
        )
    wanted = usual_year(numbers, timezone.localdate()) if asked is None else asked
    shown = record.of(wanted or 0)
    if shown is None:
        raise NotThere(
            f"{cluster.short_name}. {why_not(wanted or 0, numbers)}",
            reverse("dashboards:cluster", args=[cluster.slug]),
            f"Bảng của {cluster.short_name}, năm gần nhất",
        )
    return shown
