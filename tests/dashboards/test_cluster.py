"""A cluster's board: the figures of a year, its members compared, the years before."""

import csv
import datetime
import html
import io
import re
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cluster_portal.dashboards.awards import MOST_FORMS
from clusters.models import EmulationYear
from emulation.models import Aggregation
from tests.dashboards.conftest import ABOLISHED, province
from tests.factories.awards import AwardFactory, AwardFormFactory
from tests.factories.clusters import EmulationYearFactory, LeadershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory

BOARD = "/tong-quan/cum/dong-bang-song-hong/2024/"
pytestmark = pytest.mark.usefixtures("year_of_a")


@pytest.fixture
def poverty(year_of_a) -> EmulationYear:
    """The members' mean of one indicator in 2023 and 2024: 3,00 and 2,00; published."""
    indicator = IndicatorFactory(code="poverty_rate", name="Tỷ lệ hộ nghèo", decimals=2)
    assert indicator.aggregation == Aggregation.MEAN
    before = EmulationYearFactory(cluster=year_of_a.cluster, year=2023)
    ConferenceFactory(review_year=before)
    units = [row.unit for row in year_of_a.cluster.memberships.order_by("pk")]
    for year, sizes in ((before, ("2.5", "3.5")), (year_of_a, ("1.5", "2.5"))):
        for unit, size in zip(units, sizes, strict=True):
            IndicatorValueFactory(
                emulation_year=year, unit=unit, indicator=indicator, value=Decimal(size)
            )
    return before


