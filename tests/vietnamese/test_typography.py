import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.vietnamese.dates import format_long_date
from cluster_portal.vietnamese.typography import NO_BREAK_SPACE, no_break, within_sentence

pieces = st.sampled_from(
    ["ngày", "tháng", "năm", "số", "Điều", "khóa", "lần thứ", "XIII", "1.310", "9,73", "2024", "%"]
    + ["tỷ", "triệu", "đồng", "lệ", "USD", "1.241/1.310", "05-CT/TW", "xã", ",", "(", "\u00a0", " "]
)
report_text = st.lists(pieces).map(" ".join)


# In the expected texts "~" stands for a no-break space.
@pytest.mark.parametrize(
    "tied",
    [
        "ngày~13 tháng~3 năm~2024",
        "Ngày~13/3/2024, NĂM~2024",
        "Quyết định số~1.310/QĐ-TTg, số~05-CT/TW",
        "Điều~5, khoản~2, điểm~1 khóa~XIII, khoá~15, Đại hội lần thứ~XIII, quý~II",
        "đạt 413.612~tỷ~đồng, tăng 9,73~%",
        "xuất khẩu 85,418~tỷ~USD; 71,2~triệu~đồng/người/năm",
        "có 1.241/1.310~xã đạt chuẩn",
        "diện tích 12,5~ha và 3~km²",
        "năm~2024 tỷ lệ 5 tỷ lệ, năm~2023 triệu tập, 3 tỷ trọng",
        "năm~2023 xã nào",
        "khóa họp, số liệu, tháng sau",
        "trong quý~I, Phụ lục~II",
        "1.310",
        "Covid-19 người",
    ],
)
def test_ties(tied):
    expected = tied.replace("~", NO_BREAK_SPACE)
    assert no_break(tied.replace("~", " ")) == expected


def test_composes_letters_first():
    assert no_break(unicodedata.normalize("NFD", "Điều 5")) == "Điều\u00a05"


@given(report_text | st.text(max_size=60))
def test_only_spaces_change(text):
    tied = no_break(text)
    plain = unicodedata.normalize("NFC", text).replace(NO_BREAK_SPACE, " ")
    assert tied.replace(NO_BREAK_SPACE, " ") == plain


@given(report_text)
def test_tied_text_is_left_alone(text):
    assert no_break(no_break(text)) == no_break(text)


@given(st.dates())
def test_agrees_with_long_dates(day):
    written = format_long_date(day)
    assert no_break(written) == written
    assert no_break(written.replace(NO_BREAK_SPACE, " ")) == written


def test_only_the_first_letter_changes_within_a_sentence() -> None:
    assert within_sentence("Quyết định số 12/QĐ-TTg") == "quyết định số 12/QĐ-TTg"
    assert within_sentence("") == ""
