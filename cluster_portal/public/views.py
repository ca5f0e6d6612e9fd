"""The public record, page by page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from awards.datasets import UNIT_AWARDS, YEAR_AWARDS, lines_of
from awards.register.paging import each_award
from awards.register.sight import Sight
from cluster_portal.documents.responses import issued_response, pdf_response
from cluster_portal.pages.data_files import file_view, table_response
from cluster_portal.pages.limits import limited
from cluster_portal.public import documents, selectors
from clusters.downloads import note_download
from clusters.history import history_url
from clusters.models import Cluster, EmulationYear, Unit
from clusters.selectors import clusters_for, family_of, leaders
from emulation.attendance import turnout_of
from emulation.datasets import RESULTS, UNIT_RESULTS
from emulation.models import Conference
from emulation.selectors import (
    conferences_for,
    pledges_for,
    reports_of,
    results_of,
    with_proceedings,
)

LATEST = 5
ROWS_OF_UNIT = 100


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Clusters, who leads them, the latest and the next conferences, totals."""
    return render(
        request,
        "public/front.html",
        {
            "totals": selectors.totals_for(request.user),
            "clusters": list(clusters_for(request.user).order_by("level", "sort_key", "pk")),
            "latest": list(conferences_for(request.user)[:LATEST]),
            "upcoming": list(selectors.upcoming_conferences()[:LATEST]),
        },
    )


