"""A conference goes from draft to published, one step at a time, and back for a reason."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.services.outcomes import name_all_at
from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.workspace.lifecycle.checks import checks_before
from cluster_portal.workspace.lifecycle.issuing import issue_report
from clusters import access
from clusters.models import Cluster, EmulationYear
from clusters.roles import Permission
from emulation.models import (
    SETTLED,
    Conference,
    ConferenceKind,
    ConferenceStatus,
    StatusChange,
)

STEPS = tuple(ConferenceStatus)
ONE_STEP = "Mỗi lần chỉ chuyển một bước."
MOVED_MEANWHILE = "Người khác vừa chuyển trạng thái hội nghị này. Xem lại rồi làm tiếp nếu cần."
BACK_NEEDS_REASON = "Nêu lý do chuyển lại."
DONE = {
    ConferenceStatus.DRAFT: "Hội nghị đã trở lại dự thảo.",
    ConferenceStatus.HELD: "Hội nghị ở trạng thái đã họp.",
    ConferenceStatus.FINALISED: "Hội nghị ở trạng thái đã chốt.",
    ConferenceStatus.PUBLISHED: "Đã công bố hội nghị.",
}
SECOND_PERSON = (
    "Cụm quy định công bố cần người thứ hai: người đã chốt báo cáo không tự công bố. Đề nghị người"
    " khác trong ban thư ký công bố."
)
ENDED_BY_SELF = (
    "Bạn đã chốt báo cáo này và cũng là người bỏ quy định người thứ hai, nên không tự công bố. Đề"
    " nghị người khác trong ban thư ký công bố."
)


def permission_for(status: str, to: str) -> Permission:
    """What a step needs: to finalise, publish and undo either, more than to edit."""
    return Permission.PUBLISH if {status, to} & set(SETTLED) else Permission.EDIT_CONFERENCE


def is_forth(status: str, to: str) -> bool:
    """Whether the step leads on; raises ValidationError unless it is one step."""
    steps = STEPS.index(ConferenceStatus(to)) - STEPS.index(ConferenceStatus(status))
    if abs(steps) != 1:
        raise ValidationError(ONE_STEP)
    return steps == 1


@transaction.atomic
def move_conference(*, conference: Conference, to: str, by: Any, reason: str = "") -> Conference:
    """Take the conference one step on, or one back; return it as it then is.

    Finalising an annual review settles the year's figures, names at it the awards of the year that
    no conference names, and issues the report; after a step back it issues a revision that names
    the former and the reason of the step back.

    Raises:
        PermissionDenied: `by` may not do this step.
        ValidationError: no single step, somebody else has moved it, something is missing before
            the step (see `checks_before`), the cluster asks for a second person; on `reason`,
            when there is none for a step back or the year is over.
    """
    goes_forth = is_forth(conference.status, to)
    permission = permission_for(conference.status, to)
    reason = access.require_write(by, permission, conference, reason)
    if not goes_forth and not reason:
        raise ValidationError({"reason": BACK_NEEDS_REASON})
    locked = _locked(conference)
    before = locked.status
    if goes_forth:
        _require_ready(locked, to, by)
    locked.status = to
    locked.full_clean()
    locked.save()
    named: dict[str, list] = {}
    if goes_forth and to == ConferenceStatus.FINALISED:
        if locked.kind == ConferenceKind.ANNUAL_REVIEW:
            named = name_all_at(review=locked, by=by)
        # Before anything is recorded: printing takes long, and the audit's chain is everybody's.
        issue_report(locked, by=by, reason=_why_reopened(locked) or reason)
    change = StatusChange(
        conference=locked, from_status=before, to_status=to, changed_by=by, reason=reason
    )
    change.full_clean()
    change.save(force_insert=True)
    if named:
        record(by=by, action="name_awards", target=locked, changes=named)
    record(
        by=by,
        action="move_conference",
        target=locked,
        changes={"status": [before, to]},
        reason=reason,
    )
    return locked


def _locked(conference: Conference) -> Conference:
    """The conference, after whoever writes figures of the reviewed year or moves it has ended."""
    years = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    list(years.filter(pk=conference.review_year_id))
    locked = (
        Conference.objects.select_for_update(no_key=True, of=("self",))
        .select_related("cluster", "host", "review_year__cluster", "launch_year")
        .get(pk=conference.pk)
    )
    if (locked.status, locked.review_year_id) != (conference.status, conference.review_year_id):
        raise ValidationError(MOVED_MEANWHILE)
    return locked


def _require_ready(conference: Conference, to: str, by: Any) -> None:
    missing = [check.text for check in checks_before(conference, to) if check.is_blocking]
    if missing:
        raise ValidationError(missing)
    if to == ConferenceStatus.PUBLISHED and (why := why_another(conference, by)):
        raise ValidationError(why)


def why_another(conference: Conference, user: Any) -> str:
    """Why `user`, who finalised the report, does not publish it; empty where nothing keeps them.

    The cluster's rule binds whoever ended it further on: nobody frees oneself from it.
    """
    finalised = conference.status_changes.filter(
        from_status=ConferenceStatus.HELD, to_status=ConferenceStatus.FINALISED
    )
    last = finalised.order_by("-pk").first()
    if last is None or last.changed_by_id != user.pk:
        return ""
    if conference.cluster.second_person_publishes:
        return SECOND_PERSON
    return ENDED_BY_SELF if _who_set_the_rule(conference.cluster) == user.pk else ""


def _who_set_the_rule(cluster: Cluster) -> int | None:
    """The key of the user who set or ended the rule last; the audit keeps it for good."""
    events = AuditEvent.objects.filter(
        action="set_second_person", target_type=cluster._meta.label_lower, target_id=str(cluster.pk)
    )
    return events.order_by("-sequence").values_list("actor", flat=True).first()


def _why_reopened(conference: Conference) -> str:
    """Why the conference was taken back after it had been finalised."""
    back = conference.status_changes.filter(
        from_status=ConferenceStatus.FINALISED, to_status=ConferenceStatus.HELD
    )
    last = back.order_by("-pk").first()
    return last.reason if last else ""


@transaction.atomic
def set_second_person(*, cluster: Cluster, is_needed: bool, by: Any) -> Cluster:
    """Say whether a report is published by another person than the one who finalised it.

    Whoever ends the rule stays bound by it (`why_another`), so that it takes two to do without.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
    """
    access.require_write(by, Permission.LEAD, cluster)
    locked = Cluster.objects.select_for_update(no_key=True, of=("self",)).get(pk=cluster.pk)
    before = locked.second_person_publishes
    locked.second_person_publishes = is_needed
    locked.full_clean()
    locked.save()
    if before != is_needed:
        record(
            by=by,
            action="set_second_person",
            target=locked,
            changes={"second_person_publishes": [before, is_needed]},
        )
    return locked
