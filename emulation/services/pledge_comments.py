"""What the members say of a pledge while their opinions are asked for, and the answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from clusters import access
from clusters.members import day_in, members_on
from clusters.models import Unit
from clusters.roles import Permission
from emulation.models import Pledge, PledgeComment, PledgeStatus, PledgeVersion
from emulation.services.pledge_locks import locked
from emulation.services.pledge_versions import keep_what_stands, latest_version, snapshot_of

NOT_CIRCULATED = "Giao ước không ở bước lấy ý kiến."
NO_MEMBER = "{unit} không phải là thành viên của cụm."
SAY_ONE = "Ghi ý kiến, hoặc chọn không có ý kiến."
NOT_BOTH = "Đã ghi ý kiến thì bỏ chọn “không có ý kiến”."
SAID_ALREADY = "Đơn vị đã góp ý về bản thảo này."
ANSWERED = "Ý kiến này đã được trả lời."
NOTHING_TO_ANSWER = "Đơn vị không có ý kiến nên không cần trả lời."


@transaction.atomic
def comment_on_pledge(
    *,
    pledge: Pledge,
    unit: Unit,
    by: Any,
    text: str = "",
    has_none: bool = False,
    seen: str = "",
) -> PledgeComment:
    """Write down what a member says of the circulated text, or that it has nothing to say.

    More may follow; what comes after `Pledge.comments_by` is taken, too. `seen`: `comment_token`.

    Raises:
        PermissionDenied: `by` does not enter the unit's part.
        ValidationError: no opinions are asked for; the unit is no member; on `text` or
            `has_none`, when both or neither is given, or the unit has spoken already and now has
            nothing to say; with the code "stale", when another text stands there.
    """
    pledge = locked(pledge)
    if unit not in asked_units(pledge):
        raise ValidationError(NO_MEMBER.format(unit=unit))
    access.require(by, Permission.EDIT_UNIT, PledgeComment(pledge=pledge, unit=unit))
    if pledge.status != PledgeStatus.CIRCULATED:
        raise ValidationError(NOT_CIRCULATED)
    version = keep_what_stands(pledge, snapshot_of(pledge))
    require_seen(seen, [version])
    text = text.strip()
    if has_none and text:
        raise ValidationError({"has_none": NOT_BOTH})
    if not has_none and not text:
        raise ValidationError({"text": SAY_ONE})
    if has_none and version.comments.filter(unit=unit).exists():
        raise ValidationError({"has_none": SAID_ALREADY})
    comment = PledgeComment(
        pledge=pledge, version=version, unit=unit, text=text, has_none=has_none, author=by
    )
    comment.full_clean()
    comment.save(force_insert=True)
    changes = {"comments": [None, f"{unit}: {'không có ý kiến' if has_none else text}"]}
    record(by=by, action="comment_on_pledge", target=pledge, changes=changes)
    return comment


@transaction.atomic
def answer_comment(
    *, comment: PledgeComment, answer: str, by: Any, reason: str = ""
) -> PledgeComment:
    """Answer what a member said, once.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: it has an answer, or needs none; on `answer`, without one; on `reason`,
            when the year is over.
    """
    reason = access.require_write(by, Permission.EDIT_PLEDGE, comment.pledge, reason)
    pledge = locked(comment.pledge)
    comment = PledgeComment.objects.select_related("unit").get(pk=comment.pk)
    if comment.answered_at:
        raise ValidationError(ANSWERED)
    if comment.has_none:
        raise ValidationError(NOTHING_TO_ANSWER)
    answer = answer.strip()
    if not answer:
        raise ValidationError({"answer": "Ghi câu trả lời."})
    comment.answer, comment.answered_by, comment.answered_at = answer, by, timezone.now()
    comment.full_clean()
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    changes = {"comments": [f"{comment.unit}: {comment.text}", answer]}
    record(by=by, action="answer_comment", target=pledge, changes=changes, reason=reason)
    return comment


def asked_units(pledge: Pledge) -> list[Unit]:
    """The members whose opinions are asked for, in Vietnamese order."""
    year = pledge.emulation_year
    return members_on(year.cluster, day_in(year.cluster, year.year, timezone.localdate()))


def current_version(pledge: Pledge) -> PledgeVersion | None:
    """The version that the opinions of today are about."""
    return latest_version(pledge)


def comment_token(pledge: Pledge) -> str:
    """The token of the text that is commented on."""
    return token_of([current_version(pledge)])
