import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.vietnamese.numbers import (
    MAX_NUMBER_LENGTH,
    QUALIFIER_WORDS,
    NumberError,
    Qualifier,
    Quantity,
    format_number,
    format_quantity,
    parse_number,
    parse_optional_quantity,
    parse_quantity,
)

values = st.decimals(
    min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False
)


@st.composite
def quantities(draw):
    qualifier = draw(st.sampled_from(Qualifier))
    value = draw(values)
    if draw(st.booleans()):
        return Quantity(value, None, qualifier)
    whole = max(abs(value), Decimal(1))
    return Quantity(abs(value), whole + draw(st.integers(0, 1000)), qualifier)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9,73", "9.73"),
        ("413.612", "413612"),
        ("413612", "413612"),
        ("85,418", "85.418"),
        ("1.234.567,8", "1234567.8"),
        ("-3,5", "-3.5"),
        ("−3,5", "-3.5"),
        ("\N{NON-BREAKING HYPHEN}3,5", "-3.5"),
        ("\N{EN DASH}3,5", "-3.5"),
        ("0,5", "0.5"),
        ("05", "5"),
        ("\u00a09,73\u202f", "9.73"),
        ("\ufeff23\u200b", "23"),
        ("４１３．６１２，５", "413612.5"),
    ],
)
def test_reads_vietnamese_notation(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["9.73", "1,234,567", "1.23.456", "1.2345", "1234.567", "0.123", "012.345", "9,4o", "1e5"]
    + ["٣", "१", "10²", "½", "9,", ",5", ".5", "1.234.", "1 310", "- 3", "--3", "+3", "NaN"]
    + ["1_000", "9,73%", "hơn 5", "1/2", "1,2,3", "1.234,5.6", "0x10", "-"],
)
def test_refuses_what_is_foreign_or_ambiguous(text):
    with pytest.raises(NumberError, match=f"^“{text.replace('+', '.')}” không đúng cách viết số"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("9.73", "dùng dấu phẩy cho phần thập phân, ví dụ 9,73."),
        ("1,234,567.8", "dùng dấu chấm giữa các nhóm ba chữ số, ví dụ 1.234.567,8."),
        ("1.23.456", "sau mỗi dấu chấm phải đủ ba chữ số, ví dụ 1.234.567."),
        ("9,73%", "chỉ nhập số, không kèm chữ hay đơn vị, ví dụ 9,73."),
        ("235.000 tỷ", "chỉ nhập số, không kèm chữ hay đơn vị, ví dụ 9,73."),
        ("nhiều", "nhập như 9,73 hoặc 413.612."),
    ],
)
def test_says_what_to_type_instead(text, advice):
    with pytest.raises(NumberError) as refused:
        parse_number(text)
    assert str(refused.value) == f"“{text}” không đúng cách viết số: {advice}"


@pytest.mark.parametrize("text", ["1/10/2026", "gần 9%", "1.5/3", "hơn x", "từ 8% trở lên", "5/"])
def test_quotes_the_whole_of_what_was_typed(text):
    with pytest.raises(NumberError, match=rf"^“{re.escape(text)}” không đúng cách viết số"):
        parse_quantity(text)


def test_asks_for_a_number_when_there_is_none():
    with pytest.raises(NumberError, match=r"^Chưa nhập số: nhập như 9,73 hoặc 413\.612\.$"):
        parse_number(" ")


def test_length_is_bounded():
    assert parse_number("9" * MAX_NUMBER_LENGTH) == Decimal("9" * MAX_NUMBER_LENGTH)
    with pytest.raises(NumberError, match="quá dài: chỉ nhập tối đa 40 ký tự"):
        parse_number("9" * (MAX_NUMBER_LENGTH + 1))


def test_minus_zero_is_zero():
    assert not parse_number("-0,00").is_signed()


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Decimal("6.3"), None, "6,3"),
        (Decimal("6.30"), None, "6,3"),
        (Decimal(413612), None, "413.612"),
        (Decimal("4.13612E+5"), None, "413.612"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("85.418"), None, "85,418"),
        (1310, None, "1.310"),
        (-1234567, None, "-1.234.567"),
        (0, None, "0"),
        (Decimal("5.255"), 2, "5,26"),
        (Decimal("-5.255"), 2, "-5,26"),
        (Decimal(5), 2, "5,00"),
        (Decimal("999.995"), 2, "1.000,00"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.001"), 2, "0,00"),
        (
            Decimal("12345678901234567890123456789012.5"),
            1,
            "12.345.678.901.234.567.890.123.456.789.012,5",
        ),
    ],
)
def test_writes_vietnamese_notation(value, decimals, text):
    assert format_number(value, decimals) == text


def test_refuses_to_write_a_float_or_no_number():
    with pytest.raises(TypeError, match="float"):
        format_number(0.1)
    with pytest.raises(ValueError, match="NaN"):
        format_number(Decimal("NaN"))


