"""Answers to pairs of names that may be of one recipient."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import NearPair, Verdict
from awards.register.answers import all_joined
from cluster_portal.audit.models import record
from cluster_portal.vietnamese.folding import normalise
from clusters import access
from clusters.models import Cluster
from clusters.roles import Permission

REASON_NEEDED = "Nêu căn cứ của câu trả lời."
ANSWERED = (
    "Người khác vừa trả lời cặp tên này. Xem câu trả lời rồi bỏ nó nếu vẫn muốn trả lời khác."
)
NOT_ANSWERED = "Cặp tên này chưa có câu trả lời."
GONE = "Cặp tên này không còn: các dòng nêu tên đã được sửa."
CONTRADICTION = (
    "Các câu trả lời trước mâu thuẫn với câu này: “{pair}” đã được trả lời là {verdict}."
    " Xem lại và bỏ câu trả lời ấy trước."
)


@transaction.atomic
def answer_pair(*, pair: NearPair, verdict: str, by: Any, reason: str) -> NearPair:
    """Say whether two names are of one recipient, or of two, with the ground for it.

    Of one: their lines stand together from now on. Of two: nobody is asked again, and their lines
    stand apart. The awards stay as they are written; `withdraw_answer` takes all of it back.

    Raises:
        PermissionDenied: `by` may not enter the awards of the cluster.
        ValidationError: there is no reason; the pair is answered or gone; what was answered of
            other pairs says the opposite.
    """
    access.require(by, Permission.EDIT_AWARDS, pair)
    reason = normalise(reason)
    if not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    row = _locked(pair)
    if row.verdict != Verdict.OPEN:
        raise ValidationError(ANSWERED)
    row.verdict = verdict
    row.answered_by, row.answered_at, row.reason = by, timezone.now(), reason
    row.full_clean()
    if row.is_slip:
        _refuse_contradiction(row)
    row.save()
    record(
        by=by,
        action="answer_near_pair",
        target=row,
        changes={"verdict": [None, row.get_verdict_display()]},
        reason=reason,
    )
    return row


@transaction.atomic
def withdraw_answer(*, pair: NearPair, by: Any, reason: str) -> NearPair:
    """Take an answer back: the pair is open again, and the lines stand as before.

    Raises:
        PermissionDenied: `by` may not enter the awards of the cluster.
        ValidationError: there is no reason, or no answer.
    """
    access.require(by, Permission.EDIT_AWARDS, pair)
    reason = normalise(reason)
    if not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    row = _locked(pair)
    if row.verdict == Verdict.OPEN:
        raise ValidationError(NOT_ANSWERED)
    before = row.get_verdict_display()
    row.verdict, row.answered_by, row.answered_at, row.reason = Verdict.OPEN, None, None, ""
    row.save()
    record(
        by=by,
        action="withdraw_near_answer",
        target=row,
        changes={"verdict": [before, None]},
        reason=reason,
    )
    return row


def _locked(pair: NearPair) -> NearPair:
    """The pair as it stands. Answers within one cluster wait for each other, so that none
    contradicts another that is just being given."""
    list(Cluster.objects.select_for_update(no_key=True).filter(pk=pair.cluster_id))
    row = NearPair.objects.select_related("cluster", "unit").filter(pk=pair.pk).first()
    if row is None:
        raise ValidationError(GONE)
    return row


def _refuse_contradiction(row: NearPair) -> None:
    """Refuse an answer by which two names would be both one and two."""
    beside = NearPair.objects.filter(
        cluster=row.cluster_id, unit=row.unit_id, kind=row.kind, is_slip=True
    ).exclude(pk=row.pk)
    joined = [(pair.one, pair.other) for pair in beside.filter(verdict=Verdict.ONE)]
    if row.verdict == Verdict.DIFFERENT:
        if row.other in all_joined({row.one}, joined):
            told = next(pair for pair in beside.filter(verdict=Verdict.ONE) if row.one in _of(pair))
            _contradicts(told)
        return
    together = all_joined({row.one}, [*joined, (row.one, row.other)])
    for pair in beside.filter(verdict=Verdict.DIFFERENT):
        if set(_of(pair)) <= together:
            _contradicts(pair)


def _of(pair: NearPair) -> tuple[str, str]:
    return pair.one, pair.other


def _contradicts(pair: NearPair) -> None:
    verdict = Verdict(pair.verdict).label
    raise ValidationError(CONTRADICTION.format(pair=pair, verdict=verdict[0].lower() + verdict[1:]))
