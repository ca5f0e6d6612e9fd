"""What conferences decided: what is still open, who owes it, how late it is."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date
from emulation.models import Conclusion, Conference

EVERYBODY = "Các đơn vị thành viên"


@dataclass(frozen=True)
class FollowedUp:
    """A conclusion with how it stands on a day."""

    conclusion: Conclusion
    days_late: int

    @property
    def owner(self) -> str:
        unit = self.conclusion.owner
        return unit.official_name if unit else EVERYBODY

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def state(self) -> str:
        """ "xong ngày 5/6/2024", "quá hạn 12 ngày", "chưa xong"."""
        if self.conclusion.done_on:
            return f"xong ngày {format_date(self.conclusion.done_on)}"
        return f"quá hạn {self.days_late} ngày" if self.is_late else "chưa xong"


def before(conference: Conference) -> QuerySet[Conference]:
    """Conferences of the cluster that were held before this one."""
    earlier = Q(held_on__lt=conference.held_on)
    if conference.pk:
        earlier |= Q(held_on=conference.held_on, pk__lt=conference.pk)
    return Conference.objects.filter(earlier, cluster=conference.cluster_id)


def open_before(conference: Conference) -> QuerySet[Conclusion]:
    """What earlier conferences decided and nobody has done yet."""
    return Conclusion.objects.filter(conference__in=before(conference), done_on__isnull=True)


def followed_up(conference: Conference) -> list[FollowedUp]:
    """What comes back at `conference`: what is open, and what was done since the one before.

    The oldest first, with owner and conference fetched; in two queries.
    """
    last = before(conference).order_by("-held_on", "-pk").values_list("held_on", flat=True).first()
    if last is None:
        return []
    rows = (
        Conclusion.objects.filter(conference__in=before(conference))
        .filter(Q(done_on__isnull=True) | Q(done_on__gte=last))
        .select_related("owner", "conference__cluster")
        .order_by("conference__held_on", "conference", "order", "pk")
    )
    return marked(rows, min(conference.held_on, timezone.localdate()))


def marked(rows: QuerySet[Conclusion], day: datetime.date) -> list[FollowedUp]:
    """Each conclusion with how late it is on `day`; one that is done is not late."""
    return [FollowedUp(row, _days_late(row, day)) for row in rows]


def _days_late(row: Conclusion, day: datetime.date) -> int:
    if row.done_on or not row.due_on:
        return 0
    return max(0, (day - row.due_on).days)
