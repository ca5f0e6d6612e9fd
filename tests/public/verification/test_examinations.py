"""A file that nobody has seen before is examined by a worker, and forgotten within minutes."""

import datetime
import hashlib
import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents.models import FileExamination
from cluster_portal.public.verification import examinations
from cluster_portal.public.verification.tasks import examine_file
from tests.documents.signed_files import addition_of
from tests.public.verification.test_files import CONTINUED, FOREIGN, NEWEST

pytestmark = pytest.mark.django_db
STRANGE = b"%PDF-1.7 strange"
BROKEN = "Tệp PDF này bị hỏng"


@pytest.fixture
def queue(settings):
    """Work waits for a worker, as in production."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    }


@pytest.fixture
def post(client):
    def bring(content):
        upload = SimpleUploadedFile("a.pdf", content, content_type="application/pdf")
        return client.post("/xac-minh/", {"tep": upload})

    return bring


def work():
    """What a worker does with all that waits."""
    for waiting in DBTaskResult.objects.filter(task_path=examine_file.module_path):
        examine_file.call(*waiting.args_kwargs["args"])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_strange_file_waits_for_the_worker_and_is_dropped(queue, post, client):
    before = AuditEvent.objects.count()
    response = post(STRANGE)
    assert response.status_code == 302
    address = response.headers["Location"]
    assert re.fullmatch(r"/xac-minh/tep/[\w-]{43}/", address)
    waiting = client.get(address)
    assert "Đang kiểm tra tệp vừa gửi" in words(waiting)
    # Without a script there is a link to the same page.
    assert f'<a href="{address}">Xem kết quả</a>' in waiting.content.decode()
    assert f'data-wait="{address}tien-do.json"' in waiting.content.decode()
    assert client.get(f"{address}tien-do.json").json() == {"is_answered": False}
    assert bytes(FileExamination.objects.get().content) == STRANGE
    # Officers' files come first.
    assert DBTaskResult.objects.get().priority < 0
    work()
    assert FileExamination.objects.get().content is None
    assert client.get(f"{address}tien-do.json").json() == {"is_answered": True}
    answer = client.get(address)
    assert FOREIGN in words(answer)
    assert BROKEN in words(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.count() == before


def test_a_file_on_record_is_answered_at_once(queue, document, post):
    response = post(bytes(document.content))
    assert NEWEST in words(response)
    assert not FileExamination.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_file_that_goes_on_from_ours_is_judged_as_such(queue, document, post, client):
    content = bytes(document.content)
    address = post(content + addition_of(content, "ky_nam-dinh")).headers["Location"]
    work()
    answer = words(client.get(address))
    assert CONTINUED in answer
    assert "Nguyễn Văn Ký" in answer


def test_the_same_file_is_examined_once(queue, post, client, monkeypatch):
    post(STRANGE)
    second = post(STRANGE).headers["Location"]
    work()
    assert BROKEN in words(client.get(second))
    # What was said within the quarter of an hour is said again, at once.
    assert BROKEN in words(post(STRANGE))
    assert DBTaskResult.objects.filter(task_path=examine_file.module_path).count() == 2


def test_nothing_is_left_when_nobody_comes_back(queue, post, client):
    answered = post(STRANGE).headers["Location"]
    work()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=9)):
        left = post(b"%PDF-1.7 another").headers["Location"]
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        gone = client.get(answered)
        assert gone.status_code == 404
        assert "Kết quả kiểm tra không còn" in words(gone)
        assert client.get(f"{answered}tien-do.json").json() == {"is_answered": True}
        assert client.get(left).status_code == 200
        output = io.StringIO()
        call_command("prune_examinations", stdout=output)
        assert "Đã xóa 1" in output.getvalue()
    # No worker ever took the other one.
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=20)):
        assert client.get(left).status_code == 404
        examinations.forget_old()
        assert not FileExamination.objects.exists()


def test_the_worker_removes_answers_in_time(queue, post):
    post(STRANGE)
    work()
    later = DBTaskResult.objects.get(task_path__endswith="forget_files")
    assert later.run_after > timezone.now() + examinations.SHOWN


def test_a_queue_that_is_too_long_says_so_and_all_else_goes_on(queue, post, client, document):
    for number in range(examinations.MOST_WAITING):
        content = b"%PDF-1.7 " + str(number).encode()
        FileExamination.objects.create(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            length=len(content),
            finding="foreign",
        )
    response = post(STRANGE)
    assert response.status_code == 200
    assert "Vui lòng thử lại sau ít phút" in words(response)
    assert FileExamination.objects.count() == examinations.MOST_WAITING
    assert NEWEST in words(post(bytes(document.content)))
    assert client.get(document.get_absolute_url()).status_code == 200


def test_large_files_fill_the_queue_sooner(queue, post, monkeypatch):
    monkeypatch.setattr(examinations, "MOST_WAITING_BYTES", 1000)
    assert post(b"%PDF-" + b"1" * 600).status_code == 302
    assert "Vui lòng thử lại sau ít phút" in words(post(b"%PDF-" + b"2" * 600))


def test_a_wrong_list_of_revocations_is_no_reason_to_fail(post, settings, tmp_path):
    (tmp_path / "revocations").mkdir()
    (tmp_path / "revocations" / "half.crl").write_text("nửa chừng")
    settings.SIGNATURE_TRUST = str(tmp_path)
    response = post(STRANGE)
    assert response.status_code == 200
    assert BROKEN in words(response)


def test_an_address_that_was_never_given_out(client):
    assert client.get("/xac-minh/tep/khong-co/").status_code == 404
    assert client.get("/xac-minh/tep/khong-co/tien-do.json").json() == {"is_answered": True}
