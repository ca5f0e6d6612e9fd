"""Verification codes: hard to guess, easy to type."""

import re

import pytest

from cluster_portal.documents.codes import SIGNS, new_code, read_code, shown_code


def test_codes_differ_and_are_shown_in_groups():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == 12
        assert set(code) <= set(SIGNS)
        assert read_code(shown_code(code)) == code
    assert shown_code("K7MN40PX92TR") == "K7MN-40PX-92TR"


@pytest.mark.parametrize(
    "typed",
    [
        "K7MN-40PX-92TR",
        "k7mn40px92tr",
        " k7mn 40px 92tr ",
        "K7MN–40PX–92TR",
        "K7MN‑40PX‑92TR",
        "K7MN-4OPX-92TR",  # the letter O for the digit
        "k7mn-4qpx-9ztr",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "K7MN40PX92TR"


def test_look_alikes_mean_the_same_and_never_stand_side_by_side():
    for alike, sign in {
        "O": "0",
        "I": "1",
        "l": "1",
        "Z": "2",
        "s": "5",
        "G": "6",
        "B": "8",
    }.items():
        assert read_code(alike * 12) == sign * 12
        assert alike.upper() not in SIGNS
    # No vowel and none of the letters of which input methods make others: no words, no accents.
    assert not set(SIGNS) & set("AEIOUYDW")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Nhập mã"),
        (" - - ", "Nhập mã"),
        ("K7MN", "12 ký tự, bạn đã nhập 4"),
        ("K7MN-40PX-92TR-K7MN", "12 ký tự, bạn đã nhập 16"),
        ("K7MN-40PX-92T*", "không có ký tự “*”"),
        ("K7MN-40PX-92TÁ", "tắt rồi nhập"),
        ("K7MN-40PX-92T\x00", "không có ký tự"),
        ("K7MN-40PX-92TW", "không có ký tự “W”"),
    ],
)
def test_what_is_no_code_says_why(typed, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        read_code(typed)
