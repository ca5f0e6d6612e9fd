"""The expected orders are those of the Unicode collation for Vietnamese (PostgreSQL vi-x-icu)."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.vietnamese.order import MAX_CHARACTERS, SORT_KEY_MAX_LENGTH, sort_key

any_text = st.text(st.characters(exclude_categories=[]), max_size=60)

PROVINCES = """
An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương,
Bình Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông,
Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng,
Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai,
Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình,
Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên,
Thanh Hóa, Thành phố Hồ Chí Minh, Thừa Thiên Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long,
Vĩnh Phúc, Yên Bái
"""
ORDERS = {
    "provinces": " ".join(PROVINCES.split()).split(", "),
    "letters": list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
    "tones": ["ma", "mà", "mả", "mã", "má", "mạ", "mac"],
    "letters before tones": ["an", "An", "ăn", "Ăn", "ân", "Ân", "Ấn"],
    "tones from the left": ["ba b", "Ba B", "bà b", "ba bà", "bà ba"],
    "tones before case": ["ma", "Ma", "MA", "mà", "Mà"],
    "tones on the same letters": ["hoa", "hoà", "hòa"],
    "the stroked d": ["da", "dz", "đa", "Đa", "đà", "ea"],
    "shorter first": ["Bà Rịa", "Bà Rịa - Vũng Tàu", "Bà-Rịa", "BàRịa"],
    "space, sign, digit, letter": ["a b", "à b", "á b", "a c", "a-b", "a.b", "a1", "ab"],
    "signs": list("_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"),
    "digits one by one": ["Cụm 1", "Cụm 10", "Cụm 2"],
    "no split of ch": ["cg", "ch", "ci", "cz"],
    "foreign marks with the tones": ["e", "é", "ea", "ê", "ề", "êa"],
}


@pytest.mark.parametrize("expected", ORDERS.values(), ids=ORDERS)
def test_order(expected):
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=sort_key) == expected
    assert len({sort_key(text) for text in expected}) == len(expected)


def test_all_63_provinces_are_listed():
    assert len(ORDERS["provinces"]) == 63


def test_dashes_and_spaces_of_all_kinds_sort_alike():
    assert sort_key("Bà Rịa - Vũng Tàu") == sort_key("Bà Rịa\u00a0–  Vũng Tàu")


def test_other_scripts_come_after_all_letters():
    assert sort_key("zz") < sort_key("ω") == sort_key("я")


@given(any_text)
def test_key_is_bounded_and_has_ascii_digits_only(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isdigit()
    assert len(key) <= SORT_KEY_MAX_LENGTH


def test_key_of_a_long_text_is_bounded():
    assert len(sort_key("ộ" * 10_000)) == SORT_KEY_MAX_LENGTH
    assert len(sort_key("\ufdfa" * MAX_CHARACTERS)) == SORT_KEY_MAX_LENGTH


@given(any_text)
def test_key_does_not_depend_on_the_unicode_form(text):
    keys = {sort_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert keys == {sort_key(text)}


@given(st.text("aàăâđe ", max_size=10), st.text("bcd", min_size=1, max_size=5))
def test_a_text_sorts_before_those_that_continue_it(start, more):
    assert sort_key(start) < sort_key(start.rstrip() + more)
