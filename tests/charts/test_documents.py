"""Charts in documents: sharp, tagged, in the fonts of the document, with their data."""

from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from django.template import Context, Template

from cluster_portal.documents.render import render_pdf
from tests.charts import samples
from tests.documents.reading import fonts_of, right_edge_of, text_of
from tests.tools.verapdf import validate

PAGE = """{% load charts %}<!DOCTYPE html>
<html lang="vi"><head><title>Biểu đồ</title>
<meta name="author" content="Cụm thi đua các tỉnh Đồng bằng sông Hồng">
<meta name="dcterms.created" content="2026-01-01T00:00:00+07:00">
<meta name="dcterms.modified" content="2026-01-01T00:00:00+07:00"></head>
<body class="document-file"><article class="document" data-note="Bản thử">
<h1 class="document-title">BIỂU ĐỒ</h1>
{% for one in charts %}{% document_chart one %}{% endfor %}
</article></body></html>"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form, one after the other."""
    path = tmp_path_factory.mktemp("charts") / "charts.pdf"
    charts = (*samples.all_forms(), samples.number_map(samples.cluster_map().layout, key="more"))
    path.write_bytes(render_pdf(Template(PAGE).render(Context({"charts": charts}))))
    return path


def test_archive_and_accessibility_formats(pdf):
    for verdict in validate([pdf], ("2a", "ua1")):
        assert verdict.compliant, str(verdict)


def test_pictures_are_figures_with_their_titles(pdf):
    with pikepdf.open(pdf) as file:
        described = {
            str(item.Alt)
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        }
    assert {chart.title for chart in samples.all_forms()} <= described


def test_words_are_text_in_the_font_of_the_document(pdf):
    text = text_of(pdf)
    for words in (
        "Biểu đồ 1. Tăng trưởng GRDP năm 2020 theo tỉnh (%)",
        "Bảng 1. Tăng trưởng GRDP năm 2020 theo tỉnh – số liệu (%)",
        "Trung bình cộng 5,26",
        "1/7/2025: sắp xếp đơn vị hành chính",
        "chưa có số liệu",
        "thuộc Khánh Hòa",
        "27.105",
    ):
        assert words in text
    names = {font["name"].split("+")[-1] for font in fonts_of(pdf)}
    assert all(name.startswith("Portal-Serif") for name in names), names
    assert all(font["emb"] == "yes" for font in fonts_of(pdf))


def test_pictures_are_drawn_not_photographed(pdf):
    with pdfplumber.open(pdf) as file:
        assert not any(page.images for page in file.pages)
        assert len(file.pages[0].rects) + len(file.pages[0].curves) >= 8


def test_nothing_runs_over_the_edge_of_the_text(pdf):
    with pdfplumber.open(pdf) as file:
        count = len(file.pages)
    assert all(right_edge_of(pdf, page) <= 195.6 for page in range(1, count + 1))
