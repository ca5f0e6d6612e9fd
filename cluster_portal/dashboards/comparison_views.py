"""Pages that set two years of clusters, or several provinces, side by side."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cluster_portal.dashboards.comparison import lines_of, provinces_side_by_side, side_of
from cluster_portal.dashboards.years import usual_year, years_on_record
from cluster_portal.pages.widgets import LongSelect
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Cluster, EmulationYear, Unit, UnitKind

NOT_IN_LIST = "Không có trong danh sách."
ERRORS = {"invalid_choice": NOT_IN_LIST}


def _years(years: Iterable[int]) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in years]


class ClustersForm(forms.Form):
    """Two clusters, each with a year; the same cluster twice compares its years."""

    cum1 = forms.ChoiceField(label="Cụm thứ nhất", error_messages=ERRORS)
    nam1 = forms.ChoiceField(label="Năm", error_messages=ERRORS)
    cum2 = forms.ChoiceField(label="Cụm thứ hai", error_messages=ERRORS)
    nam2 = forms.ChoiceField(label="Năm của cụm thứ hai", error_messages=ERRORS)

    def __init__(self, data: Any, *, clusters: list[Cluster], years: list[EmulationYear]) -> None:
        super().__init__(data)
        self._years = {(row.cluster.slug, str(row.year)): row for row in years}
        offered = [(cluster.slug, cluster.short_name) for cluster in clusters]
        numbers = sorted({row.year for row in years}, reverse=True)
        for number in ("1", "2"):
            self.fields[f"cum{number}"].choices = offered
            self.fields[f"nam{number}"].choices = _years(numbers)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in ("1", "2"):
            cluster, year = cleaned.get(f"cum{number}"), cleaned.get(f"nam{number}")
            if cluster and year:
                found = self._years.get((cluster, year))
                if found is None:
                    self.add_error(f"nam{number}", self._missing(cluster, year))
                cleaned[f"year{number}"] = found
        return cleaned

    def _missing(self, cluster: str, year: str) -> str:
        known = [known for slug, known in self._years if slug == cluster]
        has = f"; các năm có: {', '.join(sorted(known))}" if known else ""
        return f"Cụm này không có năm {year} trong hồ sơ{has}."


class ProvincesForm(forms.Form):
    """Two or three provinces in one year."""

    tinh1 = forms.ChoiceField(label="Tỉnh thứ nhất", error_messages=ERRORS, widget=LongSelect)
    tinh2 = forms.ChoiceField(label="Tỉnh thứ hai", error_messages=ERRORS, widget=LongSelect)
    tinh3 = forms.ChoiceField(
        label="Tỉnh thứ ba", required=False, error_messages=ERRORS, widget=LongSelect
    )
    nam = forms.ChoiceField(label="Năm", error_messages=ERRORS)

    def __init__(self, data: Any, *, units: list[Unit], years: list[int]) -> None:
        super().__init__(data)
        self._units = {unit.slug: unit for unit in units}
        offered = [(unit.slug, _named(unit)) for unit in units]
        for number in ("1", "2"):
            self.fields[f"tinh{number}"].choices = offered
        self.fields["tinh3"].choices = [("", "Không chọn"), *offered]
        self.fields["nam"].choices = _years(years)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year = int(cleaned["nam"]) if cleaned.get("nam") else None
        chosen = {}
        for field in ("tinh1", "tinh2", "tinh3"):
            unit = self._units.get(cleaned.get(field) or "")
            if unit and year and not unit.holds_in_year(year):
                self.add_error(field, f"Năm {year} không có đơn vị này: {_named(unit)}.")
            elif unit:
                chosen[unit.pk] = unit
        cleaned["units"] = list(chosen.values())
        return cleaned


def _named(unit: Unit) -> str:
    """The name, with its days where another unit may bear the same."""
    if unit.valid_to:
        return f"{unit.name} (đến {format_date(unit.valid_to)})"
    return f"{unit.name} (từ {format_date(unit.valid_from)})" if unit.valid_from else unit.name


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Two clusters, or two years of one."""
    today = timezone.localdate()
    seen = list(Cluster.objects.for_user(request.user).order_by("sort_key", "pk"))
    rows = EmulationYear.objects.for_user(request.user).select_related("cluster")
    years = list(rows.order_by("-year", "cluster__sort_key", "pk"))
    form = ClustersForm(request.GET or _newest(years) or None, clusters=seen, years=years)
    context: dict[str, Any] = {"form": form, "sides": [], "lines": []}
    if form.is_valid():
        chosen = (form.cleaned_data["year1"], form.cleaned_data["year2"])
        sides = [side_of(row.cluster, row, request.user, today) for row in chosen]
        context |= {"sides": sides, "lines": lines_of(*sides)}
    return render(request, "dashboards/compare_clusters.html", context)


def _newest(years: list[EmulationYear]) -> dict[str, str]:
    """What is compared when nothing is asked for: the newest year with the one before it."""
    if not years:
        return {}
    usual = usual_year([row.year for row in years], timezone.localdate())
    first = next(row for row in years if row.year == usual)
    own = [row for row in years if row.cluster_id == first.cluster_id and row.year < first.year]
    second = own[0] if own else first
    return {
        "cum1": second.cluster.slug,
        "nam1": str(second.year),
        "cum2": first.cluster.slug,
        "nam2": str(first.year),
    }


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    """Two or three provinces of one year."""
    provinces_and_cities = Q(kind__in=(UnitKind.PROVINCE, UnitKind.CITY))
    units = list(Unit.objects.filter(provinces_and_cities).order_by("sort_key", "valid_from"))
    form = ProvincesForm(request.GET or None, units=units, years=years_on_record(request.user))
    context: dict[str, Any] = {"form": form, "units": [], "rows": []}
    if form.is_valid():
        chosen = form.cleaned_data["units"]
        year = int(form.cleaned_data["nam"])
        found = provinces_side_by_side(chosen, year, request.user)
        context |= {"units": chosen, "year": year, "rows": found}
    return render(request, "dashboards/compare_provinces.html", context)
