"""Issued documents that were found, as far as the reader may read them."""

from typing import Any

from django.db.models import Q

from cluster_portal.documents.models import DocumentPassage, IssuedDocument
from cluster_portal.search.asked import Asked
from cluster_portal.search.finding import Found
from cluster_portal.search.results import Hit, Passage, highlight, snippets_of
from cluster_portal.search.sorts.meetings import read
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import Handover
from emulation.models import Conference, ConferenceReport, Pledge, PledgeStatus, PledgeWithdrawal


def documents(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """A document leads to the page where it is read and proved, or to that of what it is about."""
    keys = [one.thing for one in found]
    pages = _pages(keys, user)
    rows = (
        IssuedDocument.objects.defer("content", "data")
        .select_related("withdrawal")
        .in_bulk([key for key in keys if key in pages])
    )
    pieces = read(
        found,
        "passage",
        DocumentPassage.objects.filter(document__in=list(pages)),
        lambda row: Passage(row.heading, row.text, row.search_text),
    )
    hits = []
    for one in found:
        if document := rows.get(one.thing):
            page, is_public = pages[one.thing]
            said = [pieces[key] for key in one.pieces if key in pieces]
            hits.append(
                Hit(
                    title=highlight(f"{document.document_number} {document.title}", asked),
                    address=document.get_absolute_url() if document.code else page,
                    facts=[
                        f"ban hành {format_date(document.issued_at)}",
                        *([f"lần {document.revision}"] if document.revision > 1 else []),
                        *(["đã thu hồi"] if document.is_withdrawn else []),
                    ],
                    snippets=snippets_of(said, asked),
                    is_draft=not is_public,
                )
            )
    return hits


def _pages(keys: list[int], user: Any) -> dict[int, tuple[str, bool]]:
    """Those of the documents that the reader may read: the page of each, and whether it is public.

    In the same words as `public.verification.places`, for many at once.
    """
    found: dict[int, tuple[str, bool]] = {}
    drafts = access.draft_condition(user, "emulation_year__cluster_id")
    handovers = Handover.objects.filter(drafts, document__in=keys)
    for row in handovers.select_related("emulation_year__cluster"):
        found[row.document_id] = (row.emulation_year.get_absolute_url(), False)
    of_withdrawn = Pledge.objects.filter(drafts)
    for withdrawal in PledgeWithdrawal.objects.filter(
        document__in=keys, pledge__in=of_withdrawn
    ).select_related("pledge__emulation_year__cluster"):
        found[withdrawal.document_id] = (withdrawal.pledge.get_absolute_url(), False)
    pledges = Pledge.objects.filter(
        Q(status=PledgeStatus.PUBLISHED, emulation_year__cluster__is_confirmed=True) | drafts,
        document__in=keys,
    )
    for pledge in pledges.select_related("emulation_year__cluster"):
        is_public = pledge.status == PledgeStatus.PUBLISHED
        found[pledge.document_id] = (pledge.get_absolute_url(), is_public)
    reports = ConferenceReport.objects.filter(
        document__in=keys, conference__in=Conference.objects.for_user(user)
    )
    for report in reports.select_related("conference__cluster"):
        conference = report.conference
        found[report.document_id] = (conference.get_absolute_url(), conference.is_published)
    return found
