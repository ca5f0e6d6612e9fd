"""Whoever has a document asks by its code whether it counts."""

import datetime
import re
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from cluster_portal.database import triggers
from cluster_portal.documents import services
from cluster_portal.documents.models import IssuedDocument
from tests.documents.reading import scanned, text_of
from tests.factories.documents import SignedRevisionFactory
from tests.tools.verapdf import validate

pytestmark = pytest.mark.django_db


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def saved(folder: Path, content: bytes) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}.pdf"
    path.write_bytes(content)
    return path


def test_the_code_stands_on_every_page_and_in_the_qr_code(document, tmp_path, settings, client):
    path = saved(tmp_path, bytes(document.content))
    pages = int(re.search(r"Pages:\s+(\d+)", _about(path))[1])
    for page in range(1, pages + 1):
        assert document.shown_code in text_of(path, page)
    assert f"Mã xác minh: {document.shown_code}" in text_of(path)
    address = scanned(path)
    assert address == f"{settings.PORTAL_ADDRESS}/xac-minh/{document.shown_code}/"
    page = client.get(address.removeprefix(settings.PORTAL_ADDRESS))
    assert page.status_code == 200
    for verdict in validate([path]):
        assert verdict.compliant, str(verdict)
    assert document.data["head"]["code"] == document.shown_code


def _about(path):
    return subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout


def test_previews_carry_no_code(conference, lan, client_of, tmp_path):
    draft = client_of(lan).get(f"{conference.get_absolute_url()}bao-cao.pdf")
    assert "xác minh" not in text_of(saved(tmp_path, draft.content))


def test_the_page_of_a_published_document(document, client, django_assert_max_num_queries):
    address = document.get_absolute_url()
    response = client.get(address)
    page = words(response)
    for expected in (
        "Báo cáo hội nghị số 01/BC-CTĐĐBSH",
        "Thạch Lựu",
        "ĐỒNG BẰNG SÔNG HỒNG",
        "Đang có hiệu lực trên cổng",
        "tệp cổng giữ đúng từng byte",
        "Chưa có chữ ký",
        document.sha256,
    ):
        assert expected in page, expected
    assert response.headers["Cache-Control"] == "private, no-cache"
    file = client.get(f"{address}van-ban.pdf")
    assert file.content == bytes(document.content)
    assert "private" in file.headers["Cache-Control"]
    for _ in range(12):
        SignedRevisionFactory(document=document)
    with django_assert_max_num_queries(8):
        assert "Bản có 12 chữ ký số" in words(client.get(address))


def test_a_document_that_is_not_published_tells_what_it_is_and_no_more(
    unpublished, client, lan, client_of, dung
):
    address = unpublished.get_absolute_url()
    for stranger in (client, client_of(dung)):
        page = words(stranger.get(address))
        assert "Có văn bản này, nhưng chưa công bố." in page
        assert "Báo cáo hội nghị số 01/BC-CTĐĐBSH" in page
        assert "Thạch Lựu" not in page
        assert "đồng bằng sông hồng" not in page.lower()
        assert stranger.get(f"{address}van-ban.pdf").status_code == 404
    own = client_of(lan)
    assert "Thạch Lựu" in words(own.get(address))
    assert own.get(f"{address}van-ban.pdf").content == bytes(unpublished.content)


def test_a_replaced_document_leads_to_the_one_that_counts(document, conference, bring, client):
    conference.refresh_from_db()
    back = bring(conference, "finalised", reason="Sai số")
    back = bring(back, "held", reason="Sai số liệu xuất khẩu")
    bring(back, "finalised", "published")
    newest = IssuedDocument.objects.get(replaces=document)
    assert newest.code != document.code
    page = client.get(document.get_absolute_url())
    assert "Văn bản đã bị thay" in words(page)
    assert "Sai số liệu xuất khẩu" in words(page)
    assert newest.get_absolute_url() in page.content.decode()
    assert "Đang có hiệu lực" in words(client.get(newest.get_absolute_url()))


def test_a_withdrawn_document_says_why(document, lan, client):
    services.withdraw_document(document=document, reason="Hội nghị không hợp lệ", by=lan)
    page = words(client.get(document.get_absolute_url()))
    assert "Văn bản đã thu hồi" in page
    assert "Hội nghị không hợp lệ" in page
    assert "Đang có hiệu lực" not in page


