"""The filters of the document templates."""

from datetime import date

import pytest
from django.utils.safestring import mark_safe

from cluster_portal.documents.contents import Section
from cluster_portal.documents.templatetags import document_text
from tests.documents import samples


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Chỉ thị 05-CT/TW về", 'Chỉ thị <span class="keep">05-CT/TW</span> về'),
        ("đạt 1.241/1.310, tăng", 'đạt <span class="keep">1.241/1.310</span>, tăng'),
        ("phòng Covid-19.", 'phòng <span class="keep">Covid-19</span>.'),
        ("kinh tế - xã hội", "kinh tế - xã hội"),
        ("trong năm 2021; sau", 'trong <span class="keep">năm 2021;</span> sau'),
        (
            "Nghị quyết số 01/NQ-CP ngày 01/01/2021 của",
            'Nghị quyết <span class="keep">số 01/NQ-CP</span>'
            ' <span class="keep">ngày 01/01/2021</span> của',
        ),
        ("giai đoạn 2021-2025", 'giai đoạn <span class="keep">2021-2025</span>'),
        (
            "1,0 triệu đồng/người/năm",
            '<span class="keep">1,0 triệu đồng/</span>người/năm',
        ),
        ("số 12/QĐ-TTg", '<span class="keep">số 12/QĐ-TTg</span>'),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("số 1<b>", '<span class="keep">số 1&lt;b&gt;</span>'),
        ("", ""),
    ],
)
def test_official(text, html):
    assert document_text.official(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("số 2345/QĐ-BNNPTNT ngày", '<span class="keep">số 2345/</span>QĐ-BNNPTNT ngày'),
        ("2345/QĐ-UBND", '<span class="keep">2345/QĐ-UBND</span>'),
        ("ngày 27/12/2026", '<span class="keep">ngày 27/12/2026</span>'),
        ("2021-2025-2030", '<span class="keep">2021-2025-2030</span>'),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_a_code_that_is_too_long_for_a_cell_goes_on_in_the_next_line(text, html):
    assert document_text.in_cell(text) == html


def test_official_takes_no_markup_on_trust():
    from_template = document_text.official(mark_safe("<script>"))
    assert from_template == "&lt;script&gt;"


@pytest.mark.parametrize(
    ("text", "ending", "result"),
    [
        ("Căn cứ Luật", ";", "Căn cứ Luật;"),
        ("Căn cứ Luật; ", ".", "Căn cứ Luật."),
        ("Lưu: VT.", ".", "Lưu: VT."),
        ("khen thưởng cuối năm./.", "./.", "khen thưởng cuối năm./."),
    ],
)
def test_with_ending(text, ending, result):
    assert document_text.with_ending(text, ending) == result


def test_roman():
    numbers = [document_text.roman(number) for number in (1, 4, 9, 14, 39)]
    assert numbers == ["I", "IV", "IX", "XIV", "XXXIX"]
    with pytest.raises(ValueError, match="no Roman number for 40"):
        document_text.roman(40)


def test_place_and_date_has_the_leading_zeros_of_the_decree():
    text = document_text.place_and_date(samples.head(date=date(2023, 2, 8)))
    assert text.replace("\u00a0", " ") == "Quảng Ninh, ngày 08 tháng 02 năm 2023"


def test_number_may_be_open():
    assert document_text.document_number(samples.head(number="")).strip() == "Số:"


def test_sections_without_heading_take_no_number():
    sections = [Section(), Section(heading="A"), Section(), Section(heading="B")]
    assert [number for number, _ in document_text.numbered(sections)] == [0, 1, 0, 2]


def test_paragraphs():
    assert document_text.paragraphs(" Một \n\nHai") == ["Một", "Hai"]


def test_signatures_in_rows_of_three():
    rows = document_text.signature_rows(samples.cells(7))
    assert [len(row) for row in rows] == [3, 3, 1]
