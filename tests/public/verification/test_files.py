"""Whoever has a file asks whether it is the portal's; the file is not kept."""

import io
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents import services
from cluster_portal.documents.models import SignatureUpload
from cluster_portal.documents.render import render_pdf
from cluster_portal.files.models import StoredFile
from tests.documents import samples
from tests.documents.signed_files import addition_of

pytestmark = pytest.mark.django_db
NEWEST = "Tệp đúng từng byte với bản mới nhất"
CONTINUED = "Tệp bắt đầu bằng văn bản của cổng nhưng có phần thêm vào"
CHANGED = "Tệp tự xưng là một văn bản của cổng nhưng nội dung không đúng"
FOREIGN = "Cổng không ban hành tệp này."


@pytest.fixture
def ask(client):
    """Bring a file to the page; what it answers, in words."""

    def bring(content, name="van-ban.pdf"):
        upload = SimpleUploadedFile(name, content, content_type="application/pdf")
        response = client.post("/xac-minh/", {"tep": upload})
        assert response.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    return bring


def sign(document, by, field):
    addition = addition_of(document.head_content(), field)
    return services.add_signed_revision(
        document=document,
        head_sha256=document.head_sha256,
        addition=addition,
        facts=services.SignatureFacts(
            field=field,
            signer_name="Nguyễn Văn Ký",
            certificate_serial="1",
            certificate_issuer="CN=CA",
            certificate_sha256="0" * 64,
        ),
        by=by,
    )


def test_the_very_file_is_the_newest_until_somebody_signs(document, ask, lan):
    content = bytes(document.content)
    answer = ask(content)
    assert NEWEST in answer
    assert "số 01/BC-CTĐĐBSH, lần ban hành 1" in answer
    assert document.sha256 in answer
    for field in ("ky_nam-dinh", "ky_ha-nam"):
        sign(document, lan, field)
    answer = ask(document.head_content())
    assert NEWEST in answer
    assert "có 2 chữ ký số" in answer
    assert "bản cũ: thiếu 2 chữ ký" in ask(content)
    assert "bản cũ: thiếu 1 chữ ký" in ask(document.content_at(1))


def test_the_very_file_of_what_was_withdrawn_does_not_count(document, ask, lan):
    services.withdraw_document(document=document, reason="Nhầm", by=lan)
    answer = ask(bytes(document.content))
    assert NEWEST in answer
    assert "đã được thu hồi, không còn hiệu lực" in answer


def test_a_file_with_more_behind_ours_is_not_called_ours(document, ask, lan):
    sign(document, lan, "ky_nam-dinh")
    whole = document.head_content()
    unknown = whole + addition_of(whole, "ky_ha-nam")
    for content in (unknown, whole + b"% a remark\n%%EOF\n", whole + b"x"):
        assert CONTINUED in ask(content)


def test_a_changed_copy_is_told_from_a_strange_file(document, ask):
    content = bytes(document.content)
    flipped = bytearray(content)
    flipped[len(content) // 3] ^= 1
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(again)
    for changed in (bytes(flipped), again.getvalue()):
        answer = ask(changed)
        assert CHANGED in answer
        assert "01/BC-CTĐĐBSH" in answer
    # Cut before the end, where the file names itself: nothing tells whose it was.
    assert FOREIGN in ask(content[: len(content) // 2])
    assert FOREIGN in ask(render_pdf(samples.html_of(samples.pledge())))


def test_what_is_not_published_is_recognised_without_its_title(unpublished, ask):
    answer = ask(bytes(unpublished.content))
    assert NEWEST in answer
    assert "Thạch Lựu" not in answer


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp không có nội dung."),
        (b"PK\x03\x04", "Tệp này không phải PDF."),
        (b"<html>%PDF-1.7", "Tệp này không phải PDF."),
    ],
)
def test_what_is_no_pdf_is_refused_beside_the_field(ask, content, words):
    assert words in ask(content)


@pytest.mark.parametrize("content", [b"%PDF-", b"%PDF-1.7\n%%EOF" * 5_000, b"%PDF-" + b"/ID[<" * 9])
def test_files_made_to_annoy_are_strange_files(ask, content, db):
    assert FOREIGN in ask(content)


def test_no_file_chosen(client):
    assert "Chọn tệp PDF." in client.post("/xac-minh/", {}).content.decode()
    response = client.post("/xac-minh/", {"tep": "text"})
    assert "Chọn tệp PDF." in response.content.decode()


def test_a_file_may_be_larger_than_other_requests_and_not_too_large(ask, client, settings):
    settings.MAX_REQUEST_BYTES = 20_000
    settings.MAX_VERIFIED_BYTES = 100_000
    assert FOREIGN in ask(b"%PDF-" + b"0" * 99_000)
    assert "Tệp lớn hơn" in ask(b"%PDF-" + b"0" * 100_000)
    huge = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 300_000)
    assert client.post("/xac-minh/", {"tep": huge}).status_code == 413
    # No other page takes it.
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 50_000)
    assert client.post("/tim-kiem/", {"tep": large}).status_code == 413


def test_nothing_of_a_file_is_kept(document, ask):
    before = AuditEvent.objects.count()
    ask(bytes(document.content))
    ask(b"%PDF-strange")
    assert AuditEvent.objects.count() == before
    assert not SignatureUpload.objects.exists()
    assert not StoredFile.objects.exists()


def test_asking_costs_a_few_queries(document, client, django_assert_max_num_queries):
    upload = SimpleUploadedFile("a.pdf", bytes(document.content))
    with django_assert_max_num_queries(7):
        client.post("/xac-minh/", {"tep": upload})


def test_files_are_examined_only_so_often(client):
    def post():
        # Refused at once: examining thirty would take longer than the minute.
        upload = SimpleUploadedFile("a.pdf", b"PK")
        return client.post("/xac-minh/", {"tep": upload}).status_code

    assert [post() for _ in range(31)] == [200] * 30 + [429]
