"""Files that strangers bring are examined by a worker, one after the other, and forgotten.

Nothing here is audited, and nobody is named: whoever asks has no account, and the file is not kept.
"""

import datetime
import hashlib
import logging

from django.db.models import Q, Sum
from django.utils import timezone

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import ExaminationState, FileExamination
from cluster_portal.documents.signing.configured import trust
from cluster_portal.documents.signing.confinement import as_json, from_json
from cluster_portal.documents.signing.refusals import Refusal
from cluster_portal.documents.signing.trust import Trust
from cluster_portal.documents.signing.verification import Verdict, verify

logger = logging.getLogger(__name__)

MOST_WAITING = 20  # files
MOST_WAITING_BYTES = 200 * 1024 * 1024
PATIENCE = datetime.timedelta(minutes=10)  # for a worker; then the file goes unexamined
SHOWN = datetime.timedelta(minutes=15)  # how long an answer can be read
BUSY = (
    "Cổng đang kiểm tra nhiều tệp khác nên chưa nhận thêm được. Vui lòng thử lại sau ít phút; tra"
    " theo mã in trên văn bản vẫn được ngay."
)
FAILED = "Cổng chưa kiểm tra được chữ ký trong tệp do lỗi của cổng. Vui lòng thử lại sau."
UNANSWERED = (ExaminationState.WAITING, ExaminationState.EXAMINING)


class Busy(Exception):
    """Too many files wait; the message is for the user."""

    def __init__(self) -> None:
        super().__init__(BUSY)


def receive(content: bytes, **known: object) -> FileExamination:
    """Keep a file until a worker has examined it, or return what was said of the same bytes.

    `known` are the fields of what can be told without reading the file.

    Raises:
        Busy: too many files wait already.
    """
    forget_old()
    sha256 = hashlib.sha256(content).hexdigest()
    if kept := _said_of(sha256, _of_trust(trust())):
        return FileExamination.objects.create(
            **known,
            sha256=sha256,
            length=len(content),
            state=ExaminationState.ANSWERED,
            trust_sha256=kept.trust_sha256,
            verdict=kept.verdict,
            problem=kept.problem,
            answered_at=kept.answered_at,
        )
    waiting = FileExamination.objects.filter(state__in=UNANSWERED)
    bytes_waiting = waiting.aggregate(total=Sum("length"))["total"] or 0
    if waiting.count() >= MOST_WAITING or bytes_waiting + len(content) > MOST_WAITING_BYTES:
        raise Busy
    return FileExamination.objects.create(
        **known, content=content, sha256=sha256, length=len(content)
    )


def examine(key: int) -> bool:
    """Examine the file of the row with this primary key, and answer; return whether it waited.

    Whatever happens is an answer: the file is dropped then.
    """
    forget_old()
    rows = FileExamination.objects.filter(pk=key)
    if not rows.filter(state=ExaminationState.WAITING).update(state=ExaminationState.EXAMINING):
        return False
    row = rows.get()
    believed = trust()
    sha256 = _of_trust(believed)
    if kept := _said_of(row.sha256, sha256):
        answer = {"verdict": kept.verdict, "problem": kept.problem}
    else:
        answer, is_lasting = _answer(bytes(row.content), believed)
        sha256 = sha256 if is_lasting else ""
    rows.update(
        **answer,
        content=None,
        state=ExaminationState.ANSWERED,
        trust_sha256=sha256,
        answered_at=timezone.now(),
    )
    return True


def _answer(content: bytes, believed: Trust) -> tuple[dict[str, str], bool]:
    """What to write into the row, and whether it would be the same again."""
    try:
        verdict = verify(content, trust=believed, now=timezone.now())
    except Refusal as refusal:
        return {"problem": refusal.fault.problem}, True
    except DocumentError as error:
        return {"problem": str(error)}, False
    except Exception:
        logger.exception("a stranger's file could not be examined")
        return {"problem": FAILED}, False
    return {"verdict": as_json(verdict).decode()}, True


def find(key: str) -> FileExamination | None:
    """The examination at this address, without the file; None once it is to be forgotten."""
    rows = FileExamination.objects.filter(key=key).exclude(_old()).select_related("document")
    return rows.defer("content", "document__content", "document__data").first()


def forget_old() -> int:
    """Remove answers that were there to be read for long enough, and files that no worker took."""
    removed, _ = FileExamination.objects.filter(_old()).delete()
    return removed


def _old() -> Q:
    now = timezone.now()
    answered = Q(state=ExaminationState.ANSWERED, answered_at__lt=now - SHOWN)
    return answered | Q(state__in=UNANSWERED, asked_at__lt=now - PATIENCE)


def verdict_of(row: FileExamination) -> Verdict | None:
    """What was found; None as long as nothing was, or when the file could not be examined."""
    return from_json(Verdict, row.verdict.encode()) if row.verdict else None


def _said_of(sha256: str, trust_sha256: str) -> FileExamination | None:
    rows = FileExamination.objects.filter(sha256=sha256, trust_sha256=trust_sha256)
    return rows.exclude(_old()).order_by("-answered_at").first()


def _of_trust(believed: Trust) -> str:
    return hashlib.sha256(as_json(believed)).hexdigest()
