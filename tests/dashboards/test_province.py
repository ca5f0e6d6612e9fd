"""A province's board: its figures through time, joined with its predecessors' by rule."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster, Unit
from emulation.models import Aggregation, Indicator, IndicatorValue
from tests.dashboards.conftest import ABOLISHED, DAY, province
from tests.documents.reading import text_of
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    SourceFactory,
    SuccessionFactory,
)
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
    return table_of_board(client, BOARD, name, **asked)


def table_of_board(client: Client, board: str, name: str, **asked: str) -> list[list[str]]:
    answer = client.get(board, {**asked, "tep": f"{name}.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_earlier_figures_are_joined_by_the_rule_of_each_indicator(visitor, merged):
    rows = {row[0].split(" (")[0]: row[1:] for row in table_of(visitor, "chi-tieu")}
    assert rows["Chỉ tiêu"] == ["2024", "2024 – ghi chú", "2025", "2026"]
    assert {row[2] for name, row in rows.items() if name != "Chỉ tiêu"} == {"–"}
    assert rows["Xuất khẩu"][:2] == ["30,0", "Tổng · 2/2 đơn vị"]
    assert rows["Chỉ số công nghiệp"][0] == "15,0"
    assert "không gộp" in rows["Điểm PCI"][0]
    assert "Chưa đủ để cộng · 1/2 đơn vị" in rows["Thương mại"][1]
    assert {name: row[-1] for name, row in rows.items() if name != "Chỉ tiêu"} == dict.fromkeys(
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
    assert rows["2024"][:3] == ["không áp dụng", "20,0", "10,0"]


def test_units_that_were_not_there_lack_no_figures(visitor, merged, cluster_a):
    page = visitor.get(BOARD, {"chi-tieu": "pci"}).content.decode()
    assert "Chưa có số liệu: Ninh Bình (nay) (2025)." in page
    rows = {row[0]: row[1:] for row in table_of(visitor, "qua-cac-nam", **{"chi-tieu": "pci"})}
    assert rows["2025"][:3] == ["chưa có số liệu", "không áp dụng", "không áp dụng"]


def test_the_line_goes_on_to_the_chosen_year(visitor, year_of_a):
    unit = Unit.objects.get(slug="nam-dinh")
    growth = IndicatorFactory(code="growth", decimals=1)
    for number in (2018, 2019, 2021):
        year = EmulationYearFactory(cluster=year_of_a.cluster, year=number)
        ConferenceFactory(review_year=year, slug=f"tong-ket-{number}")
        IndicatorValueFactory(
            emulation_year=year, unit=unit, indicator=growth, value=Decimal(number - 2000)
        )
    board = "/tong-quan/tinh/nam-dinh/2024/"
    rows = dict(table_of_board(visitor, board, "qua-cac-nam", **{"chi-tieu": "growth"})[1:])
    assert list(rows) == [str(one) for one in range(2018, 2025)]
    assert {year for year, told in rows.items() if told == "chưa có số liệu"} == {
        "2020",
        "2022",
        "2023",
        "2024",
    }


def test_without_a_year_the_newest_with_figures_of_the_unit_is_shown(visitor, year_of_a):
    unit = Unit.objects.get(slug="thai-binh")
    for number in (2021, 2023):
        year = EmulationYearFactory(cluster=year_of_a.cluster, year=number)
        ConferenceFactory(review_year=year, slug=f"tong-ket-{number}")
        if number == 2021:
            IndicatorValueFactory(emulation_year=year, unit=unit)
        else:
            LeadershipFactory(emulation_year=year, unit=unit)
    page = visitor.get("/tong-quan/tinh/thai-binh/").content.decode()
    assert "Tỉnh Thái Bình · 2021" in page
    assert 'href="/tong-quan/tinh/thai-binh/2023/"' in page


def test_a_place_in_a_cluster_stands_from_the_year_in_which_it_begins(visitor, year_of_a, year_b):
    unit = Unit.objects.get(slug="nam-dinh")
    later = EmulationYearFactory(cluster=year_b.cluster, year=2023)
    ConferenceFactory(review_year=later, slug="tong-ket-tay-nguyen")
    MembershipFactory(cluster=later.cluster, unit=unit, valid_from=datetime.date(2025, 1, 1))
    address = f'href="/tong-quan/cum/{later.cluster.slug}/"'
    assert address not in visitor.get("/tong-quan/tinh/nam-dinh/2024/").content.decode()
    IndicatorValueFactory(
        emulation_year=EmulationYearFactory(cluster=year_of_a.cluster, year=2025), unit=unit
    )
    ConferenceFactory(review_year=year_of_a.cluster.years.get(year=2025), slug="tong-ket-nam-2025")
    assert address in visitor.get("/tong-quan/tinh/nam-dinh/2025/").content.decode()


def test_awards_stand_in_every_year_with_those_of_which_nothing_is_told(visitor, year_of_a):
    unit = Unit.objects.get(slug="nam-dinh")
    early = EmulationYearFactory(cluster=year_of_a.cluster, year=2021)
    AwardFactory(emulation_year=early, unit=unit, form__name="Cờ thi đua")
    rows = table_of_board(visitor, "/tong-quan/tinh/nam-dinh/2024/", "khen-thuong-nam-dinh")
    assert rows[0] == ["Hình thức", "2021", "2022", "2023", "2024"]
    [flags] = [row for row in rows if row[0] == "Cờ thi đua"]
    assert flags[1:] == ["1", "–", "–", "0"]


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


def test_a_place_in_a_cluster_without_a_year_is_not_named(visitor, merged, cluster_b):
    MembershipFactory(cluster=cluster_b, unit=merged)
    assert cluster_b.short_name not in visitor.get(BOARD).content.decode()
    EmulationYearFactory(cluster=cluster_b, year=2026)
    assert cluster_b.short_name in visitor.get(BOARD).content.decode()


def test_the_queries_do_not_grow(visitor, merged, cluster_a):
    AwardFactory(emulation_year=cluster_a.years.get(year=2026), unit=merged)
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


def test_tiles_and_roles_come_as_files_with_numbers(visitor, merged):
    page = visitor.get(BOARD).content.decode()
    assert 'href="?tep=chi-tieu-cua-tinh.csv"' in page
    headings, *rows = table_of(visitor, "chi-tieu-cua-tinh")
    assert headings[:4] == ["Chỉ tiêu", "Giá trị", "Đơn vị tính", "Thay đổi"]
    assert ["Xuất khẩu", "36", "điểm"] in [row[:3] for row in rows]
    old = Unit.objects.get(slug="nam-dinh")
    LeadershipFactory(emulation_year=old.memberships.get().cluster.years.get(year=2024), unit=old)
    [_, role] = table_of(visitor, "vai-tro")
    assert role == ["2024", "Cụm trưởng", "Tỉnh Nam Định", "Đồng bằng sông Hồng", ""]
    assert visitor.get(BOARD, {"tep": "khen-thuong.csv"}).status_code == 404


def test_its_paper_has_room_for_five_joined_years(visitor, merged, cluster_a, tmp_path):
    exports = Indicator.objects.get(code="exports")
    old = Unit.objects.filter(slug__in=("nam-dinh", "ha-nam"))
    for number in (2020, 2021, 2022, 2023):
        year = EmulationYearFactory(cluster=cluster_a, year=number)
        ConferenceFactory(review_year=year, slug=f"tong-ket-{number}")
        for unit in old:
            IndicatorValueFactory(emulation_year=year, unit=unit, indicator=exports)
    answer = visitor.get(f"{BOARD}2026/tinh.pdf")
    assert answer.status_code == 200
    path = tmp_path / "tinh.pdf"
    path.write_bytes(answer.content)
    text = text_of(path)
    for words in ("2020", "2026", "Tổng · 2/2 đơn vị", "nguồn:"):
        assert words in text, words
