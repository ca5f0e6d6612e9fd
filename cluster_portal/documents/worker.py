"""The rendering process: `python -m cluster_portal.documents.worker`, started by `printing`.

It reads HTML from its standard input and answers PDF files on its standard output until the
input ends, which it does when the web process goes, however that ends.
"""

import logging
import os
import signal
import sys
from typing import BinaryIO

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.frames import DOCUMENT, FAILURE, REFUSAL, read_frame, write_frame
from cluster_portal.documents.render import render_pdf

logger = logging.getLogger(__name__)


def answer(html: bytes) -> tuple[bytes, bytes]:
    """Return the frame that answers a request to render `html` (UTF-8)."""
    try:
        return DOCUMENT, render_pdf(html.decode())
    except DocumentError as error:
        logger.warning("document refused: %s", error.__cause__ or error)
        return REFUSAL, str(error).encode()
    except Exception:
        logger.exception("rendering failed")
        return FAILURE, b""


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every request, in order, until the input ends."""
    while frame := read_frame(requests):
        write_frame(answers, *answer(frame[1]))


def main() -> None:
    """Serve on the standard streams."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    # Ctrl-C in a terminal reaches every process; the web process ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
