"""Reads one PDF file: `python -m cluster_portal.documents.signing.process accept|verify SECONDS`.

The other side of `confinement`: question and file on standard input, the answer on standard
output. The kernel ends it when it asks for too much; it knows no secret and no database.
"""

import logging
import os
import resource
import sys

from cluster_portal.documents.frames import DOCUMENT, REFUSAL, read_frame, write_frame
from cluster_portal.documents.signing import acceptance, verification
from cluster_portal.documents.signing.confinement import as_json, from_json
from cluster_portal.documents.signing.refusals import Fault, Refusal

MEMORY = 1536 * 1024 * 1024  # bytes, of which the libraries take a tenth
_TASKS = {
    "accept": (acceptance.judge, acceptance.Question),
    "verify": (verification.judge, verification.Question),
}


def limit_process(seconds: int) -> None:
    """Have the kernel end this process when it asks for too much; it may write no file at all."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer for the file on standard input."""
    # Each oddity of a stranger's file would be a traceback in the log; it is answered instead.
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get into the answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    judge, kind = _TASKS[sys.argv[1]]
    _, question = read_frame(sys.stdin.buffer)
    _, content = read_frame(sys.stdin.buffer)
    limit_process(int(sys.argv[2]))
    try:
        answer = DOCUMENT, as_json(judge(content, from_json(kind, question)))
    except Refusal as refusal:
        answer = REFUSAL, as_json((refusal.fault.name, refusal.detail))
    except MemoryError:
        answer = REFUSAL, as_json((Fault.TOO_MUCH_WORK.name, "memory"))
    write_frame(answers, *answer)


if __name__ == "__main__":
    main()
