"""A cluster's row on the national board, and what of it needs attention. Knows no database."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from cluster_portal.vietnamese.numbers import format_number
from clusters.models import Cluster, ClusterKind, EmulationYear, Leadership, LeadershipRole
from emulation.models import ConferenceStatus, PledgeStatus

MEETS_BY = (3, 31)  # month and day of the next year by which a year is usually reviewed
_HELD = (ConferenceStatus.HELD, ConferenceStatus.FINALISED, ConferenceStatus.PUBLISHED)
_COMPLETE = (PledgeStatus.SIGNED, PledgeStatus.PUBLISHED)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The annual review of a year; `href` is empty where only its day has been announced."""

    held_on: datetime.date
    status: str = ""
    host: str = ""
    href: str = ""

    @property
    def is_held(self) -> bool:
        return self.status in _HELD

    def words(self, today: datetime.date) -> str:
        """ "đã họp", "dự kiến", or that nobody has said whether it met."""
        if self.is_held:
            return "đã họp"
        return "dự kiến" if self.held_on >= today else "đã qua ngày họp"


@dataclass(frozen=True, kw_only=True)
class PledgeState:
    """How many have signed the year's pledge, and what step it is at."""

    status: str
    signed: int
    asked: int
    href: str

    @property
    def is_complete(self) -> bool:
        """Whether nobody is left to sign."""
        return self.status in _COMPLETE or (0 < self.asked == self.signed)

    @property
    def count(self) -> str:
        """ "8/9", or nothing where nobody knows who signs."""
        return f"{self.signed}/{self.asked}" if self.asked else ""

    @property
    def label(self) -> str:
        return PledgeStatus(self.status).label


@dataclass(frozen=True, kw_only=True)
class YearFacts:
    """What the reader may know of one cluster's year.

    `members` are those who answer for it: at its end, or with a figure. `proposed`, those that
    have their outcome too, and `granted` are None where the register holds nothing of the kind.
    """

    year: EmulationYear
    members: int
    meeting: Meeting | None = None
    pledge: PledgeState | None = None
    reporting: int = 0
    figures: int = 0
    whole: int = 0  # figures that the cluster has told of itself
    proposed: int | None = None
    granted: int | None = None
    late: tuple[str, ...] = ()

    @property
    def chair(self) -> Leadership | None:
        return next((row for row in self.year.led_by if row.role == LeadershipRole.CHAIR), None)

    @property
    def vice_chairs(self) -> list[Leadership]:
        return [row for row in self.year.led_by if row.role == LeadershipRole.VICE_CHAIR]

    @property
    def held_on(self) -> datetime.date | None:
        """The day of the review, once it has been held."""
        return self.meeting.held_on if self.meeting and self.meeting.is_held else None

    @property
    def results(self) -> str:
        """How many members have told a figure, "8/9"; or only the cluster, "6 toàn cụm"."""
        if self.reporting and self.members:
            return f"{self.reporting}/{self.members}"
        return f"{self.whole} toàn cụm" if self.whole else ""

    @property
    def figures_told(self) -> str:
        """ "45 số liệu của đơn vị, 6 của toàn cụm"."""
        members = f"{format_number(self.figures, 0)} số liệu của đơn vị" if self.figures else ""
        if not self.whole:
            return members
        whole = format_number(self.whole, 0)
        return f"{members}, {whole} của toàn cụm" if members else f"{whole} số liệu toàn cụm"


@dataclass(frozen=True, kw_only=True)
class ClusterRow:
    """A cluster in the chosen year, with the year before to compare.

    `sees_drafts` is whether the reader sees the cluster's drafts; only then is something known to
    be missing, rather than not published.
    """

    cluster: Cluster
    year: int
    now: YearFacts | None
    before: YearFacts | None
    sees_drafts: bool
    today: datetime.date

    @property
    def late(self) -> tuple[str, ...]:
        return self.now.late if self.now else ()

    @property
    def meeting_words(self) -> str:
        return self.now.meeting.words(self.today) if self.now and self.now.meeting else ""

    @property
    def absent(self) -> str:
        """The word for what does not stand there."""
        return "chưa có" if self.sees_drafts else "chưa công bố"

    @property
    def attention(self) -> tuple[str, ...]:
        """What somebody should look at, the most pressing first; nothing for the public."""
        if not self.sees_drafts:
            return ()
        if self.now is None:
            return (f"Chưa mở năm {self.year}",) if self.today.year >= self.year else ()
        late = (f"Trễ hạn: {', '.join(self.late)}",) if self.late else ()
        return (*late, *self._gaps(self.now))

    def _gaps(self, now: YearFacts) -> list[str]:
        gaps = []
        if now.chair is None and self.cluster.kind != ClusterKind.BLOCK:
            gaps.append("Chưa có Cụm trưởng")
        gaps += self._of_pledge(now.pledge)
        meeting = now.meeting
        if meeting and not meeting.is_held and meeting.held_on < self.today:
            gaps.append("Ngày họp đã qua, chưa ghi là đã họp")
        if self._is_over and meeting is None:
            gaps.append("Chưa có hội nghị tổng kết")
        if self._is_over and now.reporting < now.members:
            gaps.append(f"{now.members - now.reporting} đơn vị chưa có số liệu")
        return gaps

    def _of_pledge(self, pledge: PledgeState | None) -> list[str]:
        if pledge is None or pledge.status == PledgeStatus.WITHDRAWN:
            return ["Chưa có giao ước"] if self.today.year >= self.year else []
        if pledge.is_complete or pledge.status != PledgeStatus.ISSUED:
            return []
        return [f"{pledge.asked - pledge.signed} đơn vị chưa ký giao ước"]

    @property
    def _is_over(self) -> bool:
        """Whether the year's review would have been held by now."""
        return self.today > datetime.date(self.year + 1, *MEETS_BY)

    @property
    def urgency(self) -> tuple:
        """Sorts what needs attention first: late work, a year that nobody has opened, then gaps,
        then the Vietnamese order."""
        attention = self.attention
        is_unopened = self.now is None and bool(attention)
        order = (self.cluster.sort_key, self.cluster.pk)
        return (-len(self.late), not is_unopened, -len(attention), *order)


@dataclass(frozen=True)
class Summary:
    """What the rows of a board add up to; None where no row knows."""

    clusters: int
    led: int
    held: int
    signed: int
    granted: int | None
    granted_before: int | None
    pressing: int

    @classmethod
    def of(cls, rows: list[ClusterRow]) -> "Summary":
        known = [row.now for row in rows if row.now]
        return cls(
            clusters=len(rows),
            led=sum(facts.chair is not None for facts in known),
            held=sum(bool(facts.meeting and facts.meeting.is_held) for facts in known),
            signed=sum(bool(facts.pledge and facts.pledge.is_complete) for facts in known),
            granted=_sum(facts.granted for facts in known),
            granted_before=_sum(row.before.granted for row in rows if row.before),
            pressing=sum(bool(row.attention) for row in rows),
        )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
