"""The lines of a page among those in which words stand, in the query that counts them.

Looking words up takes most of the time of their page; so it is done once.
"""

import re

from django.db import connection

from awards import keeping
from awards.register.asked import ORDERS, PER_PAGE, Asked
from awards.register.conditions import Sql, of_filters, of_sight, of_words
from awards.register.sight import Sight

# Words are common if they stand in so many lines that reading those that fit, or as many as have to
# be read until enough are counted, is less work than gathering theirs. So are words of which as
# many lines as are counted were written one soon after the other.
_WORTH, _DENSE = 2, 4
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def told(most: int) -> str:
    """SQL: how many `hits` there are, or that they are `known` to be more than `most`.

    And whether the words are common: most of the next lines hold them, wherever one looks.
    """
    return (
        "counts AS MATERIALIZED"  # nosec B608
        " (SELECT count(*) AS lines, max(award_id) - min(award_id) AS apart FROM hits),"
        " told AS MATERIALIZED (SELECT lines,"
        f" CASE WHEN lines > {most} AND ((SELECT fitting < {_WORTH} * lines"
        f" OR {most} * seen < {_WORTH} * lines * lines FROM known)"
        f" OR apart < {_DENSE * most}) THEN 1 ELSE 0 END AS are_common"
        f" FROM (SELECT CASE WHEN (SELECT lines FROM known) <= {most}"
        f" THEN lines ELSE {most} + 1 END AS lines, apart FROM counts) AS counted)"
    )


def first_of_many(asked: Asked, sight: Sight, most: int, limit: int) -> list[Sql]:
    """SELECTs of the keys of the first lines of words that are in more than `most`, as `asked`.

    One of them finds all, the others nothing, as `told` says; their rows come in any order.
    """
    if connection.vendor != "postgresql":
        return [_in_order(asked, sight, f"lines > {most}", limit)]
    common, rare = (f"lines > {most} AND are_common = {truth}" for truth in (1, 0))
    first = _in_order(asked, sight, common, limit, are_common=True)
    columns, _ = ORDERS[asked.order]
    if columns[0] != "newest_first" or asked.filters:
        return [first, _in_order(asked, sight, rare, limit)]
    if _names_year(asked):
        return [first, _in_order(asked, sight, rare, limit, at_once=True)]
    return [first, _by_year(asked, sight, rare, limit)]


def _names_year(asked: Asked) -> bool:
    """Whether a year stands beside other words: nearly all their lines are then of that year."""
    words = [word for words in asked.words for word in words]
    return len(words) > 1 and any(map(_YEAR.fullmatch, words))


def page_selects(asked: Asked, sight: Sight, name: str, most: int) -> list[Sql]:
    """SELECTs of `name` and the keys of the page's lines and the next one; place by place."""
    keys = [
        _of_hits(asked, f"lines <= {most}", PER_PAGE + 1),
        *first_of_many(asked, sight, most, PER_PAGE + 1),
    ]
    return [
        Sql(
            f"SELECT '{name}', CAST(award_id AS text), place, 0, 0 FROM ({one.text}) AS page",  # nosec B608
            one.params,
        )
        for one in keys
    ]


def _of_hits(asked: Asked, when: str, limit: int) -> Sql:
    """From the `hits` that were counted."""
    order, where = order_of(asked), of_filters(asked.filters) & beyond(asked)
    return Sql(
        f"SELECT award_id, row_number() OVER (ORDER BY {order}) AS place FROM hits"  # nosec B608
        f" WHERE {_told(when)} AND {where.text} ORDER BY {order} LIMIT {limit}",
        where.params,
    )


