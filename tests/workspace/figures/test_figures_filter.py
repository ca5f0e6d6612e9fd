"""The filter of the grid: which indicators are shown, on the page, the form and in the file."""

import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from cluster_portal.accounts.models import User
from clusters.models import EmulationYear, Unit
from emulation.models import Indicator
from tests.factories.clusters import EmulationYearFactory, SourceFactory
from tests.factories.emulation import IndicatorValueFactory
from tests.workspace.figures.test_figures_pages import SignIn, exports, growth, url

pytestmark = pytest.mark.django_db
__all__ = ["exports", "growth"]  # fixtures


def shown(client: Client, query: str, page: str = "figures", *more: str) -> list[str]:
    """The columns, or lines, that are shown for such a query."""
    text = client.get(f"{url(page, *more)}?{query}").text
    found = re.findall(r'data-code="([^"]+)"( hidden)?', text)
    found += re.findall(
        r'figures-line[^>"]*"( hidden)?>\s*<label class="form-label" for="so-([^"]+)', text
    )
    if page == "figures-unit":
        return [code for hidden, code in found if not hidden]
    return [code for code, hidden in found if not hidden]


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("", ["grdp", "xuat-khau"]),
        ("tim=XUAT+khau", ["xuat-khau"]),
        ("tim=t%E1%BB%B7+usd", ["xuat-khau"]),
        ("tim=khong+co", []),
        ("chi=thieu", ["xuat-khau"]),
        ("chi=nguon", ["grdp"]),
        ("chi=hoi", ["grdp"]),
        ("chi=gi-do", ["grdp", "xuat-khau"]),
        ("tim=grdp&chi=thieu", []),
    ],
)
def test_the_filter_shows_what_is_looked_for_and_what_is_lacking(
    query: str,
    columns: list[str],
    client_of: SignIn,
    lan: User,
    year_a: EmulationYear,
    unit_of_binh: Unit,
    growth: Indicator,
    exports: Indicator,
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    for year, value in ((before, 6), (year_a, 63)):
        IndicatorValueFactory(emulation_year=year, unit=unit_of_binh, indicator=growth, value=value)
    client = client_of(lan)
    assert shown(client, query, "figures-unit", "nam-dinh") == columns
    text = client.get(f"{url('figures')}?{query}").text
    if columns:
        assert shown(client, query) == columns
    else:
        assert re.search(r'class="figures-scroll"[^>]* hidden>', text)
    answer = client.get(f"{url('figures-xlsx')}?{query}")
    headings = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).active[1]]
    assert ("Xuất khẩu (tỷ USD)" in headings) == ("xuat-khau" in columns)


def test_what_is_explained_and_has_a_source_lacks_nothing(
    client_of: SignIn, lan: User, year_a: EmulationYear, unit_of_binh: Unit, growth: Indicator
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    for year, value in ((before, 6), (year_a, 63)):
        IndicatorValueFactory(
            emulation_year=year,
            unit=unit_of_binh,
            indicator=growth,
            value=value,
            source=SourceFactory(),
            unusual_reason="Nhà máy mới",
        )
    client = client_of(lan)
    for lack in ("hoi", "nguon", "thieu"):
        assert shown(client, f"chi={lack}", "figures-unit", "nam-dinh") == []
    state = client.get(url("figures-changes")).json()
    assert state["rows"]["nam-dinh"]["cells"][0][3:] == ["giải thích: Nhà máy mới"]


def test_the_form_saves_under_a_filter_and_shows_what_is_wrong(
    client_of: SignIn, lan: User, growth: Indicator, exports: Indicator, unit_of_binh: Unit
):
    client = client_of(lan)
    page = f"{url('figures-unit', 'nam-dinh')}?tim=grdp"
    typed = {"so-grdp": "7,1", "goc-grdp": "", "so-xuat-khau": "", "goc-xuat-khau": ""}
    assert client.post(page, typed).url == page
    wrong = client.post(page, typed | {"goc-grdp": "7,1", "so-xuat-khau": "2.5"}).text
    assert "Đến chỗ cần sửa đầu tiên" in wrong
    line = wrong[: wrong.index('for="so-xuat-khau"')].rsplit("<div", 1)[1]
    assert "hidden" not in line
