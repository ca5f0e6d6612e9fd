"""Printing from web processes: many threads, forks, dead workers, late answers."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.cache import caches

from cluster_portal.documents import printing, worker
from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.frames import DOCUMENT, FAILURE, REFUSAL
from cluster_portal.documents.printing import print_document, printer
from cluster_portal.documents.style import PROJECT_DIRECTORY
from tests.documents import samples


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["documents"].clear()


def small(text: str) -> str:
    return f'<html lang="vi"><title>{text}</title><div class="document"><p>{text}</p></div>'


def test_result_is_what_the_renderer_makes(pledge_pdf):
    assert print_document(samples.html_of(samples.pledge())) == pledge_pdf.read_bytes()


def test_eight_threads_at_once():
    texts = [f"Văn bản số {number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        files = list(pool.map(lambda text: print_document(small(text)), texts))
    assert all(file.startswith(b"%PDF-1.7") for file in files)
    assert len(set(files)) == len(texts)
    assert files[0] == print_document(small(texts[0]))


def test_same_document_wanted_by_many_is_printed_once():
    print_document(small("Trước"))
    before = printer.worker.printed
    with ThreadPoolExecutor(8) as pool:
        files = set(pool.map(print_document, [small("Cùng một văn bản")] * 8))
    assert len(files) == 1
    assert printer.worker.printed == before + 1


def test_dead_process_is_replaced():
    print_document(small("Trước"))
    dead = printer.worker.process
    os.kill(dead.pid, signal.SIGKILL)
    assert print_document(small("Sau")).startswith(b"%PDF")
    assert printer.worker.process.pid != dead.pid


def test_process_that_dies_with_the_document_is_tried_once_more(monkeypatch):
    print_document(small("Trước"))
    started = []
    real = printing.Worker

    def dying() -> printing.Worker:
        started.append(real())
        started[-1].process.kill()
        return started[-1]

    printer.stop()
    monkeypatch.setattr(printing, "Worker", dying)
    with pytest.raises(DocumentError, match="chưa lập được"):
        print_document(small("Giết tiến trình"))
    assert len(started) == 2
    monkeypatch.undo()
    assert print_document(small("Sau")).startswith(b"%PDF")


def test_late_document_is_given_up(settings):
    printer.stop()
    settings.PDF_SECONDS = 0.2  # a process needs longer to start
    with pytest.raises(DocumentError, match="thử lại sau"):
        print_document(small("Chậm"))
    settings.PDF_SECONDS = 55
    assert print_document(small("Chậm")).startswith(b"%PDF")


def test_who_waits_too_long_for_a_turn_is_told(settings):
    settings.PDF_SECONDS = 0.1
    with printer.turn, pytest.raises(DocumentError, match="đang lập nhiều văn bản"):
        print_document(small("Chờ"))


def test_process_is_renewed_after_its_share(monkeypatch):
    print_document(small("Một"))
    first = printer.worker.process
    monkeypatch.setattr(printing, "DOCUMENTS_PER_WORKER", printer.worker.printed)
    print_document(small("Hai"))
    assert printer.worker.process.pid != first.pid
    assert first.poll() is not None


def test_refusal_reaches_the_caller_and_the_process_goes_on():
    print_document(small("Trước"))
    process = printer.worker.process
    with pytest.raises(DocumentError, match="không được phép đọc"):
        print_document('<title>a</title><img alt="" src="file:///etc/passwd">')
    assert print_document(small("Sau")).startswith(b"%PDF")
    assert printer.worker.process is process


def test_printed_document_comes_from_the_cache(monkeypatch):
    file = print_document(small("Lưu"))
    monkeypatch.setattr(printing.Worker, "print", None)
    assert print_document(small("Lưu")) == file


def test_large_documents_are_not_cached(monkeypatch):
    monkeypatch.setattr(printing, "LARGEST_CACHED", 100)
    print_document(small("Lớn"))
    before = printer.worker.printed
    print_document(small("Lớn"))
    assert printer.worker.printed == before + 1


def test_process_sees_no_secrets(monkeypatch):
    printer.stop()
    monkeypatch.setenv("SECRET_KEY", "khong-duoc-lo")
    print_document(small("Môi trường"))
    environment = Path(f"/proc/{printer.worker.process.pid}/environ").read_bytes()
    assert b"PATH=" in environment
    assert b"khong-duoc-lo" not in environment
    assert b"DJANGO" not in environment


def test_forked_process_prints_with_its_own_worker():
    file = print_document(small("Trước khi tách"))
    parent_worker = printer.worker.process.pid
    caches["documents"].clear()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        same = print_document(small("Trước khi tách")) == file
        other = printer.worker.process.pid != parent_worker
        printer.stop()
        os.write(writing, b"ok" if same and other else b"no")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == b"ok"
    os.waitpid(child, 0)
    assert print_document(small("Sau khi tách")).startswith(b"%PDF")
    assert printer.worker.process.pid == parent_worker


def test_fork_while_another_thread_prints():
    with printer.turn:
        child = os.fork()
        if not child:
            os._exit(0 if printer.turn.acquire(timeout=1) else 1)
        assert os.waitpid(child, 0)[1] == 0


def test_worker_answers_every_kind_of_request(monkeypatch):
    assert worker.answer(small("a").encode())[0] == DOCUMENT
    assert worker.answer(b'<title>a</title><img src="http://x/">')[0] == REFUSAL
    monkeypatch.setattr(worker, "render_pdf", lambda html: 1 / 0)
    assert worker.answer(b"a") == (FAILURE, b"")


def test_rendering_process_needs_no_django():
    program = "import sys, cluster_portal.documents.worker; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=PROJECT_DIRECTORY)


def test_web_process_does_not_load_the_renderer():
    program = (
        "import sys, django; django.setup(); import cluster_portal.wsgi;"
        " import cluster_portal.documents.responses; sys.exit('weasyprint' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=PROJECT_DIRECTORY)
