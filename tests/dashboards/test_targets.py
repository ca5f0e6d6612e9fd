"""What was pledged against what became of it, on the boards of a cluster and of a province."""

import csv
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import EmulationYear
from emulation.models import Aggregation, Indicator, Pledge, PledgeItem, PledgeStatus
from tests.dashboards.conftest import regions_of
from tests.documents.reading import text_of
from tests.factories.emulation import (
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeItemFactory,
)

BOARD = "/tong-quan/cum/dong-bang-song-hong/2024/"
PROVINCE = "/tong-quan/tinh/nam-dinh/2024/"


@pytest.fixture
def pledge(year_of_a: EmulationYear) -> Pledge:
    """The pledge of the year, published."""
    Pledge.objects.update(status=PledgeStatus.PUBLISHED, signed_on="2024-03-13")
    return year_of_a.pledge


def pledged(
    pledge: Pledge, indicator: Indicator, *sizes: str | None, **target: object
) -> PledgeItem:
    """An item with a target, and what the members have told of its indicator."""
    units = [row.unit for row in pledge.emulation_year.cluster.memberships.order_by("pk")]
    for unit, size in zip(units, sizes, strict=False):
        if size:
            IndicatorValueFactory(
                emulation_year=pledge.emulation_year,
                unit=unit,
                indicator=indicator,
                value=Decimal(size),
            )
    return PledgeItemFactory(pledge=pledge, targeted=True, indicator=indicator, **target)


