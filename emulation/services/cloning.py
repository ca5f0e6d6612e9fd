"""A conference made from an earlier one."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from cluster_portal.audit.models import record
from clusters import access
from clusters.models import LeadershipRole
from clusters.roles import Permission
from emulation.models import AgendaItem, Conference, Delegate
from emulation.services.planning import add_follow_up, plan_conference


@dataclass(frozen=True)
class Clone:
    """The new conference and how much of the old one it holds."""

    conference: Conference
    agenda_items: int
    delegates: int
    follows_up: bool

    @property
    def told(self) -> str:
        """What was copied, in one sentence."""
        words = (
            f"Đã chép {self.agenda_items} mục chương trình, {self.delegates} đại biểu cần kiểm tra "
            "lại; không chép diễn biến, tài liệu, ảnh và kết luận."
        )
        return f"{words} Đã thêm mục kiểm điểm kết luận lần trước." if self.follows_up else words


def a_year_later(day: datetime.date) -> datetime.date:
    """The same day of the next year; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_facts(source: Conference) -> dict[str, Any]:
    """What a conference made from `source` starts with: a year later, at the chair of that year."""
    years = {
        name: source.cluster.years.filter(year=year.year + 1).first() if year else None
        for name, year in (("review_year", source.review_year), ("launch_year", source.launch_year))
    }
    review = years["review_year"]
    chair = review.leaders.filter(role=LeadershipRole.CHAIR).first() if review else None
    return {
        "kind": source.kind,
        **years,
        "host": chair.unit if chair else None,
        "held_on": a_year_later(source.held_on),
        "ends_on": a_year_later(source.ends_on) if source.ends_on else None,
        "starts_at": source.starts_at,
        "closes_at": source.closes_at,
        "contact": source.contact,
    }


def _a_year_on(title: str, source: Conference) -> str:
    """ "Báo cáo tổng kết năm 2023" of the review of 2023 becomes "… năm 2024"."""
    years = {year.year for year in (source.review_year, source.launch_year) if year}
    return re.sub(
        r"\b(19|20)\d\d\b",
        lambda found: str(int(found[0]) + (int(found[0]) in years)),
        title,
    )


def _put_after_the_opening(conference: Conference) -> None:
    """What was decided last time is gone through first."""
    conference.agenda.filter(order__gte=2).update(order=F("order") + 1)
    conference.agenda.filter(follows_up=True).update(order=2)


@transaction.atomic
def clone_conference(*, source: Conference, by: Any, reason: str = "", **facts: Any) -> Clone:
    """Plan a conference by `facts` with the agenda and the delegates of `source`.

    Hours and speakers are copied, proceedings and papers are not. Delegates keep name, office and
    unit and are marked as to be checked; their parts in the old conference stay there.

    Raises:
        PermissionDenied: `by` does not edit the conferences of the cluster.
        ValidationError: as `plan_conference` does; `source` is of another cluster.
    """
    cluster = facts.pop("cluster", source.cluster)
    if cluster.pk != source.cluster_id:
        raise ValidationError("Chỉ chép từ hội nghị của cùng cụm.")
    access.require(by, Permission.VIEW_DRAFTS, source)
    conference = plan_conference(cluster=cluster, by=by, reason=reason, **facts)
    conference.agenda.all().delete()  # the item that follows up comes in its place below
    items = [
        AgendaItem(
            conference=conference,
            order=order,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            title=_a_year_on(item.title, source),
            speaker=item.speaker,
            follows_up=item.follows_up,
        )
        for order, item in enumerate(source.agenda.all(), start=1)
    ]
    AgendaItem.objects.bulk_create(items)
    delegates = [
        Delegate(
            conference=conference,
            order=order,
            full_name=row.full_name,
            title=row.title,
            unit_id=row.unit_id,
            to_check=True,
        )
        for order, row in enumerate(source.delegates.all(), start=1)
    ]
    Delegate.objects.bulk_create(delegates)
    follows_up = add_follow_up(conference)
    if follows_up:
        _put_after_the_opening(conference)
    clone = Clone(conference, len(items), len(delegates), follows_up)
    record(
        by=by,
        action="clone_conference",
        target=conference,
        changes={
            "agenda": [None, f"{len(items)} mục, chép từ {source}"],
            "delegates": [None, f"{len(delegates)} đại biểu, chép từ {source}"],
        },
        reason=reason,
    )
    return clone
