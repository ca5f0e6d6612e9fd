"""What everybody is told of a pledge that was signed, changed by a stranger, or withdrawn."""

import datetime
import io
import re
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cluster_portal.documents.models import IssuedDocument, SignatureUpload
from cluster_portal.documents.signing import confinement
from cluster_portal.public.verification.signatures import NO_UNIT, OTHER_UNIT
from cluster_portal.workspace.signing import examination
from cluster_portal.workspace.signing.tasks import examine_upload
from clusters.models import UnitCertificate
from clusters.services import end_certificate
from emulation.models import Pledge, PledgeStatus
from tests.workspace.signing.conftest import YEAR
from tests.workspace.signing.test_signing_pages import answer_to, row_of

pytestmark = pytest.mark.django_db


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])
    return " ".join(text.split())


def judged(content):
    upload = SimpleUploadedFile("a.pdf", content, content_type="application/pdf")
    response = Client().post("/xac-minh/", {"tep": upload})
    assert response.status_code == 200
    return words(response).split("Theo mã in")[0]


def text_of_sheet(document, tmp_path):
    path = tmp_path / "phieu.pdf"
    path.write_bytes(Client().get(f"{document.get_absolute_url()}phieu-chu-ky.pdf").content)
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().split())


def test_a_certificate_of_another_province_is_not_called_good(issued, nam_dinh, ha_nam):
    """Its file goes on from ours and was never taken in."""
    content = nam_dinh.take()
    answer = judged(nam_dinh.sign(content, holder=ha_nam.holder))
    assert "Ô ký của Ủy ban nhân dân tỉnh Nam Định" in answer
    assert OTHER_UNIT in answer
    assert "Hợp lệ" not in answer
    # The unit's own is, and so is what was taken in before.
    own = nam_dinh.sign(content)
    answer = judged(own)
    assert "Hợp lệ" in answer
    assert OTHER_UNIT not in answer
    nam_dinh.bring(own)
    answer = judged(ha_nam.sign(ha_nam.take(), holder=nam_dinh.holder))
    assert answer.count("Hợp lệ") == 1
    assert answer.count(OTHER_UNIT) == 1
    elsewhere = ha_nam.sign(content, field="Signature1", existing_fields_only=False)
    assert NO_UNIT in judged(elsewhere)


def test_an_ended_registration_changes_nothing_of_what_was_taken_in(issued, nam_dinh, ha_nam, quan):
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take()))
    goes_on = ha_nam.sign(ha_nam.take())
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for desk in (nam_dinh, ha_nam):
        registered = UnitCertificate.objects.get(unit=desk.unit)
        end_certificate(certificate=registered, last_day=yesterday, by=quan)
    answer = judged(goes_on)
    assert answer.count("Hợp lệ") == 1
    assert answer.count(OTHER_UNIT) == 1


def test_white_space_behind_the_end_is_no_reason_to_call_a_file_strange(issued, nam_dinh):
    """Some programs pad; the file is taken, so its continuation must be known as well."""
    padded = nam_dinh.sign(nam_dinh.take()) + b"\n\n  \r\n"
    nam_dinh.bring(padded)
    assert answer_to(nam_dinh)[0] == "accepted"
    assert "Tệp đúng từng byte với bản mới nhất" in judged(padded)
    assert "Tệp bắt đầu bằng văn bản của cổng" in judged(padded + b"% more\n%%EOF\n")


