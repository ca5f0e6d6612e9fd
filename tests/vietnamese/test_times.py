"""Hours of the day, read as people and spreadsheets write them."""

from datetime import time

import pytest

from cluster_portal.vietnamese.times import TimeError, format_long_time, format_time, parse_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8h30", time(8, 30)),
        ("8:30", time(8, 30)),
        ("08.30", time(8, 30)),
        ("8 giờ 30 phút", time(8, 30)),
        ("8 giờ", time(8, 0)),
        ("8H", time(8, 0)),
        (" 14 g 05 ", time(14, 5)),
        ("08:30:00", time(8, 30)),
        ("0h00", time(0, 0)),
        ("23h59", time(23, 59)),
        ("7", time(7, 0)),
    ],
)
def test_hours_are_read(text, expected):
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "sáng", "24h", "8h60", "8h3000", "-8h", "8h30 - 9h", "830", "x" * 10_000, "8,30"]
)
def test_what_is_no_hour_is_refused_in_words(text):
    with pytest.raises(TimeError, match=r"giờ"):
        parse_time(text)


def test_hours_are_written():
    assert format_time(time(8, 5)) == "8h05"
    assert format_long_time(time(14, 0)) == "14 giờ 00 phút"
    assert parse_time(format_time(time(9, 45))) == time(9, 45)
    assert parse_time(format_long_time(time(9, 45))) == time(9, 45)
