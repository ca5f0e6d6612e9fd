"""Words that were typed almost right: which words of the register they may stand for."""

import re
from collections.abc import Iterable

from django.db import connection

from awards import keeping
from awards.register.abundance import in_one_name
from awards.register.conditions import Sql, Words
from awards.register.sight import Sight

_SHORTEST_MISTYPED = 4  # shorter words are one slip from very many
_MOST = 5
# Words that may be the beginning of others; `keeping.noting_words` notes the same.
_GOES_ON = re.compile(r"[a-z]{2,20}", re.ASCII)


def nearest_words(words: Iterable[str], sight: Sight) -> Words:
    """Each of `words` as it is where the register knows it, or else the words closest to it.

    Among words that the reader may search. Numbers stay as they are. Two neighbours exchanged are
    meant before any other slip; of several words the one that stands with the others in the names
    of most lines alone, and all of them where none does.
    """
    found: list[tuple[str, ...]] = []
    for word in words:
        is_open = not sight.reads_every_name
        known = _of_similar_length(word, is_open=is_open) if _may_be_mistyped(word) else []
        found.append(_closest(word, known) or (word,))
    for place, likes in enumerate(found):
        if len(likes) > 1:
            tried = [(*found[:place], (like,), *found[place + 1 :]) for like in likes]
            lines = _lines_at_least(tried, sight)
            if most := max(lines):
                found[place] = (likes[lines.index(most)],)
    return tuple(found)


def _lines_at_least(tried: list[Words], sight: Sight) -> list[int]:
    """In how many lines the names of forms, units and clusters have each of these words."""
    counts = [in_one_name(words, sight, is_unfinished=False) for words in tried]
    query = Sql(
        " UNION ALL ".join(
            f"SELECT {place} AS place, lines FROM ({one.text}) AS one"  # nosec B608
            for place, one in enumerate(counts)
        ),
        tuple(param for one in counts for param in one.params),
    )
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return [int(lines) for _, lines in sorted(cursor.fetchall())]


def is_word(word: str, *, is_open: bool) -> bool:
    """Whether the register knows `word` as it is, rather than as the beginning of others.

    A number or a single letter begins too many: it stands for itself.
    """
    if not _GOES_ON.fullmatch(word):
        return True
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
    return len(word) >= _SHORTEST_MISTYPED and word.isascii() and word.isalpha()


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
    return tuple(likeliest(word, (other for other in known if other.isalpha())))


def likeliest(word: str, known: Iterable[str]) -> list[str]:
    """Those of `known` that `word` may stand for: with two neighbours exchanged, or any slip.

    At most five, those with its first letter first: most slips are elsewhere.
    """
    near = [other for other in known if is_one_slip(word, other)]
    exchanged = [other for other in near if is_exchange(word, other)]
    return sorted(exchanged or near, key=lambda other: (other[0] != word[0], other))[:_MOST]


def is_exchange(word: str, other: str) -> bool:
    """Whether two neighbouring letters of one are exchanged in the other."""
    apart = [n for n, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]]
    if len(word) != len(other) or len(apart) != 2:
        return False
    first, second = apart
    return second == first + 1 and word[first : second + 1] == other[first : second + 1][::-1]


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
