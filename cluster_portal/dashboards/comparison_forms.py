"""What is set side by side, as it is asked for in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cluster_portal.dashboards.comparison import Comparable
from cluster_portal.pages.widgets import LongSelect
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Unit
from emulation.models import Indicator

NOT_IN_LIST = "Không có trong danh sách."
ERRORS = {"invalid_choice": NOT_IN_LIST}
# Stands where the address asks for what is not there, so that nothing else looks chosen.
CHOOSE = ("", "Chọn")


def _years(years: Iterable[int]) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in years]


def _drawn() -> forms.ChoiceField:
    return forms.ChoiceField(label="Vẽ qua các năm", required=False, error_messages=ERRORS)


class _ComparisonForm(forms.Form):
    """Which indicator is drawn through the years, by its code."""

    def _offer(self, indicators: Iterable[Indicator]) -> None:
        self._indicators = {one.code: one for one in indicators}
        offered = [(one.code, one.name) for one in indicators]
        self.fields["chi_tieu"].choices = [("", "Chỉ tiêu đầu tiên"), *offered]

    def clean_chi_tieu(self) -> Indicator | None:
        return self._indicators.get(self.cleaned_data["chi_tieu"])


class ClustersForm(_ComparisonForm):
    """Two clusters, each with a year; the same cluster twice compares its years."""

    cum1 = forms.ChoiceField(label="Cụm thứ nhất", error_messages=ERRORS)
    nam1 = forms.ChoiceField(label="Năm", error_messages=ERRORS)
    cum2 = forms.ChoiceField(label="Cụm thứ hai", error_messages=ERRORS)
    nam2 = forms.ChoiceField(label="Năm của cụm thứ hai", error_messages=ERRORS)
    chi_tieu = _drawn()

    def __init__(self, data: Any, *, among: Comparable) -> None:
        super().__init__(data)
        self._offer(among.indicators)
        self._years = {(row.cluster.slug, str(row.year)): row for row in among.years}
        offered = [(cluster.slug, cluster.short_name) for cluster in among.clusters]
        numbers = list(dict.fromkeys(row.year for row in among.years))
        for number in ("1", "2"):
            self.fields[f"cum{number}"].choices = [CHOOSE, *offered]
            self.fields[f"nam{number}"].choices = [CHOOSE, *_years(numbers)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in ("1", "2"):
            cluster, year = cleaned.get(f"cum{number}"), cleaned.get(f"nam{number}")
            if cluster and year:
                found = self._years.get((cluster, year))
                if found is None:
                    self.add_error(f"nam{number}", self._missing(cluster, year))
                cleaned[f"year{number}"] = found
        if cleaned.get("year1") and cleaned.get("year1") == cleaned.get("year2"):
            self.add_error("nam2", "Hai bên là một: chọn năm khác hoặc cụm khác.")
        return cleaned

    def _missing(self, cluster: str, year: str) -> str:
        known = [known for slug, known in self._years if slug == cluster]
        has = f"; các năm có: {', '.join(sorted(known))}" if known else ""
        return f"Cụm này không có năm {year} trong hồ sơ{has}."


class ProvincesForm(_ComparisonForm):
    """Two or three provinces in one year."""

    tinh1 = forms.ChoiceField(label="Tỉnh thứ nhất", error_messages=ERRORS, widget=LongSelect)
    tinh2 = forms.ChoiceField(label="Tỉnh thứ hai", error_messages=ERRORS, widget=LongSelect)
    tinh3 = forms.ChoiceField(
        label="Tỉnh thứ ba", required=False, error_messages=ERRORS, widget=LongSelect
    )
    nam = forms.ChoiceField(label="Năm", error_messages=ERRORS)
    chi_tieu = _drawn()

    def __init__(self, data: Any, *, units: list[Unit], among: Comparable) -> None:
        super().__init__(data)
        self._offer(among.indicators)
        self._units = {unit.slug: unit for unit in units}
        offered = [(unit.slug, _named(unit)) for unit in units]
        for number in ("1", "2"):
            self.fields[f"tinh{number}"].choices = [CHOOSE, *offered]
        self.fields["tinh3"].choices = [("", "Không chọn"), *offered]
        years = dict.fromkeys(row.year for row in among.years)
        self.fields["nam"].choices = [CHOOSE, *_years(years)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year = int(cleaned["nam"]) if cleaned.get("nam") else None
        chosen = {}
        for field in ("tinh1", "tinh2", "tinh3"):
            unit = self._units.get(cleaned.get(field) or "")
            if unit and year and not unit.holds_in_year(year):
                self.add_error(field, f"Năm {year} không có đơn vị này: {_named(unit)}.")
            elif unit and unit.pk in chosen:
                self.add_error(field, f"{unit.name} đã chọn ở trên: chọn tỉnh, thành phố khác.")
            elif unit:
                chosen[unit.pk] = unit
        cleaned["units"] = list(chosen.values())
        return cleaned


def _named(unit: Unit) -> str:
    """The name, with its days where another unit may bear the same."""
    if unit.valid_to:
        return f"{unit.name} (đến {format_date(unit.valid_to)})"
    return f"{unit.name} (từ {format_date(unit.valid_from)})" if unit.valid_from else unit.name
