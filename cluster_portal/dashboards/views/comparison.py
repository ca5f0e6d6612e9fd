"""Pages that set two years of clusters, or several provinces, side by side."""

from itertools import chain, pairwise
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.dashboards import comparison_documents, exchange
from cluster_portal.dashboards.comparison import (
    ClustersCompared,
    Comparable,
    ProvincesCompared,
    comparable,
    compare_clusters,
    compare_provinces,
)
from cluster_portal.dashboards.comparison_forms import ClustersForm, ProvincesForm
from cluster_portal.dashboards.views.answers import (
    data_of,
    page_of,
    paper_of,
    says_what_is_not_there,
)
from cluster_portal.dashboards.years import NotThere, usual_year
from cluster_portal.documents.board_contents import BoardContent
from cluster_portal.pages.limits import limited
from clusters import access
from clusters.models import EmulationYear, Unit, UnitKind
from clusters.roles import Permission


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Two clusters, or two years of one."""
    form, compared = _clusters(request)
    context = {"form": form, "compared": compared, "asked": _asked(form)}
    template = "dashboards/compare_clusters.html"
    on_paper = (lambda: _clusters_paper(form, compared)) if compared else None
    return page_of(request, template, context, known=form.fields, on_paper=on_paper)


@require_safe
@limited("data")
@says_what_is_not_there
def clusters_json(request: HttpRequest) -> HttpResponseBase:
    """The same under stable names."""
    form, compared = _clusters(request)
    if compared is None:
        raise _refusal(form, "dashboards:compare-clusters")
    content = exchange.compared_clusters_content(compared)
    return data_of(request, content, "so-sanh-cum.json")


@require_safe
@limited("pdf")
@says_what_is_not_there
def clusters_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a document."""
    form, compared = _clusters(request)
    if compared is None:
        raise _refusal(form, "dashboards:compare-clusters")
    content = _clusters_paper(form, compared)
    page = _address("dashboards:compare-clusters", form)
    return paper_of(request, content, "so-sanh-cum.pdf", page)


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    """Two or three provinces of one year."""
    form, compared = _provinces(request)
    context = {"form": form, "compared": compared, "asked": _asked(form)}
    template = "dashboards/compare_provinces.html"
    on_paper = (lambda: _provinces_paper(request, form, compared)) if compared else None
    return page_of(request, template, context, known=form.fields, on_paper=on_paper)


@require_safe
@limited("data")
@says_what_is_not_there
def provinces_json(request: HttpRequest) -> HttpResponseBase:
    """The same under stable names."""
    form, compared = _provinces(request)
    if compared is None:
        raise _refusal(form, "dashboards:compare-provinces")
    content = exchange.compared_provinces_content(compared)
    return data_of(request, content, "so-sanh-tinh.json")


@require_safe
@limited("pdf")
@says_what_is_not_there
def provinces_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a document."""
    form, compared = _provinces(request)
    if compared is None:
        raise _refusal(form, "dashboards:compare-provinces")
    content = _provinces_paper(request, form, compared)
    page = _address("dashboards:compare-provinces", form)
    return paper_of(request, content, "so-sanh-tinh.pdf", page)


def _clusters(request: HttpRequest) -> tuple[ClustersForm, ClustersCompared | None]:
    among = comparable(request.user)
    form = ClustersForm(_question(request, ClustersForm) or _newest(among) or None, among=among)
    if not form.is_valid():
        return form, None
    asked = form.cleaned_data
    chosen = (asked["year1"], asked["year2"])
    today = timezone.localdate()
    return form, compare_clusters(chosen, asked["chi_tieu"], among, request.user, today)


def _question(request: HttpRequest, form: type[forms.Form]) -> dict[str, str]:
    """What the address asks the form; a file of the page asks for nothing else to be compared."""
    return {name: request.GET[name] for name in form.base_fields if name in request.GET}


def _newest(among: Comparable) -> dict[str, str]:
    """What is compared when nothing is asked for.

    The newest year begun that has another side: the same cluster's year before, else another
    cluster's same year; first of years with figures. Where no year has one, the newest two;
    nothing of a single year.
    """
    usual = usual_year([row.year for row in among.years], timezone.localdate())
    begun, told = (
        [row for row in years if row.year <= (usual or 0)] for years in (among.years, among.told)
    )
    pairs = (
        (first, second)
        for found in (told, begun)
        for first in found
        for second in _other_sides(first, found)
    )
    newest = pairwise(among.years)
    first, second = next(chain(pairs, newest), (None, None))
    if first is None or second is None:
        return {}
    return {
        "cum1": second.cluster.slug,
        "nam1": str(second.year),
        "cum2": first.cluster.slug,
        "nam2": str(first.year),
    }


def _other_sides(first: EmulationYear, years: list[EmulationYear]) -> list[EmulationYear]:
    own = [row for row in years if row.cluster_id == first.cluster_id and row.year < first.year]
    others = [row for row in years if row.year == first.year and row.pk != first.pk]
    return [*own, *others]


def _provinces(request: HttpRequest) -> tuple[ProvincesForm, ProvincesCompared | None]:
    provinces_and_cities = Q(kind__in=(UnitKind.PROVINCE, UnitKind.CITY))
    among = comparable(request.user)
    form = ProvincesForm(
        _question(request, ProvincesForm) or None,
        units=list(Unit.objects.filter(provinces_and_cities).order_by("sort_key", "valid_from")),
        among=among,
    )
    if not form.is_valid():
        return form, None
    asked = form.cleaned_data
    year = int(asked["nam"])
    return form, compare_provinces(asked["units"], year, asked["chi_tieu"], among)


def _clusters_paper(form: ClustersForm, compared: ClustersCompared) -> BoardContent:
    address = _address("dashboards:compare-clusters", form)
    return comparison_documents.clusters_content(compared, address, timezone.localdate())


def _provinces_paper(
    request: HttpRequest, form: ProvincesForm, compared: ProvincesCompared
) -> BoardContent:
    return comparison_documents.provinces_content(
        compared,
        _address("dashboards:compare-provinces", form),
        timezone.localdate(),
        sees_drafts=access.holds(request.user, Permission.VIEW_DRAFTS),
    )


def _asked(form: forms.Form) -> str:
    """The question as it stands in the address, for the ways to the same on paper and as data."""
    fields = {name: form.data.get(name, "") for name in form.fields}
    return f"?{urlencode({name: value for name, value in fields.items() if value})}"


def _address(name: str, form: forms.Form) -> str:
    return f"{reverse(name)}{_asked(form)}"


def _refusal(form: Any, page: str) -> NotThere:
    """Why nothing can be compared, with the way to the page that asks again."""
    told = [str(error) for errors in form.errors.values() for error in errors]
    why = " ".join(dict.fromkeys(told)) or "Chưa chọn các bên để so sánh."
    return NotThere(why, reverse(page), "Chọn lại các bên so sánh")