@require_safe
def year(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """An emulation year: leadership, pledge, results, awards, conferences."""
    found = _year(request, cluster_slug, year)
    awards = selectors.awards_of_year(found, request.user)
    results = results_of(found, request.user)
    rests_on = [row.source for row in (*found.led_by, *results.cluster_values) if row.source]
    years = list(found.cluster.years.order_by("year").values_list("year", flat=True))
    return render(
        request,
        "public/year.html",
        {
            "year": found,
            "cluster": found.cluster,
            "years": years,
            "leaders": found.led_by,
            "pledge": pledges_for(request.user).filter(emulation_year=found).first(),
            "conferences": selectors.conferences_of_year(found, request.user),
            "results": results,
            "sources": list(dict.fromkeys(source.title for source in rests_on)),
            "awards": selectors.as_read(awards[: documents.ROWS_ON_PAGE], request.user),
            "award_count": awards.count(),
            "history_url": history_url(request.user, found),
        },
    )


@file_view
def year_results(
    request: HttpRequest, cluster_slug: str, year: int, ending: str
) -> HttpResponseBase:
    """The year's figures, one a row, as a file."""
    found = _year(request, cluster_slug, year)
    rows = results_of(found, request.user).all_values
    name = f"ket-qua-{cluster_slug}-{year}"
    note_download(request, file=f"{name}.{ending}", target=found)
    return table_response(request, RESULTS, rows, name=name, ending=ending)


@file_view
def year_awards(
    request: HttpRequest, cluster_slug: str, year: int, ending: str
) -> HttpResponseBase:
    """The year's awards as a file, names as in the register."""
    found = _year(request, cluster_slug, year)
    keys = selectors.awards_of_year(found, request.user).values_list("pk", flat=True)
    rows = lines_of(each_award(list(keys), request.user), Sight.of(request.user))
    name = f"khen-thuong-{cluster_slug}-{year}"
    note_download(request, file=f"{name}.{ending}", target=found)
    return table_response(request, YEAR_AWARDS, rows, name=name, ending=ending)


def _year(request: HttpRequest, cluster_slug: str, year: int) -> EmulationYear:
    return get_object_or_404(
        EmulationYear.objects.for_user(request.user)
        .select_related("cluster")
        .prefetch_related(leaders()),
        cluster__slug=cluster_slug,
        year=year,
    )


@require_safe
def conference(request: HttpRequest, cluster_slug: str, conference_slug: str) -> HttpResponse:
    """A conference: its facts and its report."""
    found = _conference(request, cluster_slug, conference_slug)
    pledge = pledges_for(request.user).filter(conference=found).first()
    reports = reports_of(found)
    issue = documents.issue_of(reports[0].document) if reports and found.is_settled else None
    return render(
        request,
        "public/conference.html",
        {
            "conference": found,
            "pledge": pledge,
            "content": documents.report_content(found, request.user, pledge, issue),
            "reports": reports,
            "turnout": turnout_of(found),
            "agenda": selectors.agenda_of(found, request.user),
            "photos": list(found.photos.all()),
            "history_url": history_url(request.user, found),
        },
    )


@require_safe
@limited("pdf")
def conference_pdf(request: HttpRequest, cluster_slug: str, conference_slug: str) -> HttpResponse:
    """The conference report in the layout of an official document, marked as not signed.

    Once the conference is finalised these are the bytes that were issued last.
    """
    found = _conference(request, cluster_slug, conference_slug)
    issued = found.reports.select_related("document").order_by("-pk").first()
    if issued and found.is_settled:
        name = f"bao-cao-{cluster_slug}-{conference_slug}.pdf"
        note_download(request, file=name, target=found)
        return issued_response(request, issued.document, name)
    pledge = pledges_for(request.user).filter(conference=found).first()
    content = documents.report_content(found, request.user, pledge)
    html = render_to_string("documents/report.html", {"content": content})
    name = f"bao-cao-{cluster_slug}-{conference_slug}.pdf"
    note_download(request, file=name, target=found)
    return pdf_response(request, html, name)


@require_safe
@limited("pdf")
def conference_revision(
    request: HttpRequest, cluster_slug: str, conference_slug: str, revision: int
) -> HttpResponse:
    """One issue of the report, the newest or one that was replaced, as a download."""
    found = get_object_or_404(
        Conference.objects.for_user(request.user), cluster__slug=cluster_slug, slug=conference_slug
    )
    reports = found.reports.select_related("document")
    issued = get_object_or_404(reports, document__revision=revision)
    name = f"bao-cao-{cluster_slug}-{conference_slug}-lan-{revision}.pdf"
    note_download(request, file=name, target=found)
    return issued_response(request, issued.document, name, as_download=True)


def _conference(request: HttpRequest, cluster_slug: str, conference_slug: str) -> Conference:
    return get_object_or_404(
        with_proceedings(conferences_for(request.user)),
        cluster__slug=cluster_slug,
        slug=conference_slug,
    )


@require_safe
def unit(request: HttpRequest, unit_slug: str) -> HttpResponse:
    """A unit: where it came from, what it became, its years, roles, results and awards."""
    found = get_object_or_404(Unit, slug=unit_slug)
    origins, outcomes = family_of(found)
    memberships = (
        found.memberships.filter(cluster__in=Cluster.objects.for_user(request.user))
        .select_related("cluster")
        .order_by("valid_from", "cluster__sort_key", "pk")
    )
    return render(
        request,
        "public/unit.html",
        {
            "unit": found,
            "origins": origins,
            "outcomes": outcomes,
            "memberships": list(memberships),
            "record": selectors.record_of(found, request.user, limit=ROWS_OF_UNIT),
            "limit": ROWS_OF_UNIT,
            "history_url": history_url(request.user, found),
        },
    )


@file_view
def unit_results(request: HttpRequest, unit_slug: str, ending: str) -> HttpResponseBase:
    """All figures of the unit as a file."""
    found = get_object_or_404(Unit, slug=unit_slug)
    name = f"ket-qua-{unit_slug}"
    note_download(request, file=f"{name}.{ending}")
    rows = selectors.values_of_unit(found, request.user)
    return table_response(request, UNIT_RESULTS, rows, name=name, ending=ending)


@file_view
def unit_awards(request: HttpRequest, unit_slug: str, ending: str) -> HttpResponseBase:
    """All awards of the unit as a file, names as in the register."""
    found = get_object_or_404(Unit, slug=unit_slug)
    keys = selectors.awards_of_unit(found, request.user).values_list("pk", flat=True)
    rows = lines_of(each_award(list(keys), request.user), Sight.of(request.user))
    name = f"khen-thuong-{unit_slug}"
    note_download(request, file=f"{name}.{ending}")
    return table_response(request, UNIT_AWARDS, rows, name=name, ending=ending)
