"""The acts that issue a document: who may ask for each, what does it, where it is seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from cluster_portal.vietnamese.dates import parse_date
from cluster_portal.workspace.handover import services as handover
from cluster_portal.workspace.lifecycle import services as lifecycle
from cluster_portal.workspace.lifecycle.corrections import correct_figure
from cluster_portal.workspace.models import IssueAct, IssueRequest
from cluster_portal.workspace.signing import letters
from cluster_portal.workspace.signing.issuing import issue_for_signing
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from clusters.services.handover import NOT_SPEAKING, sides_of
from emulation.figures.rights import WHOLE_CLUSTER_SLUG, members_of
from emulation.models import Conference, ConferenceStatus, Indicator, PledgeStatus
from emulation.services.pledge_locks import locked
from emulation.services.pledges import text_token

TEXT_CHANGED = (
    "Lời giao ước vừa được sửa sau khi bạn trình ký nên chưa trình ký. Đọc lại rồi trình ký lại."
)


@dataclass(frozen=True)
class Act:
    """One act.

    `subject`: the request's foreign key to what it is about. `scope`: that by which one sees the
    request. `require` raises PermissionDenied for who may not do it. `perform` does it, in the
    transaction of its caller, and returns what to say of it. `place`: the page on which one
    waits; `form`: the one on which it is asked for.
    """

    subject: str
    scope: Callable[[IssueRequest], Any]
    require: Callable[[IssueRequest, Any], None]
    perform: Callable[[IssueRequest, Any], str]
    place: Callable[[IssueRequest], str]
    form: Callable[[IssueRequest], str]


def act_of(request: IssueRequest) -> Act:
    """The act that is asked for."""
    return ACTS[IssueAct(request.act)]


def _at_year(name: str, year: EmulationYear, *more: str) -> str:
    return reverse(name, args=[year.cluster.slug, year.year, *more])


def _issue_pledge(request: IssueRequest, by: Any) -> str:
    # The text that was read is the text that is issued, however long the request waited.
    if text_token(locked(request.pledge)) != request.details["text"]:
        raise ValidationError(TEXT_CHANGED)
    typed = request.arguments.get("sign_by")
    issue_for_signing(
        pledge=request.pledge,
        sign_by=parse_date(typed) if typed else None,
        by=by,
        reason=request.arguments.get("reason", ""),
    )
    letters.tell_step(request.pledge, PledgeStatus.ISSUED, by)
    return f"Giao ước: {PledgeStatus.ISSUED.label.lower()}."


def _finalise(request: IssueRequest, by: Any) -> str:
    conference = request.conference
    if conference.status != request.details["status"]:
        raise ValidationError(lifecycle.MOVED_MEANWHILE)
    reason = request.arguments.get("reason", "")
    to = ConferenceStatus.FINALISED
    lifecycle.move_conference(conference=conference, to=to, by=by, reason=reason)
    return lifecycle.DONE[to]


def _correct(request: IssueRequest, by: Any) -> str:
    year, slug = request.conference.review_year, request.details["unit"]
    unit = None
    if slug != WHOLE_CLUSTER_SLUG:
        unit = next(unit for unit in members_of(year) if unit.slug == slug)
    indicator = Indicator.objects.get(code=request.details["indicator"])
    done = correct_figure(
        emulation_year=year, indicator=indicator, unit=unit, by=by, **request.arguments
    )
    return f"Đã đính chính thành {done.after}."


def _require_correction(request: IssueRequest, by: Any) -> None:
    access.require(by, Permission.EDIT_RESULTS, request.conference.review_year)
    access.require(by, Permission.PUBLISH, request.conference)


def _confirm(request: IssueRequest, by: Any) -> str:
    done = handover.confirm(
        handover=request.handover, by=by, **request.details, **request.arguments
    )
    return handover.words_of(done)


def _require_side(request: IssueRequest, by: Any) -> None:
    year = request.handover.emulation_year
    unit = sides_of(year).unit(request.details["side"])
    if not access.speaks_for(by, year.cluster, unit):
        raise PermissionDenied(NOT_SPEAKING)


def _lifecycle_page(name: str, conference: Conference, *more: str) -> str:
    return reverse(name, args=[conference.cluster.slug, conference.slug, *more])


ACTS: dict[IssueAct, Act] = {
    IssueAct.PLEDGE: Act(
        subject="pledge",
        scope=lambda row: row.pledge,
        require=lambda row, by: access.require(by, Permission.EDIT_PLEDGE, row.pledge),
        perform=_issue_pledge,
        place=lambda row: _at_year("workspace:pledge", row.pledge.emulation_year),
        form=lambda row: _at_year(
            "workspace:pledge-step", row.pledge.emulation_year, PledgeStatus.ISSUED.value
        ),
    ),
    IssueAct.REPORT: Act(
        subject="conference",
        scope=lambda row: row.conference,
        require=lambda row, by: access.require(by, Permission.PUBLISH, row.conference),
        perform=_finalise,
        place=lambda row: _lifecycle_page("workspace:conference-lifecycle", row.conference),
        form=lambda row: _lifecycle_page(
            "workspace:move-conference", row.conference, ConferenceStatus.FINALISED.value
        ),
    ),
    IssueAct.CORRECTION: Act(
        subject="conference",
        scope=lambda row: row.conference,
        require=_require_correction,
        perform=_correct,
        place=lambda row: _at_year("workspace:corrections", row.conference.review_year),
        form=lambda row: _at_year(
            "workspace:correct-figure",
            row.conference.review_year,
            row.details["indicator"],
            row.details["unit"],
        ),
    ),
    IssueAct.HANDOVER: Act(
        subject="handover",
        scope=lambda row: row.handover,
        require=_require_side,
        perform=_confirm,
        place=lambda row: _at_year("workspace:handover", row.handover.emulation_year),
        form=lambda row: _at_year(
            "workspace:confirm-handover", row.handover.emulation_year, row.details["side"]
        ),
    ),
}
