"""What is typed into a cell becomes a number, a ratio, a rank, or a sentence that helps."""

from decimal import Decimal

import pytest

from cluster_portal.vietnamese.numbers import NumberError
from emulation.figures.reading import read_figure
from emulation.models import Aggregation, Indicator

GROWTH = Indicator(name="Tăng trưởng", unit_of_measure="%", decimals=2, aggregation="weighted_mean")
COMMUNES = Indicator(name="Số xã", unit_of_measure="xã", decimals=0, aggregation="ratio")
INDEX = Indicator(
    name="Chỉ số năng lực cạnh tranh", unit_of_measure="điểm", aggregation=Aggregation.NONE
)
RANK = Indicator(
    name="Xếp hạng", unit_of_measure="hạng toàn quốc", decimals=0, aggregation=Aggregation.NONE
)
SHARE = Indicator(name="Tỷ lệ xã", unit_of_measure="%", decimals=0, aggregation=Aggregation.NONE)


@pytest.mark.parametrize(
    ("typed", "indicator", "kind", "text"),
    [
        ("9,73", GROWTH, "number", "9,73"),
        (" 9,73 % ", GROWTH, "number", "9,73"),
        ("-0,5", GROWTH, "number", "-0,5"),
        ("1.241/1.310", COMMUNES, "ratio", "1.241/1.310"),
        ("trên 235.000", COMMUNES, "number", "hơn 235.000"),
        ("33/63", RANK, "rank", "33/63"),
        ("3", RANK, "rank", "3"),
        ("Thứ 3", RANK, "rank", "3"),
        ("33/63", INDEX, "rank", "33/63"),
        ("67,25", INDEX, "number", "67,25"),
        ("182/204", SHARE, "ratio", "182/204"),
    ],
)
def test_it_is_read_as_reports_write_it(typed: str, indicator: Indicator, kind: str, text: str):
    figure = read_figure(typed, indicator)
    assert (figure.kind, figure.text) == (kind, text)


@pytest.mark.parametrize("typed", ["", " ", "-", "–", "—"])
def test_nothing_and_a_dash_are_no_value(typed: str):
    assert read_figure(typed, GROWTH) is None


@pytest.mark.parametrize(
    ("typed", "indicator", "advice"),
    [
        ("9,735", GROWTH, "làm tròn thành 9,74"),
        ("12,5", COMMUNES, "số nguyên: làm tròn thành 13"),
        ("12345678901234567", COMMUNES, "Số quá lớn"),
        ("0", RANK, "Thứ hạng là số nguyên từ 1"),
        ("2,5", RANK, "Thứ hạng là số nguyên từ 1"),
        ("10.05", GROWTH, "ví dụ 10,05"),
        ("9/8", COMMUNES, "không nằm trong khoảng"),
        ("5%", COMMUNES, "chỉ nhập số"),
        ("tăng", GROWTH, "không đúng cách viết số"),
        ("9" * 200, GROWTH, "quá dài"),
    ],
)
def test_what_is_wrong_is_said(typed: str, indicator: Indicator, advice: str):
    with pytest.raises(NumberError, match=advice):
        read_figure(typed, indicator)


def test_an_indicator_whose_values_are_ranks_stays_one():
    figure = read_figure("7", INDEX, ranked=True)
    assert (figure.kind, figure.quantity.value) == ("rank", Decimal(7))
