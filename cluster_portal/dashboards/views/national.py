"""The board of the whole country."""

import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.charts.tile_maps import TileMap
from cluster_portal.dashboards import charts, documents, exchange, maps, sheets
from cluster_portal.dashboards.national import rows_of
from cluster_portal.dashboards.rows import ClusterRow, Summary
from cluster_portal.dashboards.views.answers import (
    BY_INDICATOR,
    asked_indicator,
    data_of,
    page_address,
    page_of,
    paper_of,
    says_what_is_not_there,
)
from cluster_portal.dashboards.years import (
    NotThere,
    usual_year,
    why_not,
    year_by_year,
    years_on_record,
    years_to_choose,
)
from cluster_portal.documents.board_contents import BoardContent
from cluster_portal.pages.limits import limited
from clusters.models import ClusterLevel
from emulation.models import Indicator

BY_CLUSTER = "Bản đồ theo cụm thi đua"


@require_safe
@says_what_is_not_there
def page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Every cluster of a year, those that need attention first, and the country as a map."""
    today = timezone.localdate()
    told = years_on_record(request.user)
    shown = _year(year, told)
    rows = rows_of(shown, request.user, today) if shown else []
    indicators = maps.indicators_of(shown, request.user) if shown else []
    indicator = _indicator(request, indicators, shown)
    nationwide, provincial = _nationwide(rows), _provincial(rows)
    seen_maps = _maps(shown, indicator, request, today) if shown else []
    context = {
        "year": shown,
        "years": years_to_choose(told, shown),
        "rows": nationwide,
        "provincial": provincial,
        "summary": Summary.of(nationwide),
        # The register of the year counts these as well, which the summary does not.
        "granted_elsewhere": any(row.now and row.now.granted for row in provincial),
        "indicators": indicators,
        "indicator": indicator,
        "maps": seen_maps,
        "charts": charts.of_board(nationwide),
        "sees_drafts": any(row.sees_drafts for row in rows),
    }
    return page_of(
        request,
        "dashboards/national.html",
        context,
        known=[BY_INDICATOR],
        on_paper=(lambda: _paper(shown, rows, seen_maps, today)) if shown else None,
        sheets=sheets.of_country(context["summary"], shown, sees_drafts=context["sees_drafts"])
        if shown
        else None,
    )


@require_safe
@limited("data")
@says_what_is_not_there
def data(request: HttpRequest, year: int) -> HttpResponseBase:
    """The rows of the board under stable names."""
    today = timezone.localdate()
    _year(year, years_on_record(request.user))
    rows = rows_of(year, request.user, today)
    indicator = _indicator(request, maps.indicators_of(year, request.user), year)
    pictures = [*_maps(year, indicator, request, today), *charts.of_board(_nationwide(rows))]
    content = exchange.national_content(rows, pictures, year)
    return data_of(request, content, f"cac-cum-{year}.json")


@require_safe
@limited("pdf")
@says_what_is_not_there
def paper(request: HttpRequest, year: int) -> HttpResponse:
    """The national board of a year as a document, its map by the indicator asked for."""
    today = timezone.localdate()
    _year(year, years_on_record(request.user))
    every = rows_of(year, request.user, today)
    indicator = _indicator(request, maps.indicators_of(year, request.user), year)
    content = _paper(year, every, _maps(year, indicator, request, today), today)
    page = page_address("dashboards:national-year", year, indicator=indicator)
    return paper_of(request, content, f"toan-quoc-{year}.pdf", page)


def _paper(
    year: int, every: list[ClusterRow], seen_maps: list[TileMap], today: datetime.date
) -> BoardContent:
    rows = _nationwide(every)
    return documents.national_content(
        rows,
        Summary.of(rows),
        [*seen_maps, *charts.of_board(rows)],
        year=year,
        today=today,
        provincial=_provincial(every),
    )


def _nationwide(rows: list[ClusterRow]) -> list[ClusterRow]:
    return [row for row in rows if row.cluster.level == ClusterLevel.NATIONAL]


def _provincial(rows: list[ClusterRow]) -> list[ClusterRow]:
    return [row for row in rows if row.cluster.level != ClusterLevel.NATIONAL]


def _year(asked: int | None, years: list[int]) -> int | None:
    """The year to show; None where the record is empty and none was asked for."""
    if asked is None:
        return usual_year(years, timezone.localdate())
    if asked not in year_by_year(years):
        back = reverse("dashboards:national")
        raise NotThere(why_not(asked, years), back, "Bảng toàn quốc của năm gần nhất")
    return asked


def _indicator(
    request: HttpRequest, indicators: list[Indicator], year: int | None
) -> Indicator | None:
    back = (request.path, BY_CLUSTER)
    return asked_indicator(request, indicators, of=f"Năm {year}", back=back)


def _maps(
    year: int, indicator: Indicator | None, request: HttpRequest, today: datetime.date
) -> list[TileMap]:
    if indicator is None:
        return maps.cluster_maps(year, request.user, today)
    return maps.indicator_maps(year, indicator, request.user, today)
