"""The widths that charts are placed by are those of the fonts they are drawn in."""

import pytest
from fontTools.ttLib import TTFont

from cluster_portal.charts.sheets import DOCUMENT, MIDDLE
from cluster_portal.documents.style import STATIC_DIRECTORY

FONTS = {
    (MIDDLE, False): ("be-vietnam-pro/be-vietnam-pro-{}-400-normal.woff2",),
    (MIDDLE, True): ("be-vietnam-pro/be-vietnam-pro-{}-600-normal.woff2",),
    (DOCUMENT, False): ("document/PortalSerif-Regular.ttf",),
    (DOCUMENT, True): ("document/PortalSerif-Bold.ttf",),
}
WORDS = (
    "Cụm thi đua các tỉnh Trung du và Miền núi phía Bắc",
    "Bà Rịa - Vũng Tàu",
    "chưa có số liệu",
    "1/7/2025: sắp xếp đơn vị hành chính",
    "GRDP bình quân đầu người (triệu đồng)",
    "Đắk Lắk, Đắk Nông, Đồng Nai, Ưu tú",
)


@pytest.mark.parametrize(("sheet", "bold"), FONTS)
def test_words_are_measured_well_enough(sheet, bold):
    fonts = [
        TTFont(STATIC_DIRECTORY / "fonts" / path.format(part))
        for path in FONTS[sheet, bold]
        for part in ("latin", "vietnamese")
    ]

    def advance(letter: str) -> float:
        for font in fonts:
            glyph = font.getBestCmap().get(ord(letter))
            if glyph:
                return font["hmtx"][glyph][0] / font["head"].unitsPerEm
        raise AssertionError(f"no {letter!r} in the font")

    for words in WORDS:
        real = sum(map(advance, words)) * 10
        assert real * 0.97 <= sheet.text_width(words, 10, bold=bold) <= real * 1.12, words


def test_lines_break_between_words():
    lines = MIDDLE.wrap("Cụm thi đua các tỉnh Đồng bằng sông Hồng", 120)
    assert len(lines) > 1
    assert " ".join(lines) == "Cụm thi đua các tỉnh Đồng bằng sông Hồng"
    assert all(MIDDLE.text_width(line) <= 120 for line in lines)
    assert MIDDLE.wrap("Nguyễn", 5) == ("Nguyễn",)
    assert MIDDLE.wrap("", 50) == ("",)
