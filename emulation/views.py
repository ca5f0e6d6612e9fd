"""Conferences and pledges over all clusters, and one pledge with its PDF."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cluster_portal.documents.responses import issued_response, pdf_response
from cluster_portal.pages.limits import limited
from clusters.downloads import note_download
from clusters.history import history_url
from emulation import documents, selectors
from emulation.models import Pledge

PER_PAGE = 30


@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    """Every conference, newest first."""
    pages = Paginator(selectors.conferences_for(request.user), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "emulation/conferences.html", {"page": page})


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """Every pledge, newest first."""
    pages = Paginator(selectors.pledges_for(request.user), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "years": selectors.years_of_published_pledges()}
    return render(request, "emulation/pledges.html", context)


@require_safe
def pledge(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """A pledge: what it says and who signed."""
    found = _pledge(request, cluster_slug, year)
    emulation_year = found.emulation_year
    roles = {leader.unit_id: leader.get_role_display() for leader in emulation_year.led_by}
    signatures = list(found.signatures.all())
    for signature in signatures:
        signature.role = roles.get(signature.unit_id, "")
    return render(
        request,
        "emulation/pledge.html",
        {
            "pledge": found,
            "year": emulation_year,
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


def _pledge(request: HttpRequest, cluster_slug: str, year: int) -> Pledge:
    return get_object_or_404(
        selectors.with_text(selectors.pledges_for(request.user)),
        emulation_year__cluster__slug=cluster_slug,
        emulation_year__year=year,
    )
