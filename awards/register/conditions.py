"""Conditions on the register's lines and totals, as SQL with its parameters."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection

from awards import keeping
from awards.register.asked import FACET
from awards.register.sight import FULL, Sight

Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and the parameters of its placeholders."""

    text: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} AND {other.text}", (*self.params, *other.params))

    @classmethod
    def one_of(cls, column: str, values: Iterable[Any]) -> Self:
        """`column` has one of `values`; of none, nothing has."""
        values = tuple(values)
        if not values:
            return cls("1 = 0")
        return cls(f"{column} IN ({', '.join(['%s'] * len(values))})", values)


EVERYTHING = Sql("1 = 1")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def of_filters(
    filters: dict[str, tuple[Any, ...]], *, but: str = "", is_ordered: bool = False
) -> Sql:
    """Lines and totals that fit every filter, except that of the facet named `but`.

    Where lines are read in their order (`is_ordered`), the year is said once more as the order has
    it: the database cannot know that it may begin there.
    """
    condition = EVERYTHING
    if is_ordered and "nam" in filters:
        condition &= Sql.one_of("newest_first", (-year for year in filters["nam"]))
    for name, keys in filters.items():
        if name != but:
            condition &= Sql.one_of(FACET[name].dimension, keys)
    return condition


def dimensions_of(filters: dict[str, tuple[Any, ...]], *, but: str = "") -> frozenset[str]:
    """The dimensions that the filters ask by, except that of the facet named `but`."""
    return frozenset(FACET[name].dimension for name in filters if name != but)


def parts_of_sight(sight: Sight) -> list[tuple[Sql, set[str]]]:
    """What the reader sees, in parts without overlap, each with the dimensions that it asks by."""
    if sight.everything:
        return [(EVERYTHING, set())]
    parts: list[tuple[Sql, set[str]]] = [(Sql("is_public"), set())]
    if sight.clusters:
        drafts = Sql("NOT is_public") & Sql.one_of("cluster", sight.clusters)
        parts.append((drafts, {"cluster"}))
    return parts


def of_sight(sight: Sight) -> Sql:
    """Lines that the reader sees."""
    if sight.everything:
        return EVERYTHING
    if not sight.clusters:
        return Sql("is_public")
    own = Sql.one_of("cluster", sight.clusters)
    return Sql(f"(is_public OR {own.text})", own.params)


def forms_of_sight(sight: Sight) -> Sql:
    """SQL for the forms of commendation in lines that the reader sees, from the kept totals."""
    selects = []
    for part, also in parts_of_sight(sight):
        selects.append(
            Sql(
                f"SELECT form FROM {smallest({'form'} | also)} WHERE {part.text}"  # nosec B608
                " GROUP BY form HAVING sum(lines) > 0",
                part.params,
            )
        )
    return Sql(
        " UNION ".join(one.text for one in selects),
        tuple(param for one in selects for param in one.params),
    )


def smallest(needed: Set[str]) -> str:
    """The table of totals with the fewest rows that is kept by all that is needed."""
    return next(table for table, kept in keeping.DIMENSIONS.items() if needed <= set(kept))


def of_words(
    words: Words,
    sight: Sight,
    *,
    is_unfinished: bool = False,
    of_year: str = "",
) -> Sql:
    """Lines that the reader sees and in which each of `words`, or one like it, stands.

    The last word may be the beginning of one (`is_unfinished`). A private name is found by who may
    read it. Every line holds its year as a word: on PostgreSQL the index of words is asked for that
    of `of_year`, SQL of a number, at once; other lines may name that year too.
    """
    everywhere = "words" if sight.for_public == FULL else "open_words"
    at_home = "words" if sight.for_staff == FULL else "open_words"
    if sight.everything:
        return _holds(at_home, words, is_unfinished, of_year)
    public = Sql("is_public") & _holds(everywhere, words, is_unfinished, of_year)
    if not sight.clusters:
        return public
    own = Sql.one_of("cluster", sight.clusters) & _holds(at_home, words, is_unfinished, of_year)
    return Sql(f"({public.text} OR {own.text})", (*public.params, *own.params))


def _holds(column: str, words: Words, is_unfinished: bool, of_year: str) -> Sql:
    *firsts, last = words
    if connection.vendor == "postgresql":
        asked = [_either(" | ", (f"'{word}'" for word in likes)) for likes in firsts]
        asked.append(_either(" | ", (f"'{word}'{':*' * is_unfinished}" for word in last)))
        # Of two conditions the index passes over what either rules out, of one it reads every line
        # of its rarest word: those of a year stand together, and nearly all others are not of it.
        years = [text for text, likes in zip(asked, words, strict=True) if is_year(likes)]
        others = " & ".join(text for text in asked if text not in years)
        queries = [others, *years] if others else years
        conditions = [f"{column}_index @@ %s::tsquery"] * len(queries)
        if of_year:
            conditions.append(f"{column}_index @@ ({of_year})::text::tsquery")
        return Sql(" AND ".join(conditions), tuple(queries))
    asked = [_either(" OR ", (f'"{word}"' for word in likes)) for likes in firsts]
    asked.append(_either(" OR ", (f'"{word}"{"*" * is_unfinished}' for word in last)))
    return Sql(
        f"award_id IN (SELECT rowid FROM {keeping.SEARCH} WHERE {keeping.SEARCH} MATCH %s)",  # nosec B608
        (f"{column} : ({' AND '.join(asked)})",),
    )


def is_year(likes: tuple[str, ...]) -> bool:
    """Whether a word is a year."""
    return all(_YEAR.fullmatch(word) for word in likes)


def _either(word_for_or: str, likes: Iterable[str]) -> str:
    return f"({word_for_or.join(likes)})"