def test_signatures_are_told_with_certificate_and_time(document, client):
    SignedRevisionFactory(document=document, signer_name="Phạm Thị Dấu")
    stamped = datetime.datetime(2025, 4, 21, 3, tzinfo=datetime.UTC)
    SignedRevisionFactory(document=document, is_portal_seal=True, timestamped_at=stamped)
    page = words(client.get(document.get_absolute_url()))
    assert "Chứng thư số: Phạm Thị Dấu, số hiệu 54010F, nơi cấp CN=CA thử nghiệm" in page
    assert "Giờ theo máy người ký: 09:30 20/4/2025" in page
    assert "Xác nhận của cổng" in page
    assert "Dấu thời gian: 10:00 21/4/2025" in page
    newest = client.get(f"{document.get_absolute_url()}van-ban.pdf")
    assert newest.content == document.head_content()


def test_bytes_that_were_changed_behind_the_portal_show_and_are_not_handed_out(document, client):
    triggers.remove(connection)
    IssuedDocument.objects.filter(pk=document.pk).update(content=b"%PDF-1.7 forged")
    triggers.install(connection)
    response = client.get(document.get_absolute_url())
    assert "Tệp cổng đang giữ khác với lúc ban hành." in words(response)
    assert "van-ban.pdf" not in response.content.decode()


@pytest.mark.parametrize("typed", ["{shown}", "{code}", "{lower}", " {spaced} "])
def test_the_form_takes_a_code_however_it_is_typed(document, client, typed):
    code = document.code
    spellings = {
        "shown": document.shown_code,
        "code": code,
        "lower": document.shown_code.lower(),
        "spaced": " ".join(code),
    }
    response = client.get("/xac-minh/", {"ma": typed.format(**spellings)})
    assert response.status_code == 302
    assert response.headers["Location"] == document.get_absolute_url()


def test_another_spelling_in_the_address_leads_to_the_one(document, client):
    response = client.get(f"/xac-minh/{document.code.lower()}/")
    assert response.headers["Location"] == document.get_absolute_url()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Nhập mã in trên văn bản."),
        ("0000-0000-0000", "Không có văn bản nào mang mã này."),
        ("K7MN", "Mã gồm 12 ký tự, bạn đã nhập 4."),
        ("K7MN-40PX-92TÁ", "tắt rồi nhập lại"),
        ("<script>", "Mã không có ký tự “&lt;”"),
        ("x" * 300, "Mã chỉ gồm 12 ký tự."),
    ],
)
def test_a_wrong_code_is_answered_beside_its_field_and_stays(client, typed, answer):
    response = client.get("/xac-minh/", {"ma": typed})
    assert response.status_code == 200
    assert answer in response.content.decode()
    assert response.context["by_code"]["ma"].value() == typed


@pytest.mark.parametrize("code", ["0000-0000-0000", "khong-co", "K7MN-40PX-92TÁ", "a" * 400])
def test_an_address_without_a_document_says_so(client, code):
    address = f"/xac-minh/{code}/"
    response = client.get(address)
    assert response.status_code == 404
    assert "Theo mã in trên văn bản" in response.content.decode()
    for file in ("van-ban.pdf", "phieu-chu-ky.pdf"):
        assert client.get(address + file).status_code == 404


def test_documents_of_before_codes_have_no_page(client, document):
    assert client.get("/xac-minh//").status_code == 404
    assert client.get("/xac-minh/---/").status_code == 404


def test_the_signature_sheet_is_a_document_too(document, client, tmp_path):
    for _ in range(2):
        SignedRevisionFactory(document=document)
    response = client.get(f"{document.get_absolute_url()}phieu-chu-ky.pdf")
    path = saved(tmp_path, response.content)
    text = text_of(path)
    for expected in (
        "PHIẾU CHỮ KÝ",
        "Thạch Lựu",
        "01/BC-CTĐĐBSH",
        "Nguyễn Văn Ký",
        "54010F",
        "Đang có hiệu lực trên cổng",
        document.shown_code,
    ):
        assert expected in text, expected
    squeezed = text.replace(" ", "")
    for revision in document.revisions.all():
        assert revision.sha256 in squeezed
    for verdict in validate([path]):
        assert verdict.compliant, str(verdict)
    assert client.get(f"{document.get_absolute_url()}phieu-chu-ky.pdf").content == response.content


def test_the_sheet_of_an_unpublished_document_says_no_more_than_its_page(
    unpublished, client, tmp_path
):
    response = client.get(f"{unpublished.get_absolute_url()}phieu-chu-ky.pdf")
    text = text_of(saved(tmp_path, response.content))
    assert "chưa công bố" in text
    assert "Thạch Lựu" not in text


def test_guessing_codes_is_slowed_down(client, document):
    statuses = [client.get("/xac-minh/0000-0000-0000/").status_code for _ in range(61)]
    assert statuses[:60] == [404] * 60
    assert statuses[60] == 429