@given(values)
def test_number_survives_writing_and_reading(value):
    assert parse_number(format_number(value)) == value


@given(values, st.integers(0, 6))
def test_rounding_is_off_by_half_a_unit_at_most(value, decimals):
    rounded = parse_number(format_number(value, decimals))
    assert abs(rounded - value) <= Decimal("0.5").scaleb(-decimals)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_number_error(text):
    try:
        assert parse_number(text).is_finite()
    except NumberError as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("9,73", Quantity(Decimal("9.73"))),
        ("413.612", Quantity(Decimal(413612))),
        ("1.241/1.310", Quantity(Decimal(1241), Decimal(1310))),
        ("33 / 63", Quantity(Decimal(33), Decimal(63))),
        ("hơn 235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
        ("Hơn 235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
        ("HƠN 235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
        ("trên 235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
        ("> 235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
        (">235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
        ("dưới 2", Quantity(Decimal(2), None, Qualifier.UNDER)),
        ("< 2", Quantity(Decimal(2), None, Qualifier.UNDER)),
        ("khoảng 100", Quantity(Decimal(100), None, Qualifier.ABOUT)),
        ("ước 100", Quantity(Decimal(100), None, Qualifier.ABOUT)),
        ("~100", Quantity(Decimal(100), None, Qualifier.ABOUT)),
        ("gần 100", Quantity(Decimal(100), None, Qualifier.NEARLY)),
        ("ít nhất 8", Quantity(Decimal(8), None, Qualifier.AT_LEAST)),
        ("tối thiểu 8", Quantity(Decimal(8), None, Qualifier.AT_LEAST)),
        ("từ 8 trở lên", Quantity(Decimal(8), None, Qualifier.AT_LEAST)),
        ("8 trở lên", Quantity(Decimal(8), None, Qualifier.AT_LEAST)),
        (">= 8", Quantity(Decimal(8), None, Qualifier.AT_LEAST)),
        ("≥8", Quantity(Decimal(8), None, Qualifier.AT_LEAST)),
        ("không quá 3", Quantity(Decimal(3), None, Qualifier.AT_MOST)),
        ("<=3", Quantity(Decimal(3), None, Qualifier.AT_MOST)),
        ("hơn 30/63", Quantity(Decimal(30), Decimal(63), Qualifier.OVER)),
        ("ho\u031bn\u00a0235.000", Quantity(Decimal(235000), None, Qualifier.OVER)),
    ],
)
def test_reads_quantities(text, quantity):
    assert parse_quantity(text) == quantity


@pytest.mark.parametrize(
    "text",
    ["", "hơn", "hơn hơn 5", "hơn 8 trở lên", "trở lên", "1.241/", "/63", "13/3/2024", "235.000 tỷ"]
    + ["33/0", "0/0", "64/63", "-1/63", "1/-63", "9" * 101],
)
def test_refuses_what_is_no_quantity(text):
    with pytest.raises(NumberError):
        parse_quantity(text)


def test_ratio_errors_name_both_numbers():
    with pytest.raises(NumberError, match=r"1\.311 không nằm trong khoảng từ 0 đến tổng số 1\.310"):
        parse_quantity("1.311/1.310")
    with pytest.raises(NumberError, match="phải lớn hơn 0"):
        parse_quantity("3/0")


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "−", "\u00a0–\u00a0"])
def test_a_lone_dash_is_no_quantity(text):
    assert parse_optional_quantity(text) is None


def test_optional_quantity_reads_and_refuses_like_the_plain_one():
    assert parse_optional_quantity("33/63") == Quantity(Decimal(33), Decimal(63))
    with pytest.raises(NumberError):
        parse_optional_quantity("9.73")


@pytest.mark.parametrize(
    ("quantity", "decimals", "text"),
    [
        (Quantity(Decimal(235000), None, Qualifier.OVER), None, "hơn 235.000"),
        (Quantity(Decimal(1241), Decimal(1310)), None, "1.241/1.310"),
        (Quantity(Decimal(1241), Decimal(1310)), 2, "1.241/1.310"),
        (Quantity(Decimal("9.735")), 2, "9,74"),
        (Quantity(Decimal(8), None, Qualifier.AT_LEAST), None, "ít nhất 8"),
    ],
)
def test_writes_quantities(quantity, decimals, text):
    assert format_quantity(quantity, decimals) == text


def test_every_qualifier_has_its_own_words():
    assert set(QUALIFIER_WORDS) == set(Qualifier)
    assert len(set(QUALIFIER_WORDS.values())) == len(Qualifier)


@given(quantities())
def test_quantity_survives_writing_and_reading(quantity):
    assert parse_quantity(format_quantity(quantity)) == quantity


@given(st.text(alphabet="0123456789.,/-<>=hơn từtrởlê", max_size=30))
def test_any_text_is_a_quantity_or_a_number_error(text):
    try:
        read = parse_quantity(text)
    except NumberError as refused:
        assert str(refused)
    else:
        assert parse_quantity(format_quantity(read)) == read
