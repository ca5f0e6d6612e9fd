"""What a search gives back: groups of hits, each with its page, its kind and its dates."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster_portal.pages.highlighting import highlight, snippet
from cluster_portal.vietnamese.dates import format_date

GROUP_LIMIT = 10
SNIPPET_LIMIT = 3


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
    """Hits of one kind: at most `GROUP_LIMIT` of `total`, and where to see them all.

    `is_more`: there are more than `total`, and nobody has counted them.
    """

    key: str
    heading: str
    total: int
    hits: list[Hit]
    all_address: str = ""
    is_more: bool = False

    @property
    def left_out(self) -> int:
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Passage:
    """A piece of text that belongs to a thing found, with its folded form."""

    label: str
    text: str
    search_text: str


def best_first(
    rows: QuerySet, terms: list[str], *parts: tuple[QuerySet, str]
) -> tuple[int, list[Any]]:
    """Return how many rows there are and the first of them.

    Those in which the terms stand side by side come first, then those with such a row among
    `parts` (rows of another model and the name of their key to these), the rest in usual order.
    """
    total = rows.count()
    if not total:
        return 0, []
    usual = rows.query.order_by or rows.model._meta.ordering
    together = Q(search_text__contains=" ".join(terms))
    places = [When(together, then=0)]
    for part, key in parts:
        places.append(When(Exists(part.filter(together, **{key: OuterRef("pk")})), then=1))
    ranked = rows.annotate(place=Case(*places, default=2))
    return total, list(ranked.order_by("place", *usual)[:GROUP_LIMIT])


def snippets_of(passages: list[Passage], terms: list[str], known: str = "") -> list[SafeString]:
    """Return the first passages that hold the terms side by side.

    Where there are none, those that hold every term which the text `known` (folded) lacks; when
    it lacks none, every term.
    """
    phrase = " ".join(terms)
    wanted = [term for term in terms if term not in known] or terms
    fitting = [passage for passage in passages if phrase in passage.search_text] or [
        passage for passage in passages if all(term in passage.search_text for term in wanted)
    ]
    return [
        format_html(
            "{}{}",
            format_html("{}: ", highlight(passage.label, terms)) if passage.label else "",
            snippet(passage.text, terms),
        )
        for passage in fitting[:SNIPPET_LIMIT]
    ]


def period_words(row: Any) -> str:
    """Say when a row with `valid_from` and `valid_to` holds: "từ 1/7/2025"."""
    parts = []
    if row.valid_from:
        parts.append(f"từ {format_date(row.valid_from)}")
    if row.valid_to:
        parts.append(f"đến hết {format_date(row.valid_to)}")
    return " ".join(parts)
