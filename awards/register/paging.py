"""Pages of the register by their first and last line, not by number: all cost the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from awards import keeping
from awards.models import Award
from awards.register.asked import ORDERS, Asked
from awards.register.conditions import Sql, of_sight
from awards.register.counting import Counted, condition_of
from awards.register.sight import Sight
from awards.selectors import register_for

PER_PAGE = 50
# Up to so many lines are gathered and sorted; of more, enough stand near each other in the order.
_GATHERED = 3_000


@dataclass
class Page:
    """Lines in order, whether there are others before and after, and what was not found."""

    awards: list[Award] = field(default_factory=list)
    has_previous: bool = False
    has_next: bool = False
    problems: tuple[str, ...] = ()

    @property
    def first(self) -> int | None:
        return self.awards[0].pk if self.awards else None

    @property
    def last(self) -> int | None:
        return self.awards[-1].pk if self.awards else None


def page_of(asked: Asked, sight: Sight, counted: Counted, user: Any) -> Page:
    """The page that is asked for; the first where it begins after a line that is not there."""
    problems: tuple[str, ...] = ()
    start = _place(asked, sight)
    if start is None and (asked.after or asked.before):
        problems = ("Dòng mà trang này bắt đầu từ đó không còn, nên đây là trang đầu.",)
        asked = replace(asked, after=None, before=None)
    limit = PER_PAGE
    if asked.is_last and not counted.is_more:
        limit = counted.lines % PER_PAGE or PER_PAGE
    keys = _keys(asked, sight, counted, start, limit + 1)
    more, keys = len(keys) > limit, keys[:limit]
    from_end = asked.before is not None or asked.is_last
    if from_end:
        keys.reverse()
    return Page(
        awards=_awards(keys, user),
        has_previous=more if from_end else asked.after is not None,
        has_next=asked.before is not None if from_end else more,
        problems=problems,
    )


def every_award(asked: Asked, sight: Sight, user: Any, batch: int = 1000) -> Iterator[Award]:
    """All awards that are asked for, in order, in batches; the page of the address is ignored."""
    asked = replace(asked, after=None, before=None, is_last=False)
    start: tuple[Any, ...] | None = None
    while True:
        keys = _keys(asked, sight, Counted(is_more=True), start, batch)
        yield from _awards(keys, user)
        if len(keys) < batch:
            return
        asked = replace(asked, after=keys[-1])
        start = _place(asked, sight)


def _awards(keys: list[int], user: Any) -> list[Award]:
    found = {award.pk: award for award in register_for(user).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _place(asked: Asked, sight: Sight) -> tuple[Any, ...] | None:
    """Where in the order the line stands that the page begins after or ends before."""
    key = asked.after or asked.before
    if key is None:
        return None
    columns, _ = ORDERS[asked.order]
    seen = of_sight(sight)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {keeping.ENTRY}"  # nosec B608
            f" WHERE award_id = %s AND {seen.text}",
            (key, *seen.params),
        )
        return cursor.fetchone()


def _keys(
    asked: Asked, sight: Sight, counted: Counted, start: tuple[Any, ...] | None, limit: int
) -> list[int]:
    columns, _ = ORDERS[asked.order]
    where = condition_of(asked, sight, are_common=counted.are_common)
    direction = " DESC" if asked.runs_back else ""
    order = ", ".join(f"{column}{direction}" for column in columns)
    rows, gathered = keeping.ENTRY, Sql("")
    lines = counted.lines
    if columns[0] == "newest_first" and "nam" in counted.answers:
        years, lines = _years_of_page(asked, counted, start, limit)
        if years:  # as a range, which PostgreSQL reads in order, unlike a list
            where &= Sql("newest_first BETWEEN %s AND %s", (-max(years), -min(years)))
    if asked.is_narrowed and not counted.is_more and lines <= _GATHERED:
        gathered = Sql(
            f"WITH hits AS MATERIALIZED (SELECT {', '.join(columns)}"  # nosec B608
            f" FROM {keeping.ENTRY} WHERE {where.text})",
            where.params,
        )
        rows, where = "hits", Sql("1 = 1")
    if start is not None:
        sign = "<" if asked.runs_back else ">"
        marks = ", ".join(["%s"] * len(start))
        where &= Sql(f"({', '.join(columns)}) {sign} ({marks})", start)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{gathered.text} SELECT award_id FROM {rows} WHERE {where.text}"  # nosec B608
            f" ORDER BY {order} LIMIT {limit}",
            (*gathered.params, *where.params),
        )
        return [key for (key,) in cursor.fetchall()]


def _years_of_page(
    asked: Asked, counted: Counted, start: tuple[Any, ...] | None, limit: int
) -> tuple[list[int], int]:
    """The years in which the page surely lies, by what was counted, and the lines they have.

    Nothing is sure of the year in which the page starts: any part of it may lie before.
    """
    first = -start[0] if start else None
    left = asked.filters.get("nam")
    years: list[int] = []
    lines = beyond = 0
    for year in sorted(map(int, counted.answers["nam"]), reverse=not asked.runs_back):
        is_before = first is not None and (year < first if asked.runs_back else year > first)
        if is_before or (left is not None and year not in left):
            continue
        count = counted.answers["nam"][str(year)]
        years.append(year)
        lines += count
        beyond += 0 if year == first else count
        if beyond >= limit:
            break
    return years, lines
