"""What happens at a conference: agenda, attendance, conclusions."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from clusters import access
from clusters.roles import Permission
from emulation.attendance import members_at
from emulation.followups import before
from emulation.models import AgendaDocument, AgendaItem, Attendance, Conclusion, Conference
from emulation.services.rows import RowSet, RowsRefused, Values, save_set, words_of

HAS_PAPERS = "Mục “{}” có tài liệu: bỏ tài liệu trước khi bỏ mục."
NO_MEMBER = "Đơn vị này không phải là thành viên của cụm."
IN_FUTURE = "Ngày xong không thể sau hôm nay."
BEFORE_DECIDED = "Ngày xong phải bằng hoặc sau ngày họp có kết luận này."
CONCLUSION_GONE = "Kết luận này vừa bị bỏ khỏi hội nghị nên chưa ghi được kết quả."
OUTCOME_ALONE = "Ghi ngày xong cùng với kết quả."


def _keep_papers(removed: list[AgendaItem]) -> None:
    paper = AgendaDocument.objects.filter(agenda_item__in=removed).select_related("agenda_item")
    if found := paper.first():
        raise ValidationError(HAS_PAPERS.format(found.agenda_item))


AGENDA = RowSet(
    model=AgendaItem,
    relation="agenda",
    fields=("starts_at", "ends_at", "title", "speaker", "proceedings", "follows_up"),
    note=lambda **event: record(action="save_agenda", **event),
    may_remove=_keep_papers,
)
ATTENDANCE = RowSet(
    model=Attendance,
    relation="attendances",
    fields=("unit", "status", "representative", "reason", "head_count"),
    note=lambda **event: record(action="save_attendance", **event),
    key="unit",
    is_ordered=False,
)
CONCLUSIONS = RowSet(
    model=Conclusion,
    relation="conclusions",
    fields=("text", "owner", "due_on"),
    note=lambda **event: record(action="save_conclusions", **event),
)


@transaction.atomic
def save_agenda(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[AgendaItem]:
    """Make `rows` the agenda, in this order. Raises as `rows.save_set` does."""
    return save_set(conference=conference, kind=AGENDA, rows=rows, by=by, seen=seen, reason=reason)


@transaction.atomic
def save_attendance(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[Attendance]:
    """Write down who came: a row for each member of which it is known.

    Raises as `rows.save_set` does; RowsRefused also for a unit that is no member.
    """
    access.require(by, Permission.EDIT_CONFERENCE, conference)
    members = {unit.pk for unit in members_at(conference)}
    stored = set(conference.attendances.values_list("unit", flat=True))
    strangers = {
        place: ValidationError({"unit": NO_MEMBER})
        for place, row in enumerate(rows)
        if row["unit"].pk not in members | stored
    }
    if strangers:
        raise RowsRefused(strangers)
    return save_set(
        conference=conference, kind=ATTENDANCE, rows=rows, by=by, seen=seen, reason=reason
    )


@transaction.atomic
def save_conclusions(
    *,
    conference: Conference,
    rows: Sequence[Values],
    by: Any,
    seen: str | None = None,
    reason: str = "",
) -> list[Conclusion]:
    """Make `rows` what the conference decided, in this order. Raises as `rows.save_set` does."""
    return save_set(
        conference=conference, kind=CONCLUSIONS, rows=rows, by=by, seen=seen, reason=reason
    )


@transaction.atomic
def follow_up_conclusion(
    *,
    conclusion: Conclusion,
    conference: Conference,
    done_on: datetime.date | None,
    outcome: str,
    by: Any,
    seen: str = "",
    reason: str = "",
) -> Conclusion:
    """Write down that what was decided is done, and what came of it; None opens it again.

    `conference` is where that is told: the one that decided, or a later one of the cluster, whose
    secretariat then needs no reason although the year of the first is over. Neither its state nor
    that of the first matters: the report says what was decided, not what came of it. `seen`: the
    `follow_up_token` of the page.

    Raises:
        PermissionDenied: `by` does not edit `conference`.
        ValidationError: `conference` is not of the same cluster or is earlier; a day in the
            future or before the decision; a reason is missing; the conclusion is gone.
    """
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, conference, reason)
    rows = Conclusion.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.filter(pk=conclusion.pk).first()
    if locked is None:
        raise ValidationError(CONCLUSION_GONE)
    decided_at = locked.conference
    is_own = decided_at.pk == conference.pk
    if not is_own and not before(conference).filter(pk=decided_at.pk).exists():
        raise ValidationError("Kết luận này không thuộc hội nghị trước của cụm.")
    if done_on and done_on > timezone.localdate():
        raise ValidationError({"done_on": IN_FUTURE})
    if done_on and done_on < decided_at.held_on:
        raise ValidationError({"done_on": BEFORE_DECIDED})
    if outcome and not done_on:
        raise ValidationError({"done_on": OUTCOME_ALONE})
    names = ("done_on", "outcome")
    old = {name: words_of(getattr(locked, name)) for name in names}
    stood = _follow_up_of(locked)
    locked.done_on, locked.outcome = done_on, outcome
    if _follow_up_of(locked) != stood:
        require_seen(seen, stood)
    locked.full_clean()
    locked.save()
    changes = {
        name: [old[name], words_of(getattr(locked, name))]
        for name in names
        if old[name] != words_of(getattr(locked, name))
    }
    if changes:
        record(by=by, action="follow_up_conclusion", target=locked, changes=changes, reason=reason)
    return locked


def follow_up_token(conclusion: Conclusion) -> str:
    """The token of what came of a conclusion, for a page on which it is changed."""
    return token_of(_follow_up_of(conclusion))


def _follow_up_of(conclusion: Conclusion) -> list[Any]:
    return [conclusion.done_on, conclusion.outcome]
