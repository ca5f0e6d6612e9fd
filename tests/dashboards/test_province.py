"""A province's board: its figures through time, joined with its predecessors' by rule."""

import csv
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster, Unit
from emulation.models import Aggregation, IndicatorValue
from tests.dashboards.conftest import ABOLISHED, DAY, province
from tests.factories.awards import AwardFactory
from tests.factories.clusters import EmulationYearFactory, SourceFactory, SuccessionFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory

BOARD = "/tong-quan/tinh/ninh-binh-2025/"


@pytest.fixture
def merged(cluster_a: Cluster) -> Unit:
    """Ninh Bình of 2025, out of two provinces; figures of 2024 and 2026, all published."""
    old = [
        province(slug, name, cluster_a, until=ABOLISHED)
        for slug, name in (("nam-dinh", "Nam Định"), ("ha-nam", "Hà Nam"))
    ]
    unit = province("ninh-binh-2025", "Ninh Bình", cluster_a, since=ABOLISHED + DAY)
    for one in old:
        SuccessionFactory(predecessor=one, successor=unit)
    rules = {
        "exports": ("Xuất khẩu", Aggregation.SUM),
        "iip": ("Chỉ số công nghiệp", Aggregation.MEAN),
        "pci": ("Điểm PCI", Aggregation.NONE),
        "trade": ("Thương mại", Aggregation.SUM),
    }
    indicators = {
        code: IndicatorFactory(
            code=code, name=name, aggregation=rule, decimals=1, unit_of_measure="điểm"
        )
        for code, (name, rule) in rules.items()
    }
    for year, told in {
        2024: {(old[0], 0): "10", (old[1], 1): "20"},
        2026: {(unit, 0): "36"},
    }.items():
        row = EmulationYearFactory(cluster=cluster_a, year=year)
        ConferenceFactory(review_year=row, slug=f"tong-ket-{year}")
        for (whose, place), size in told.items():
            for code, indicator in indicators.items():
                if code == "trade" and place:
                    continue  # one of the two has told nothing
                IndicatorValueFactory(
                    emulation_year=row, unit=whose, indicator=indicator, value=Decimal(size)
                )
    return unit


def table_of(client: Client, name: str, **asked: str) -> list[list[str]]:
    answer = client.get(BOARD, {**asked, "tep": f"{name}.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_earlier_figures_are_joined_by_the_rule_of_each_indicator(visitor, merged):
    rows = {row[0].split(" (")[0]: row[1:] for row in table_of(visitor, "chi-tieu")}
    assert rows["Chỉ tiêu"] == ["2024", "2026"]
    assert rows["Xuất khẩu"][0].startswith("30,0")
    assert "Tổng · 2/2 đơn vị" in rows["Xuất khẩu"][0]
    assert rows["Chỉ số công nghiệp"][0].startswith("15,0")
    assert "không gộp" in rows["Điểm PCI"][0]
    assert "Chưa đủ để cộng · 1/2 đơn vị" in rows["Thương mại"][0]
    assert {name: row[1] for name, row in rows.items() if name != "Chỉ tiêu"} == dict.fromkeys(
        ("Xuất khẩu", "Chỉ số công nghiệp", "Điểm PCI", "Thương mại"), "36"
    )


def test_the_break_is_marked(visitor, merged):
    page = visitor.get(BOARD, {"chi-tieu": "exports"}).content.decode()
    assert "1/7/2025: sắp xếp đơn vị hành chính" in page
    rows = {row[0]: row[1:] for row in table_of(visitor, "qua-cac-nam", **{"chi-tieu": "exports"})}
    assert rows["Năm"][:3] == ["Ninh Bình (nay)", "Hà Nam", "Nam Định"]
    assert rows["2024"][:3] == ["30,0", "20,0", "10,0"]
    assert rows["2026"][0] == "36,0"


def test_what_may_not_be_joined_begins_anew(visitor, merged):
    rows = {row[0]: row[1:] for row in table_of(visitor, "qua-cac-nam", **{"chi-tieu": "pci"})}
    assert rows["2024"][0] == "chưa có số liệu"
    assert rows["2024"][1:3] == ["20,0", "10,0"]


def test_awards_stand_with_the_unit_that_was_given_them(visitor, merged):
    old = Unit.objects.get(slug="nam-dinh")
    year = EmulationYearFactory(cluster=old.memberships.get().cluster, year=2023)
    AwardFactory(emulation_year=year, unit=old)
    AwardFactory(emulation_year=year, unit=merged, count=5, recipient_name="")
    page = visitor.get(BOARD).content.decode()
    assert "Khen thưởng: Tỉnh Nam Định" in page
    assert "don_vi=nam-dinh&amp;nam=2023" in page


def test_a_year_in_which_it_did_not_exist_leads_to_those_that_did(visitor, merged):
    answer = visitor.get(BOARD + "2024/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Năm 2024 không có đơn vị này: Ninh Bình có từ 1/7/2025" in page
    assert 'href="/tong-quan/tinh/nam-dinh/"' in page
    assert visitor.get("/tong-quan/tinh/nam-dinh/2024/").status_code == 200


def test_a_unit_without_a_record_says_so(visitor, cluster_a):
    province("ca-mau", "Cà Mau", cluster_a)
    answer = visitor.get("/tong-quan/tinh/ca-mau/")
    assert answer.status_code == 404
    assert "chưa ghi gì" in answer.content.decode()


def test_an_indicator_that_is_none_is_said(visitor, merged):
    assert visitor.get(BOARD, {"chi-tieu": "khong-co"}).status_code == 404


def test_the_queries_do_not_grow(visitor, merged, cluster_a):
    visitor.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        visitor.get(BOARD)
    for number in range(4):
        old = province(f"tinh-{number}", f"Tỉnh {number}", cluster_a, until=ABOLISHED)
        SuccessionFactory(predecessor=old, successor=merged)
        year = EmulationYearFactory(cluster=cluster_a, year=2010 + number)
        ConferenceFactory(review_year=year)
        IndicatorValueFactory(emulation_year=year, unit=old)
        AwardFactory(emulation_year=year, unit=old)
    with CaptureQueriesContext(connection) as many:
        visitor.get(BOARD)
    assert len(many) == len(few)


def test_one_source_of_all_figures_is_named_once(visitor, year_of_a):
    unit, cluster = Unit.objects.get(slug="nam-dinh"), year_of_a.cluster
    year = EmulationYearFactory(cluster=cluster, year=2023)
    ConferenceFactory(cluster=cluster, review_year=year, slug="tong-ket-2023")
    source = SourceFactory(title="Tin của hội nghị")
    for _ in range(2):
        IndicatorValueFactory(emulation_year=year, unit=unit, source=source)
    page = visitor.get("/tong-quan/tinh/nam-dinh/2023/").content.decode()
    assert "Nguồn của mọi số liệu: Tin của hội nghị" in page
    assert page.count("Tin của hội nghị") == 1
    IndicatorValueFactory(emulation_year=year, unit=unit, source=SourceFactory(title="Tin khác"))
    page = visitor.get("/tong-quan/tinh/nam-dinh/2023/").content.decode()
    assert "Nguồn của mọi số liệu" not in page
    assert page.count("Nguồn: Tin của hội nghị") == 2


def test_a_new_province_without_figures_of_its_own_shows_its_first_year(visitor, merged):
    IndicatorValue.objects.filter(unit=merged).delete()
    page = visitor.get(BOARD).content.decode()
    assert "Tỉnh Ninh Bình · 2025" in page
    assert visitor.get(f"{BOARD}2025/tinh.json").status_code == 200
    assert visitor.get(f"{BOARD}2024/").status_code == 404
