"""Two clusters, two years, or provinces side by side."""

import csv
import datetime
import io
import re
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.dashboards import comparison_documents
from clusters.models import EmulationYear
from tests.documents.reading import text_of
from tests.factories.awards import AwardFactory
from tests.factories.clusters import EmulationYearFactory, LeadershipFactory
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeSignatureFactory,
)
from tests.tools.verapdf import validate

pytestmark = pytest.mark.usefixtures("year_of_a", "year_of_b")
CLUSTERS, PROVINCES = "/tong-quan/so-sanh/", "/tong-quan/so-sanh-tinh/"
A, B = "dong-bang-song-hong", "tay-nguyen"


def rows_of(client, address, asked):
    answer = client.get(address, {**asked, "tep": "so-sanh.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    headings, *rows = csv.reader(io.StringIO(text), delimiter=";")
    told = [number for number, one in enumerate(headings) if not one.endswith(" – ghi chú")]
    return {
        row[0].split(" (")[0]: [row[number] for number in told[1:]] for row in (headings, *rows)
    }


def test_two_clusters_stand_side_by_side(visitor):
    rows = rows_of(visitor, CLUSTERS, {"cum1": A, "nam1": 2024, "cum2": B, "nam2": 2024})
    assert rows["Nội dung"][:2] == ["Đồng bằng sông Hồng 2024", "Tây Nguyên 2024"]
    assert rows["Cụm trưởng"][:2] == ["Nam Định", "Gia Lai"]
    assert rows["Lượt được tặng thưởng"] == ["267", "chưa công bố", ""]
    assert rows["Thành viên"] == ["2", "1", "ít hơn 1 đơn vị"]


def test_facts_of_two_years_tell_the_difference_and_lead_to_their_record(hoa, client_of, year_of_a):
    before = EmulationYearFactory(cluster=year_of_a.cluster, year=2023)
    units = [row.unit for row in year_of_a.cluster.memberships.order_by("pk")]
    pledge = PledgeFactory(emulation_year=before, conference=None, status="issued", signed_on=None)
    for unit in units:
        PledgeSignatureFactory(pledge=pledge, unit=unit)
        IndicatorValueFactory(emulation_year=before, unit=unit)
    AwardFactory(emulation_year=before, counted=True, count=300)
    AwardFactory(emulation_year=before, unit=units[0], conference=None, proposed=True)
    IndicatorValueFactory(
        emulation_year=before, unit=None, indicator=IndicatorFactory(code="thu", name="Thu")
    )
    client, asked = client_of(hoa), {"cum1": A, "nam1": 2023, "cum2": A, "nam2": 2024}
    told = {name: row[-1] for name, row in rows_of(client, CLUSTERS, asked).items()}
    assert told["Thành viên"] == "bằng nhau"
    assert told["Giao ước, số đơn vị đã ký"] == "ít hơn 1 đơn vị đã ký"
    assert told["Số liệu kết quả"] == "ít hơn 1 đơn vị có số liệu"
    assert told["Lượt đề nghị khen thưởng"] == "bằng nhau"
    assert told["Lượt được tặng thưởng"] == "ít hơn 33 lượt"
    page = client.get(CLUSTERS, asked).content.decode()
    [row] = re.findall(r'<th scope="row">Thu .*?</th>\s*<td>(.*?)</td>', page)
    assert f'<a href="{before.get_absolute_url()}#toan-cum-thu">' in row
    assert "ket_qua=proposed" in page


def test_two_years_of_a_cluster_tell_the_difference(visitor, year_of_a):
    before = EmulationYearFactory(cluster=year_of_a.cluster, year=2023)
    ConferenceFactory(review_year=before)
    indicator = IndicatorFactory(name="Tỷ lệ hộ nghèo", decimals=1)
    for year, size in ((before, "3.5"), (year_of_a, "2.3")):
        IndicatorValueFactory(
            emulation_year=year, indicator=indicator, unit=None, value=Decimal(size)
        )
    rows = rows_of(visitor, CLUSTERS, {"cum1": A, "nam1": 2023, "cum2": A, "nam2": 2024})
    assert rows["Tỷ lệ hộ nghèo"][2] == "thấp hơn 1,2 điểm %"


def test_provinces_stand_side_by_side(visitor):
    asked = {"tinh1": "nam-dinh", "tinh2": "thai-binh", "nam": 2024}
    rows = rows_of(visitor, PROVINCES, asked)
    assert rows["Tăng trưởng GRDP"][0].startswith("9,73")
    # Only who has told something of the year has a board of it.
    page = visitor.get(PROVINCES, asked).content.decode()
    assert 'href="/tong-quan/tinh/nam-dinh/2024/"' in page
    assert 'href="/tong-quan/tinh/thai-binh/"' in page
    assert rows["Tăng trưởng GRDP"][1] == "chưa có số liệu"


@pytest.mark.parametrize(
    ("address", "asked", "why"),
    [
        (
            CLUSTERS,
            {"cum1": A, "nam1": 2024, "cum2": "khong-co", "nam2": 2024},
            "Không có trong danh sách",
        ),
        (CLUSTERS, {"cum1": A, "nam1": "x" * 9000, "cum2": B, "nam2": 2024}, "Không có trong"),
        (PROVINCES, {"tinh1": "nam-dinh", "tinh2": "-", "nam": 2024}, "Không có trong"),
        (PROVINCES, {"tinh1": "nam-dinh", "tinh2": "thai-binh", "nam": 1200}, "Không có trong"),
    ],
)
def test_what_cannot_be_compared_is_said_beside_the_field(visitor, address, asked, why):
    answer = visitor.get(address, asked)
    assert answer.status_code == 200
    assert why in answer.content.decode()


def test_nothing_else_looks_chosen_in_place_of_what_is_not_there(visitor):
    asked = {"cum1": A, "nam1": 2024, "cum2": "khong-co", "nam2": 2024}
    form = visitor.get(CLUSTERS, asked).context["form"]
    assert form["cum1"].value() == A
    assert next(iter(form["cum2"].subwidgets)).data["value"] == ""


def test_a_year_that_a_cluster_has_not_is_said(visitor, year_of_a):
    EmulationYearFactory(cluster=year_of_a.cluster, year=2021)
    asked = {"cum1": A, "nam1": 2021, "cum2": B, "nam2": 2021}
    page = visitor.get(CLUSTERS, asked).content.decode()
    assert "không có năm 2021 trong hồ sơ; các năm có: 2024" in page


def test_a_province_that_was_no_more_is_said(visitor, year_of_a):
    EmulationYearFactory(cluster=year_of_a.cluster, year=2026)
    asked = {"tinh1": "nam-dinh", "tinh2": "thai-binh", "nam": 2026}
    page = visitor.get(PROVINCES, asked).content.decode()
    assert "Năm 2026 không có đơn vị này" in page


def test_without_a_question_the_newest_is_compared(visitor):
    assert "Đồng bằng sông Hồng 2024" in visitor.get(CLUSTERS).content.decode()
    assert visitor.get(PROVINCES).status_code == 200


def test_without_a_question_years_with_figures_are_compared(visitor, told, year_of_a):
    empty = EmulationYearFactory(cluster=year_of_a.cluster, year=2025)
    ConferenceFactory(review_year=empty)
    form = visitor.get(CLUSTERS).context["form"]
    assert (form.data["nam1"], form.data["nam2"]) == ("2023", "2024")


# --- Charts, paper, data --------------------------------------------------------------------------

TWO_YEARS = {"cum1": A, "nam1": 2023, "cum2": A, "nam2": 2024}
TWO_PROVINCES = {"tinh1": "nam-dinh", "tinh2": "thai-binh", "nam": 2024}


@pytest.fixture
def told(year_of_a):
    """One indicator of the cluster and of both members in 2021, 2023 and 2024; none in 2022."""
    indicator = IndicatorFactory(code="poverty_rate", name="Tỷ lệ hộ nghèo", decimals=1)
    years = [EmulationYearFactory(cluster=year_of_a.cluster, year=year) for year in (2021, 2023)]
    for year in years:
        ConferenceFactory(review_year=year)
    units = [row.unit for row in year_of_a.cluster.memberships.order_by("pk")]
    for place, year in enumerate((*years, year_of_a)):
        for unit, size in zip((None, *units), ("3.5", "4.5", "2.5"), strict=True):
            IndicatorValueFactory(
                emulation_year=year, indicator=indicator, unit=unit, value=Decimal(size) - place
            )
    return indicator


def chart_of(visitor, address, asked, key):
    answer = visitor.get(address, {**asked, "tep": f"{key}.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_two_years_are_drawn_side_by_side_and_through_the_years_with_the_gap(visitor, told):
    page = visitor.get(CLUSTERS, TWO_YEARS).content.decode()
    assert "Chỉ tiêu tính bằng %" in page
    rows = chart_of(visitor, CLUSTERS, TWO_YEARS, "qua-cac-nam")
    assert [(row[0], row[1]) for row in rows[1:]] == [
        ("2021", "3,5"),
        ("2022", "chưa có số liệu"),
        ("2023", "2,5"),
        ("2024", "1,5"),
    ]


def test_provinces_are_drawn_side_by_side_and_through_the_years(visitor, told):
    rows = chart_of(visitor, PROVINCES, TWO_PROVINCES, "nam-2024-1")
    assert rows[1:] == [["Tỷ lệ hộ nghèo", "2,5", "0,5"]]
    rows = chart_of(visitor, PROVINCES, TWO_PROVINCES, "qua-cac-nam")
    assert rows[0][1:] == ["Nam Định (%)", "Thái Bình (%)"] or "Nam Định" in rows[0][1]
    assert rows[2][1:] == ["chưa có số liệu", "chưa có số liệu"]
    assert rows[4][1:] == ["2,5", "0,5"]


def test_a_ratio_is_compared_by_its_share_and_drawn_in_per_cent(visitor, told, year_of_a):
    communes = IndicatorFactory(name="Xã đạt chuẩn", unit_of_measure="xã")
    before = EmulationYear.objects.get(cluster=year_of_a.cluster, year=2023)
    for year, done in ((before, 50), (year_of_a, 60)):
        IndicatorValueFactory(
            emulation_year=year,
            indicator=communes,
            unit=None,
            kind="ratio",
            value=Decimal(done),
            out_of=Decimal(100),
        )
    assert rows_of(visitor, CLUSTERS, TWO_YEARS)["Xã đạt chuẩn"][2] == "cao hơn 10,0 điểm %"
    drawn = chart_of(visitor, CLUSTERS, TWO_YEARS, "hai-ben-1")
    assert [row for row in drawn if row[0] == "Xã đạt chuẩn"] == [["Xã đạt chuẩn", "50,0", "60,0"]]


def test_figures_are_numbers_in_the_workbook_their_unit_with_the_name(visitor, told, year_of_a):
    words = IndicatorFactory(name="Thu ngân sách", unit_of_measure="tỷ đồng")
    IndicatorValueFactory(
        emulation_year=year_of_a, indicator=words, unit=None, value=Decimal(900), qualifier="over"
    )
    answer = visitor.get(CLUSTERS, {**TWO_YEARS, "tep": "so-sanh.xlsx"})
    content = io.BytesIO(answer.content)
    rows = {row[0]: row[1:] for row in openpyxl.load_workbook(content).active.values}
    assert rows["Tỷ lệ hộ nghèo (%)"][:3:2] == (2.5, 1.5)
    assert "hơn 900" in rows["Thu ngân sách (tỷ đồng)"]
    assert rows["Thành viên"][0] == 2


def test_programs_read_of_each_side_what_was_the_year_before(visitor, year_of_a, year_of_b):
    before = EmulationYearFactory(cluster=year_of_b.cluster, year=2023)
    LeadershipFactory(emulation_year=before, unit=year_of_b.cluster.memberships.get().unit)
    ConferenceFactory(review_year=before, slug="tong-ket-2023", held_on=datetime.date(2024, 1, 9))
    AwardFactory(emulation_year=before, conference=None, counted=True, count=31)
    asked = {"cum1": A, "nam1": 2024, "cum2": B, "nam2": 2024}
    first, second = visitor.get(f"{CLUSTERS}cum.json", asked).json()["sides"]
    told = ("chair_year_before", "conference_held_on_year_before", "granted_year_before")
    assert [second[name] for name in told] == ["gia-lai", "2024-01-09", 31]
    assert [first[name] for name in told] == [None, None, None]


def test_an_indicator_is_chosen_to_be_drawn(visitor, told):
    asked = {**TWO_PROVINCES, "chi_tieu": "grdp_growth"}
    assert "Tỷ lệ hộ nghèo qua các năm" not in visitor.get(PROVINCES, asked).content.decode()
    asked["chi_tieu"] = "khong-co"
    assert "Không có trong danh sách" in visitor.get(PROVINCES, asked).content.decode()


def test_programs_read_the_comparison(visitor, told):
    data = visitor.get(f"{CLUSTERS}cum.json", TWO_YEARS).json()
    assert [side["year"] for side in data["sides"]] == [2023, 2024]
    told = [row for row in data["figures"] if row["indicator"] == "poverty_rate"]
    assert [(row["side"], row["value"]) for row in told] == [(1, "2.5"), (2, "1.5")]
    assert {row["indicator"]: row["difference"] for row in data["differences"]}[
        "poverty_rate"
    ] == "thấp hơn 1,0 điểm %"
    assert data["indicator"] == "poverty_rate"
    assert "qua-cac-nam" in [picture["key"] for picture in data["pictures"]]
    data = visitor.get(f"{PROVINCES}tinh.json", TWO_PROVINCES).json()
    assert data["units"] == ["nam-dinh", "thai-binh"]
    told = [row for row in data["figures"] if row["indicator"] == "poverty_rate"]
    assert [(row["unit"], row["text"]) for row in told] == [
        ("nam-dinh", "2,5"),
        ("thai-binh", "0,5"),
    ]
    asked = {**TWO_PROVINCES, "chi_tieu": "grdp_growth"}
    data = visitor.get(f"{PROVINCES}tinh.json", asked).json()
    assert data["indicator"] == "grdp_growth"


def test_the_files_of_a_comparison_ask_what_the_page_asks(visitor, told):
    page = visitor.get(CLUSTERS).content.decode()
    [address] = set(re.findall(r'href="([^"]*cum\.json[^"]*)"', page))
    data = visitor.get(unescape(address)).json()
    assert [(side["cluster"], side["year"]) for side in data["sides"]] == [(A, 2023), (A, 2024)]
    rows = rows_of(visitor, CLUSTERS, {})
    assert rows["Nội dung"][:2] == ["Đồng bằng sông Hồng 2023", "Đồng bằng sông Hồng 2024"]


def test_the_comparison_on_paper_lasts_and_says_the_same(visitor, told, tmp_path):
    papers = []
    for name, address, asked in (
        ("cum", f"{CLUSTERS}cum.pdf", TWO_YEARS),
        ("tinh", f"{PROVINCES}tinh.pdf", TWO_PROVINCES),
    ):
        answer = visitor.get(address, asked)
        assert answer.status_code == 200
        papers.append(tmp_path / f"{name}.pdf")
        papers[-1].write_bytes(answer.content)
    for verdict in validate(papers, ("2a", "ua1")):
        assert verdict.compliant, str(verdict)
    clusters, provinces = map(text_of, papers)
    for words in ("Đồng bằng sông Hồng 2023", "thấp hơn 1,0 điểm %", "Tỷ lệ hộ nghèo qua các năm"):
        assert words in clusters, words
    for words in ("So sánh Nam Định, Thái Bình, năm 2024", "Tỷ lệ hộ nghèo", "0,5"):
        assert words in provinces, words


def test_the_comparison_on_paper_has_every_row_of_the_page(visitor, told):
    page = rows_of(visitor, CLUSTERS, TWO_YEARS)
    compared = visitor.get(CLUSTERS, TWO_YEARS).context["compared"]
    content = comparison_documents.clusters_content(compared, CLUSTERS, datetime.date(2026, 1, 1))
    paper = {row[0].split(" (")[0]: row[1:] for table in content.tables for row in table.rows}
    assert paper.keys() == page.keys() - {"Nội dung"}
    assert {name: row[-1] for name, row in paper.items()} == {
        name: page[name][-1] for name in paper
    }
    assert paper["Thành viên"] == ("2", "2", "bằng nhau")


def test_paper_says_that_there_is_nothing_to_compare(visitor):
    day = datetime.date(2026, 1, 1)
    asked = {"tinh1": "thai-binh", "tinh2": "gia-lai", "nam": 2024}
    provinces = visitor.get(PROVINCES, asked).context["compared"]
    clusters = visitor.get(CLUSTERS, {"cum1": A, "nam1": 2024, "cum2": B, "nam2": 2024})
    for content, why in (
        (comparison_documents.provinces_content(provinces, "/", day, sees_drafts=False), "số liệu"),
        (
            comparison_documents.clusters_content(clusters.context["compared"], "/", day),
            "chỉ tiêu nào tính được",
        ),
    ):
        [line] = content.lines
        assert why in line.text


@pytest.mark.parametrize("address", [f"{CLUSTERS}cum", f"{PROVINCES}tinh"])
@pytest.mark.parametrize("ending", [".pdf", ".json"])
@pytest.mark.parametrize(
    "asked", [{"nam": "x" * 9000, "cum1": "?"}, {"tinh1": "nam-dinh", "cum1": A}]
)
def test_a_question_without_an_answer_leads_back(visitor, address, ending, asked):
    answer = visitor.get(f"{address}{ending}", asked)
    assert answer.status_code == 404
    assert "Chọn lại các bên so sánh" in answer.content.decode()


def test_one_province_is_not_compared_with_itself(visitor):
    asked = {"tinh1": "nam-dinh", "tinh2": "nam-dinh", "nam": 2024}
    assert "Nam Định đã chọn ở trên" in visitor.get(PROVINCES, asked).content.decode()


def test_more_indicators_ask_no_more_of_the_database(visitor, told, year_of_a):
    def queries(address, asked):
        visitor.get(address, asked)
        with CaptureQueriesContext(connection) as counted:
            visitor.get(address, asked)
        return len(counted)

    asked = ((CLUSTERS, TWO_YEARS), (PROVINCES, TWO_PROVINCES))
    before = [queries(*one) for one in asked]
    units = [row.unit for row in year_of_a.cluster.memberships.order_by("pk")]
    for _ in range(8):
        indicator = IndicatorFactory()
        for unit in (None, *units):
            IndicatorValueFactory(emulation_year=year_of_a, indicator=indicator, unit=unit)
    assert [queries(*one) for one in asked] == before


def test_a_side_is_not_compared_with_itself(visitor, year_of_a):
    asked = {"cum1": A, "nam1": 2024, "cum2": A, "nam2": 2024}
    answer = visitor.get(CLUSTERS, asked)
    assert answer.context["form"].errors["nam2"] == ["Hai bên là một: chọn năm khác hoặc cụm khác."]
    assert answer.context["compared"] is None
    third = {"tinh1": "nam-dinh", "tinh2": "thai-binh", "tinh3": "nam-dinh", "nam": 2024}
    answer = visitor.get(PROVINCES, third)
    assert "Nam Định" in str(answer.context["form"].errors["tinh3"])


def test_unasked_no_side_is_compared_with_itself(visitor, year_of_b):
    """The first cluster has one year: it stands beside the other cluster."""
    answer = visitor.get(CLUSTERS)
    assert not answer.context["form"].errors
    assert len({side.label for side in answer.context["compared"].sides}) == 2
    year_of_b.delete()
    answer = visitor.get(CLUSTERS)
    assert answer.context["compared"] is None
    assert "Chưa so sánh được" not in answer.content.decode()


@pytest.mark.parametrize(("address", "asked"), [(CLUSTERS, {}), (PROVINCES, {"nam": 2024})])
def test_what_a_comparison_does_not_read_is_said(visitor, address, asked):
    page = visitor.get(address, {**asked, "la": "1"}).content.decode()
    assert "“la”" in page
    assert "la=1" not in page


def test_a_year_without_another_side_is_not_what_is_compared_first(hoa, client_of, year_of_a):
    """A cluster that is only planned, seen by the centre, leaves the others to be compared."""
    planned = EmulationYearFactory(year=year_of_a.year + 1)
    page = client_of(hoa).get(CLUSTERS)
    assert page.context["compared"] is not None
    assert planned not in [side.row for side in page.context["compared"].sides]
    assert client_of(hoa).get("/tong-quan/so-sanh/cum.json").status_code == 200
