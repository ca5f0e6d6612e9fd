"""One thing that waits for a province, and how near its day is; knows no database."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from clusters.models import EmulationYear, Unit

SOON = 7  # days before the day on which a thing is called near


class Kind(StrEnum):
    """What a province has to do, in the order in which things of one day stand."""

    SIGN = "Ký giao ước"
    COMMENT = "Góp ý giao ước"
    REPORT = "Nộp báo cáo"
    CONCLUSION = "Thực hiện kết luận"


@dataclass(frozen=True)
class Link:
    """Where a thing is done or read, and what the link is called."""

    url: str
    label: str


@dataclass(frozen=True)
class Item:
    """A thing that waits for `unit` in a cluster's year; `due_on` is None where no day is set.

    `waits`: what somebody else has to do first, so that the province cannot act yet.
    `also`: further addresses of the same thing, such as its file.
    """

    kind: Kind
    unit: Unit
    year: EmulationYear
    due_on: datetime.date | None
    state: str
    link: Link
    also: tuple[Link, ...] = ()
    waits: str = ""
    trouble: str = ""

    def days_left(self, today: datetime.date) -> int | None:
        """Days until the day, negative once it is past."""
        return None if self.due_on is None else (self.due_on - today).days


@dataclass(frozen=True)
class Dated:
    """An item as it stands on a day."""

    item: Item
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def is_near(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON

    @property
    def words(self) -> str:
        """ "trễ 3 ngày", "hôm nay", "còn 5 ngày"; empty without a day."""
        if self.days_left is None:
            return ""
        if self.days_left == 0:
            return "hạn hôm nay"
        return f"trễ {-self.days_left} ngày" if self.is_late else f"còn {self.days_left} ngày"


def in_order(items: list[Item], today: datetime.date) -> list[Dated]:
    """The items with the nearest day first, so the latest on top; without a day at the end."""
    kinds = list(Kind)
    items = sorted(
        items,
        key=lambda item: (
            item.due_on or datetime.date.max,
            kinds.index(item.kind),
            item.year.year,
            item.year.cluster.sort_key,
            item.unit.sort_key,
            item.unit.pk,
        ),
    )
    return [Dated(item, item.days_left(today)) for item in items]


@dataclass(frozen=True)
class Done:
    """Something that the province has finished lately."""

    day: datetime.date
    what: str
    unit: Unit
    year: EmulationYear
    link: Link
