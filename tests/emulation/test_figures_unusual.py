"""Which figures are asked about, and what the question says."""

import pytest

from emulation.figures.reading import read_figure
from emulation.figures.unusual import question, scale_of
from emulation.models import Indicator

GROWTH = Indicator(name="GRDP", unit_of_measure="%", decimals=2, aggregation="weighted_mean")
EXPORTS = Indicator(name="Xuất khẩu", unit_of_measure="tỷ USD", decimals=3, aggregation="sum")
ORDERS = Indicator(name="Huân chương", unit_of_measure="huân chương", decimals=0, aggregation="sum")
COMMUNES = Indicator(name="Số xã", unit_of_measure="xã", decimals=0, aggregation="ratio")
INCOME = Indicator(
    name="Thu nhập", unit_of_measure="triệu đồng", decimals=1, aggregation="weighted_mean"
)
PER_HEAD = Indicator(
    name="GRDP/người", unit_of_measure="triệu đồng/người", decimals=1, aggregation="ratio"
)
STEPS = Indicator(name="Thay đổi hạng", unit_of_measure="bậc", decimals=0, aggregation="none")
RANK = Indicator(name="Hạng", unit_of_measure="hạng", decimals=0, aggregation="none")
GRDP_2020 = ("10,05", "7,02", "6,97", "6,78", "6,46", "3,24", "3,23", "2,21", "1,36")


def asked(indicator: Indicator, typed: str, last: str = "", others: tuple[str, ...] = ()) -> str:
    figure = read_figure(typed, indicator)
    return question(
        figure,
        scale_of(indicator, figure.kind),
        last=read_figure(last, indicator),
        last_year=2022,
        others=[read_figure(other, indicator) for other in others],
    )


@pytest.mark.parametrize(
    ("indicator", "last", "typed", "sentence"),
    [
        (GROWTH, "6,3", "63", "Năm 2022 là 6,3; nay 63: gấp 10 lần."),
        (GROWTH, "6,3", "0,63", "Năm 2022 là 6,3; nay 0,63: chỉ bằng 1/10."),
        (GROWTH, "-1,2", "6,4", "Năm 2022 là -1,2; nay 6,4: đổi dấu."),
        (GROWTH, "95", "60", "Năm 2022 là 95; nay 60: giảm 35 điểm phần trăm."),
        (EXPORTS, "2,5", "4", "Năm 2022 là 2,5; nay 4: tăng 60%."),
        (EXPORTS, "2,5", "1", "Năm 2022 là 2,5; nay 1: giảm 60%."),
        (EXPORTS, "2,5", "0", "Năm 2022 là 2,5; nay 0: về 0."),
        (ORDERS, "40", "20", ""),
        (COMMUNES, "1.241/1.310", "600/1.310", "Năm 2022 là 1.241/1.310; nay 600/1.310:"),
    ],
)
def test_far_from_last_year(indicator: Indicator, last: str, typed: str, sentence: str):
    found = asked(indicator, typed, last)
    assert found.startswith(sentence) if sentence else found == ""


@pytest.mark.parametrize(
    ("indicator", "last", "typed"),
    [
        (GROWTH, "3,23", "6,9"),
        (GROWTH, "98,5", "92"),
        (EXPORTS, "2,5", "3,7"),
        (ORDERS, "2", "9"),
        (RANK, "3", "60"),
        (COMMUNES, "1.241/1.310", "1.290/1.310"),
    ],
)
def test_ordinary_changes_are_not_asked_about(indicator: Indicator, last: str, typed: str):
    assert asked(indicator, typed, last) == ""


def test_the_nine_growth_rates_of_2020_ask_nothing():
    for index, rate in enumerate(GRDP_2020):
        assert asked(GROWTH, rate, others=GRDP_2020[:index] + GRDP_2020[index + 1 :]) == ""


def test_far_from_the_cluster_says_what_the_others_have():
    assert asked(GROWTH, "65", others=GRDP_2020[:8]) == (
        "8 đơn vị khác từ 2,21 đến 10,1, giữa là 6,62; đơn vị này 65."
    )


def test_sizes_differ_by_orders_of_magnitude():
    sizes = ("45", "12", "10", "6", "5", "3", "3", "2,5")
    assert asked(EXPORTS, "40", others=sizes) == ""
    assert "đơn vị này 450" in asked(EXPORTS, "450", others=sizes)


def test_fewer_than_five_others_are_no_cluster_to_compare_with():
    assert asked(GROWTH, "65", others=GRDP_2020[:4]) == ""


def test_what_is_near_its_own_last_year_is_not_compared_with_the_cluster():
    assert asked(GROWTH, "65", last="64", others=GRDP_2020[:8]) == ""


@pytest.mark.parametrize(
    ("typed", "is_asked"),
    [("9,73", False), ("-35,5", False), ("120", False), ("9.730", True), ("-101", True)],
)
def test_a_percentage_out_of_all_proportion_is_asked_about_alone(typed: str, is_asked: bool):
    assert bool(asked(GROWTH, typed)) is is_asked


def test_a_ratio_is_asked_about_where_the_rate_is_not_made_of_two_counts():
    for indicator in (GROWTH, INCOME, EXPORTS, PER_HEAD):
        assert "tỷ số 1.241/1.310" in asked(indicator, "1.241/1.310")
    assert asked(COMMUNES, "1.241/1.310") == ""


def test_a_sum_or_a_count_below_nothing_is_asked_about():
    assert asked(EXPORTS, "-5") == "Chỉ tiêu này thường không âm, mà nay là -5."
    assert "thường không âm" in asked(ORDERS, "-1")
    assert asked(EXPORTS, "-5", last="-4") == ""
    assert asked(GROWTH, "-5") == ""
    assert asked(STEPS, "-5") == ""


@pytest.mark.parametrize(
    ("typed", "is_asked"), [("12,5", False), ("95,3", True), ("-60", True), ("19,5", False)]
)
def test_a_rate_without_neighbours_is_compared_with_the_cluster_of_last_year(
    typed: str, is_asked: bool
):
    figure = read_figure(typed, GROWTH)
    found = question(
        figure,
        scale_of(GROWTH, figure.kind),
        last=None,
        last_year=2022,
        others=[],
        whole=read_figure("9,73", GROWTH),
    )
    assert bool(found) is is_asked
    assert not found or "Toàn cụm năm 2022 là 9,73" in found
