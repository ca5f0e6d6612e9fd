"""Conferences and pledges over all clusters, and one pledge with its PDF and its tables."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cluster_portal.documents.responses import issued_response, pdf_response
from cluster_portal.pages.data_files import file_view, table_response
from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import page_number
from clusters.downloads import note_download
from clusters.history import history_url
from emulation import documents, selectors
from emulation.datasets import CONFERENCES, PLEDGES
from emulation.models import Pledge
from emulation.pledge_datasets import PLEDGE_ITEMS, PLEDGE_SIGNATURES, signature_rows

PER_PAGE = 30


@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    """Every conference, newest first."""
    pages = Paginator(selectors.conferences_for(request.user), PER_PAGE)
    page = pages.get_page(page_number(request))
    return render(request, "emulation/conferences.html", {"page": page})


@file_view
def conferences_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same as a file, all pages of it."""
    note_download(request, file=f"hoi-nghi.{ending}")
    rows = selectors.conferences_for(request.user)
    return table_response(request, CONFERENCES, rows, name="hoi-nghi", ending=ending)


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """Every pledge, newest first."""
    pages = Paginator(selectors.pledges_for(request.user), PER_PAGE)
    page = pages.get_page(page_number(request))
    context = {"page": page, "years": selectors.years_of_published_pledges()}
    return render(request, "emulation/pledges.html", context)


@file_view
def pledges_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same as a file, all pages of it."""
    note_download(request, file=f"giao-uoc.{ending}")
    rows = selectors.pledges_for(request.user)
    return table_response(request, PLEDGES, rows, name="giao-uoc", ending=ending)


@require_safe
def pledge(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """A pledge: what it says and who signed."""
    found = _pledge(request, cluster_slug, year)
    signatures = signature_rows(found)
    return render(
        request,
        "emulation/pledge.html",
        {
            "pledge": found,
            "year": found.emulation_year,
            "signatures": signatures,
            "signed_count": sum(signature.signed_on is not None for signature in signatures),
            "content": documents.pledge_content(found),
            "history_url": history_url(request.user, found),
        },
    )


@require_safe
@limited("pdf")
def pledge_pdf(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The issued file with what was signed into it; before, or of paper, a copy marked unsigned."""
    found = _pledge(request, cluster_slug, year)
    name = f"giao-uoc-{cluster_slug}-{year}.pdf"
    note_download(request, file=name, target=found)
    if found.document is not None:
        return issued_response(request, found.document, name)
    content = documents.pledge_content(found)
    html = render_to_string("documents/pledge.html", {"content": content})
    return pdf_response(request, html, name)


@file_view
def pledge_items_file(
    request: HttpRequest, cluster_slug: str, year: int, ending: str
) -> HttpResponseBase:
    """What the pledge says, item by item, as a file."""
    found = _pledge(request, cluster_slug, year)
    name = f"noi-dung-giao-uoc-{cluster_slug}-{year}"
    note_download(request, file=f"{name}.{ending}", target=found)
    return table_response(request, PLEDGE_ITEMS, found.items.all(), name=name, ending=ending)


@file_view
def pledge_signatures_file(
    request: HttpRequest, cluster_slug: str, year: int, ending: str
) -> HttpResponseBase:
    """Who is asked to sign the pledge and who has, as a file."""
    found = _pledge(request, cluster_slug, year)
    name = f"chu-ky-giao-uoc-{cluster_slug}-{year}"
    note_download(request, file=f"{name}.{ending}", target=found)
    rows = signature_rows(found)
    return table_response(request, PLEDGE_SIGNATURES, rows, name=name, ending=ending)


def _pledge(request: HttpRequest, cluster_slug: str, year: int) -> Pledge:
    return get_object_or_404(
        selectors.with_text(selectors.pledges_for(request.user)),
        emulation_year__cluster__slug=cluster_slug,
        emulation_year__year=year,
    )
