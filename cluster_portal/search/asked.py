"""What somebody typed, as the search understands it."""

import re
from dataclasses import dataclass, replace

from cluster_portal.vietnamese.folding import fold

_MOST_TERMS = 100
# What is often typed short, and what it stands for; folded.
SHORT_FORMS = {
    "tp": ("thanh pho",),
    "ubnd": ("uy ban nhan dan",),
    "hdnd": ("hoi dong nhan dan",),
    "ntm": ("nong thon moi",),
}
# A whole number as Vietnamese writes it, "413.612", or as it is typed, "413612".
_NUMBER = re.compile(
    r"(?<!\w)(?<![0-9][.,])(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{4,})(?![.,]?\w)", re.ASCII
)


@dataclass(frozen=True)
class Term:
    """What has to stand in a text: one of `words`, or of the `phrases` of several words.

    A number stands as one word, or in words of three digits: "413612", "413 612". With
    `is_unfinished` a word may go on.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    is_unfinished: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What to highlight of it."""
        return (*(f"{word}{'*' * self.is_unfinished}" for word in self.words), *self.phrases)


@dataclass(frozen=True)
class Asked:
    """A search: its terms, and the whole of it folded."""

    terms: tuple[Term, ...]
    phrase: str

    @property
    def marks(self) -> list[str]:
        return [mark for term in self.terms for mark in term.marks]

    @property
    def last(self) -> Term:
        return self.terms[-1]

    @property
    def is_unfinished(self) -> bool:
        return self.last.is_unfinished

    def left_open(self) -> "Asked":
        """The same, with a last word that may go on."""
        return replace(self, terms=(*self.terms[:-1], replace(self.last, is_unfinished=True)))


def understand(typed: str) -> Asked | None:
    """Read what was typed; None when no letter and no digit is in it."""
    terms: list[Term] = []
    at = 0
    for number in _NUMBER.finditer(typed):
        terms += _words(typed[at : number.start()])
        terms.append(_number(number[0].replace(".", "")))
        at = number.end()
    terms += _words(typed[at:])
    # What is typed twice is asked once, where it stands last: the word before is not unfinished.
    distinct = tuple(dict.fromkeys(reversed(terms)))[::-1]
    chosen = distinct[:_MOST_TERMS]
    return Asked(chosen, fold(typed)) if chosen else None


def _words(text: str) -> list[Term]:
    return [Term((word,), phrases=SHORT_FORMS.get(word, ())) for word in fold(text).split()]


def _number(digits: str) -> Term:
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    return Term((digits,), phrases=(" ".join(groups),))
