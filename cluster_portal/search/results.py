"""What a search gives back: groups of hits, each with its page, its kind and its dates."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster_portal.pages import highlighting
from cluster_portal.search.asked import Asked
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import fold

SNIPPET_LIMIT = 3
_LONG = 1000


@dataclass(frozen=True)
class Hit:
    """One thing found; `title` and `snippets` are HTML in which the terms are marked."""

    title: SafeString
    address: str
    facts: list[str]
    snippets: list[SafeString] = field(default_factory=list)
    is_draft: bool = False


@dataclass(frozen=True)
class Group:
    """Hits of one sort: some of `total`, and where to see them all.

    `is_more`: there are more than `total`, and nobody has counted them. `best` is how well the
    best of them fits, 0 by its whole name; see `search.finding`.
    """

    key: str
    heading: str
    total: int
    hits: list[Hit]
    best: int = 0
    all_address: str = ""
    is_more: bool = False

    @property
    def left_out(self) -> int:
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Passage:
    """A piece of text that belongs to a thing found; `folded` is all of it, where that is known."""

    label: str
    text: str
    folded: str = ""


def highlight(text: str, asked: Asked) -> SafeString:
    """`text` as HTML with what was asked for marked, in whole words.

    One word of several is no mark: "năm" says nothing to who looks for "Nam Định".
    """
    folded = f" {fold(text)} "
    standing = [term for term in asked.terms if any(_stands(mark, folded) for mark in term.marks)]
    marks = asked.marks if len(standing) >= min(2, len(asked.terms)) else ()
    return highlighting.highlight(text, marks, whole=True)


def _stands(mark: str, folded: str) -> bool:
    return f" {mark} ".removesuffix("* ") in folded


def snippets_of(passages: list[Passage], asked: Asked) -> list[SafeString]:
    """The passages, in their order, as far as something that was asked for stands in them.

    Where some hold the words side by side, those alone.
    """
    folded = [
        f" {passage.folded or fold(f'{passage.label} {passage.text}')} " for passage in passages
    ]
    phrase = f" {asked.phrase}{'' if asked.is_unfinished else ' '}"
    chosen = [passage for passage, text in zip(passages, folded, strict=True) if phrase in text]
    return [
        format_html(
            "{}{}",
            format_html("{}: ", highlight(passage.label, asked)) if passage.label else "",
            highlighting.snippet(_telling(passage.text, asked), asked.marks, whole=True),
        )
        for passage in (chosen or passages)[:SNIPPET_LIMIT]
    ]


def _telling(text: str, asked: Asked) -> str:
    """Of a long text the line in which most of what was asked for stands: marking takes time."""
    if len(text) <= _LONG:
        return text

    best, most = "", (False, -1)
    for line in text.split("\n"):
        folded = f" {fold(line)} "
        standing = sum(any(_stands(mark, folded) for mark in term.marks) for term in asked.terms)
        if (fits := (asked.phrase in folded, standing)) > most:
            best, most = line, fits
        if most == (True, len(asked.terms)):
            break
    return best


def period_words(row: Any) -> str:
    """Say when a row with `valid_from` and `valid_to` holds: "từ 1/7/2025"."""
    parts = []
    if row.valid_from:
        parts.append(f"từ {format_date(row.valid_from)}")
    if row.valid_to:
        parts.append(f"đến hết {format_date(row.valid_to)}")
    return " ".join(parts)
