"""Pages of the register by their first and last line, not by number: all cost the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from awards import keeping
from awards.models import Award
from awards.register.asked import ORDERS, PER_PAGE, Asked, Problem
from awards.register.conditions import Sql, of_sight
from awards.register.counting import Counted, condition_of
from awards.register.gathering import beyond, order_of
from awards.register.sight import Sight
from awards.selectors import lines_for, register_for

_NO_LINE = Problem("Dòng mà trang này bắt đầu từ đó không còn", "đây là trang đầu")
# Up to so many lines are gathered and sorted; of more, enough stand near each other in the order.
_GATHERED = 3_000

Place = tuple[Any, ...]  # where a line stands: its columns of the order, its key the last


class LineIsGone(Exception):
    """The line after which a page begins is not there, or not for this reader."""


@dataclass
class Page:
    """Lines in order, and whether there are others before and after."""

    awards: list[Award] = field(default_factory=list)
    has_previous: bool = False
    has_next: bool = False

    @property
    def first(self) -> int | None:
        return self.awards[0].pk if self.awards else None

    @property
    def last(self) -> int | None:
        return self.awards[-1].pk if self.awards else None


def placed(asked: Asked, sight: Sight) -> Asked:
    """What is asked for, from where its page starts; the first page where that line is gone."""
    start = _place(asked, sight)
    if start is None and (asked.after or asked.before):
        problems = (*asked.problems, _NO_LINE)
        return replace(asked, after=None, before=None, problems=problems)
    return replace(asked, start=start)


def page_of(asked: Asked, sight: Sight, counted: Counted, user: Any) -> Page:
    """The page that is asked for, of what was `placed` and then counted."""
    limit = PER_PAGE
    if asked.is_last and not counted.is_more:
        limit = counted.lines % PER_PAGE or PER_PAGE
    keys = counted.keys
    if keys is None:
        keys = [place[-1] for place in _places(asked, sight, counted, limit + 1)]
    more, keys = len(keys) > limit, keys[:limit]
    from_end = asked.before is not None or asked.is_last
    if from_end:
        keys.reverse()
    return Page(
        awards=_awards(keys, user),
        has_previous=more if from_end else asked.after is not None,
        has_next=asked.before is not None if from_end else more,
    )


def every_award(asked: Asked, sight: Sight, user: Any, batch: int = 1000) -> Iterator[Award]:
    """All awards that are asked for, in order, in batches; the page of the address is ignored.

    What is deleted while they are read is left out, and nothing else with it.
    """
    asked = replace(asked, after=None, before=None, is_last=False, start=None)
    while True:
        places = _places(asked, sight, Counted(is_more=True), batch + 1)
        yield from lines_of_keys([place[-1] for place in places[:batch]], user)
        if len(places) <= batch:
            return
        asked = replace(asked, start=places[batch - 1])


def first_awards(
    asked: Asked, sight: Sight, counted: Counted, user: Any, limit: int
) -> list[Award]:
    """At most `limit` awards in order, the first; the page of the address is ignored."""
    asked = replace(asked, after=None, before=None, is_last=False, start=None)
    places = _places(asked, sight, counted, limit)
    return lines_of_keys([place[-1] for place in places], user)


def next_awards(
    asked: Asked, sight: Sight, user: Any, limit: int
) -> tuple[list[Award], int | None]:
    """At most `limit` awards in order, from the line on after which `asked` begins.

    And the line after which the next begin; None where these are the last. Raises `LineIsGone`.
    """
    asked = replace(asked, before=None, is_last=False)
    asked = replace(asked, start=_place(asked, sight))
    if asked.start is None and asked.after:
        raise LineIsGone
    places = _places(asked, sight, Counted(is_more=True), limit + 1)
    keys = [place[-1] for place in places]
    return lines_of_keys(keys[:limit], user), keys[limit - 1] if len(keys) > limit else None


def is_longer(asked: Asked, sight: Sight, counted: Counted, most: int) -> bool:
    """Whether more than `most` lines are asked for; they are counted on where nobody has."""
    if not counted.is_more:
        return counted.lines > most
    where = condition_of(asked, sight)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {keeping.ENTRY}"  # nosec B608
            f" WHERE {where.text} LIMIT {most + 1}) AS found",
            where.params,
        )
        return cursor.fetchone()[0] > most


def each_award(keys: list[int], user: Any, batch: int = 1000) -> Iterator[Award]:
    """The awards with these keys, in this order, read in batches."""
    for start in range(0, len(keys), batch):
        yield from lines_of_keys(keys[start : start + batch], user)


def lines_of_keys(keys: list[int], user: Any) -> list[Award]:
    """The awards with these keys, in this order, with all that a line of a file says."""
    found = lines_for(user).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _awards(keys: list[int], user: Any) -> list[Award]:
    found = {award.pk: award for award in register_for(user).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _place(asked: Asked, sight: Sight) -> Place | None:
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


def _places(asked: Asked, sight: Sight, counted: Counted, limit: int) -> list[Place]:
    columns, _ = ORDERS[asked.order]
    where = condition_of(asked, sight)
    rows, gathered = keeping.ENTRY, Sql("")
    lines = counted.lines
    if columns[0] == "newest_first" and "nam" in counted.answers:
        years, lines = _years_of_page(asked, counted, limit)
        if years:  # as a range, which PostgreSQL reads in order, unlike a list
            where &= Sql("newest_first BETWEEN %s AND %s", (-max(years), -min(years)))
    if asked.is_narrowed and not counted.is_more and lines <= _GATHERED:
        gathered = Sql(
            f"WITH hits AS MATERIALIZED (SELECT {', '.join(columns)}"  # nosec B608
            f" FROM {keeping.ENTRY} WHERE {where.text})",
            where.params,
        )
        rows, where = "hits", Sql("1 = 1")
    where &= beyond(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{gathered.text} SELECT {', '.join(columns)} FROM {rows}"  # nosec B608
            f" WHERE {where.text} ORDER BY {order_of(asked)} LIMIT {limit}",
            (*gathered.params, *where.params),
        )
        return cursor.fetchall()


def _years_of_page(asked: Asked, counted: Counted, limit: int) -> tuple[list[int], int]:
    """The years in which the page surely lies, by what was counted, and the lines they have.

    Nothing is sure of the year in which the page starts: any part of it may lie before.
    """
    first = -asked.start[0] if asked.start else None
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
