"""Minutes and invitations: archive formats, the places that Decree 30/2020 gives, their marks."""

from itertools import pairwise

import pdfplumber
import pytest
from django.template.loader import render_to_string

from emulation.meeting_documents import BLANK
from tests.documents import meeting_samples as samples
from tests.tools.verapdf import validate

GENERAL = f"Cụm thi đua các tỉnh Đồng bằng sông Hồng trân trọng kính mời: {BLANK}"


@pytest.fixture(scope="module")
def meeting_pdfs(printed):
    """Each document whole and with as little as it can have."""
    contents = {
        "minutes": samples.minutes(),
        "minutes_bare": samples.minutes(sections=(), recipients=()),
        "invitation": samples.invitation(),
        "invitation_bare": samples.invitation(programme=None, closing="", recipients=()),
        "invitation_general": samples.invitation(invitation=GENERAL, programme=None),
    }
    return {
        name: printed(
            render_to_string(f"documents/{name.split('_')[0]}.html", {"content": content})
        )
        for name, content in contents.items()
    }


def words_of(path):
    with pdfplumber.open(path) as pdf:
        return [page.extract_words() for page in pdf.pages], pdf.pages[0].width


def text_of(path):
    with pdfplumber.open(path) as pdf:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


def test_archive_and_accessibility_formats(meeting_pdfs):
    verdicts = validate(list(meeting_pdfs.values()), ("2a", "ua1"))
    assert len(verdicts) == 10
    for verdict in verdicts:
        assert verdict.compliant, str(verdict)


def test_the_secretary_signs_on_the_left_and_the_chair_on_the_right(meeting_pdfs):
    pages, width = words_of(meeting_pdfs["minutes"])
    words = [word for page in pages for word in page]
    (secretary,) = [word for word in words if word["text"] == "THƯ"]
    (chair,) = [word for word in words if word["text"] == "TỌA"]
    assert secretary["x1"] < width / 2 < chair["x0"]
    assert abs(secretary["top"] - chair["top"]) < 1
    names = {word["text"]: word["x0"] for word in words if word["text"] in {"Ba", "Văn"}}
    assert names["Ba"] < width / 2 < names["Văn"]


def test_minutes_follow_the_form_in_its_order(meeting_pdfs):
    text = text_of(meeting_pdfs["minutes"])
    parts = (
        "CHƯA KÝ",
        "BIÊN BẢN",
        "Thời gian bắt đầu: 8 giờ 00 phút",
        "Địa điểm:",
        "Chủ tọa:",
        "Thư ký:",
        "1. Thành phần tham dự",
        "2. Khai mạc",
        "3. Kết luận",
        "Sửa quy chế của cụm.",
        "Hội nghị kết thúc vào 11 giờ 30 phút, ngày 18 tháng 01 năm 2021./.",
        "THƯ KÝ",
        "Nơi nhận:",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.count("(chưa ký trên bản này)") == 2
    assert "ngày … tháng" not in text  # the form has no place and day in its head


def test_an_invitation_has_its_programme_on_a_page_of_its_own(meeting_pdfs):
    text = text_of(meeting_pdfs["invitation"])
    parts = ("GIẤY MỜI", "kính mời:", "Tới dự:", "Chủ trì:", "Thời gian:", "Địa điểm:", "PHỤ LỤC")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "(chưa ký trên bản này)" in text
    pages, _ = words_of(meeting_pdfs["invitation"])
    assert len(pages) == 2
    assert "PHỤ" in [word["text"] for word in pages[1]]
    assert len(words_of(meeting_pdfs["invitation_bare"])[0]) == 1


def test_dots_to_be_filled_in_do_not_stretch_the_line_before_them(meeting_pdfs):
    pages, _ = words_of(meeting_pdfs["invitation_general"])
    [dots] = [word["top"] for word in pages[0] if "……" in word["text"]]
    above = max(word["top"] for word in pages[0] if word["top"] < dots - 5)
    line = [word for word in pages[0] if abs(word["top"] - above) < 3]
    gaps = [after["x0"] - before["x1"] for before, after in pairwise(line)]
    assert len(gaps) > 1
    assert max(gaps) < 5  # points: a space of 14 pt type has 3.5
