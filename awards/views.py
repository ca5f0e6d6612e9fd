"""The award register: a page of it, its statistics, a recipient's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.readings import NOTHING_COUNTED, read_recipient, read_register, read_statistics
from awards.register.asked import FACET, FACETS, PER_PAGE, PLACED_BY
from awards.register.paging import page_of
from awards.register.recipients import awards_of
from awards.register.statistics import BLOCKS, SIDES
from awards.statistics_table import drawn
from awards.tables import AwardTable
from cluster_portal.pages.query import is_cut, page_number, unread


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every award that the reader may see: searched, filtered, sorted, a page of it."""
    reading = read_register(request)
    page = page_of(reading.asked, reading.sight, reading.counted, request.user)
    table = AwardTable(page.awards, sight=reading.sight, empty_text=reading.empty_text)
    return render(
        request,
        "awards/register.html",
        unread(request, {*reading.form.fields, *PLACED_BY})
        | {
            "form": reading.form,
            "table": table.sorted_as(reading.asked.order, request, reading.understood),
            "page": page,
            "counted": reading.counted,
            "totals": reading.counted.totals,
            "instead": reading.instead,
            "sort": request.GET.get("sort", "") and reading.asked.order,
            "problems": reading.asked.problems,
            "query_was_cut": is_cut(request, "q"),
            "understood": reading.understood,
            "sees_near_names": reading.sight.everything or bool(reading.sight.clusters),
        },
    )


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How many were rewarded, by any two of the filters, under the others."""
    found = read_statistics(request)
    return render(
        request,
        "awards/statistics.html",
        unread(request, {*SIDES, BLOCKS, *FACET})
        | {
            "form": found.form,
            "cross": found.cross,
            "drawn": drawn(found),
            "facets": FACETS,
            "by": found.by,
            "labels": found.labels,
            "heading": found.heading,
            "empty_text": NOTHING_COUNTED,
            "is_by_two": found.is_by_two,
            "understood": found.understood,
        },
    )


@require_safe
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """All awards of whom the award `pk` names; not found where the reader may not know who."""
    found, sight = read_recipient(request, pk)
    paginator = Paginator(found.keys, PER_PAGE)
    page = paginator.get_page(page_number(request))
    table = AwardTable(
        awards_of(page.object_list, request.user),
        sight=sight,
        orderable=False,
        leads_to_recipients=False,
    )
    return render(
        request,
        "awards/recipient.html",
        unread(request, {"page"})
        | {
            "recipient": found,
            "totals": found.totals,
            "table": table,
            "page": page,
        },
    )