def table_of(client: Client, name: str, address: str = BOARD, **asked: str) -> list[list[str]]:
    answer = client.get(address, {**asked, "tep": f"{name}.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_figure_has_its_change_and_how_complete_it_is(visitor, poverty):
    page = visitor.get(BOARD).content.decode()
    assert "giảm 1,00 điểm % so với năm 2023" in page
    assert "trung bình cộng · 2/2 đơn vị" in page


def test_members_by_indicators_are_a_table(visitor, poverty):
    headings, *rows = table_of(visitor, "don-vi-chi-tieu")
    assert [one.split(" (")[0] for one in headings] == [
        "Đơn vị",
        "Tăng trưởng GRDP",
        "Tỷ lệ hộ nghèo",
    ]
    assert rows == [["Nam Định", "9,73", "1,5"], ["Thái Bình", "", "2,5"]]


def test_each_figure_leads_to_its_place_on_the_page_of_the_year(visitor, year_of_a, poverty):
    IndicatorValueFactory(emulation_year=year_of_a, unit=None, indicator__code="thu")
    page = year_of_a.get_absolute_url()
    told = visitor.get(BOARD).content.decode()
    record = visitor.get(page).content.decode()
    # Of the whole cluster, of two members, and of one member alone.
    for place in ("toan-cum-thu", "so-sanh-poverty_rate", "so-sanh-grdp_growth"):
        assert f'href="{page}#{place}"' in told, place
        assert record.count(f'id="{place}"') == 1, place


def test_an_indicator_is_compared_and_drawn_through_the_years(visitor, poverty):
    asked = {"chi-tieu": "poverty_rate"}
    assert [row[0] for row in table_of(visitor, "cac-tinh", **asked)[1:3]] == [
        "Thái Bình",
        "Nam Định",
    ]
    years = table_of(visitor, "qua-cac-nam", **asked)
    assert [row[0] for row in years[1:]] == ["2023", "2024"]
    assert years[1][1:] == ["3,00", "3,50", "2,50"]
    slope = table_of(visitor, "so-nam-truoc", **asked)
    assert {row[0] for row in slope[1:]} == {"Nam Định", "Thái Bình"}


def test_a_member_without_a_figure_of_the_year_before_is_named(visitor, poverty, year_of_a):
    for slug, size in (("ha-nam", "4.0"), ("hung-yen", "5.0")):
        unit = province(slug, slug, year_of_a.cluster, until=ABOLISHED)
        value = IndicatorValueFactory(
            emulation_year=year_of_a if slug == "ha-nam" else poverty,
            unit=unit,
            indicator=poverty.values.first().indicator,
            value=Decimal(size),
        )
    asked = {"chi-tieu": value.indicator.code}
    rows = {row[0]: row[1:] for row in table_of(visitor, "so-nam-truoc", **asked)}
    assert rows["ha-nam"] == ["chưa có số liệu", "4,00"]
    assert rows["hung-yen"] == ["5,00", "chưa có số liệu"]
    page = visitor.get(BOARD, asked).content.decode()
    assert "Chưa có số liệu: ha-nam (2023); hung-yen (2024)." in page


def test_ranks_are_drawn_from_year_to_year_with_the_first_on_top(visitor, poverty, year_of_a):
    rank = IndicatorFactory(code="par_rank", name="Thứ hạng PAR INDEX", aggregation="none")
    units = [row.unit for row in year_of_a.cluster.memberships.order_by("pk")]
    for year, sizes in ((poverty, (9, 3)), (year_of_a, (2, 5))):
        for unit, size in zip(units, sizes, strict=True):
            IndicatorValueFactory(
                emulation_year=year,
                unit=unit,
                indicator=rank,
                kind="rank",
                value=Decimal(size),
                out_of=Decimal(63),
            )
    asked = {"chi-tieu": "par_rank"}
    rows = {row[0]: row[1:] for row in table_of(visitor, "so-nam-truoc", **asked)}
    assert (rows["Nam Định"], rows["Thái Bình"]) == (["9", "2"], ["3", "5"])
    page = visitor.get(BOARD, asked).content.decode()
    assert "Biểu đồ thứ hạng của 2 đơn vị qua các mốc 2023, 2024" in page
    assert "Thứ nhất ở trên cùng" in page


def test_years_without_a_word_on_awards_stand_between_the_others(visitor, year_of_a):
    early = EmulationYearFactory(cluster=year_of_a.cluster, year=2021)
    conference = ConferenceFactory(review_year=early, slug="tong-ket-2021")
    AwardFactory(emulation_year=early, conference=conference, form__name="Cờ thi đua")
    rows = table_of(visitor, "khen-thuong")
    assert rows[0] == ["Hình thức", "2021", "2022", "2023", "2024"]
    [flags] = [row for row in rows if row[0] == "Cờ thi đua"]
    assert flags[1:] == ["1", "–", "–", "0"]
    assert "Dấu –: chưa công bố." in visitor.get(BOARD).content.decode()


@pytest.mark.parametrize(("first", "is_alone"), [(2020, False), (2019, True)])
def test_awards_of_many_years_have_the_width_of_the_page(visitor, year_of_a, first, is_alone):
    early = EmulationYearFactory(cluster=year_of_a.cluster, year=first)
    AwardFactory(emulation_year=early, conference=ConferenceFactory(review_year=early))
    page = visitor.get(BOARD).content.decode()
    assert ('class="sheet alone" aria-labelledby="khen-thuong"' in page) is is_alone


def test_a_member_without_a_figure_is_named(visitor):
    page = visitor.get(BOARD, {"chi-tieu": "grdp_growth"}).content.decode()
    assert "chưa có số liệu: Thái Bình" in page.replace("Chưa", "chưa")


def test_of_many_forms_the_lowest_share_a_row(visitor, year_of_a):
    for number in range(MOST_FORMS + 2):
        form = AwardFormFactory(
            code=f"hinh-thuc-{number}", name=f"Hình thức {number}", order=number
        )
        AwardFactory(counted=True, count=100 + number, form=form, emulation_year=year_of_a)
    rows = table_of(visitor, "khen-thuong")
    assert len(rows) == 1 + MOST_FORMS
    assert rows[-2][:1] == [f"Hình thức {MOST_FORMS - 2}"]
    assert rows[-1] == ["4 hình thức khác", str(119 + 120 + 121 + 267)]  # and that of the year
    told = visitor.get(f"{BOARD}cum.json").json()
    assert {one["granted"] for one in told["granted_by_form"]} >= {100, 121}
    page = visitor.get(BOARD).content.decode()
    link = re.search(r'href="([^"]+)">4 hình thức khác', page)
    assert "Hình thức 21" in visitor.get(html.unescape(link[1])).content.decode()


def test_awards_by_form_and_year_lead_to_the_register(visitor, year_of_a):
    AwardFactory(
        emulation_year=year_of_a,
        form=AwardFormFactory(code="co-chinh-phu", name="Cờ thi đua của Chính phủ"),
    )
    rows = table_of(visitor, "khen-thuong")
    assert rows[0] == ["Hình thức", "2024"]
    assert ["Cờ thi đua của Chính phủ", "1"] in rows
    link = "/khen-thuong/?cum=dong-bang-song-hong&amp;nam=2024&amp;hinh_thuc=co-chinh-phu"
    assert link in visitor.get(BOARD).content.decode()


def test_who_led_is_told_year_by_year(visitor, year_of_a):
    later = EmulationYearFactory(cluster=year_of_a.cluster, year=2025)
    LeadershipFactory(
        emulation_year=later, unit=province("thanh-hoa", "Thanh Hóa", year_of_a.cluster)
    )
    page = visitor.get(BOARD).content.decode()
    assert "Thanh Hóa" not in page[page.index("Ai đã lãnh đạo cụm") :]
    page = visitor.get("/tong-quan/cum/dong-bang-song-hong/2025/").content.decode()
    assert "Thanh Hóa" in page[page.index("Ai đã lãnh đạo cụm") :]


def test_the_members_are_those_of_the_year(visitor, year_of_a, poverty):
    EmulationYearFactory(cluster=year_of_a.cluster, year=2026)
    page = visitor.get("/tong-quan/cum/dong-bang-song-hong/2026/").content.decode()
    assert "0 thành viên trong năm" in page
    assert "2 thành viên trong năm" in visitor.get(BOARD).content.decode()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/tong-quan/cum/dong-bang-song-hong/1990/", "Năm 1990 ở trước hồ sơ"),
        ("/tong-quan/cum/dong-bang-song-hong/2031/", "Năm 2031 ở sau hồ sơ"),
        (BOARD + "?chi-tieu=khong-co", "không có số liệu của chỉ tiêu “khong-co”"),
    ],
)
def test_what_is_not_there_is_said(visitor, address, why):
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert why in answer.content.decode()


