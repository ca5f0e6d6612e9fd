"""Two clusters, two years, or provinces side by side."""

import csv
import io
from decimal import Decimal

import pytest

from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory

pytestmark = pytest.mark.usefixtures("year_of_a", "year_of_b")
CLUSTERS, PROVINCES = "/tong-quan/so-sanh/", "/tong-quan/so-sanh-tinh/"
A, B = "dong-bang-song-hong", "tay-nguyen"


def rows_of(client, address, asked):
    answer = client.get(address, {**asked, "tep": "so-sanh.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {row[0].split(" (")[0]: row[1:] for row in csv.reader(io.StringIO(text), delimiter=";")}


def test_two_clusters_stand_side_by_side(visitor):
    rows = rows_of(visitor, CLUSTERS, {"cum1": A, "nam1": 2024, "cum2": B, "nam2": 2024})
    assert rows["Nội dung"][:2] == ["Đồng bằng sông Hồng 2024", "Tây Nguyên 2024"]
    assert rows["Cụm trưởng"][:2] == ["Nam Định", "Gia Lai"]
    assert rows["Lượt được tặng thưởng"][:2] == ["267", "0"]


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
