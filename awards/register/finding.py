"""The first awards in which words stand, for a page that searches more than awards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from awards.models import Award
from awards.register.asked import Asked
from awards.register.conditions import Sql, Words
from awards.register.gathering import first_of_many, told
from awards.register.recipients import awards_of
from awards.register.sight import FULL, Sight
from awards.register.spelling import is_word

MOST_RANKED = 5_000  # lines, of which those come first in which the words stand side by side
_ORDER = "newest_first, sort_key, award_id"


@dataclass(frozen=True)
class Found:
    """The first of `total` awards; with `is_more` there are more than `MOST_RANKED`."""

    awards: list[Award]
    total: int
    is_more: bool = False


def is_unfinished(words: Words, sight: Sight) -> bool:
    """Whether the last word may be the beginning of one: the register knows it as none."""
    (last, *_) = words[-1]
    return not is_word(last, is_open=not sight.reads_every_name)


def first_of(
    terms: Iterable[str], user: Any, sight: Sight, limit: int, *, words: Words = ()
) -> Found:
    """The awards in which each folded term stands as a word, as the register finds them.

    Those in which they stand side by side come first, then the newest year; of more than
    `MOST_RANKED` the newest alone. `words` say which words may stand for each of the terms.
    """
    terms = list(terms)
    words = words or tuple((term,) for term in terms)
    unfinished = is_unfinished(words, sight)
    readable = _readable_words(sight)
    best = Sql(
        f"SELECT award_id, row_number() OVER (ORDER BY fit, {_ORDER}) AS place FROM (SELECT"  # nosec B608
        f" {_ORDER}, CASE WHEN readable LIKE %s THEN 0 ELSE 1 END AS fit FROM hits"
        f" WHERE (SELECT lines FROM told) <= {MOST_RANKED}) AS fits ORDER BY fit, {_ORDER}"
        f" LIMIT {limit}",
        (f"%{' '.join(terms)}%",),
    )
    asked = Asked(words=words, is_unfinished=unfinished)
    columns = Sql(f"{_ORDER}, {readable.text} AS readable", readable.params)
    hits = told(asked, sight, columns, MOST_RANKED, limit)
    firsts = [best, *first_of_many(asked, sight, MOST_RANKED, limit)]
    first = " UNION ALL ".join(f"SELECT * FROM ({one.text}) AS first" for one in firsts)  # nosec B608
    rows = _read(
        Sql(
            f"{hits.text} SELECT award_id, lines FROM ({first}) AS found, told ORDER BY place",  # nosec B608
            (*hits.params, *(param for one in firsts for param in one.params)),
        )
    )
    total = rows[0][1] if rows else 0
    return Found(
        awards_of([key for key, _ in rows], user), min(total, MOST_RANKED), total > MOST_RANKED
    )


def _readable_words(sight: Sight) -> Sql:
    """The words of a line that the reader may know: a rank tells a name as well as a result."""
    everywhere = "words" if sight.for_public == FULL else "open_words"
    at_home = "words" if sight.for_staff == FULL else "open_words"
    if sight.everything:
        return Sql(at_home)
    if not sight.clusters:
        return Sql(everywhere)
    own = Sql.one_of("cluster", sight.clusters)
    return Sql(f"CASE WHEN {own.text} THEN {at_home} ELSE {everywhere} END", own.params)


def _read(query: Sql) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return cursor.fetchall()
