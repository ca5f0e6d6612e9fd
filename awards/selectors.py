"""Reads that more than one page needs: the register and the single source of its totals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from awards.models import Award, AwardStatus
from awards.models.award import PUBLIC
from cluster_portal.vietnamese.numbers import format_number
from clusters import access
from clusters.roles import Permission


@dataclass(frozen=True)
class Totals:
    """What a set of award rows adds up to. A row without a number is a row, but counts nothing."""

    rows: int
    granted: int
    proposed: int
    refused: int
    revoked: int
    uncounted: int

    @property
    def words(self) -> str:
        """ "7 dòng; 5 lượt được tặng, 2 lượt đề nghị"."""
        lines = f"{format_number(self.rows)} dòng"
        if not self.rows:
            return lines
        others = (
            (self.proposed, "lượt đề nghị"),
            (self.refused, "lượt không được duyệt"),
            (self.revoked, "lượt bị thu hồi"),
        )
        counts = [f"{format_number(self.granted)} lượt được tặng"]
        counts += (f"{format_number(number)} {what}" for number, what in others if number)
        return f"{lines}; {', '.join(counts)}"


def totals(awards: QuerySet[Award]) -> Totals:
    """Add up `awards` in one query: rows, and recipients by result."""
    numbers = awards.order_by().aggregate(
        rows=Count("pk"),
        uncounted=Count("pk", filter=Q(count__isnull=True)),
        **{status.value: Sum("count", filter=Q(status=status)) for status in AwardStatus},
    )
    return Totals(**{name: number or 0 for name, number in numbers.items()})


def waiting_proposals(awards: QuerySet[Award]) -> QuerySet[Award]:
    """The proposals among `awards` that wait for an outcome: without any, or not for all.

    `answered` counts the recipients that have one. What every page calls a proposal that waits.
    """
    return (
        awards.filter(status=AwardStatus.PROPOSED)
        .annotate(
            answered=Coalesce(Sum("outcomes__count"), 0),
            answer_rows=Count("outcomes"),
            unknown=Count("outcomes", filter=Q(outcomes__isnull=False, outcomes__count=None)),
        )
        .filter(Q(answer_rows=0) | Q(unknown=0, count__gt=F("answered")))
    )


def _is_public(user: Any) -> Case | Value:
    """Whether everybody sees the award, told from the rows that the query has joined already.

    Whoever sees no drafts sees nothing else, so that nothing is worked out for him.
    """
    reached = access.reach(user, Permission.VIEW_DRAFTS)
    if not reached.everything and not reached.clusters:
        return Value(True)
    return Case(When(PUBLIC, then=Value(True)), default=Value(False))


def lines_for(user: Any) -> QuerySet[Award]:
    """Awards that `user` may see with all that a line of a file says, to be read in batches.

    What many awards have in common is fetched once for all of a batch, not once for each of them:
    that takes half the time. `is_public` is as in `register_for`.
    """
    return (
        Award.objects.for_user(user)
        .prefetch_related(
            "emulation_year__cluster",
            "conference",
            "form",
            "unit",
            "recipient_unit",
            "decision",
            "source",
        )
        .annotate(is_public=_is_public(user))
    )


def register_for(user: Any) -> QuerySet[Award]:
    """Awards that `user` may see, with all that a row of the register shows.

    Each has `is_public`: whether the public sees it too; and `seen_outcomes`: what `user` may see
    of what became of a proposal, its result and number alone.
    """
    outcomes = Award.objects.for_user(user).only("proposal", "status", "count").order_by("pk")
    return (
        Award.objects.for_user(user)
        .select_related(
            "emulation_year__cluster",
            "conference__cluster",
            "form",
            "unit",
            "recipient_unit",
            "decision",
            "source",
        )
        .prefetch_related(Prefetch("outcomes", outcomes, to_attr="seen_outcomes"))
        .annotate(is_public=_is_public(user))
    )
