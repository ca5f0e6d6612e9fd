"""Conferences and pledges that were found, with the pieces of their text that say it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from cluster_portal.search.asked import Asked
from cluster_portal.search.finding import Found
from cluster_portal.search.results import Hit, Passage, highlight, snippets_of
from cluster_portal.vietnamese.dates import format_date
from emulation.models import (
    Conference,
    Delegate,
    Pledge,
    PledgeItem,
    PledgeStatus,
    ReportSection,
    Speech,
)


def keys_of(found: Iterable[Found], part: str) -> list[int]:
    """The keys of the pieces of one part."""
    return [key for one in found for name, key in one.pieces if name == part]


def read(
    found: list[Found], part: str, rows: QuerySet, passage: Callable[[Any], Passage]
) -> dict[tuple[str, int], Passage]:
    """The pieces of one part that were found; without a query where there are none."""
    keys = keys_of(found, part)
    if not keys:
        return {}
    return {(part, row.pk): passage(row) for row in rows.filter(pk__in=keys)}


def conferences(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """Conferences, as far as the reader sees them."""
    rows = (
        Conference.objects.for_user(user)
        .select_related("cluster", "host")
        .in_bulk([one.thing for one in found])
    )
    pieces = {
        **read(
            found,
            "section",
            ReportSection.objects.all(),
            lambda row: Passage(row.heading, row.body),
        ),
        **read(
            found,
            "speech",
            Speech.objects.select_related("delegate"),
            lambda row: Passage(f"{row.get_kind_display()}, {row.delegate.full_name}", row.summary),
        ),
        **read(
            found,
            "delegate",
            Delegate.objects.all(),
            lambda row: Passage("Đại biểu", f"{row.full_name}, {row.title}"),
        ),
    }
    hits = []
    for one in found:
        if conference := rows.get(one.thing):
            said = [pieces[key] for key in one.pieces if key in pieces]
            hits.append(
                Hit(
                    title=highlight(conference.title, asked),
                    address=conference.get_absolute_url(),
                    facts=[
                        conference.get_kind_display(),
                        format_date(conference.held_on),
                        conference.cluster.short_name,
                        *([f"tại {conference.host.name}"] if conference.host else []),
                    ],
                    snippets=snippets_of(said, asked),
                    is_draft=not conference.is_published,
                )
            )
    return hits


def pledges(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """Pledges, as far as the reader sees them."""
    rows = (
        Pledge.objects.for_user(user)
        .select_related("emulation_year__cluster")
        .in_bulk([one.thing for one in found])
    )
    pieces = read(
        found,
        "item",
        PledgeItem.objects.all(),
        lambda row: Passage(f"{row.number}. {row.heading}".strip(), row.text),
    )
    hits = []
    for one in found:
        if pledge := rows.get(one.thing):
            said = [*_own_words(pledge, asked), *(pieces[key] for key in one.pieces)]
            hits.append(
                Hit(
                    title=highlight(str(pledge), asked),
                    address=pledge.get_absolute_url(),
                    facts=[
                        pledge.get_status_display(),
                        *([f"ký {format_date(pledge.signed_on)}"] if pledge.signed_on else []),
                    ],
                    snippets=snippets_of(said, asked),
                    is_draft=pledge.status != PledgeStatus.PUBLISHED,
                )
            )
    return hits


def _own_words(pledge: Pledge, asked: Asked) -> list[Passage]:
    """Theme, motto and preamble, where something that was asked for stands in them."""
    return [
        Passage(label, text)
        for label, text in (
            ("Chủ đề", pledge.theme),
            ("Phương châm", pledge.motto),
            ("", pledge.preamble),
        )
        if "<mark>" in highlight(text, asked)
    ]
