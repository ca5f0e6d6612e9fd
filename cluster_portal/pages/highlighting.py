"""Showing where a search, made without diacritics, found its words in the original text."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cluster_portal.vietnamese.folding import fold

SNIPPET_LENGTH = 180
_ELLIPSIS = "…"


def highlight(text: str, terms: Iterable[str], *, whole: bool = False) -> SafeString:
    """Return `text` as HTML, each place where a folded term stands wrapped in <mark>.

    Terms that stand side by side, in their order, are marked as one. With `whole` a term is whole
    words, of which the last may go on if the term ends in "*".
    """
    composed = unicodedata.normalize("NFC", text)
    return _marked(composed, _merged(_spans(composed, terms, whole)))


def snippet(
    text: str, terms: Iterable[str], length: int = SNIPPET_LENGTH, *, whole: bool = False
) -> SafeString:
    """Return about `length` characters of `text` as HTML, where most terms stand, highlighted.

    Whole words; an ellipsis stands where text is left out. Without a hit the start is shown.
    """
    terms = list(terms)
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    if len(composed) <= length:
        return highlight(composed, terms, whole=whole)
    start = _best_start(_spans(composed, terms, whole), length)
    if start > 0:
        start = composed.find(" ", start, start + 30) + 1 or start
    end = min(start + length, len(composed))
    if end < len(composed):
        end = max(composed.rfind(" ", start, end), start + length // 2)
    body = highlight(composed[start:end], terms, whole=whole)
    return format_html(
        "{}{}{}", _ELLIPSIS if start else "", body, _ELLIPSIS if end < len(composed) else ""
    )


@lru_cache(maxsize=2048)
def _folded(character: str) -> str | None:
    """The folded letters of one character; None for one that draws nothing or is a mark."""
    if letters := fold(character):
        return letters
    # Marks and invisible characters vanish; everything else separates words.
    return None if fold(f"a{character}a") == "aa" else " "


def _fold_with_positions(text: str) -> tuple[str, list[int]]:
    """Return `fold(text)` and, for each of its characters, the position it came from."""
    letters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for letter in _folded(character) or "":
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            positions.append(position)
    return "".join(letters), positions


def _spans(text: str, terms: Iterable[str], whole: bool) -> list[tuple[int, int, str]]:
    """Return where each term stands in `text`: start, end and the term, in order.

    Where all terms stand side by side somewhere, only such places count: "Nam Định" rather than
    each "năm" as well.
    """
    folded, positions = _fold_with_positions(text)
    wanted = list(terms)
    phrase = " ".join(wanted)
    found = []
    for term in {phrase} if any(_places(folded, phrase, whole)) else set(wanted):
        for at, after in _places(folded, term, whole):
            end = positions[after - 1] + 1
            while end < len(text) and _folded(text[end]) is None:
                end += 1
            found.append((positions[at], end, term))
    return sorted(found)


def _places(folded: str, term: str, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield where `term` begins in `folded`, and where it ends."""
    bare = term.removesuffix("*") if whole else term
    at = folded.find(bare) if bare else -1
    while at >= 0:
        after = at + len(bare)
        begins = not at or folded[at - 1] == " "
        ends = bare != term or folded[after : after + 1] in ("", " ")
        if not whole or (begins and ends):
            yield at, after
        at = folded.find(bare, at + 1)


def _merged(spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the spans without overlaps."""
    current: tuple[int, int] | None = None
    for start, end, _ in spans:
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _marked(text: str, spans: Iterator[tuple[int, int]]) -> SafeString:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    pieces = (
        (format_html("<mark>{}</mark>", text[a:b]) if index % 2 else text[a:b],)
        for index, (a, b) in enumerate(pairwise(edges))
    )
    return format_html_join("", "{}", pieces)


def _best_start(spans: list[tuple[int, int, str]], length: int) -> int:
    """Return a start from which most different terms stand within `length` characters."""
    best = most = last = 0
    within: Counter[str] = Counter()
    for start, _, term in spans:
        while last < len(spans) and spans[last][1] <= start + length:
            within[spans[last][2]] += 1
            last += 1
        if (different := sum(count > 0 for count in within.values())) > most:
            best, most = start, different
        within[term] -= 1
    return max(0, best - length // 4)
