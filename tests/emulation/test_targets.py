"""Whether a figure reaches what was pledged: plain numbers, without a database."""

from decimal import Decimal

import pytest

from cluster_portal.vietnamese.numbers import Quantity, parse_quantity
from emulation.aggregation import MEAN, RATIO, SUM
from emulation.targets import (
    Outcome,
    Target,
    TargetComparison,
    as_shown,
    in_unit,
    judge,
    judge_all,
    made_of_members,
)

AT_LEAST, AT_MOST = TargetComparison.AT_LEAST, TargetComparison.AT_MOST
EXACTLY, BETWEEN = TargetComparison.EXACTLY, TargetComparison.BETWEEN
MET, NOT_MET, UNCLEAR = Outcome.MET, Outcome.NOT_MET, Outcome.UNCLEAR


def target(comparison, value, upper=None):
    return Target(comparison, Decimal(value), None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    ("wanted", "figure", "outcome"),
    [
        (target(AT_LEAST, "9.5"), "9,5", MET),
        (target(AT_LEAST, "9.5"), "9,49", NOT_MET),
        (target(AT_MOST, "2"), "2", MET),
        (target(AT_MOST, "2"), "2,01", NOT_MET),
        (target(AT_LEAST, "-1"), "-0,5", MET),
        (target(EXACTLY, "100"), "100,0", MET),
        (target(EXACTLY, "100"), "99,9", NOT_MET),
        (target(BETWEEN, "8", "9"), "8", MET),
        (target(BETWEEN, "8", "9"), "9", MET),
        (target(BETWEEN, "8", "9"), "9,1", NOT_MET),
        (target(BETWEEN, "8", "9"), "7,9", NOT_MET),
        # What is not exact is judged by what it leaves possible.
        (target(AT_LEAST, "235000"), "hơn 235.000", MET),
        (target(AT_LEAST, "240000"), "hơn 235.000", UNCLEAR),
        (target(AT_MOST, "235000"), "hơn 235.000", NOT_MET),
        (target(AT_MOST, "235000"), "ít nhất 235.000", UNCLEAR),
        (target(AT_MOST, "234000"), "ít nhất 235.000", NOT_MET),
        (target(AT_LEAST, "5"), "dưới 5", NOT_MET),
        (target(AT_LEAST, "5"), "không quá 5", UNCLEAR),
        (target(AT_LEAST, "6"), "không quá 5", NOT_MET),
        (target(AT_MOST, "5"), "gần 5", MET),
        (target(AT_MOST, "4"), "gần 5", UNCLEAR),
        (target(AT_LEAST, "5"), "khoảng 9", UNCLEAR),
        (target(EXACTLY, "5"), "hơn 4", UNCLEAR),
        (target(EXACTLY, "5"), "hơn 5", NOT_MET),
        (target(BETWEEN, "8", "9"), "hơn 8", UNCLEAR),
        (target(BETWEEN, "8", "9"), "hơn 9", NOT_MET),
        (target(BETWEEN, "8", "9"), "dưới 8", NOT_MET),
    ],
)
def test_a_figure_is_held_against_a_target(wanted, figure, outcome):
    assert judge(wanted, parse_quantity(figure)) == outcome


def test_without_a_figure_nothing_is_judged():
    assert judge(target(AT_LEAST, "1"), None) == Outcome.NO_FIGURE


@pytest.mark.parametrize(
    ("wanted", "unit", "words"),
    [
        (target(AT_LEAST, "9.5000"), "%", "ít nhất 9,5%"),
        (target(AT_LEAST, "95"), "% kế hoạch", "ít nhất 95% kế hoạch"),
        (target(AT_MOST, "413612"), "tỷ đồng", "không quá 413.612 tỷ đồng"),
        (target(EXACTLY, "3"), "", "đúng 3"),
        (target(BETWEEN, "8", "8.5"), "%", "từ 8 đến 8,5%"),
    ],
)
def test_a_target_reads_as_vietnamese_writes_it(wanted, unit, words):
    assert wanted.text(unit) == words


@pytest.mark.parametrize(
    ("comparison", "value", "upper"),
    [(BETWEEN, "8", None), (AT_LEAST, "8", "9"), (BETWEEN, "8", "8"), (BETWEEN, "9", "8")],
)
def test_an_upper_end_that_makes_no_range_is_refused(comparison, value, upper):
    with pytest.raises(ValueError, match="upper"):
        target(comparison, value, upper)


def test_a_ratio_counts_in_the_unit_of_its_indicator():
    ratio = parse_quantity("1.241/1.310")
    assert in_unit(ratio, "xã").value == 1241
    assert round(in_unit(ratio, "% kế hoạch").value, 1) == Decimal("94.7")
    assert in_unit(parse_quantity("gần 9"), "%") == parse_quantity("gần 9")


def test_the_figure_of_the_cluster_follows_the_rule_of_the_indicator():
    two = [parse_quantity("8/10"), parse_quantity("9/10")]

    def made(rule, figures, unit, members=2, decimals=0):
        found = made_of_members(rule, figures, unit=unit, members=members, decimals=decimals)
        return found and as_shown(found)

    assert made(RATIO, two, "%") == Quantity(Decimal("85.0"))
    assert made(RATIO, two, "xã") == Quantity(Decimal(17))
    assert made(SUM, [Quantity(Decimal(3)), Quantity(Decimal(4))], "xã") == Quantity(Decimal(7))
    # A sum with a member missing is no sum; what is only compared makes nothing.
    assert made(SUM, [Quantity(Decimal(3))], "xã") is None
    assert made("none", [Quantity(Decimal(3))], "xã", members=1) is None


def test_what_readers_see_is_what_is_judged():
    figures = [Quantity(Decimal("8.49")), Quantity(Decimal("8.50"))]
    made = made_of_members(MEAN, figures, unit="%", members=2, decimals=1)
    assert made.text == "8,5"
    assert judge(target(AT_LEAST, "8.5"), as_shown(made)) == MET


@pytest.mark.parametrize(
    ("outcomes", "members", "whole"),
    [
        ([MET, MET], 2, MET),
        ([MET], 2, UNCLEAR),
        ([MET, UNCLEAR], 2, UNCLEAR),
        ([MET, NOT_MET], 3, NOT_MET),
        ([Outcome.NO_FIGURE], 2, Outcome.NO_FIGURE),
        ([], 2, Outcome.NO_FIGURE),
    ],
)
def test_a_target_of_each_unit_is_met_when_all_meet_it(outcomes, members, whole):
    assert judge_all(outcomes, members=members) == whole
