"""Archive and accessibility formats, and bytes that can be compared."""

import subprocess
import unicodedata

import pikepdf
import pytest

from cluster_portal.documents.marks import marked
from cluster_portal.documents.render import render_pdf
from tests.documents import handover_samples, samples
from tests.tools.verapdf import validate


def test_archive_and_accessibility_formats(printed, pledge_pdf, report_pdf):
    bare = samples.report(
        addressees=(), bases=(), parts=(), closing="", signature=None, recipients=(), source_note=""
    )
    many = samples.pledge(cells=samples.cells(34), theme="Đoàn kết", motto="Sáng tạo")
    revised = samples.report(replacement_note="Bản này (lần 2) thay bản lần 1, lý do: sửa số")
    handover = handover_samples.html_of(handover_samples.handover())
    issued = samples.pledge(head=marked(samples.head(), "K7MN40PX92TR"))
    paths = [pledge_pdf, report_pdf, *map(printed, (bare, many, revised, handover, issued))]
    verdicts = validate(paths, ("2a", "ua1"))
    assert len(verdicts) == 14
    for verdict in verdicts:
        assert verdict.compliant, str(verdict)


@pytest.mark.parametrize("name", ["pledge_pdf", "report_pdf"])
def test_sound_and_tagged_in_vietnamese(name, request):
    path = request.getfixturevalue(name)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "vi"
        assert pdf.Root.MarkInfo.Marked
        assert "Cụm thi đua các tỉnh Đồng bằng sông Hồng" in str(pdf.docinfo["/Author"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["xmp:ModifyDate"] == "2021-01-19T00:00:00+07:00"


def test_headings_and_tables_are_tagged_as_such(report_pdf):
    with pikepdf.open(report_pdf) as pdf:
        kinds = [
            str(item.S)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item
        ]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 2
    assert kinds.count("/H3") == 3
    assert kinds.count("/Table") == 3  # the long one goes on to the next page
    assert kinds.count("/TH") >= 8


def test_same_input_gives_the_same_bytes():
    html = samples.html_of(samples.pledge())
    assert render_pdf(html) == render_pdf(html)
    assert render_pdf(html) != render_pdf(html.replace("năm 2021", "năm 2022"))


def test_composed_and_decomposed_letters_give_the_same_bytes():
    html = samples.html_of(samples.pledge())
    assert render_pdf(unicodedata.normalize("NFD", html)) == render_pdf(html)
