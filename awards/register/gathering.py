"""The lines of a page among those in which words stand, in the query that counts them.

Looking words up takes most of the time of their page; so it is done once, or as seldom as can be.
"""

from django.db import connection

from awards import keeping
from awards.register import ways
from awards.register.abundance import in_one_name, known
from awards.register.asked import ORDERS, PER_PAGE, Asked
from awards.register.conditions import Sql, dimensions_of, of_filters, of_sight, of_words
from awards.register.sight import Sight


def told(asked: Asked, sight: Sight, columns: Sql, most: int, limit: int) -> Sql:
    """WITH queries that say how many lines the words stand in, at most one more than `most`.

    They may be `known` to be more; `hits` are the lines that were looked up, with `columns`. And in
    which `way` the page's `limit` lines are found: `nearest` and `gathered` are what two of them
    find.
    """
    named = known(
        asked.words,
        sight,
        is_unfinished=asked.is_unfinished,
        within=of_filters(asked.filters),
        by=dimensions_of(asked.filters),
    )
    hits = _hits(asked, sight, columns, most)
    lines = f"CASE WHEN named <= {most} THEN lines ELSE {most + 1} END"
    counts = (
        "counts AS MATERIALIZED (SELECT known.lines AS named, seen, fitting, first.lines, apart"  # nosec B608
        " FROM known CROSS JOIN (SELECT count(*) AS lines, max(award_id) - min(award_id) AS apart"
        f" FROM (SELECT award_id FROM hits LIMIT {most + 1}) AS hit) AS first)"
    )
    first = Sql(
        f"WITH known AS MATERIALIZED ({named.text}), {hits.text}, {counts}",
        (*named.params, *hits.params),
    )
    if connection.vendor != "postgresql":
        return Sql(
            f"{first.text}, told AS MATERIALIZED (SELECT {lines} AS lines FROM counts)",  # nosec B608
            first.params,
        )
    seem = (
        f"SELECT {lines} AS lines, named, seen, fitting, apart,"  # nosec B608
        f" {ways.are_hits(asked, most)} AS are_hits FROM counts"
    )
    way, other = ways.first_choice(asked, most), ways.other_choice(asked)
    nearest, gathered = _nearest(asked, sight, limit), _gathered(asked, sight)
    is_enough = (
        f"(SELECT count(*) FROM nearest) = {limit}"  # nosec B608
        f" OR (SELECT count(*) FROM next) < {ways.MOST_NEAR}"
    )
    are_more = f"lines > {most} AND (SELECT count(*) FROM hits) > {ways.most_hits(most)}"  # nosec B608
    return Sql(
        f"{first.text}, chosen AS MATERIALIZED"  # nosec B608
        f" (SELECT lines, fitting, are_hits, {way.text} AS way FROM ({seem}) AS seeming),"
        f" {nearest.text}, followed AS MATERIALIZED (SELECT lines, are_hits,"
        f" CASE WHEN way <> '{ways.NEAREST}' OR {is_enough} THEN way ELSE {other} END AS way"
        " FROM chosen), told AS MATERIALIZED (SELECT lines, are_hits,"
        f" CASE WHEN way = '{ways.HITS}' AND {are_more} THEN '{ways.GATHERED}' ELSE way END AS way"
        f" FROM followed), {gathered.text}",
        (*first.params, *way.params, *nearest.params, *gathered.params),
    )


def _hits(asked: Asked, sight: Sight, columns: Sql, most: int) -> Sql:
    """The lines in which the words stand; none where they are `known` to be too many.

    Those beyond `most` are there for who needs all of them: PostgreSQL reads of a WITH query no
    more than is fetched from it, SQLite everything.
    """
    words = of_words(asked.words, sight, is_unfinished=asked.is_unfinished)
    named, limit = most, most
    if connection.vendor == "postgresql":
        named, limit = ways.most_named(asked, most), ways.most_hits(most)
    return Sql(
        f"hits AS MATERIALIZED (SELECT {columns.text} FROM {keeping.ENTRY}"  # nosec B608
        f" WHERE (SELECT lines FROM known) <= {named} AND {words.text} LIMIT {limit + 1})",
        (*columns.params, *words.params),
    )


def first_of_many(asked: Asked, sight: Sight, most: int, limit: int) -> list[Sql]:
    """SELECTs of the keys of the first lines, as `asked`, of words that are in more than `most`.

    One of them finds all, the others nothing, as is `told`; their rows come in any order.
    """
    many = f"lines > {most}"
    if connection.vendor != "postgresql":
        return [_in_order(asked, sight, many, limit)]
    selects = [
        _from(way, f"{many} AND way = '{way}'", asked, limit)
        for way in (ways.HITS, ways.NEAREST, ways.GATHERED)
    ]
    if ways.is_by_year(asked):
        selects.append(_by_year(asked, sight, f"{many} AND way = '{ways.YEARS}'", limit))
    return selects


def page_selects(asked: Asked, sight: Sight, name: str, most: int) -> list[Sql]:
    """SELECTs of `name` and the keys of the page's lines and the next one; place by place."""
    limit = PER_PAGE + 1
    keys = [
        _from(ways.HITS, f"lines <= {most}", asked, limit),
        *first_of_many(asked, sight, most, limit),
    ]
    return [
        Sql(
            f"SELECT '{name}', CAST(award_id AS text), place, 0, 0 FROM ({one.text}) AS page",  # nosec B608
            one.params,
        )
        for one in keys
    ]