def rows_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address, {"tep": "giao-uoc-ket-qua.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_each_unit_is_held_against_what_was_pledged(visitor, pledge):
    poverty = IndicatorFactory(name="Tỷ lệ hộ nghèo")
    pledged(pledge, poverty, "1.5", "2.5", comparison="at_most", target=Decimal(2))
    page = visitor.get(BOARD).content.decode()
    assert "không quá 2%" in page
    assert "1/2 đơn vị đạt" in page
    assert "Chưa đạt: Thái Bình" in page
    regions = regions_of(page)
    assert "Bảng giao ước so với kết quả" in regions
    assert len(regions) == len(set(regions))
    assert "Tỷ lệ hộ nghèo: giao ước và kết quả năm 2024" in page
    [row] = rows_of(visitor, BOARD)
    assert row[-1].endswith("Chưa đạt")
    [own] = rows_of(visitor, PROVINCE)
    assert (own[3].split()[0], own[-1].split()[-1]) == ("1,5%", "Đạt")


def test_the_whole_cluster_is_held_against_it_by_the_indicators_own_rule(visitor, pledge):
    schools = IndicatorFactory(name="Số trường", unit_of_measure="trường", decimals=0)
    Indicator.objects.filter(pk=schools.pk).update(aggregation=Aggregation.SUM)
    pledged(pledge, schools, "30", "12", target=Decimal(42), target_of="cluster")
    roads = IndicatorFactory(name="Đường mới", unit_of_measure="km", decimals=0)
    Indicator.objects.filter(pk=roads.pk).update(aggregation=Aggregation.SUM)
    pledged(pledge, roads, "30", "12", target=Decimal(43), target_of="cluster")
    first, second = rows_of(visitor, BOARD)
    assert first[3] == "42 trường"
    assert "Tổng · 2/2 đơn vị" in first[4]
    assert (first[-1].split()[-1], second[-1][-8:]) == ("Đạt", "Chưa đạt")
    # What the cluster is to reach together is nothing to hold one province against.
    assert "Số trường: giao ước" not in visitor.get(PROVINCE).content.decode()


def test_a_sum_with_a_member_missing_is_not_judged(visitor, pledge):
    schools = IndicatorFactory(name="Số trường", unit_of_measure="trường", decimals=0)
    Indicator.objects.filter(pk=schools.pk).update(aggregation=Aggregation.SUM)
    pledged(pledge, schools, "30", target=Decimal(10), target_of="cluster")
    [row] = rows_of(visitor, BOARD)
    assert "Chưa đủ để cộng · 1/2 đơn vị" in row[4]
    assert row[-1].endswith("Chưa có số liệu")


def test_without_figures_it_says_so(visitor, pledge):
    pledged(pledge, IndicatorFactory(name="Tỷ lệ hộ nghèo"))
    [row] = rows_of(visitor, BOARD)
    assert row[3].startswith("chưa công bố")
    assert row[-1].endswith("Chưa có số liệu")
    assert rows_of(visitor, PROVINCE)[0][-1].endswith("Chưa có số liệu")


def test_a_rank_and_a_ratio_are_held_against_it_in_the_unit_of_the_indicator(visitor, pledge):
    rank = IndicatorFactory(name="Xếp hạng", unit_of_measure="hạng", aggregation=Aggregation.NONE)
    item = pledged(pledge, rank, comparison="at_most", target=Decimal(10))
    share = IndicatorFactory(name="Xã đạt chuẩn", unit_of_measure="xã")
    pledged(pledge, share, target=Decimal(95))
    year, unit = item.pledge.emulation_year, pledge.signatures.first().unit
    IndicatorValueFactory(
        emulation_year=year,
        unit=unit,
        indicator=rank,
        kind="rank",
        value=Decimal(9),
        out_of=Decimal(63),
    )
    IndicatorValueFactory(
        emulation_year=year,
        unit=unit,
        indicator=share,
        kind="ratio",
        value=Decimal(94),
        out_of=Decimal(95),
    )
    first, second = rows_of(visitor, f"/tong-quan/tinh/{unit.slug}/2024/")
    assert first[3].startswith("thứ 9/63")
    assert first[-1].split()[-1] == "Đạt"
    assert second[3].startswith("94/95 (98,9%)")
    assert second[-1].endswith("Chưa đạt")


def test_targets_of_a_pledge_that_is_not_published_are_not_the_publics(visitor, pledge, year_of_a):
    pledged(pledge, IndicatorFactory(name="Tỷ lệ hộ nghèo"), "1.5")
    Pledge.objects.update(status=PledgeStatus.ISSUED, signed_on=None)
    page = visitor.get(BOARD).content.decode()
    assert "chưa công bố chỉ tiêu nào có con số" in page
    assert 'data-file="giao-uoc-ket-qua"' not in page


def test_programs_and_paper_say_the_same(visitor, pledge):
    poverty = IndicatorFactory(code="poverty_rate", name="Tỷ lệ hộ nghèo")
    pledged(pledge, poverty, "1.5", "2.5", comparison="at_most", target=Decimal(2))
    data = visitor.get(f"{BOARD}cum.json").json()
    [row] = data["targets"]
    assert (row["indicator"], row["comparison"], row["target"]) == ("poverty_rate", "at_most", "2")
    assert row["outcome"] == "not_met"
    assert [(one["item"], one["outcome"]) for one in data["target_units"]] == [
        (row["item"], "met"),
        (row["item"], "not_met"),
    ]
    drawn = {picture["key"]: picture["rows"] for picture in data["pictures"]}
    data = visitor.get(f"{PROVINCE}tinh.json").json()
    [row] = data["targets"]
    assert (row["outcome"], row["text"]) == ("met", "1,5%")
    keys = [key for key in drawn if key.startswith("giao-uoc-")]
    assert [picture["key"] for picture in data["pictures"]][:1] == keys
    assert ["Thái Bình", "2,5%"] in drawn[keys[0]]


def test_paper_says_the_same(visitor, pledge, tmp_path):
    poverty = IndicatorFactory(name="Tỷ lệ hộ nghèo")
    pledged(pledge, poverty, "1.5", "2.5", comparison="at_most", target=Decimal(2))
    for address, words in (
        (f"{BOARD}cum.pdf", ("không quá 2%", "1/2 đơn vị đạt", "Chưa đạt: Thái Bình")),
        (f"{PROVINCE}tinh.pdf", ("không quá 2%", "1,5%")),
    ):
        paper = tmp_path / "bang.pdf"
        paper.write_bytes(visitor.get(address).content)
        text = text_of(paper)
        for one in words:
            assert one in text, one


def test_more_targets_ask_no_more_of_the_database(visitor, pledge):
    def queries(address):
        visitor.get(address)
        with CaptureQueriesContext(connection) as asked:
            visitor.get(address)
        return len(asked)

    pledged(pledge, IndicatorFactory(), "1.5", "2.5")
    before = [queries(BOARD), queries(PROVINCE)]
    for _ in range(7):
        pledged(pledge, IndicatorFactory(), "1.5", "2.5")
    assert [queries(BOARD), queries(PROVINCE)] == before


@pytest.mark.parametrize(
    ("board", "of", "sheet"), [(BOARD, None, "cum"), (PROVINCE, "nam-dinh", "tinh")]
)
def test_what_was_pledged_is_seen_at_once_and_many_figures_are_folded(
    visitor, pledge, board, of, sheet
):
    year = pledge.emulation_year
    unit = year.cluster.memberships.get(unit__slug=of).unit if of else None
    many = [IndicatorFactory(order=place, name=f"Chỉ tiêu {place}") for place in range(1, 12)]
    for indicator in many:
        IndicatorValueFactory(emulation_year=year, unit=unit, indicator=indicator)
    pledged(pledge, many[-1])
    page = visitor.get(board).content.decode()
    seen, folded = page.split('<details class="tiles-more">')
    assert many[-1].name in seen.split("<dl")[-1].split("</dt>")[0]
    folded = folded.split("</details>")[0]
    count = folded.count('class="tile"')
    assert f"<summary>Thêm {count} chỉ tiêu</summary>" in folded
    assert "Chỉ tiêu 10" in folded
    answer = visitor.get(board, {"tep": f"chi-tieu-cua-{sheet}.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    assert {one.name for one in many} <= {row[0] for row in rows}
    assert len(rows) == 8 + count
