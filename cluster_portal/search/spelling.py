"""Words of what is searched: which are words, and which are meant by what was typed almost right.

Only words that everybody may read are known to who does not see everything: what is offered in
place of a word tells nothing of a draft.
"""

from dataclasses import replace

from django.db import connection

from awards.register.spelling import is_one_slip
from cluster_portal.search import keeping
from cluster_portal.search.asked import Asked, Term

_SHORTEST, _LONGEST = 2, 40
_SHORTEST_MISTYPED = 4  # shorter words are one slip from very many
_MOST = 5


def is_word(word: str, *, is_open: bool) -> bool:
    """Whether `word` occurs as it is, rather than as the beginning of others."""
    if not (_is_letters(word) and _SHORTEST <= len(word) <= _LONGEST):
        return True  # nothing that goes on
    return word in _known("{word} = %s", (word,), is_open=is_open)


def corrected(asked: Asked, *, is_open: bool) -> Asked | None:
    """The same with words that occur for those that do not; None when there are none."""
    terms = tuple(_corrected(term, is_open=is_open) for term in asked.terms)
    if terms == asked.terms:
        return None
    return Asked(terms, " ".join(term.words[0] for term in terms))


def _corrected(term: Term, *, is_open: bool) -> Term:
    (word, *_) = term.words
    if not _is_letters(word) or len(word) < _SHORTEST_MISTYPED:
        return term
    known = _known(
        "length({word}) BETWEEN %s AND %s", (len(word) - 1, len(word) + 1), is_open=is_open
    )
    if word in known:
        return term
    near = [other for other in known if _is_letters(other) and is_one_slip(word, other)]
    # Most slips are not in the first letter.
    near = sorted(near, key=lambda other: (other[0] != word[0], other))[:_MOST]
    return replace(term, words=tuple(near), is_unfinished=False) if near else term


def _is_letters(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _known(condition: str, params: tuple[str | int, ...], *, is_open: bool) -> set[str]:
    """Words that occur and for which `condition` holds."""
    if connection.vendor == "postgresql":
        column, seen = "word", "AND is_open" if is_open else ""
    else:
        column, seen = "term", "AND col = 'open_text'" if is_open else "AND col <> 'context'"
    condition = condition.format(word=column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {keeping.WORDS} WHERE {condition} {seen}",  # nosec B608
            params,
        )
        return {word for (word,) in cursor.fetchall()}
