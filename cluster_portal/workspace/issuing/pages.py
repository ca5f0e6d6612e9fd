"""How pages ask for a document, wait for it, and show what became of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest

from cluster_portal.workspace.forms import ServiceForm
from cluster_portal.workspace.issuing.acts import ACTS, act_of
from cluster_portal.workspace.issuing.services import request_issue, requests_about
from cluster_portal.workspace.issuing.tasks import issue
from cluster_portal.workspace.models import IssueAct, IssueRequest, RequestState

WAITED_FOR = "issue_requests"  # in the session: keys of requests whose answers are to be told
AGAIN = "yeu-cau"  # in an address: the refused request that fills in the form
UNANSWERED = (
    "Cổng chưa làm xong văn bản trong 10 phút nên không đợi nữa. Hãy làm lại; nếu vẫn vậy, báo quản"
    " trị."
)


def ask_for(
    request: HttpRequest,
    form: ServiceForm,
    *,
    act: IssueAct,
    subject: models.Model,
    details: dict[str, Any] | None = None,
) -> bool:
    """Ask the worker for what the valid form holds; return whether the page is done.

    Where the answer is there at once it is told: success as a message, a refusal beside the
    form's fields. Otherwise the page to which one goes waits for it (`look`).

    Raises:
        PermissionDenied: the user may not do it.
    """
    try:
        row = request_issue(
            act=act,
            subject=subject,
            arguments=_as_typed(form),
            details=details,
            by=request.user,
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    issue.enqueue(row.pk)
    row.refresh_from_db()
    if row.state == RequestState.REFUSED:
        form.refuse(row.error)
        return False
    if row.state == RequestState.DONE:
        messages.success(request, row.answer)
    else:
        request.session[WAITED_FOR] = [*request.session.get(WAITED_FOR, ()), row.pk]
    return True


def _as_typed(form: ServiceForm) -> dict[str, str]:
    """What the form holds, each value as one would type it again."""
    values = form.cleaned_data
    typed = {name: form.fields[name].prepare_value(values[name]) for name in values}
    return {name: "" if value is None else str(value) for name, value in typed.items()}


@dataclass(frozen=True)
class Look:
    """What a page shows of the requests about its subject: one under way, or where to mend one."""

    under_way: IssueRequest | None = None
    mend_at: str = ""


def look(request: HttpRequest, **subject: Any) -> Look:
    """What is under way for `subject`, for those who may do it; tells the user's own answers."""
    newest = requests_about(**subject).first()
    if newest is None:
        return Look()
    mend_at = _tell_answers(request, subject)
    if newest.is_under_way and may_follow(request.user, newest):
        return Look(under_way=newest)
    return Look(mend_at=mend_at)


def may_follow(user: Any, row: IssueRequest) -> bool:
    """Whether the user may hear how far the request is: the own one, or one of an own act."""
    if row.requested_by_id == user.pk:
        return True
    try:
        act_of(row).require(row, user)
    except PermissionDenied:
        return False
    return True


def _tell_answers(request: HttpRequest, subject: dict[str, Any]) -> str:
    """Tell each answer that the user has waited for once; return where to mend a refusal."""
    waited = request.session.get(WAITED_FOR)
    if not waited:
        return ""
    mend_at, told = "", set()
    for row in requests_about(**subject).filter(pk__in=waited, requested_by=request.user):
        if row.is_under_way:
            continue
        told.add(row.pk)
        if row.state == RequestState.DONE:
            messages.success(request, row.answer)
        elif row.state == RequestState.REFUSED:
            mend_at = f"{act_of(row).form(row)}?{urlencode({AGAIN: row.pk})}"
        else:
            messages.warning(request, UNANSWERED)
    if told:
        request.session[WAITED_FOR] = [key for key in waited if key not in told]
    return mend_at


def refused_before(
    request: HttpRequest, act: IssueAct, subject: models.Model, **details: str
) -> IssueRequest | None:
    """The user's own refused request that the address names, to fill in the form with."""
    key = request.GET.get(AGAIN, "")
    if request.method == "POST" or not (key.isascii() and key.isdigit() and len(key) < 18):
        return None
    rows = requests_about(**{ACTS[act].subject: subject})
    row = rows.filter(
        pk=key, act=act, state=RequestState.REFUSED, requested_by=request.user
    ).first()
    if row is None or any(row.details.get(name) != value for name, value in details.items()):
        return None
    return row


def data_for(request: HttpRequest, refused: IssueRequest | None) -> Any:
    """What a form starts from: what was sent, what was refused before, or nothing."""
    if request.method == "POST":
        return request.POST
    return refused.arguments if refused else None


def say_again(form: ServiceForm, refused: IssueRequest | None) -> None:
    """Show beside the fields why the request was refused."""
    if refused and form.is_valid():
        form.refuse(refused.error)