def _in_order(
    asked: Asked,
    sight: Sight,
    when: str,
    limit: int,
    *,
    are_common: bool = False,
    at_once: bool = False,
) -> Sql:
    """From the register, as the database thinks best; where words `are_common`, in its order.

    With `at_once` all lines are gathered from the index of words before they are sorted.
    """
    order = order_of(asked)
    where = of_words(
        asked.words, sight, is_unfinished=asked.is_unfinished, are_common=are_common
    ) & beyond(asked)
    if asked.filters:
        where &= of_filters(asked.filters, is_ordered=True)
    columns, _ = ORDERS[asked.order]
    rows = f"SELECT {', '.join(columns)} FROM {keeping.ENTRY} WHERE {_told(when)} AND {where.text}"  # nosec B608
    if at_once:
        rows = f"SELECT * FROM ({rows} OFFSET 0) AS gathered"  # nosec B608
    return Sql(
        f"SELECT award_id, row_number() OVER (ORDER BY {order}) AS place FROM"  # nosec B608
        f" ({rows} ORDER BY {order} LIMIT {limit}) AS first",
        where.params,
    )


def _by_year(asked: Asked, sight: Sight, when: str, limit: int) -> Sql:
    """Year by year from the register, until there are enough lines for the page.

    The index of words knows which of them name the year. That they are of it is seen at the lines:
    gathering all lines of a year takes longer.
    """
    direction = " DESC" if asked.runs_back else ""
    where = of_words(
        asked.words, sight, is_unfinished=asked.is_unfinished, of_year="-years.newest_first"
    ) & Sql("(e.newest_first = years.newest_first) IS TRUE")
    years = Sql(_told(when))
    if not sight.clusters:  # a year of drafts alone is passed over
        years &= of_sight(sight)
    if asked.start is not None:
        years &= Sql(f"-year {'<' if asked.runs_back else '>'}= %s", asked.start[:1])
        after = beyond(asked)
        where &= Sql(f"({after.text}) IS TRUE", after.params)
    by = f"newest_first{direction}, sort_key{direction}, award_id{direction}"
    of_years = (
        "SELECT DISTINCT -year AS newest_first FROM awards_tallyofyears"  # nosec B608
        f" WHERE {years.text} ORDER BY newest_first{direction}"
    )

    def lines(some: str) -> str:
        return (
            f"SELECT years.newest_first, sort_key, award_id FROM ({of_years} {some}) AS years"  # nosec B608
            f" CROSS JOIN LATERAL (SELECT e.sort_key, e.award_id FROM {keeping.ENTRY} e"
            f" WHERE {where.text} ORDER BY e.sort_key{direction}, e.award_id{direction}"
            f" LIMIT {limit}) AS lines ORDER BY {by} LIMIT {limit}"
        )

    # As a rule the nearest year has enough; no other is looked up before that is known.
    return Sql(
        f"SELECT award_id, row_number() OVER (ORDER BY {by}) AS place FROM"  # nosec B608
        f" (WITH nearest AS MATERIALIZED ({lines('LIMIT 1')}) SELECT * FROM nearest UNION ALL"
        f" SELECT * FROM ({lines('OFFSET 1')}) AS others"
        f" WHERE (SELECT count(*) FROM nearest) < {limit} ORDER BY {by} LIMIT {limit}) AS first",
        (*years.params, *where.params) * 2,
    )


def order_of(asked: Asked) -> str:
    """The order in which rows are read, as SQL."""
    columns, _ = ORDERS[asked.order]
    return ", ".join(f"{column}{' DESC' if asked.runs_back else ''}" for column in columns)


def beyond(asked: Asked) -> Sql:
    """Lines beyond the one at which the page starts."""
    if asked.start is None:
        return Sql("1 = 1")
    columns, _ = ORDERS[asked.order]
    marks = ", ".join(["%s"] * len(asked.start))
    return Sql(f"({', '.join(columns)}) {'<' if asked.runs_back else '>'} ({marks})", asked.start)


def _told(when: str) -> str:
    """A condition on what is `told`, known before any line is read."""
    return f"(SELECT CASE WHEN {when} THEN 1 ELSE 0 END FROM told) = 1"  # nosec B608