def test_a_cluster_without_years_says_so(visitor, cluster_b):
    answer = visitor.get("/tong-quan/cum/tay-nguyen/")
    assert answer.status_code == 404
    assert "chưa có năm thi đua nào" in answer.content.decode()


@time_machine.travel(datetime.datetime(2025, 2, 1, tzinfo=datetime.UTC), tick=False)
def test_the_queries_do_not_grow_with_members_years_and_figures(visitor, year_of_a, poverty):
    visitor.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        visitor.get(BOARD)
    for number in range(5):
        unit = province(f"tinh-{number}", f"Tỉnh {number}", year_of_a.cluster, until=ABOLISHED)
        year = EmulationYearFactory(cluster=year_of_a.cluster, year=2010 + number)
        LeadershipFactory(emulation_year=year, unit=unit)
        ConferenceFactory(review_year=year)
        IndicatorValueFactory(emulation_year=year, unit=unit)
        IndicatorValueFactory(emulation_year=year_of_a, unit=unit)
        AwardFactory(emulation_year=year, unit=unit)
    with CaptureQueriesContext(connection) as many:
        visitor.get(BOARD)
    assert len(many) == len(few)


def test_tiles_and_leaders_come_as_files_with_numbers(visitor, poverty):
    page = visitor.get(BOARD).content.decode()
    for name in ("tom-tat", "chi-tieu-cua-cum", "lanh-dao"):
        assert f'href="?tep={name}.xlsx"' in page
    answer = visitor.get(BOARD, {"tep": "chi-tieu-cua-cum.xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    _, *rows = sheet.iter_rows()
    [figure] = [row for row in rows if row[0].value == "Tỷ lệ hộ nghèo"]
    assert [cell.value for cell in figure[1:4]] == [2, "%", "giảm 1,00 điểm % so với năm 2023"]
    assert figure[1].number_format == "#,##0.00"
    assert table_of(visitor, "lanh-dao") == [
        ["Năm", "Vai trò", "Đơn vị", "Cụm, khối", "Ghi chú"],
        ["2024", "Cụm trưởng", "Tỉnh Nam Định", "Đồng bằng sông Hồng", ""],
    ]
    state = {row[0]: row[1:] for row in table_of(visitor, "tom-tat")}
    assert state["Nội dung"][:2] == ["Năm 2024", "Năm 2023"]
    assert state["Cụm trưởng"][:2] == ["Nam Định", ""]
    assert state["Lượt được tặng thưởng"][0] == "267"
    assert state["Hội nghị tổng kết"][0] == "13/3/2025"


def test_what_the_board_does_not_read_is_said_once_and_not_repeated(visitor, poverty):
    page = visitor.get(BOARD, {"la": "x" * 3_000, "chi-tieu": "poverty_rate"}).content.decode()
    assert "Trang không dùng phần sau của địa chỉ nên đã bỏ qua" in page
    assert f'<a href="{BOARD}?chi-tieu=poverty_rate">Mở địa chỉ đúng</a>' in page
    assert "x" * 100 not in page
    assert "?chi-tieu=poverty_rate&amp;tep=qua-cac-nam.xlsx" in page
    assert "cum.json?chi-tieu=poverty_rate" in page
    assert (
        "Trang không dùng" not in visitor.get(BOARD, {"chi-tieu": "poverty_rate"}).content.decode()
    )
