"""Finding: one query gives the first things of each sort, how many there are, and where it says so.

A thing fits best by its whole name (0), then by how a name begins (1), by words side by side in a
name (2) or anywhere in it (3), side by side in a text (4), anywhere in it (5). Among things that
fit equally well the newest come first, then the order of their names. A unit that is found by the
name of another, which it came from or became, is no whole name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from awards.register.conditions import Sql
from awards.register.sight import Sight
from cluster_portal.search import keeping
from cluster_portal.search.asked import Asked, Term

_PIECES = 4  # of each thing, the best and then the newest
MOST_READ = 1000  # rows whose texts are read for words side by side; of more, none
_TEXT = "(' ' || e.open_text || ' ' || e.closed_text || ' ')"
_NAMES = "replace(e.names, '|', ' ')"
_EVERYWHERE = "(' ' || e.open_text || ' ' || e.closed_text || ' | ' || e.context || ' ')"


@dataclass
class Found:
    """A thing: its key, and the pieces of its text that fit, as part and key."""

    thing: int
    pieces: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class FoundSort:
    """The things of one sort that are shown, of `total`; `best` is how well the best of all fits.

    `first` is how many come before them.
    """

    total: int
    best: int
    things: list[Found] = field(default_factory=list)


@dataclass(frozen=True)
class Window:
    """Which things of a sort are asked for: `count` after the first `start`."""

    start: int
    count: int


def find(asked: Asked, sight: Sight, windows: dict[str, Window]) -> dict[str, FoundSort]:
    """The things that the reader sees and in which every term stands, by sort."""
    place, where, in_text = _place(asked), _where(asked, sight), _place_in_text(asked)
    shown = [
        Sql("(sort = %s AND nth > %s AND nth <= %s)", (sort, one.start, one.start + one.count))
        for sort, one in windows.items()
    ]
    # nosec B608: constant SQL; what was typed stands in parameters.
    query = Sql(
        f"WITH matching AS MATERIALIZED (SELECT e.id, e.sort, e.thing, e.part, e.part_id,"  # nosec B608
        f" e.newest_first, e.sort_key, {place.text} AS place FROM {keeping.ENTRY} e"
        f" WHERE {where.text}), many AS (SELECT count(*) > {MOST_READ} AS are FROM matching),"
        " hits AS MATERIALIZED (SELECT m.sort, m.thing, m.part, m.part_id, m.newest_first,"
        f" m.sort_key, {in_text.text} AS place FROM matching m),"
        " things AS (SELECT sort, thing, min(place) AS place, min(newest_first) AS newest_first,"
        " min(sort_key) AS sort_key FROM hits GROUP BY sort, thing),"
        " ranked AS (SELECT sort, thing, count(*) OVER (PARTITION BY sort) AS total,"
        " min(place) OVER (PARTITION BY sort) AS best, row_number() OVER (PARTITION BY sort"
        " ORDER BY place, newest_first, sort_key, thing) AS nth FROM things),"
        f" shown AS (SELECT * FROM ranked WHERE nth = 1 OR {' OR '.join(s.text for s in shown)}),"
        " pieces AS (SELECT h.sort, h.thing, h.part, h.part_id, row_number() OVER (PARTITION BY"
        " h.sort, h.thing ORDER BY h.place, h.newest_first, h.part, h.part_id) AS piece"
        " FROM hits h JOIN shown s ON s.sort = h.sort AND s.thing = h.thing WHERE h.part <> '')"
        " SELECT s.sort, s.thing, s.nth, s.total, s.best, p.part, p.part_id FROM shown s"
        " LEFT JOIN pieces p ON p.sort = s.sort AND p.thing = s.thing"
        f" AND p.piece <= {_PIECES} ORDER BY s.sort, s.nth, p.piece",
        (
            *place.params,
            *where.params,
            *in_text.params,
            *(value for one in shown for value in one.params),
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        rows = cursor.fetchall()
    return _by_sort(rows, windows)


def count_each(several: list[Asked], sight: Sight) -> list[int]:
    """How many rows that the reader sees hold what each asks for, in one query."""
    conditions = [_where(asked, sight) for asked in several]
    query = " UNION ALL ".join(
        f"SELECT {place} AS place, count(*) FROM {keeping.ENTRY} e WHERE {where.text}"  # nosec B608
        for place, where in enumerate(conditions)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [param for where in conditions for param in where.params])
        return [rows for _, rows in sorted(cursor.fetchall())]


def _by_sort(rows: Iterable[tuple[Any, ...]], windows: dict[str, Window]) -> dict[str, FoundSort]:
    found: dict[str, FoundSort] = {}
    for sort, thing, nth, total, best, part, part_id in rows:
        of_sort = found.setdefault(sort, FoundSort(total, best))
        window = windows.get(sort)
        if window is None or not window.start < nth <= window.start + window.count:
            continue  # the first of a sort tells how many there are
        if not of_sort.things or of_sort.things[-1].thing != thing:
            of_sort.things.append(Found(thing))
        if part:
            of_sort.things[-1].pieces.append((part, part_id))
    return found


def _where(asked: Asked, sight: Sight) -> Sql:
    """Rows that the reader sees, with every term, of which the row says one by itself."""
    condition = _holds(asked)
    if sight.everything:
        return condition
    if not sight.clusters:
        return Sql("e.is_public") & condition
    own = Sql.one_of("e.cluster", sight.clusters)
    return Sql(f"(e.is_public OR {own.text})", own.params) & condition


def _holds(asked: Asked) -> Sql:
    if connection.vendor == "postgresql":
        every = " & ".join(map(_lexemes, asked.terms))
        some = " | ".join(map(_lexemes, asked.terms))
        # What the context lacks, the row says itself: both are seen by the words alone.
        condition = Sql("e.all_words @@ %s::tsquery AND e.own_words @@ %s::tsquery", (every, some))
        for term in asked.terms:
            condition = condition & _stands_whole(term) if term.phrases else condition
        return condition
    every = " AND ".join(map(_phrases, asked.terms))
    some = " OR ".join(map(_phrases, asked.terms))
    return Sql(
        f"e.id IN (SELECT rowid FROM {keeping.TEXTS} WHERE {keeping.TEXTS} MATCH %s)",  # nosec B608
        (f"({every}) AND {{open_text closed_text}} : ({some})",),
    )


def _lexemes(term: Term) -> str:
    words = [f"'{word}'{':*' * term.is_unfinished}" for word in term.words]
    phrases = [
        f"({' & '.join(map(repr, dict.fromkeys(phrase.split())))})" for phrase in term.phrases
    ]
    return f"({' | '.join((*words, *phrases))})"


def _phrases(term: Term) -> str:
    words = [f'"{word}"{" *" * term.is_unfinished}' for word in term.words]
    return f"({' OR '.join((*words, *(chr(34) + phrase + chr(34) for phrase in term.phrases)))})"


def _stands_whole(term: Term) -> Sql:
    """Lexemes do not say in which order they stand: whether a phrase stands there."""
    forms = (*term.words, *term.phrases)
    each = " OR ".join([f"{_EVERYWHERE} LIKE %s"] * len(forms))
    return Sql(f"({each})", tuple(f"% {form} %" for form in forms))


def _place(asked: Asked) -> Sql:
    """How well a row fits; only letters, digits and spaces are left of what was typed."""
    phrase, end = asked.phrase, "" if asked.is_unfinished else " "
    each = [
        Sql(
            f"({' OR '.join([f'{_NAMES} LIKE %s'] * len(forms))})",
            tuple(f"% {form}%" for form in forms),
        )
        for forms in map(_forms, asked.terms)
    ]
    in_name = each[0]
    for one in each[1:]:
        in_name &= one
    return Sql(
        "CASE WHEN e.names LIKE %s THEN CASE WHEN e.part IN ('former', 'later') THEN 1 ELSE 0 END"
        f" WHEN e.names LIKE %s THEN 1 WHEN {_NAMES} LIKE %s THEN 2"
        f" WHEN {in_name.text} THEN 3 ELSE 5 END",
        (
            f"%|{phrase}|%",
            f"%|{phrase}{end}%",
            f"% {phrase}{end}%",
            *in_name.params,
        ),
    )


def _place_in_text(asked: Asked) -> Sql:
    """The place of a matching row that no name put higher, unless too many texts are to be read."""
    if len(asked.terms) == 1:  # it stands in each text that was found
        return Sql("CASE WHEN m.place < 4 THEN m.place ELSE 4 END")
    end = "" if asked.is_unfinished else " "
    return Sql(
        "CASE WHEN m.place < 4 THEN m.place WHEN (SELECT are FROM many) THEN 5"
        f" WHEN (SELECT {_TEXT} LIKE %s FROM {keeping.ENTRY} e WHERE e.id = m.id)"  # nosec B608
        " THEN 4 ELSE 5 END",
        (f"% {asked.phrase}{end}%",),
    )


def _forms(term: Term) -> list[str]:
    end = "" if term.is_unfinished else " "
    return [f"{form}{end}" for form in (*term.words, *term.phrases)]
