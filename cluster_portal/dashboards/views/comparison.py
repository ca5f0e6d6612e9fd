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
    ProvincesCompared,
    compare_clusters,
    compare_provinces,
    told_indicators,
    years_with_figures,
)
from cluster_portal.dashboards.comparison_forms import ClustersForm, ProvincesForm
from cluster_portal.dashboards.views.answers import (
    data_of,
    page_of,
    says_what_is_not_there,
)
from cluster_portal.dashboards.years import NotThere, usual_year, years_on_record
from cluster_portal.pages.limits import limited
from clusters import access
from clusters.downloads import board_response
from clusters.models import Cluster, EmulationYear, Unit, UnitKind
from clusters.roles import Permission


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Two clusters, or two years of one."""
    form, compared = _clusters(request)
    context = {"form": form, "compared": compared, "asked": _asked(form)}
    template = "dashboards/compare_clusters.html"
    return page_of(request, template, context, known=form.fields)


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
    address = _address("dashboards:compare-clusters", form)
    content = comparison_documents.clusters_content(compared, address, timezone.localdate())
    return board_response(request, content, "so-sanh-cum.pdf")


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    """Two or three provinces of one year."""
    form, compared = _provinces(request)
    context = {"form": form, "compared": compared, "asked": _asked(form)}
    template = "dashboards/compare_provinces.html"
    return page_of(request, template, context, known=form.fields)


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
    address = _address("dashboards:compare-provinces", form)
    content = comparison_documents.provinces_content(
        compared,
        address,
        timezone.localdate(),
        sees_drafts=access.holds(request.user, Permission.VIEW_DRAFTS),
    )
    return board_response(request, content, "so-sanh-tinh.pdf")


def _clusters(request: HttpRequest) -> tuple[ClustersForm, ClustersCompared | None]:
    user = request.user
    seen = list(Cluster.objects.for_user(user).order_by("sort_key", "pk"))
    rows = EmulationYear.objects.for_user(user).select_related("cluster")
    years = list(rows.order_by("-year", "cluster__sort_key", "pk"))
    form = ClustersForm(
        _question(request, ClustersForm) or _newest(years, user) or None,
        clusters=seen,
        years=years,
        indicators=told_indicators(user),
    )
    if not form.is_valid():
        return form, None
    asked = form.cleaned_data
    chosen = (asked["year1"], asked["year2"])
    return form, compare_clusters(chosen, asked["chi_tieu"], user, timezone.localdate())


def _question(request: HttpRequest, form: type[forms.Form]) -> dict[str, str]:
    """What the address asks the form; a file of the page asks for nothing else to be compared."""
    return {name: request.GET[name] for name in form.base_fields if name in request.GET}


def _newest(years: list[EmulationYear], user: Any) -> dict[str, str]:
    """What is compared when nothing is asked for; `years` newest first.

    The newest year begun that has another side: the same cluster's year before, else another
    cluster's same year; first of years with figures. Where no year has one, the newest two;
    nothing of a single year.
    """
    usual = usual_year([row.year for row in years], timezone.localdate())
    begun = [row for row in years if row.year <= (usual or 0)]
    with_figures = years_with_figures(user)
    told = [row for row in begun if row.pk in with_figures]
    pairs = (
        (first, second)
        for found in (told, begun)
        for first in found
        for second in _other_sides(first, found)
    )
    newest = pairwise(years)
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
    form = ProvincesForm(
        _question(request, ProvincesForm) or None,
        units=list(Unit.objects.filter(provinces_and_cities).order_by("sort_key", "valid_from")),
        years=years_on_record(request.user),
        indicators=told_indicators(request.user),
    )
    if not form.is_valid():
        return form, None
    asked = form.cleaned_data
    year = int(asked["nam"])
    return form, compare_provinces(asked["units"], year, asked["chi_tieu"], request.user)


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
