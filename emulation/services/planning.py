"""A conference begins: its kind, years, day, place and host; and what of that changes later."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from clusters import access
from clusters.models import Cluster, EmulationYear, Unit
from clusters.roles import Permission
from emulation.followups import open_before
from emulation.models import AgendaItem, Conference, ConferenceKind
from emulation.services.rows import words_of
from emulation.services.rules import require_open

FACTS = (
    *("kind", "title", "review_year", "launch_year", "held_on", "ends_on", "starts_at"),
    *("closes_at", "host", "venue", "date_note", "minutes_secretary", "contact", "is_announced"),
)
FOLLOW_UP = "Kiểm điểm việc thực hiện kết luận của hội nghị trước"
NO_TITLE = "Ghi tên hội nghị, hoặc chọn năm để cổng đặt tên."

_SLUGS = {
    ConferenceKind.ANNUAL_REVIEW: "tong-ket",
    ConferenceKind.MID_YEAR: "so-ket",
    ConferenceKind.KICK_OFF: "trien-khai",
    ConferenceKind.THEMATIC: "chuyen-de",
}


def proposed_title(
    kind: str, review_year: EmulationYear | None, launch_year: EmulationYear | None
) -> str:
    """What a conference of this kind is called; empty where only people can say."""
    review = review_year.year if review_year else None
    launch = launch_year.year if launch_year else None
    if kind == ConferenceKind.ANNUAL_REVIEW and review:
        title = f"Hội nghị tổng kết công tác thi đua, khen thưởng năm {review}"
        return f"{title} và ký giao ước thi đua năm {launch}" if launch else title
    year = review or launch
    if kind == ConferenceKind.MID_YEAR and year:
        return f"Hội nghị sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm {year}"
    if kind == ConferenceKind.KICK_OFF and (launch or review):
        return f"Hội nghị triển khai công tác thi đua, khen thưởng năm {launch or review}"
    return ""


@transaction.atomic
def plan_conference(*, cluster: Cluster, by: Any, reason: str = "", **facts: Any) -> Conference:
    """Write down a conference that is to come; `facts` are `FACTS`, the title may be left out.

    What earlier conferences decided and nobody has done yet gets an item of the agenda.

    Raises:
        PermissionDenied: `by` does not edit the conferences of the cluster.
        ValidationError: a fact is not valid; the year is over and no reason is given.
    """
    conference = Conference(cluster=cluster)
    _set(conference, facts)
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, conference, reason)
    _wait_for_others(cluster)
    conference.slug = _free_slug(conference)
    _check(conference)
    conference.save()
    add_follow_up(conference)
    record(
        by=by,
        action="plan_conference",
        target=conference,
        changes={name: [None, words_of(getattr(conference, name))] for name in FACTS},
        reason=reason,
    )
    return conference


@transaction.atomic
def change_conference(
    *, conference: Conference, by: Any, seen: str = "", reason: str = "", **facts: Any
) -> Conference:
    """Change the facts of a conference; its address stays. `seen`: `facts_token` of the page.

    Raises:
        PermissionDenied: `by` does not edit the conference, as it is or as it is to be.
        ValidationError: a fact is not valid; the conference is settled; a reason is missing;
            somebody has changed a fact since (code "stale").
    """
    access.require_write(by, Permission.EDIT_CONFERENCE, conference, reason)
    _wait_for_others(conference.cluster)
    locked = require_open(conference)
    stood = _facts_of(locked)
    before = {name: words_of(getattr(locked, name)) for name in FACTS}
    _set(locked, facts)
    if _facts_of(locked) != stood:
        require_seen(seen, stood)
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, locked, reason)
    _check(locked)
    locked.save()
    changes = {
        name: [value, words_of(getattr(locked, name))]
        for name, value in before.items()
        if value != words_of(getattr(locked, name))
    }
    if changes:
        record(by=by, action="change_conference", target=locked, changes=changes, reason=reason)
    return locked


def facts_token(conference: Conference) -> str:
    """The token of the facts, for a page on which they are changed."""
    return token_of(_facts_of(conference))


def _facts_of(conference: Conference) -> list[Any]:
    return [getattr(conference, Conference._meta.get_field(name).attname) for name in FACTS]


def add_follow_up(conference: Conference) -> bool:
    """Put what is open from before on the agenda, unless it stands there; True when added."""
    agenda = conference.agenda
    if agenda.filter(follows_up=True).exists() or not open_before(conference).exists():
        return False
    last = agenda.order_by("-order").values_list("order", flat=True).first() or 0
    item = AgendaItem(conference=conference, order=last + 1, title=FOLLOW_UP, follows_up=True)
    item.full_clean()
    item.save()
    return True


def _wait_for_others(cluster: Cluster) -> None:
    """Let one person at a time say what the cluster's conferences are: no address goes twice."""
    Cluster.objects.select_for_update(no_key=True, of=("self",)).get(pk=cluster.pk)


def _set(conference: Conference, facts: dict[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(conference, name, facts[name])
    if not conference.title:
        conference.title = proposed_title(
            conference.kind, conference.review_year, conference.launch_year
        )


def _check(conference: Conference) -> None:
    if not conference.title:
        raise ValidationError({"title": NO_TITLE})
    _require_known_host(conference.host, conference)
    conference.full_clean()


def _require_known_host(host: Unit | None, conference: Conference) -> None:
    day: datetime.date | None = conference.held_on
    if host and day and not host.holds_on(day):
        raise ValidationError({"host": "Đơn vị này không tồn tại vào ngày họp."})


def _free_slug(conference: Conference) -> str:
    """ "tong-ket-2023"; a second conference of the kind and year gets "-2"."""
    year = conference.review_year or conference.launch_year
    base = _SLUGS.get(conference.kind, "hoi-nghi") + (f"-{year.year}" if year else "")
    taken = set(
        Conference.objects.filter(cluster=conference.cluster, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
