"""What a reader, a screen reader and a search find in the finished PDF."""

import unicodedata

import pikepdf
import pytest

from cluster_portal.documents.contents import NOT_SIGNED_NOTE, SignatureBlock
from tests.documents import samples
from tests.documents.reading import fonts_of, text_of

STYLES = ("{}", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>")


def test_sentences_can_be_found(pledge_pdf):
    text = text_of(pledge_pdf)
    assert text == unicodedata.normalize("NFC", text)
    assert "\u00a0" not in text
    for sentence in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 01/GƯTĐ-CTĐ",
        "Quảng Ninh, ngày 18 tháng 01 năm 2021",
        "GIAO ƯỚC THI ĐUA Cụm thi đua các tỉnh Đồng bằng sông Hồng năm 2021",
        "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;",
        "Căn cứ Nghị quyết số 01/NQ-CP ngày 01/01/2021 của Chính phủ.",
        "1. Tiếp tục quán triệt sâu sắc",
        "ĐẠI DIỆN CÁC ĐƠN VỊ KÝ GIAO ƯỚC THI ĐUA",
        "- Lưu: VT, CTĐ.",
    ):
        assert sentence in text


def test_report_numbers_parts_sections_and_tables(report_pdf):
    text = text_of(report_pdf)
    for heading in (
        "I. KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2020",
        "1. Phong trào thi đua",
        "2. Phát triển kinh tế - xã hội",
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2021",
        "Bảng 1. Tốc độ tăng trưởng kinh tế (GRDP) năm 2020",
        "Bảng 2. Tập thể, cá nhân được khen thưởng năm 2020",
        "TM. CỤM THI ĐUA CỤM TRƯỞNG CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH",
    ):
        assert heading in text


def test_one_addressee_stands_on_the_line_of_its_salutation(printed):
    path = printed(samples.report(addressees=("Thủ tướng Chính phủ",)))
    assert "Kính gửi: Thủ tướng Chính phủ." in text_of(path)


def test_number_and_date_not_yet_given_leave_room(report_pdf):
    assert "Quảng Ninh, ngày … tháng … năm …" in text_of(report_pdf, 1)
    assert "None" not in text_of(report_pdf)


def test_every_vietnamese_letter_in_every_style_is_in_our_font(printed):
    assert len(set(samples.ALL_LETTERS)) == 186
    words = " ".join(samples.ALL_LETTERS[i : i + 6] for i in range(0, 186, 6))
    signs = "– — … “ ” ‘ ’ ₫ № ° ± × ½ % & § • −"
    paragraphs = "".join(f"<p>{style.format(words + ' ' + signs)}</p>" for style in STYLES)
    path = printed(f'<html lang="vi"><title>Chữ</title><div class="document">{paragraphs}</div>')
    assert text_of(path).count(words) == len(STYLES)
    fonts = fonts_of(path)
    assert {font["name"].split("+")[1] for font in fonts} == {
        "Portal-Serif",
        "Portal-Serif-Bold",
        "Portal-Serif-Italic",
        "Portal-Serif-Bold-Italic",
    }


@pytest.mark.parametrize("name", ["pledge_pdf", "report_pdf"])
def test_only_our_font_embedded_as_a_subset(name, request):
    fonts = fonts_of(request.getfixturevalue(name))
    assert fonts
    for font in fonts:
        assert "+Portal-Serif" in font["name"]
        assert (font["emb"], font["sub"], font["uni"]) == ("yes", "yes", "yes")


def test_decomposed_letters_come_out_composed(printed):
    subject = unicodedata.normalize("NFD", samples.pledge().subject)
    assert samples.pledge().subject in text_of(printed(samples.pledge(subject=subject)))


def test_text_is_never_markup(printed):
    path = printed(samples.pledge(subject="<img src=x> & <b>năm 2021</b>"))
    assert "<img src=x> & <b>năm 2021</b>" in text_of(path)


@pytest.mark.parametrize("name", ["pledge_pdf", "report_pdf"])
def test_unsigned_document_says_so_on_every_page(name, request):
    path = request.getfixturevalue(name)
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    for page in range(1, pages + 1):
        assert NOT_SIGNED_NOTE in text_of(path, page)
    label = "CHƯA KÝ" if name == "pledge_pdf" else "DỰ THẢO"
    assert label in text_of(path, 1)


def test_unsigned_signature_places_say_so(pledge_pdf, report_pdf):
    assert text_of(pledge_pdf).count("(chưa ký trên bản này)") == 9
    assert text_of(report_pdf).count("(chưa ký trên bản này)") == 1


def test_report_without_signature_block_has_none(printed):
    assert "(chưa ký" not in text_of(printed(samples.report(signature=None)))


def test_unsigned_without_a_word_is_refused():
    with pytest.raises(ValueError, match="signature status"):
        SignatureBlock(authority_lines=("Cụm trưởng",), signer_name="Nguyễn Văn A", status=" ")
    with pytest.raises(ValueError, match="status label"):
        samples.head(status_label="")
    with pytest.raises(ValueError, match="footer note"):
        samples.head(footer_note="")
