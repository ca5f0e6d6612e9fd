"""Words that were typed almost right: which words of the register they may stand for."""

from collections.abc import Iterable

from django.db import connection

from awards import keeping
from awards.register.conditions import Words

_SHORTEST = 4  # shorter words are one slip from very many
_MOST = 5


def nearest_words(words: Iterable[str], *, is_open: bool) -> Words:
    """Each of `words` as it is where the register knows it, or else the words closest to it.

    With `is_open` among the words that everybody may search. Numbers stay as they are.
    """
    found = []
    for word in words:
        known = _of_similar_length(word, is_open=is_open) if _may_be_mistyped(word) else []
        found.append(_closest(word, known) or (word,))
    return tuple(found)


def is_word(word: str, *, is_open: bool) -> bool:
    """Whether the register knows `word` as it is, rather than as the beginning of others."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT 1 FROM {keeping.WORDS} WHERE word = %s AND is_open = %s",  # nosec B608
                (word, is_open),
            )
        else:
            cursor.execute(
                f"SELECT 1 FROM {keeping.WORDS} WHERE term = %s AND col = %s",  # nosec B608
                (word, "open_words" if is_open else "words"),
            )
        return cursor.fetchone() is not None


def _may_be_mistyped(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isascii() and word.isalpha()


def _of_similar_length(word: str, *, is_open: bool) -> list[str]:
    shortest, longest = len(word) - 1, len(word) + 1
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT word FROM {keeping.WORDS}"  # nosec B608
                " WHERE is_open = %s AND length(word) BETWEEN %s AND %s",
                (is_open, shortest, longest),
            )
        else:
            cursor.execute(
                f"SELECT term FROM {keeping.WORDS}"  # nosec B608
                " WHERE col = %s AND length(term) BETWEEN %s AND %s",
                ("open_words" if is_open else "words", shortest, longest),
            )
        return [found for (found,) in cursor.fetchall()]


def _closest(word: str, known: list[str]) -> tuple[str, ...]:
    """The words at one slip from `word`: a letter too many, too few, another, or two swapped."""
    if word in known:
        return (word,)
    near = [other for other in known if other.isalpha() and is_one_slip(word, other)]
    # Most slips are not in the first letter.
    return tuple(sorted(near, key=lambda other: (other[0] != word[0], other))[:_MOST])


def is_one_slip(word: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or swapped with the next makes the other."""
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1 or word == other:
        return False
    at = next((n for n, letter in enumerate(word) if letter != other[n]), len(word))
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    swapped = word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]
    return swapped or word[at + 1 :] == other[at + 1 :]
