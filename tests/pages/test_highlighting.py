import re
import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.pages.highlighting import _fold_with_positions, highlight, snippet
from cluster_portal.vietnamese.folding import fold, fold_terms, normalise

any_text = st.text(max_size=80)
vietnamese = st.text("aăâđêôơư ệễộợửỹ BCDĐ,.-–()<>&\"'½²\u0301\u200b", max_size=80)


def without_marks(html):
    return unescape(re.sub(r"</?mark>", "", html))


@pytest.mark.parametrize(
    ("text", "query", "html"),
    [
        ("Đồng bằng", "dong", "<mark>Đồng</mark> bằng"),
        ("Đồng bằng", "ĐỒNG BẰNG", "<mark>Đồng bằng</mark>"),
        ("Năm 2023, Nam Định", "nam dinh", "Năm 2023, <mark>Nam Định</mark>"),
        ("Định, Nam", "nam dinh", "<mark>Định</mark>, <mark>Nam</mark>"),
        ("Hoà Bình, Hòa Bình", "hòa", "<mark>Hoà</mark> Bình, <mark>Hòa</mark> Bình"),
        (unicodedata.normalize("NFD", "Việt"), "viet", "<mark>Việt</mark>"),
        ("số 12/QĐ-TTg", "qđ-ttg", "số 12/<mark>QĐ-TTg</mark>"),
        (
            "<b>Nam</b> & 'Định'",
            "nam",
            "&lt;b&gt;<mark>Nam</mark>&lt;/b&gt; &amp; &#x27;Định&#x27;",
        ),
        ("Nam Định", "x", "Nam Định"),
        ("", "nam", ""),
        ("Nam", "", "Nam"),
    ],
)
def test_highlight(text, query, html):
    assert highlight(text, fold_terms(query)) == html


def test_terms_that_overlap_are_marked_once():
    assert highlight("banana", ["bana", "ana"]) == "<mark>banana</mark>"


@given(st.one_of(any_text, vietnamese), st.one_of(any_text, vietnamese))
def test_highlight_changes_nothing_but_marks(text, query):
    html = str(highlight(text, fold_terms(query)))
    assert without_marks(html) == unicodedata.normalize("NFC", text)
    assert "<" not in re.sub(r"</?mark>", "", html)


@given(st.one_of(any_text, vietnamese))
def test_positions_follow_folding(text):
    clean = normalise(text)
    folded, positions = _fold_with_positions(clean)
    assert folded.strip() == fold(clean)
    assert len(folded) == len(positions)
    assert positions == sorted(positions)


@given(st.one_of(any_text, vietnamese))
def test_each_word_of_a_text_is_marked_in_it(text):
    clean = normalise(text)
    for term in fold(clean).split():
        assert "<mark>" in highlight(clean, [term])


def test_a_snippet_shows_where_most_terms_stand():
    text = "mở đầu sông " + "chữ " * 200 + "Đồng bằng sông Hồng" + " chữ" * 200
    html = snippet(text, fold_terms("song hong"))
    assert html.startswith("…")
    assert html.endswith("…")
    assert "bằng <mark>sông Hồng</mark>" in html
    assert len(without_marks(html)) <= 182


def test_a_short_text_is_its_own_snippet():
    assert snippet("Đồng bằng\nsông Hồng", ["song"]) == "Đồng bằng <mark>sông</mark> Hồng"


def test_a_snippet_without_a_hit_is_the_start():
    html = snippet("chữ " * 200, ["khong"])
    assert html.startswith("chữ chữ")
    assert html.endswith("chữ…")


@given(st.text(min_size=181, max_size=600))
def test_a_snippet_is_text(text):
    shown = without_marks(snippet(text, ["a", "b"])).strip("…")
    assert shown.strip() in " ".join(unicodedata.normalize("NFC", text).split())
