"""The boards, page by page."""

import datetime
import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.charts.tile_maps import TileMap
from cluster_portal.dashboards import charts, documents, exchange, maps
from cluster_portal.dashboards.cluster import (
    ClusterBoard,
    board_of,
    offered_indicators,
    recorded,
)
from cluster_portal.dashboards.national import rows_of
from cluster_portal.dashboards.province import Family, ProvinceBoard, read_histories
from cluster_portal.dashboards.province import board_of as province_board_of
from cluster_portal.dashboards.province import family_of as read_family
from cluster_portal.dashboards.rows import ClusterRow, Summary
from cluster_portal.dashboards.years import NotThere, usual_year, why_not, years_on_record
from cluster_portal.documents.board_contents import BoardContent
from cluster_portal.documents.responses import pdf_response
from cluster_portal.pages.limits import limited
from cluster_portal.vietnamese.dates import format_date
from clusters.downloads import note_download
from clusters.models import Cluster, ClusterLevel, EmulationYear, Succession, Unit
from clusters.selectors import family_of
from emulation.models import Indicator

BY_INDICATOR = "chi-tieu"


def says_what_is_not_there(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer `NotThere` with a page that says why and leads back, as not found (404)."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotThere as refusal:
            return render(request, "dashboards/not_there.html", {"refusal": refusal}, status=404)

    return answer


@require_safe
@says_what_is_not_there
def national(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Every cluster of a year, those that need attention first, and the country as a map."""
    today = timezone.localdate()
    years = years_on_record(request.user)
    shown = _year(year, years)
    rows = rows_of(shown, request.user, today) if shown else []
    indicators = maps.indicators_of(shown, request.user) if shown else []
    indicator = _indicator(request, indicators, shown)
    nationwide = _nationwide(rows)
    context = {
        "year": shown,
        "years": years,
        "rows": nationwide,
        "provincial": [row for row in rows if row.cluster.level != ClusterLevel.NATIONAL],
        "summary": Summary.of(nationwide),
        "indicators": indicators,
        "indicator": indicator,
        "maps": _maps(shown, indicator, request, today) if shown else [],
        "charts": charts.of_board(nationwide),
        "sees_drafts": any(row.sees_drafts for row in rows),
    }
    return render(request, "dashboards/national.html", context)


@require_safe
@says_what_is_not_there
def national_json(request: HttpRequest, year: int) -> HttpResponse:
    """The rows of the board under stable names."""
    shown = _year(year, years_on_record(request.user))
    rows = rows_of(shown, request.user, timezone.localdate()) if shown else []
    return _json(exchange.board_data(rows, year))


@require_safe
@limited("pdf")
@says_what_is_not_there
def national_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The national board of a year as a document, its map by the indicator asked for."""
    today = timezone.localdate()
    _year(year, years_on_record(request.user))
    rows = _nationwide(rows_of(year, request.user, today))
    indicator = _indicator(request, maps.indicators_of(year, request.user), year)
    pictures = [*_maps(year, indicator, request, today), *charts.of_board(rows)]
    content = documents.national_content(rows, Summary.of(rows), pictures, year=year, today=today)
    return _pdf(request, content, f"toan-quoc-{year}.pdf", None)


@require_safe
@says_what_is_not_there
def cluster(request: HttpRequest, cluster_slug: str, year: int | None = None) -> HttpResponse:
    """A cluster's year: its figures, its members compared, its awards, who led it."""
    board, offered = _cluster_board(request, cluster_slug, year)
    return render(
        request,
        "dashboards/cluster.html",
        {
            "cluster": board.year.cluster,
            "board": board,
            "indicators": offered,
            "indicator": board.indicator,
        },
    )


@require_safe
@says_what_is_not_there
def cluster_json(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The same under stable names."""
    board, _ = _cluster_board(request, cluster_slug, year)
    return _json(exchange.cluster_data(board))


@require_safe
@limited("pdf")
@says_what_is_not_there
def cluster_pdf(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The same as a document."""
    board, _ = _cluster_board(request, cluster_slug, year)
    content = documents.cluster_content(board, timezone.localdate())
    return _pdf(request, content, f"{cluster_slug}-{year}.pdf", board.year)


def _cluster_board(
    request: HttpRequest, cluster_slug: str, year: int | None
) -> tuple[ClusterBoard, list[Indicator]]:
    """The board that is asked for, and the indicators that it offers."""
    found = get_object_or_404(Cluster.objects.for_user(request.user), slug=cluster_slug)
    years = recorded(found)
    shown = _year_of(found, year, years)
    offered = offered_indicators(found, request.user)
    code = request.GET.get(BY_INDICATOR, "")
    indicator = next((one for one in offered if one.code == code), None)
    if code and indicator is None:
        raise NotThere(
            f"{found.short_name} không có số liệu của chỉ tiêu “{code[:60]}”.",
            reverse("dashboards:cluster", args=[found.slug]),
            f"Bảng của {found.short_name}",
        )
    indicator = indicator or next(iter(offered), None)
    return board_of(shown, years, indicator, request.user, timezone.localdate()), offered


@require_safe
@says_what_is_not_there
def province(request: HttpRequest, unit_slug: str, year: int | None = None) -> HttpResponse:
    """A province through time: its figures with its predecessors', its roles, its awards."""
    board, outcomes = _province_board(request, unit_slug, year)
    unit = board.family.unit
    return render(
        request,
        "dashboards/province.html",
        {
            "unit": unit,
            "board": board,
            "year": board.year,
            "years": _own_years(board.family),
            "origins": board.family.origins,
            "outcomes": outcomes,
        },
    )


@require_safe
@says_what_is_not_there
def province_json(request: HttpRequest, unit_slug: str, year: int) -> HttpResponse:
    """The same under stable names."""
    board, _ = _province_board(request, unit_slug, year)
    return _json(exchange.province_data(board))


@require_safe
@limited("pdf")
@says_what_is_not_there
def province_pdf(request: HttpRequest, unit_slug: str, year: int) -> HttpResponse:
    """The same as a document."""
    board, _ = _province_board(request, unit_slug, year)
    content = documents.province_content(board, timezone.localdate())
    return _pdf(request, content, f"{unit_slug}-{year}.pdf", None)


def _province_board(
    request: HttpRequest, unit_slug: str, year: int | None
) -> tuple[ProvinceBoard, list[Succession]]:
    """The board that is asked for, and what the unit became."""
    unit = get_object_or_404(Unit, slug=unit_slug)
    origins, outcomes = family_of(unit)
    family = read_family(unit, origins, request.user)
    shown = _year_of_unit(family, year)
    found = read_histories(family)
    code = request.GET.get(BY_INDICATOR, "")
    chosen = next((one for one in found if one.indicator.code == code), None)
    if code and chosen is None:
        raise NotThere(
            f"{unit} không có số liệu của chỉ tiêu “{code[:60]}”.",
            reverse("dashboards:province", args=[unit.slug]),
            f"Bảng của {unit}",
        )
    chosen = chosen or next(iter(found), None)
    return province_board_of(family, found, chosen, shown, request.user), outcomes


def _nationwide(rows: list[ClusterRow]) -> list[ClusterRow]:
    return [row for row in rows if row.cluster.level == ClusterLevel.NATIONAL]


def _json(data: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    # It may hold what only this reader may see.
    response["Cache-Control"] = "private, no-cache"
    return response


def _pdf(
    request: HttpRequest, content: BoardContent, name: str, target: EmulationYear | None
) -> HttpResponse:
    html = render_to_string("documents/board.html", {"content": content})
    note_download(request, file=name, target=target)
    return pdf_response(request, html, name)


def _year_of_unit(family: Family, asked: int | None) -> int:
    unit, today = family.unit, timezone.localdate()
    home = reverse("dashboards:province", args=[unit.slug])
    own = _own_years(family)
    if not family.years:
        raise NotThere(
            f"Hồ sơ thi đua chưa ghi gì về {unit}.", unit.get_absolute_url(), f"Trang của {unit}"
        )
    if asked is None:
        return usual_year(own, today) or own[0]
    if asked in own:
        return asked
    former = [one for one in family.predecessors if one.holds_in_year(asked)]
    others = tuple(
        (reverse("dashboards:province", args=[one.slug]), f"{one}, khi đó là đơn vị riêng")
        for one in former
    )
    lived = unit.holds_in_year(asked)
    why = why_not(asked, own) if lived else f"Năm {asked} không có đơn vị này: {_life(unit)}."
    raise NotThere(f"{unit}. {why}", home, f"Bảng của {unit}, năm gần nhất", others)


def _own_years(family: Family) -> list[int]:
    """The years to choose from; one of which nothing is told where only predecessors have any."""
    unit = family.unit
    told = [one for one in family.years if unit.holds_in_year(one)]
    edge = unit.valid_from or unit.valid_to
    return told or ([edge.year] if edge and family.years else [])


def _life(unit: Unit) -> str:
    days = {"từ": unit.valid_from, "đến hết": unit.valid_to}
    known = [f"{word} {format_date(day)}" for word, day in days.items() if day]
    return f"{unit.name} có {' '.join(known)}"


def _year_of(cluster: Cluster, asked: int | None, years: list[EmulationYear]) -> EmulationYear:
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


def _year(asked: int | None, years: list[int]) -> int | None:
    """The year to show; None where the record is empty and none was asked for."""
    if asked is None:
        return usual_year(years, timezone.localdate())
    if asked not in years:
        back = reverse("dashboards:national")
        raise NotThere(why_not(asked, years), back, "Bảng toàn quốc của năm gần nhất")
    return asked


def _indicator(
    request: HttpRequest, indicators: list[Indicator], year: int | None
) -> Indicator | None:
    code = request.GET.get(BY_INDICATOR, "")
    found = next((one for one in indicators if one.code == code), None)
    if code and found is None:
        raise NotThere(
            f"Năm {year} không có số liệu của chỉ tiêu “{code[:60]}”.",
            request.path,
            "Bản đồ theo cụm thi đua",
        )
    return found


def _maps(
    year: int, indicator: Indicator | None, request: HttpRequest, today: datetime.date
) -> list[TileMap]:
    if indicator is None:
        return maps.cluster_maps(year, request.user, today)
    return maps.indicator_maps(year, indicator, request.user, today)
