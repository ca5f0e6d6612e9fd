"""Reads strangers' PDF files in a process of its own, which has limits and knows no secret.

A hostile file may take all memory or time that there is, or break the reader. The process is sent
the question in JSON and the file, and answers in JSON; see `process` for its other side.
"""

import io
import os
import subprocess
import sys
import threading
from typing import Any, TypeVar

from django.conf import settings
from pydantic import TypeAdapter

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.frames import DOCUMENT, REFUSAL, read_frame, write_frame
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.style import PROJECT_DIRECTORY

BUSY = "Cổng đang kiểm tra nhiều tệp khác. Vui lòng thử lại sau ít phút."
WAITING = 10  # seconds for one's turn
# What the process may see of the environment: where things are, never a secret.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT")
# One file at a time in each web process: a burst of them would take all memory.
_turn = threading.BoundedSemaphore(1)


def _after_fork() -> None:
    """In a forked child: whoever had the turn is in the parent."""
    global _turn
    _turn = threading.BoundedSemaphore(1)


os.register_at_fork(after_in_child=_after_fork)

Answer = TypeVar("Answer")


def ask(what: str, question: object, content: bytes, *, answer: type[Answer]) -> Answer:
    """Return what the process says of `content`, within `READING_SECONDS` of computing.

    Raises:
        Refusal: what it refuses; TOO_MUCH_WORK when it ran into one of its limits.
        DocumentError: too many files at once.
    """
    request = io.BytesIO()
    write_frame(request, DOCUMENT, as_json(question))
    write_frame(request, DOCUMENT, content)
    if not _turn.acquire(timeout=WAITING):
        raise DocumentError(BUSY)
    try:
        ended = subprocess.run(  # nosec B603 # constant command, no shell
            [sys.executable, "-m", f"{__package__}.process", what, str(settings.READING_SECONDS)],
            input=request.getbuffer(),
            stdout=subprocess.PIPE,
            cwd=PROJECT_DIRECTORY,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            # However long the processor lets a file wait.
            timeout=2 * settings.READING_SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal(Fault.TOO_MUCH_WORK, "time") from error
    finally:
        _turn.release()
    kind, body = read_frame(io.BytesIO(ended.stdout)) or (b"", b"")
    if kind == DOCUMENT:
        return from_json(answer, body)
    if kind == REFUSAL:
        name, detail = from_json(tuple[str, str], body)
        raise Refusal(Fault[name], detail)
    raise Refusal(Fault.TOO_MUCH_WORK, f"the process ended with {ended.returncode}")


def as_json(value: Any) -> bytes:
    """A dataclass in JSON, its bytes in base64."""
    return TypeAdapter(type(value)).dump_json(value)


def from_json(kind: type[Answer], body: bytes) -> Answer:
    """What `as_json` wrote. Raises pydantic's ValidationError when it is something else."""
    return TypeAdapter(kind).validate_json(body)
