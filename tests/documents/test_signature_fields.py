"""Empty fields for digital signatures in a printed pledge."""

import io

import pikepdf
import pytest
from django.template.loader import render_to_string

from cluster_portal.documents.contents import SignatureCell
from cluster_portal.documents.printing import print_document
from cluster_portal.documents.signature_fields import SEAL, field_name
from tests.documents import samples
from tests.signing.pledges import MANY, SLUGS, issued
from tests.tools.verapdf import validate

MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize("slugs", [SLUGS, MANY], ids=["nine", "thirty-four"])
def test_every_member_has_a_field_in_its_cell(slugs, tmp_path):
    path = tmp_path / "pledge.pdf"
    path.write_bytes(issued(slugs))
    for verdict in validate([path], ("2a", "ua1")):
        assert verdict.compliant, str(verdict)
    with pikepdf.open(path) as pdf:
        form = pdf.Root.AcroForm
        fields = {str(field.T): field for field in form.Fields}
        assert list(fields) == [*map(field_name, slugs), SEAL]
        assert set(form.keys()) == {"/Fields", "/SigFlags"}
        for field in fields.values():
            left, bottom, right, top = map(float, field.Rect)
            assert right - left == pytest.approx(50 * MILLIMETRE, abs=0.1)
            assert top - bottom == pytest.approx(24 * MILLIMETRE, abs=0.1)
            assert field.FT == "/Sig"
            assert "/V" not in field
        assert "Chữ ký số của Ủy ban nhân dân tỉnh Hưng Yên" in str(fields[field_name(slugs[0])].TU)


def test_who_signs_on_paper_has_none(pledge_pdf):
    with pikepdf.open(pledge_pdf) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_typed_text_makes_no_field():
    typed = '<input type="checkbox" name="ky.gia-mao"> <body class="stamp">'
    printed = print_document(samples.html_of(samples.pledge(theme=typed, closing=typed)))
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert len(pdf.pages) > 1


def test_a_page_of_the_portal_shows_no_boxes_to_tick():
    cell = SignatureCell(unit_line="Ủy ban nhân dân tỉnh Hưng Yên", field="hung-yen")
    content = samples.pledge(cells=(cell,))
    page = render_to_string("documents/_pledge_body.html", {"content": content, "embedded": True})
    assert "<input" not in page
    assert "Xác nhận của cổng" not in page