def fitting_of_many(asked: Asked, sight: Sight, most: int) -> Sql:
    """Two columns of `told`: lines that fit the filters of words in more than `most`, to one more.

    And 1 where there may be others, as not all that fit were read, otherwise 0.
    """
    filters = of_filters(asked.filters)
    words = of_words(asked.words, sight, is_unfinished=asked.is_unfinished)
    named = in_one_name(
        asked.words,
        sight,
        is_unfinished=asked.is_unfinished,
        within=filters,
        by=dimensions_of(asked.filters),
    )
    are_named = f"({named.text}) > {most} THEN {most + 1}"
    if connection.vendor != "postgresql":
        where = filters & words
        every = ways.counting(f"{keeping.ENTRY} WHERE {where.text}", most)
        return Sql(f"CASE WHEN {are_named} ELSE {every} END, 0", (*named.params, *where.params))
    read = ways.counting(
        f"(SELECT ({words.text}) IS TRUE AS holds FROM {keeping.ENTRY}"  # nosec B608
        f" WHERE {filters.text} LIMIT {ways.MOST_READ}) AS first WHERE holds",
        most,
    )
    return Sql(
        f"CASE WHEN {are_named}"
        f" WHEN way = '{ways.GATHERED}' THEN {ways.counting('gathered', most)}"
        f" WHEN are_hits THEN {ways.counting(f'hits WHERE {filters.text}', most)}"
        f" ELSE {read} END, CASE WHEN way = '{ways.GATHERED}' OR are_hits THEN 0 ELSE 1 END",
        (*named.params, *filters.params, *words.params, *filters.params),
    )


def _from(rows: str, when: str, asked: Asked, limit: int) -> Sql:
    """From lines that a WITH query holds; of `hits` those that fit the filters."""
    order, where = order_of(asked), beyond(asked)
    if rows == ways.HITS:
        where = of_filters(asked.filters) & where
    return _numbered(
        Sql(f"SELECT * FROM {rows} WHERE {_told(when)} AND {where.text}", where.params),  # nosec B608
        order,
        limit,
    )


def _in_order(asked: Asked, sight: Sight, when: str, limit: int) -> Sql:
    """From the register, as SQLite thinks best."""
    words = of_words(asked.words, sight, is_unfinished=asked.is_unfinished)
    where = words & of_filters(asked.filters, is_ordered=True) & beyond(asked)
    columns = ", ".join(ORDERS[asked.order][0])
    return _numbered(
        Sql(
            f"SELECT {columns} FROM {keeping.ENTRY} WHERE {_told(when)} AND {where.text}",  # nosec B608
            where.params,
        ),
        order_of(asked),
        limit,
    )


def _numbered(lines: Sql, order: str, limit: int) -> Sql:
    """The keys and places of the first of `lines`; nothing else is sorted."""
    return Sql(
        f"SELECT award_id, row_number() OVER (ORDER BY {order}) AS place"  # nosec B608
        f" FROM ({lines.text} ORDER BY {order} LIMIT {limit}) AS first",
        lines.params,
    )


def _nearest(asked: Asked, sight: Sight, limit: int) -> Sql:
    """WITH queries: the lines next in the order, of which as many as needed are read in turn.

    And the `nearest`, the first of them that hold the words: what a WITH query has kept is read in
    the order in which it came, without being sorted, which would read everything.
    """
    order, where = order_of(asked), beyond(asked)
    words = of_words(asked.words, sight, is_unfinished=asked.is_unfinished)
    if asked.filters:
        where &= of_filters(asked.filters, is_ordered=True)
    columns = ", ".join(ORDERS[asked.order][0])
    return Sql(
        f"next AS MATERIALIZED (SELECT {columns}, ({words.text}) IS TRUE AS holds"  # nosec B608
        f" FROM {keeping.ENTRY} WHERE (SELECT way FROM chosen) = '{ways.NEAREST}' AND {where.text}"
        f" ORDER BY {order} LIMIT {ways.MOST_NEAR}), nearest AS MATERIALIZED"
        f" (SELECT {columns} FROM next WHERE holds LIMIT {limit})",
        (*words.params, *where.params),
    )


def _gathered(asked: Asked, sight: Sight) -> Sql:
    """A WITH query: all lines, from the index of words and those of the filters.

    They are kept where they are read twice: to be counted, and for the page.
    """
    words = of_words(asked.words, sight, is_unfinished=asked.is_unfinished)
    where = Sql(_told(f"way = '{ways.GATHERED}'")) & words & of_filters(asked.filters)
    columns = ", ".join(ORDERS[asked.order][0])
    return Sql(
        f"gathered AS {'' if asked.filters else 'NOT '}MATERIALIZED"  # nosec B608
        f" (SELECT {columns} FROM {keeping.ENTRY} WHERE {where.text} OFFSET 0)",
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
    if asked.filters:  # many lines fit: their index would be read once more for each year
        fit = of_filters(asked.filters)
        where &= Sql(f"({fit.text}) IS TRUE", fit.params)
    years = Sql(_told(when))
    if "nam" in asked.filters:
        years &= Sql.one_of("year", asked.filters["nam"])
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
        f" (WITH first_year AS MATERIALIZED ({lines('LIMIT 1')}) SELECT * FROM first_year UNION ALL"
        f" SELECT * FROM ({lines('OFFSET 1')}) AS others"
        f" WHERE (SELECT count(*) FROM first_year) < {limit} ORDER BY {by} LIMIT {limit}) AS first",
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
