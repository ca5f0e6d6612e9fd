"""The pages of the results grid: the table, its JSON, the form of one member, one figure."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cluster_portal.accounts.models import User
from clusters.models import EmulationYear, Unit
from emulation.models import Indicator, IndicatorValue
from tests.factories.clusters import EmulationYearFactory, MembershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory
from tests.factories.work import UnitReportFactory, YearIndicatorFactory

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PLACE = ["dong-bang-song-hong", 2024]


@pytest.fixture
def growth(year_a: EmulationYear) -> Indicator:
    row = IndicatorFactory(code="grdp", name="Tăng trưởng GRDP", aggregation="mean")
    YearIndicatorFactory(emulation_year=year_a, indicator=row, order=1)
    return row


@pytest.fixture
def exports(year_a: EmulationYear) -> Indicator:
    row = IndicatorFactory(
        code="xuat-khau", name="Xuất khẩu", unit_of_measure="tỷ USD", aggregation="sum"
    )
    YearIndicatorFactory(emulation_year=year_a, indicator=row, order=2)
    return row


def url(name: str, *more: str, place: list = PLACE) -> str:
    return reverse(f"workspace:{name}", args=[*place, *more])


def send(client: Client, *cells: dict[str, Any], **more: Any) -> Any:
    body = {"cells": list(cells), **more}
    return client.post(url("figures-save"), body, content_type="application/json")


def cell(unit: str, typed: str, base: str | None = "", indicator: str = "grdp", **more: str):
    return {"unit": unit, "indicator": indicator, "typed": typed, "base": base, **more}


# --- The table ------------------------------------------------------------------------------


def test_the_grid_shows_members_by_indicators_with_last_year_and_totals(
    client_of: SignIn,
    lan: User,
    year_a: EmulationYear,
    unit_of_binh: Unit,
    unit_of_chi: Unit,
    growth: Indicator,
    exports: Indicator,
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    for year, value in ((before, "6.3"), (year_a, "7.1")):
        IndicatorValueFactory(
            emulation_year=year, unit=unit_of_binh, indicator=growth, value=Decimal(value)
        )
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_chi, indicator=exports)
    page = client_of(lan).get(url("figures")).text
    assert page.index("Hà Nam") < page.index(">Nam Định<") < page.index("Toàn cụm")
    assert '<td data-last="6,3" class="unsourced">7,1</td>' in page
    assert "Trung bình cộng · 1/2 tỉnh" in page
    assert "Chưa đủ để cộng · 1/2 tỉnh" in page
    assert "Số nhỏ trong ô là số của năm 2023" in page
    assert "js/figures/main." in page


def test_a_total_that_the_cluster_states_otherwise_is_pointed_out(
    client_of: SignIn,
    lan: User,
    year_a: EmulationYear,
    unit_of_binh: Unit,
    unit_of_chi: Unit,
    exports: Indicator,
):
    for unit, value in ((unit_of_binh, 2), (unit_of_chi, 3), (None, 6)):
        IndicatorValueFactory(emulation_year=year_a, unit=unit, indicator=exports, value=value)
    page = client_of(lan).get(url("figures")).text
    assert "Tổng · 2/2 tỉnh" in page
    assert "Số nhỏ trong ô" not in page  # nothing is known of the year before
    assert "Toàn cụm nêu 6, tính từ các đơn vị được 5,00" in page


def test_shares_without_their_wholes_say_what_to_type(
    client_of: SignIn, lan: User, year_a: EmulationYear, unit_of_binh: Unit, unit_of_chi: Unit
):
    shares = IndicatorFactory(aggregation="ratio", unit_of_measure="%")
    YearIndicatorFactory(emulation_year=year_a, indicator=shares)
    for unit in (unit_of_binh, unit_of_chi):
        IndicatorValueFactory(emulation_year=year_a, unit=unit, indicator=shares)
    client = client_of(lan)
    hint = "Không tính được từ tỷ lệ; nhập dạng 95/100 hoặc ghi số toàn cụm · 2/2 tỉnh"
    assert hint in client.get(url("figures")).text
    IndicatorValueFactory(emulation_year=year_a, unit=None, indicator=shares)
    assert "Không tính được từ tỷ lệ · 2/2 tỉnh" in client.get(url("figures")).text


@pytest.mark.parametrize("reader", ["hoa", "mai"])
def test_who_only_reads_finds_every_row_closed(
    reader: str, client_of: SignIn, growth: Indicator, request: pytest.FixtureRequest
):
    page = client_of(request.getfixturevalue(reader)).get(url("figures")).text
    assert "Bạn xem được, không sửa được." in page
    assert page.count("data-closed=") == page.count("data-unit=")


def test_a_year_without_chosen_indicators_shows_the_core_and_what_has_figures(
    client_of: SignIn, lan: User, year_a: EmulationYear, unit_of_binh: Unit
):
    IndicatorFactory(code="cot-loi", name="Cốt lõi")
    used = IndicatorFactory(name="Đã nhập", is_core=False)
    client = client_of(lan)
    assert "Đã nhập" not in client.get(url("figures")).text
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh, indicator=used)
    page = client.get(url("figures")).text
    assert "Đã nhập" in page
    assert "Cốt lõi" in page
    ConferenceFactory(review_year=year_a)
    assert "Cốt lõi" not in client.get(url("figures")).text


def test_figures_that_are_no_column_are_counted(
    client_of: SignIn, lan: User, year_a: EmulationYear, unit_of_binh: Unit, growth: Indicator
):
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    assert "Còn 1 số liệu thuộc chỉ tiêu không có" in client_of(lan).get(url("figures")).text


@pytest.mark.parametrize("page", ["figures", "figures-changes", "figures-xlsx"])
def test_the_number_of_queries_does_not_grow(
    page: str, client_of: SignIn, lan: User, year_a: EmulationYear, growth: Indicator
):
    client = client_of(lan)
    client.get(url(page))

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(page)).status_code == 200
        return len(found)

    few = queries()
    units = [MembershipFactory(cluster=year_a.cluster).unit for _ in range(5)]
    for indicator in [IndicatorFactory() for _ in range(4)]:
        YearIndicatorFactory(emulation_year=year_a, indicator=indicator)
        for unit in units:
            IndicatorValueFactory(
                emulation_year=year_a, unit=unit, indicator=indicator, saved_by=lan
            )
    assert queries() <= few + 1


def test_the_spreadsheet_holds_what_is_shown(
    client_of: SignIn, lan: User, year_a: EmulationYear, unit_of_binh: Unit, growth: Indicator
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    for year in (before, year_a):
        IndicatorValueFactory(emulation_year=year, unit=unit_of_binh, indicator=growth)
    response = client_of(lan).get(url("figures-xlsx"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Đơn vị", "Tăng trưởng GRDP (%)", "Năm 2023")
    assert ("Tỉnh Nam Định", 9.73, 9.73) in rows
    assert ("Tính từ các đơn vị", 9.73, None) in rows


# --- Saving ---------------------------------------------------------------------------------


def test_each_cell_is_answered(
    client_of: SignIn, lan: User, growth: Indicator, unit_of_binh: Unit, unit_of_chi: Unit
):
    response = send(client_of(lan), cell("nam-dinh", "7,1"), cell("ha-nam", "7.1"))
    answer = response.json()
    assert [each["status"] for each in answer["cells"]] == ["saved", "wrong"]
    assert answer["cells"][0]["text"] == "7,1"
    assert answer["by"] == "Nguyễn Thị Lan"
    assert len(answer["at"]) == len("09:41")
    assert answer["totals"] == {"grdp": ["7,10", "Trung bình cộng · 1/2 tỉnh", ""]}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"cells": 1}',
        '{"cells": [1]}',
        '{"cells": [{"unit": "nam-dinh", "indicator": "grdp", "typed": 1, "base": ""}]}',
        '{"cells": [{"unit": {}, "indicator": "grdp", "typed": "1", "base": ""}]}',
        "[" * 5000,
    ],
)
def test_a_body_that_makes_no_sense_is_refused(
    body: str, client_of: SignIn, lan: User, growth: Indicator
):
    response = client_of(lan).post(url("figures-save"), body, content_type="application/json")
    assert response.status_code == 400
    assert "không đọc được" in response.json()["message"]
    assert not IndicatorValue.objects.exists()


def test_cells_that_make_no_sense_keep_back_no_others(
    client_of: SignIn, lan: User, growth: Indicator, unit_of_binh: Unit, unit_of_chi: Unit
):
    response = send(
        client_of(lan),
        cell("nam-dinh", "7" * 1001),
        cell("khong-co", "7,1"),
        cell("ha-nam", "7,1"),
        cell("toan-cum", "7,1", indicator="da-bo"),
        cell("toan-cum", "5\ud800"),
    )
    answers = response.json()["cells"]
    told = [(each["status"], each.get("message", "")) for each in answers]
    assert [status for status, _ in told] == ["wrong", "closed", "saved", "closed", "wrong"]
    assert "quá dài" in told[0][1]
    assert "Đơn vị này không còn" in told[1][1]
    assert "Chỉ tiêu này không còn" in told[3][1]
    assert IndicatorValue.objects.get().unit == unit_of_chi


def test_the_end_of_a_long_text_is_not_cut_off_to_make_a_number(
    client_of: SignIn, lan: User, growth: Indicator, unit_of_binh: Unit
):
    response = send(client_of(lan), cell("nam-dinh", f"5{' ' * 1000}nghìn"))
    assert response.json()["cells"][0]["status"] == "wrong"
    assert not IndicatorValue.objects.exists()


def test_who_may_not_write_is_refused_whatever_is_sent(
    client_of: SignIn, mai: User, growth: Indicator
):
    assert send(client_of(mai), cell("khong-co", "7,1")).status_code == 403


def test_the_page_of_another_account_is_not_saved_under_this_one(
    client_of: SignIn, lan: User, quan: User, growth: Indicator
):
    response = send(client_of(quan), cell("nam-dinh", "7,1"), account=lan.pk)
    assert response.status_code == 409
    assert "tài khoản khác" in response.json()["message"]
    assert not IndicatorValue.objects.exists()


def test_a_year_that_is_over_asks_for_the_reason(
    client_of: SignIn, lan: User, year_a: EmulationYear, growth: Indicator
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    YearIndicatorFactory(emulation_year=before, indicator=growth)
    client, place = client_of(lan), [PLACE[0], 2023]
    assert "Lý do đính chính" in client.get(url("figures", place=place)).text
    body = {"cells": [cell("nam-dinh", "7,1")]}
    refused = client.post(url("figures-save", place=place), body, content_type="application/json")
    assert refused.status_code == 422
    assert "nêu lý do" in refused.json()["message"]
    body["reason"] = "Bổ sung theo báo cáo."
    saved = client.post(url("figures-save", place=place), body, content_type="application/json")
    assert saved.json()["cells"][0]["status"] == "saved"


def test_changes_are_sent_once(
    client_of: SignIn, lan: User, quan: User, growth: Indicator, unit_of_binh: Unit
):
    reader, writer = client_of(quan), client_of(lan)
    first = reader.get(url("figures-changes"))
    again = {"If-None-Match": first["ETag"]}
    assert reader.get(url("figures-changes"), headers=again).status_code == 304
    send(writer, cell("nam-dinh", "7,1"))
    second = reader.get(url("figures-changes"), headers=again)
    assert second.status_code == 200
    state = second.json()
    text, who, _, marks, lacks = state["rows"]["nam-dinh"]["cells"][0]
    assert (text, who, marks, lacks) == ("7,1", "Nguyễn Thị Lan", "", "unsourced")
    assert state["rows"]["toan-cum"]["cells"] == [0]
    writer.get(url("figures-xlsx"))  # a download changes nothing
    again = {"If-None-Match": second["ETag"]}
    assert reader.get(url("figures-changes"), headers=again).status_code == 304


# --- The form of one member -----------------------------------------------------------------


def test_the_form_saves_what_is_good_and_keeps_what_is_wrong(
    client_of: SignIn, lan: User, growth: Indicator, exports: Indicator, unit_of_binh: Unit
):
    client, page = client_of(lan), url("figures-unit", "nam-dinh")
    response = client.post(
        page,
        {"so-grdp": "7.1", "goc-grdp": "", "so-xuat-khau": "2,5", "goc-xuat-khau": ""},
    )
    assert response.status_code == 200
    assert 'value="7.1"' in response.text
    assert 'href="#so-grdp"' in response.text
    assert "ví dụ 7,1" in response.text
    assert "Đã lưu 1 số liệu." in response.text
    assert IndicatorValue.objects.get().text == "2,5"
    done = client.post(
        page,
        {"so-grdp": "7,1", "goc-grdp": "", "so-xuat-khau": "2,5", "goc-xuat-khau": "2,5"},
        follow=True,
    )
    assert "Đã lưu 1 số liệu." in done.text
    assert IndicatorValue.objects.count() == 2


def test_the_form_asks_about_an_unusual_figure(
    client_of: SignIn, lan: User, year_a: EmulationYear, growth: Indicator, unit_of_binh: Unit
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    IndicatorValueFactory(
        emulation_year=before, unit=unit_of_binh, indicator=growth, value=Decimal("6.3")
    )
    client, page = client_of(lan), url("figures-unit", "nam-dinh")
    assert "Năm 2023: 6,3" in client.get(page).text
    asked = client.post(page, {"so-grdp": "63", "goc-grdp": ""})
    assert "gấp 10 lần" in asked.text
    assert 'name="vi-sao-grdp"' in asked.text
    client.post(page, {"so-grdp": "63", "goc-grdp": "", "vi-sao-grdp": "Nhà máy mới"})
    assert year_a.values.get().unusual_reason == "Nhà máy mới"
    assert "Nhà máy mới" in client.get(page).text


@pytest.mark.parametrize(("choice", "stands"), [("cua-toi", "7,1"), ("cua-ho", "7,5")])
def test_the_form_shows_both_values_of_a_clash(
    choice: str,
    stands: str,
    client_of: SignIn,
    lan: User,
    quan: User,
    growth: Indicator,
    unit_of_binh: Unit,
):
    client, page = client_of(lan), url("figures-unit", "nam-dinh")
    client.get(page)
    send(client_of(quan), cell("nam-dinh", "7,5"))
    mine = {"so-grdp": "7,1", "goc-grdp": ""}
    clash = client.post(page, mine)
    assert "Giữ của tôi: 7,1" in clash.text
    assert "Lấy của người kia: 7,5" in clash.text
    assert IndicatorValue.objects.get().text == "7,5"
    answer = client.post(page, mine | {"chon-grdp": choice, "kia-grdp": "7,5"})
    assert answer.status_code == 302
    assert IndicatorValue.objects.get().text == stands


def test_an_officer_writes_the_own_form_only(
    client_of: SignIn, binh: User, growth: Indicator, unit_of_binh: Unit, unit_of_chi: Unit
):
    client = client_of(binh)
    own, other = url("figures-unit", "nam-dinh"), url("figures-unit", "ha-nam")
    assert client.post(own, {"so-grdp": "7,1", "goc-grdp": ""}).status_code == 302
    assert client.post(other, {"so-grdp": "7,1", "goc-grdp": ""}).status_code == 403
    assert 'name="so-grdp"' not in client.get(other).text
    assert client.get(url("figures-unit", "khong-co")).status_code == 404
    page = client.get(url("figures")).text
    assert page.count("data-closed=") == 2  # the other member, the whole cluster


def test_a_report_that_is_handed_in_closes_the_form(
    client_of: SignIn, binh: User, year_a: EmulationYear, growth: Indicator, unit_of_binh: Unit
):
    UnitReportFactory(emulation_year=year_a, unit=unit_of_binh, submitted=True)
    client, page = client_of(binh), url("figures-unit", "nam-dinh")
    response = client.post(page, {"so-grdp": "7,1", "goc-grdp": ""})
    assert response.status_code == 200
    assert "Báo cáo đã nộp" in response.text
    assert "7,1" in response.text
    assert not IndicatorValue.objects.exists()
