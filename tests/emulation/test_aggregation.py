"""The cluster's figure from the members': by the rule, and never a silent sum."""

from decimal import Decimal

import pytest

from cluster_portal.vietnamese.numbers import Qualifier, parse_quantity
from emulation.aggregation import aggregate

# Growth of nine provinces in 2020, reported on 18 January 2021; their mean is 5.26.
GROWTH_2020 = ["10,05", "7,02", "6,97", "6,78", "6,46", "3,24", "3,23", "2,21", "1,36"]


def quantities(*texts: str):
    return [parse_quantity(text) for text in texts]


def test_mean_of_nine_provinces():
    result = aggregate("mean", quantities(*GROWTH_2020), members=9, decimals=2)
    assert result.text == "5,26"
    assert result.completeness == "9/9 đơn vị"


def test_weighted_mean_without_weights_says_that_it_is_the_arithmetic_one():
    result = aggregate("weighted_mean", quantities(*GROWTH_2020), members=9, decimals=2)
    assert (result.label, result.text) == ("Trung bình cộng", "5,26")


def test_sum_of_all_members():
    result = aggregate("sum", quantities("1.200,5", "800"), members=2, decimals=1)
    assert (result.label, result.text) == ("Tổng", "2.000,5")


@pytest.mark.parametrize("rule", ["sum", "ratio"])
def test_with_a_member_missing_there_is_no_total(rule):
    result = aggregate(rule, quantities("1", "2"), members=3, decimals=0)
    assert result.value is None
    assert result.text == ""
    assert result.completeness == "2/3 đơn vị"


def test_ratio_is_of_the_sums_not_the_mean_of_percentages():
    result = aggregate("ratio", quantities("10/10", "0/90"), members=2, decimals=2)
    assert result.value == Decimal(10)


@pytest.mark.parametrize("rule", ["mean", "weighted_mean", "sum"])
def test_the_first_numbers_of_ratios_are_not_averaged_or_added(rule):
    result = aggregate(rule, quantities("1.241/1.310", "95/100"), members=2, decimals=1)
    assert (result.label, result.value) == ("Không tính được từ tỷ số", None)


def test_shares_without_their_wholes_make_no_share_and_it_is_said():
    result = aggregate("ratio", quantities("95,5", "98"), members=2, decimals=1)
    assert (result.label, result.value) == ("Không tính được từ tỷ lệ", None)


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ("none", ("1/63", "33/63")),
        ("mean", ()),
        ("mean", ("hơn 3", "4")),
        ("sum", ("182/204", "7")),
    ],
)
def test_nothing_is_made_of_ranks_nothing_or_unlike_figures(rule, texts):
    assert aggregate(rule, quantities(*texts), members=2, decimals=2) is None


def test_a_qualified_figure_is_never_added_as_if_exact():
    over = parse_quantity("hơn 235.000")
    assert over.qualifier == Qualifier.OVER
    assert aggregate("sum", [over], members=1, decimals=0) is None