@pytest.mark.parametrize("anew", [False, True], ids=["withdrawn", "drafted anew"])
def test_why_a_pledge_was_withdrawn_is_told_to_everybody(
    issued, nam_dinh, lan, client_of, anew, tmp_path
):
    signed = nam_dinh.sign(nam_dinh.take())
    nam_dinh.bring(signed)
    document = IssuedDocument.objects.get()
    secretary = client_of(lan)
    secretary.post(f"{YEAR}giao-uoc/thu-hoi/", {"reason": "Sai căn cứ pháp lý"})
    newest = None
    if anew:
        assert secretary.post(f"{YEAR}giao-uoc/buoc/draft/", {}).status_code == 302
        assert secretary.post(f"{YEAR}giao-uoc/buoc/issued/", {"sign_by": ""}).status_code == 302
        newest = Pledge.objects.get(pk=issued.pk).document
        assert newest != document
    page = Client().get(document.get_absolute_url())
    told = [words(page), judged(signed), text_of_sheet(document, tmp_path)]
    for text in told:
        assert "Sai căn cứ pháp lý" in text
        assert not anew or newest.document_number in text
    if anew:
        assert newest.get_absolute_url() in page.content.decode()
    assert "chưa công bố" in told[0]
    # Nothing green on what does not count.
    assert "tag-done" not in page.content.decode().split("<main", 1)[1]
    assert told[1].index("Đã thu hồi") < told[1].index("Đúng")


def test_what_was_public_is_no_longer_and_not_not_yet(
    issued, nam_dinh, ha_nam, lan, client_of, tmp_path
):
    for desk in (nam_dinh, ha_nam):
        desk.bring(desk.sign(desk.take()))
    secretary = client_of(lan)
    document = IssuedDocument.objects.get()
    secretary.post(f"{YEAR}giao-uoc/buoc/published/", {})
    issued.refresh_from_db()
    assert issued.status == PledgeStatus.PUBLISHED
    secretary.post(f"{YEAR}giao-uoc/thu-hoi/", {"reason": "Sai căn cứ pháp lý"})
    page = words(Client().get(document.get_absolute_url()))
    assert "không còn công bố" in page
    assert "chưa công bố" not in page
    assert "không còn công bố" in text_of_sheet(document, tmp_path)


def test_the_sheet_tells_certificate_validity_and_whose_clock(issued, nam_dinh, tmp_path):
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take()))
    revision = IssuedDocument.objects.get().head()
    text = text_of_sheet(revision.document, tmp_path)
    assert revision.certificate_sha256 in text.replace(" ", "")
    assert "có hiệu lực từ" in text
    assert "giờ theo máy người ký" in text
    assert "CN=CA cấp chứng thư thử nghiệm" in text
    assert "Common Name" not in text


# --- The portal's own faults ------------------------------------------------------------------


@pytest.fixture
def queue(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    }


def test_a_wrong_file_in_the_trust_refuses_nobody_else(issued, nam_dinh, trusted):
    (trusted / "revocations" / "half.crl").write_text("nửa chừng")
    (trusted / "roots" / "half.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n")
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take()))
    assert answer_to(nam_dinh) == ("accepted", "")
    output = io.StringIO()
    call_command("check", deploy=True, stderr=output)
    for name in ("revocations/half.crl", "roots/half.pem"):
        assert name in output.getvalue()


def test_an_upload_waits_while_the_portal_is_at_fault(
    issued, nam_dinh, queue, monkeypatch, settings
):
    signed = nam_dinh.sign(nam_dinh.take())
    nam_dinh.bring(signed)
    upload = SignatureUpload.objects.get()
    with monkeypatch.context() as broken:
        # No turn to be had within the time.
        broken.setattr(confinement, "WAITING", 0.01)
        assert confinement._turn.acquire()
        try:
            assert examine_upload.call(upload.pk) == "waiting"
        finally:
            confinement._turn.release()
        assert "cổng sẽ tự thử lại" in answer_to(nam_dinh)[1]
        # A fault that nobody foresaw: there is no such folder of programs.
        broken.setattr("sys.executable", "/nowhere/python")
        assert examine_upload.call(upload.pk) == "waiting"
    upload.refresh_from_db()
    assert bytes(upload.content) == signed
    again = DBTaskResult.objects.filter(task_path=examine_upload.module_path)
    assert again.count() == 3
    assert min(row.run_after for row in again.order_by("-run_after")[:2]) > upload.uploaded_at
    assert examine_upload.call(upload.pk) == "accepted"
    assert row_of(nam_dinh).signed_on
    assert examination.FAILED not in nam_dinh.page()
