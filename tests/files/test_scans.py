"""Scans of signed paper are measured: dots an inch, colour, size, version."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from cluster_portal.files.inspection.scans import check_scan
from tests.files.samples import HTML, pdf, scan, upload


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        check_scan(upload(content))
    return refused.value.messages[0]


@pytest.mark.parametrize("options", [{}, {"dpi": 300}, {"turned": True}])
def test_a_colour_scan_of_200_dpi_is_taken(options):
    one = upload(scan(**options))
    check_scan(one)
    assert one.read(5) == b"%PDF-"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"dpi": 150}, "Trang 1 quét ở 150 dpi"),
        ({"dpi": 100, "turned": True}, "Trang 1 quét ở 100 dpi"),
        ({"mode": "L"}, "Trang 1 là ảnh đen trắng"),
        ({"mode": "1"}, "Trang 1 là ảnh đen trắng"),
        ({"page": (297, 420)}, "khổ 105×148 mm"),
        ({"version": "1.3"}, "Tệp là PDF 1.3"),
    ],
)
def test_what_was_measured_is_said(options, words):
    assert words in refusal(scan(**options))


def test_a_page_without_a_scan_is_named():
    document = pikepdf.open(io.BytesIO(scan()))
    document.add_blank_page(page_size=(595, 842))
    target = io.BytesIO()
    document.save(target)
    assert "Trang 2 không phải ảnh quét" in refusal(target.getvalue())
    assert "Trang 1 không phải ảnh quét" in refusal(pdf(force_version="1.7"))


def test_a_small_picture_on_a_page_is_no_scan():
    def shrink(document):
        page = document.pages[0]
        image = next(iter(page.Resources.XObject.keys()))
        page.Contents = document.make_stream(f"q 90 0 0 90 50 50 cm {image} Do Q".encode())

    document = pikepdf.open(io.BytesIO(scan()))
    shrink(document)
    target = io.BytesIO()
    document.save(target)
    assert "không phải ảnh quét" in refusal(target.getvalue())


@pytest.mark.parametrize("content", [HTML, b"", b"%PDF-1.7\n%%EOF", scan()[:400]])
def test_other_files_are_refused_before_they_are_measured(content):
    assert refusal(content)
