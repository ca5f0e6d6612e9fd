"""Words of what is searched: which are words, and which are meant by what was typed almost right.

Only words that everybody may read are known to who does not see everything: what is offered in
place of a word tells nothing of a draft.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.db import connection

from awards.register.sight import Sight
from awards.register.spelling import is_one_slip, likeliest
from cluster_portal.search import keeping
from cluster_portal.search.asked import Asked, Term
from cluster_portal.search.finding import count_each

_SHORTEST, _LONGEST = 2, 40
_SHORTEST_MISTYPED = 4  # shorter words are one slip from very many
MOST_TERMS = 8  # of more, none is mended


def is_word(word: str, *, is_open: bool) -> bool:
    """Whether `word` occurs as it is, rather than as the beginning of others."""
    if not (_is_letters(word) and _SHORTEST <= len(word) <= _LONGEST):
        return True  # nothing that goes on
    return bool(_occurring([word], is_open=is_open))


def corrected(asked: Asked, sight: Sight) -> Asked | None:
    """The same with words that occur for those that do not; None when there are none.

    Of several words that may be meant, the one that is found most often with the others.
    """
    terms = [_corrected(term, is_open=not sight.everything) for term in asked.terms]
    if tuple(terms) == asked.terms:
        return None
    for place, term in enumerate(terms):
        if len(term.words) > 1:
            tried = [replace(term, words=(word,)) for word in term.words]
            found = count_each(
                [_asked((*terms[:place], one, *terms[place + 1 :])) for one in tried], sight
            )
            terms[place] = tried[found.index(max(found))]
    return _asked(terms)


def _asked(terms: Iterable[Term]) -> Asked:
    terms = tuple(terms)
    return Asked(terms, " ".join(term.words[0] for term in terms))


def _corrected(term: Term, *, is_open: bool) -> Term:
    (word, *_) = term.words
    if not _is_letters(word) or len(word) < _SHORTEST_MISTYPED:
        return term
    known = _of_similar_length(word)
    near = [other for other in known if _is_letters(other) and is_one_slip(word, other)]
    occurring = _occurring([word, *near], is_open=is_open)
    if word in occurring:
        return term
    near = likeliest(word, occurring)
    return replace(term, words=tuple(near), is_unfinished=False) if near else term


def _is_letters(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _of_similar_length(word: str) -> set[str]:
    """Words that occur or once did, and have about as many letters."""
    column = "word" if connection.vendor == "postgresql" else "term"
    return _read(
        f"SELECT {column} FROM {keeping.WORDS} WHERE length({column}) BETWEEN %s AND %s",  # nosec B608
        [len(word) - 1, len(word) + 1],
    )


def _occurring(words: list[str], *, is_open: bool) -> set[str]:
    """Those of `words`, of Latin letters alone, that stand in a text today."""
    each = ", ".join(["%s"] * len(words))
    if connection.vendor == "postgresql":
        asked = ", ".join(["(%s)"] * len(words))
        seen = "AND e.is_public" if is_open else ""
        return _read(
            f"SELECT w.word FROM (VALUES {asked}) AS w (word) WHERE EXISTS"  # nosec B608
            f" (SELECT 1 FROM {keeping.ENTRY} e WHERE e.all_words @@ w.word::tsquery"
            f" AND e.own_words @@ w.word::tsquery {seen})",
            words,
        )
    seen = "col = 'open_text'" if is_open else "col <> 'context'"
    return _read(
        f"SELECT term FROM {keeping.WORDS} WHERE term IN ({each}) AND {seen}",  # nosec B608
        words,
    )


def _read(statement: str, params: list[str] | list[int]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return {word for (word,) in cursor.fetchall()}
