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

_PIECES = 8  # of each thing, among which the best are shown
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
    place, where = _place(asked), _where(asked, sight)
    shown = [
        Sql("(sort = %s AND nth > %s AND nth <= %s)", (sort, one.start, one.start + one.count))
        for sort, one in windows.items()
    ]
    # nosec B608: constant SQL; what was typed stands in parameters.
    query = Sql(
        f"WITH hits AS MATERIALIZED (SELECT e.sort, e.thing, e.part, e.part_id, e.newest_first,"  # nosec B608
        f" e.sort_key, {place.text} AS place FROM {keeping.ENTRY} e WHERE {where.text}),"
        " things AS (SELECT sort, thing, min(place) AS place, min(newest_first) AS newest_first,"
        " min(sort_key) AS sort_key FROM hits GROUP BY sort, thing),"
        " ranked AS (SELECT sort, thing, count(*) OVER (PARTITION BY sort) AS total,"
        " min(place) OVER (PARTITION BY sort) AS best, row_number() OVER (PARTITION BY sort"
        " ORDER BY place, newest_first, sort_key, thing) AS nth FROM things),"
        f" shown AS (SELECT * FROM ranked WHERE nth = 1 OR {' OR '.join(s.text for s in shown)}),"
        " pieces AS (SELECT sort, thing, part, part_id, row_number() OVER (PARTITION BY sort, thing"
        " ORDER BY place, part, part_id) AS piece FROM hits WHERE part <> '')"
        " SELECT s.sort, s.thing, s.nth, s.total, s.best, p.part, p.part_id FROM shown s"
        " LEFT JOIN pieces p ON p.sort = s.sort AND p.thing = s.thing"
        f" AND p.piece <= {_PIECES} ORDER BY s.sort, s.nth, p.piece",
        (*place.params, *where.params, *(value for one in shown for value in one.params)),
    )
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        rows = cursor.fetchall()
    return _by_sort(rows, windows)


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
    # The only term stands in the text of each row that was found.
    in_text = Sql(f"{_TEXT} LIKE %s", (f"% {phrase}{end}%",)) if len(each) > 1 else Sql("1 = 1")
    return Sql(
        "CASE WHEN e.names LIKE %s THEN CASE WHEN e.part IN ('former', 'later') THEN 1 ELSE 0 END"
        f" WHEN e.names LIKE %s THEN 1 WHEN {_NAMES} LIKE %s THEN 2"
        f" WHEN {in_name.text} THEN 3 WHEN {in_text.text} THEN 4 ELSE 5 END",
        (
            f"%|{phrase}|%",
            f"%|{phrase}{end}%",
            f"% {phrase}{end}%",
            *in_name.params,
            *in_text.params,
        ),
    )


def _forms(term: Term) -> list[str]:
    end = "" if term.is_unfinished else " "
    return [f"{form}{end}" for form in (*term.words, *term.phrases)]
