"""Printing documents from web processes, which are threaded and may be forked.

WeasyPrint aborts the process when two threads share its fonts, so each web process keeps one
rendering process and hands it one document at a time. That process knows nothing of Django, the
database or the secrets in the environment.
"""

import atexit
import contextlib
import hashlib
import os
import subprocess
import sys
import threading
import time
import unicodedata

from django.conf import settings
from django.core.cache import caches

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.frames import DOCUMENT, REFUSAL, read_frame, write_frame
from cluster_portal.documents.style import PROJECT_DIRECTORY, style_version

DOCUMENTS_PER_WORKER = 200  # then a fresh process, as memory creeps up
CACHED_SECONDS = 24 * 60 * 60
LARGEST_CACHED = 5 * 1024 * 1024  # bytes

BUSY = "Cổng đang lập nhiều văn bản. Vui lòng thử lại sau ít phút."
FAILED = "Cổng chưa lập được tệp PDF của văn bản này. Vui lòng thử lại sau ít phút."

# What a rendering process may see of the environment: where things are, never a secret.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "SYSTEMROOT")
_ENVIRONMENT_PREFIXES = ("FONTCONFIG_", "XDG_CACHE_", "LD_LIBRARY_", "DYLD_")


class WorkerGone(Exception):
    """The rendering process ended before it answered."""


class Worker:
    """One rendering process and the pipes to it."""

    def __init__(self) -> None:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name in _ENVIRONMENT or name.startswith(_ENVIRONMENT_PREFIXES)
        }
        self.printed = 0
        self.process = subprocess.Popen(  # nosec B603 # constant command, no shell
            [sys.executable, "-m", "cluster_portal.documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT_DIRECTORY,
            env=environment,
        )

    def print(self, html: bytes, seconds: float) -> bytes:
        """Return the PDF of `html`; end the process when it takes longer than `seconds`."""
        late = threading.Event()
        watch = threading.Timer(seconds, lambda: (late.set(), self.process.kill()))
        watch.start()
        try:
            write_frame(self.process.stdin, DOCUMENT, html)
            frame = read_frame(self.process.stdout)
        except OSError:
            frame = None
        finally:
            watch.cancel()
        if frame is None:
            if late.is_set():
                raise DocumentError(BUSY)
            raise WorkerGone
        self.printed += 1
        kind, body = frame
        if kind == REFUSAL:
            raise DocumentError(body.decode())
        if kind != DOCUMENT:
            raise DocumentError(FAILED)
        return body

    def is_usable(self) -> bool:
        """Whether the process runs and has not printed its share."""
        return self.process.poll() is None and self.printed < DOCUMENTS_PER_WORKER

    def stop(self) -> None:
        """End the process, take its exit status and close the pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # unsent bytes for a process that has gone
                pipe.close()

    def disown(self) -> None:
        """In a forked child: let go of the parent's process without a byte sent to it."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for pipe in (self.process.stdin, self.process.stdout):
            os.dup2(nothing, pipe.fileno(), inheritable=False)
        os.close(nothing)
        self.process.returncode = 0  # not a child of this process: there is nothing to wait for


class Printer:
    """The rendering process of this web process, and the queue in front of it."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.worker: Worker | None = None

    def print(self, html: bytes, seconds: float) -> bytes:
        """Print `html`, on a new process if the old one died: once, then it is the document.

        The caller holds `turn`.
        """
        deadline = time.monotonic() + seconds
        for _ in range(2):
            try:
                return self._ready_worker().print(html, max(deadline - time.monotonic(), 0.1))
            except WorkerGone:
                self.stop()
        raise DocumentError(FAILED)

    def _ready_worker(self) -> Worker:
        if self.worker is not None and not self.worker.is_usable():
            self.stop()
        if self.worker is None:
            self.worker = Worker()
        return self.worker

    def stop(self) -> None:
        """End the rendering process, if there is one."""
        if self.worker is not None:
            self.worker.stop()
            self.worker = None

    def after_fork(self) -> None:
        """In a forked child: the queue and the process belong to the parent; begin anew."""
        if self.worker is not None:
            self.worker.disown()
        self.turn, self.worker = threading.Lock(), None


printer = Printer()
os.register_at_fork(after_in_child=printer.after_fork)
atexit.register(printer.stop)


def print_document(html: str) -> bytes:
    """Return the PDF of a whole HTML document, from the cache when it was printed before.

    Safe to call from many threads. Takes about 0.3 s for a pledge of three pages, 1 s more for
    the first document of a process, nearly nothing for one in the cache.

    Raises:
        DocumentError: refused, failed, or not done within `PDF_SECONDS`, waiting for one's turn
            included.
    """
    source = unicodedata.normalize("NFC", html).encode()
    cache = caches["documents"]
    key = "document:" + hashlib.sha256(style_version().encode() + source).hexdigest()
    if (pdf := cache.get(key)) is not None:
        return pdf
    deadline = time.monotonic() + settings.PDF_SECONDS
    if not printer.turn.acquire(timeout=settings.PDF_SECONDS):
        raise DocumentError(BUSY)
    try:
        # Who waited may have waited for this very document.
        if (pdf := cache.get(key)) is not None:
            return pdf
        pdf = printer.print(source, deadline - time.monotonic())
        if len(pdf) <= LARGEST_CACHED:
            cache.set(key, pdf, CACHED_SECONDS)
        return pdf
    finally:
        printer.turn.release()
