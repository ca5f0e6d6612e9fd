from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.vietnamese.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateError,
    format_date,
    format_long_date,
    parse_date,
)

days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def test_short_date_has_no_leading_zeros():
    assert format_date(date(2024, 3, 5)) == "5/3/2024"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 3, 13), "ngày 13 tháng 3 năm 2024"),
        (date(2021, 1, 18), "ngày 18 tháng 01 năm 2021"),
        (date(2022, 2, 10), "ngày 10 tháng 02 năm 2022"),
        (date(2023, 3, 8), "ngày 08 tháng 3 năm 2023"),
        (date(2023, 12, 31), "ngày 31 tháng 12 năm 2023"),
    ],
)
def test_long_date_follows_decree_30(day, text):
    written = format_long_date(day)
    assert written.replace("\u00a0", " ") == text
    assert written.count("\u00a0") == 3
    assert written.split(" ")[0] == f"ngày\u00a0{day.day:02}"


@pytest.mark.parametrize(
    "text",
    ["13/3/2024", "13/03/2024", "13-3-2024", "13-03-2024", "2024-03-13", "\u00a013/3/2024\n"],
)
def test_reads_a_date(text):
    assert parse_date(text) == date(2024, 3, 13)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30/2/2024", "“30/2/2024”: tháng 2 năm 2024 chỉ có các ngày từ 1 đến 29."),
        ("29/2/2023", "“29/2/2023”: tháng 2 năm 2023 chỉ có các ngày từ 1 đến 28."),
        ("0/3/2024", "“0/3/2024”: tháng 3 năm 2024 chỉ có các ngày từ 1 đến 31."),
        ("3/13/2024", "“3/13/2024”: tháng phải từ 1 đến 12."),
        ("2024-00-13", "“2024-00-13”: tháng phải từ 1 đến 12."),
        ("13/3/1024", "“13/3/1024”: năm phải từ 1900 đến 2100."),
        (
            "13/3/24",
            "“13/3/24” không đúng cách viết ngày: viết ngày/tháng/năm, ví dụ 13/3/2024.",
        ),
        ("", "Chưa nhập ngày: viết ngày/tháng/năm, ví dụ 13/3/2024."),
        (
            "1" * 41,
            "“11111111111111111111…” quá dài: viết ngày/tháng/năm, ví dụ 13/3/2024.",
        ),
    ],
)
def test_says_what_is_wrong_with_a_date(text, message):
    with pytest.raises(DateError) as refused:
        parse_date(text)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["13/3-2024", "2024-3-13", "2024/03/13", "13.3.2024", "١/٣/٢٠٢٤"])
def test_refuses_other_ways_of_writing(text):
    with pytest.raises(DateError, match="không đúng cách viết ngày"):
        parse_date(text)


@given(days)
def test_date_survives_writing_and_reading(day):
    assert parse_date(format_date(day)) == day
    assert parse_date(day.isoformat()) == day


@given(st.text(alphabet="0123456789/-", max_size=12))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        assert FIRST_YEAR <= parse_date(text).year <= LAST_YEAR
    except DateError as refused:
        assert str(refused)
