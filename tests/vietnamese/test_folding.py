import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.vietnamese.folding import (
    fold,
    fold_terms,
    normalise,
    normalise_paragraphs,
    slugify_vietnamese,
)

any_text = st.text(st.characters(exclude_categories=[]), max_size=60)
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
vietnamese_text = st.text(VIETNAMESE + VIETNAMESE.upper() + "bcdghklmnpqrstvx -–,.", max_size=60)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Đồng   Nai\r\n", "Đồng Nai"),
        ("Đồng\u00a0Nai", "Đồng Nai"),
        ("Đồng\u2028Nai\tvà\u3000Huế", "Đồng Nai và Huế"),
        (unicodedata.normalize("NFD", "Đắk Lắk"), "Đắk Lắk"),
        ("Việ\u0323t".replace("ệ", "ê"), "Việt"),
        ("Hà\x00 Nội\x1b\x9f", "Hà Nội"),
        ("Hà\u202e Nội\u202c\u2066\u2069", "Hà Nội"),
        ("Hà\u200bNội\ufeff\u00ad", "HàNội"),
        ("Hà\ud800 Nội", "Hà Nội"),
        ("\u3164", ""),
        ("e\u200b\u0301", "é"),
    ],
)
def test_normalise(text, clean):
    assert normalise(text) == clean


@given(any_text)
def test_normalise_leaves_clean_text_alone(text):
    clean = normalise(text)
    assert normalise(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean == " ".join(clean.split())
    assert not {unicodedata.category(c) for c in clean} & {"Cc", "Cf", "Cs"}


def test_paragraphs_keep_their_line_breaks():
    text = "\n\n  Một\x00  hai \r\nba\u2028bốn\n \n\n\nnăm\n"
    assert normalise_paragraphs(text) == "Một hai\nba\nbốn\n\nnăm"


@given(any_text)
def test_clean_paragraphs_are_left_alone(text):
    clean = normalise_paragraphs(text)
    assert normalise_paragraphs(clean) == clean
    assert normalise(clean) == normalise(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng bằng sông Hồng", "dong bang song hong"),
        ("ĐẮK LẮK", "dak lak"),
        ("Ðắk Nông", "dak nong"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("Bà Rịa–Vũng Tàu", "ba ria vung tau"),
        ("“Dân vận khéo”", "dan van kheo"),
        ("05-CT/TW", "05 ct tw"),
        ("1.241/1.310 xã", "1 241 1 310 xa"),
        ("ĐỒNG ＡＢＣ１２", "dong abc12"),
        ("…", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("old", "new"), [("Hoà", "Hòa"), ("Thuỷ", "Thủy"), ("Khoẻ", "Khỏe")])
def test_both_ways_of_placing_a_tone_fold_alike(old, new):
    assert fold(old) == fold(new)


def test_every_vietnamese_letter_folds_to_a_plain_one():
    assert set(fold(VIETNAMESE + VIETNAMESE.upper())) == set("adeiouy")


@given(any_text)
def test_fold_of_folded_text_is_itself(text):
    assert fold(fold(text)) == fold(text)


@given(any_text | vietnamese_text)
def test_fold_does_not_depend_on_the_unicode_form(text):
    forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert forms == {fold(text)}


@given(vietnamese_text)
def test_fold_does_not_depend_on_case(text):
    assert fold(text.upper()) == fold(text) == fold(text.lower())


@given(vietnamese_text)
def test_folded_vietnamese_is_ascii_words(text):
    folded = fold(text)
    assert folded.isascii()
    assert all(word.isalnum() for word in folded.split(" ") if folded)


def test_terms_are_distinct_and_limited():
    assert fold_terms("Thi đua, thi ĐUA yêu nước") == ["thi", "dua", "yeu", "nuoc"]
    assert fold_terms("một hai ba bốn", limit=2) == ["mot", "hai"]
    assert fold_terms(" -- ") == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đồng bằng sông Hồng", "dong-bang-song-hong"),
        ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("Hội nghị tổng kết năm 2023", "hoi-nghi-tong-ket-nam-2023"),
        ("Ελλάδα 5", "5"),
        ("…", ""),
    ],
)
def test_slug(text, slug):
    assert slugify_vietnamese(text) == slug


def test_a_run_of_marks_is_cut_before_it_takes_long_to_compose():
    text = "a" + "\u0301" * 100_000 + "\u0316" * 100_000
    assert len(normalise(text)) <= 31
    assert fold(text) == "a"
    assert normalise("ễ" + "\u0301" * 5) == "ễ" + "\u0301" * 5
