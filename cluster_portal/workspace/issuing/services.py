"""A request to issue a document is made, carried out by the worker, and answered."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.workspace.issuing.acts import ACTS, act_of
from cluster_portal.workspace.models import IssueAct, IssueRequest, RequestState
from cluster_portal.workspace.models.issuing import BEING_MADE, OPEN

logger = logging.getLogger(__name__)

FORGOTTEN = "Cổng chưa làm văn bản này trong thời gian cho phép; yêu cầu sau thay cho yêu cầu này."
FAILED = "Cổng chưa làm được văn bản do lỗi của cổng. Làm lại; nếu vẫn lỗi, báo quản trị."


class GivenUp(Exception):
    """The request was given up while it waited for its turn."""


@transaction.atomic
def request_issue(
    *,
    act: IssueAct,
    subject: models.Model,
    by: Any,
    arguments: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None,
) -> IssueRequest:
    """Keep what is asked for. The caller sends it to the worker, behind this transaction.

    Raises:
        PermissionDenied: `by` may not do the act.
        ValidationError: a document is being made for `subject` already.
    """
    row = IssueRequest(
        act=act,
        arguments=dict(arguments or {}),
        details=dict(details or {}),
        requested_by=by,
        **{ACTS[act].subject: subject},
    )
    ACTS[act].require(row, by)
    _give_up_forgotten(row, by)
    row.full_clean()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        # Somebody else asked in the same moment.
        raise ValidationError(BEING_MADE) from error
    record(by=by, action="request_issue", target=row, changes={"act": [None, row.act]})
    return row


def requests_about(**subject: Any) -> QuerySet[IssueRequest]:
    """The requests about a pledge, a conference or a handover, the newest first."""
    rows = IssueRequest.objects.filter(**subject).select_related("requested_by", *_SUBJECTS)
    return rows.order_by("-pk")


_SUBJECTS = (
    "pledge__emulation_year__cluster",
    "conference__cluster",
    "conference__review_year__cluster",
    "handover__emulation_year__cluster",
)


def _give_up_forgotten(row: IssueRequest, by: Any) -> None:
    """One request at a time; but one that nobody carries out must not keep others from asking."""
    subject = {ACTS[IssueAct(row.act)].subject: getattr(row, ACTS[IssueAct(row.act)].subject)}
    for earlier in requests_about(**subject).filter(state__in=OPEN):
        if earlier.is_under_way:
            raise ValidationError(BEING_MADE)
        free = _locked(earlier, skip_locked=True)
        if free is None:
            raise ValidationError(BEING_MADE)  # a worker is at it this moment
        if free.state in OPEN:
            _settle(free, RequestState.REFUSED, FORGOTTEN, by=by)


def carry_out(key: int) -> IssueRequest:
    """Do what the request with this key asks for, once, and answer it; return it.

    Whatever is wrong is an answer: nothing is raised, and nothing is half issued. The act and its
    answer come in one transaction, which the requester's rights are asked for again.
    """
    row = IssueRequest.objects.get(pk=key)
    if not _begin(row):
        return row
    try:
        return _perform(row)
    except GivenUp:
        row.refresh_from_db()
        return row
    except ValidationError as error:
        return _refuse(row, error)
    except PermissionDenied as error:
        return _refuse(row, ValidationError(str(error)))
    except Exception:
        logger.exception("request %s could not be carried out", row.pk)
        return _refuse(row, ValidationError(FAILED))


@transaction.atomic
def _begin(row: IssueRequest) -> bool:
    """Take a waiting request in hand; return whether it still waited."""
    waiting = IssueRequest.objects.filter(pk=row.pk, state=RequestState.WAITING)
    if not waiting.update(state=RequestState.WORKING):
        return False
    record(
        by=None,
        action="begin_issue",
        target=row,
        changes={"state": [RequestState.WAITING, RequestState.WORKING]},
    )
    return True


@transaction.atomic
def _perform(row: IssueRequest) -> IssueRequest:
    # Locked to the end: whoever gives it up comes before, or finds it done.
    if _locked(row).state != RequestState.WORKING:
        raise GivenUp
    row = requests_about(pk=row.pk).get()
    answer = act_of(row).perform(row, row.requested_by)
    return _settle(row, RequestState.DONE, answer)


@transaction.atomic
def _refuse(row: IssueRequest, error: ValidationError) -> IssueRequest:
    locked = _locked(row)
    if locked.state not in OPEN:
        return locked
    locked.errors = {
        name: [[words, one.code or ""] for one in told for words in one.messages]
        for name, told in error.update_error_dict({}).items()
    }
    return _settle(locked, RequestState.REFUSED, " ".join(error.messages))


def _locked(row: IssueRequest, *, skip_locked: bool = False) -> IssueRequest | None:
    rows = IssueRequest.objects.select_for_update(
        no_key=True, of=("self",), skip_locked=skip_locked
    )
    return rows.filter(pk=row.pk).first()


def _settle(row: IssueRequest, state: RequestState, answer: str, by: Any = None) -> IssueRequest:
    before = row.state
    row.state, row.answer, row.settled_at = state, answer, timezone.now()
    row.full_clean()
    row.save()
    reason = answer if state == RequestState.REFUSED else ""
    record(
        by=by, action="settle_issue", target=row, changes={"state": [before, state]}, reason=reason
    )
    return row
