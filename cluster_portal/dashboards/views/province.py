"""A province's board."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.dashboards import exchange, province_documents, sheets
from cluster_portal.dashboards.province import Family, ProvinceBoard, board_of
from cluster_portal.dashboards.province import family_of as read_family
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
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Succession, Unit
from clusters.selectors import family_of


@require_safe
@says_what_is_not_there
def page(request: HttpRequest, unit_slug: str, year: int | None = None) -> HttpResponse:
    """A province through time: its figures with its predecessors', its roles, its awards."""
    board, outcomes = _board(request, unit_slug, year)
    unit = board.family.unit
    return page_of(
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
        known=[BY_INDICATOR],
        on_paper=lambda: province_documents.province_content(board, timezone.localdate()),
        sheets=sheets.of_province(board),
    )


@require_safe
@limited("data")
@says_what_is_not_there
def data(request: HttpRequest, unit_slug: str, year: int) -> HttpResponseBase:
    """The same under stable names."""
    board, _ = _board(request, unit_slug, year, every_year=True)
    content = exchange.province_content(board)
    return data_of(request, content, f"{unit_slug}-{year}.json")


@require_safe
@limited("pdf")
@says_what_is_not_there
def paper(request: HttpRequest, unit_slug: str, year: int) -> HttpResponse:
    """The same as a document."""
    board, _ = _board(request, unit_slug, year)
    content = province_documents.province_content(board, timezone.localdate())
    page = page_address("dashboards:province-year", unit_slug, year, indicator=board.chosen)
    return paper_of(request, content, f"{unit_slug}-{year}.pdf", page)


def _board(
    request: HttpRequest, unit_slug: str, year: int | None, *, every_year: bool = False
) -> tuple[ProvinceBoard, list[Succession]]:
    """The board that is asked for, and what the unit became."""
    unit = get_object_or_404(Unit, slug=unit_slug)
    origins, outcomes = family_of(unit)
    family = read_family(unit, origins, request.user)
    shown = _year(family, year)
    back = (reverse("dashboards:province", args=[unit.slug]), f"Bảng của {unit}")
    asked = asked_indicator(request, family.indicators, of=str(unit), back=back)
    chosen = asked or next(iter(family.indicators), None)
    return board_of(family, chosen, shown, request.user, every_year=every_year), outcomes


def _year(family: Family, asked: int | None) -> int:
    unit, today = family.unit, timezone.localdate()
    home = reverse("dashboards:province", args=[unit.slug])
    own = _own_years(family)
    if not family.years:
        raise NotThere(
            f"Hồ sơ thi đua chưa ghi gì về {unit}.", unit.get_absolute_url(), f"Trang của {unit}"
        )
    if asked is None:
        told = [one for one in own if one in family.figure_years and one <= today.year]
        return max(told, default=None) or usual_year(own, today) or own[0]
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
