"""The fonts and style sheets that are kept in the project."""

import pytest
from fontTools.ttLib import TTFont

from cluster_portal.documents.style import FONT_DIRECTORY, FONT_FAMILY, STATIC_DIRECTORY
from tests.documents import samples

STYLES = {
    "Regular": ("Regular", 400, 0b1000000, 0b00),
    "Bold": ("Bold", 700, 0b0100000, 0b01),
    "Italic": ("Italic", 400, 0b0000001, 0b10),
    "BoldItalic": ("Bold Italic", 700, 0b0100001, 0b11),
}


@pytest.mark.parametrize("style", STYLES)
def test_document_font_has_its_own_name_and_every_letter(style):
    style_name, weight, selection, mac_style = STYLES[style]
    font = TTFont(FONT_DIRECTORY / f"PortalSerif-{style}.ttf")
    names = font["name"]
    assert names.getDebugName(1) == FONT_FAMILY
    assert names.getDebugName(2) == style_name
    assert names.getDebugName(6) == f"PortalSerif-{style}"
    assert font["OS/2"].usWeightClass == weight
    assert font["OS/2"].fsSelection & 0b1100001 == selection
    assert font["head"].macStyle == mac_style
    assert {ord(letter) for letter in samples.ALL_LETTERS} <= set(font.getBestCmap())


@pytest.mark.parametrize("folder", ["document", "be-vietnam-pro"])
def test_fonts_carry_their_licence(folder):
    licence = (STATIC_DIRECTORY / "fonts" / folder / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright 20")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_bootstrap_carries_its_licence_and_asks_for_no_other_file():
    folder = STATIC_DIRECTORY / "vendor" / "bootstrap"
    assert "The MIT License" in (folder / "LICENSE").read_text(encoding="utf-8")
    styles = (folder / "bootstrap.min.css").read_text(encoding="utf-8")
    assert "Bootstrap  v5.3.8" in styles
    assert "sourceMappingURL" not in styles
