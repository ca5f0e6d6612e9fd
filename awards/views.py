"""The award register, on a page and as a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards import selectors
from awards.filters import AwardFilter
from awards.tables import WITHIN_OTHERS, AwardTable
from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import clean_query, is_cut
from cluster_portal.pages.spreadsheets import sheet_of, spreadsheet_response
from clusters.downloads import note_download

REGISTER_FILE = "khen-thuong.xlsx"
NOTHING_YET = "Chưa có khen thưởng nào được công bố."
NOTHING_FITS = "Không có dòng nào như vậy. Bỏ bớt bộ lọc hoặc gõ từ khác."


def _listing(request: HttpRequest, *, paged: bool) -> tuple[AwardFilter, AwardTable]:
    """The filters and the rows that the address asks for."""
    asked = request.GET.copy()
    asked["q"] = clean_query(request, "q")
    filters = AwardFilter(asked, selectors.register_for(request.user), request=request)
    empty_text = NOTHING_FITS if filters.is_asking else NOTHING_YET
    hidden = WITHIN_OTHERS if paged else ()
    table = AwardTable(filters.qs, empty_text=empty_text, exclude=hidden)
    return filters, table.for_request(request, paged=paged)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every award that the reader may see: searched, filtered, sorted, paged."""
    filters, table = _listing(request, paged=True)
    return render(
        request,
        "awards/register.html",
        {
            "form": filters.form,
            "table": table,
            "totals": selectors.totals(filters.qs),
            "sort": str(table.order_by or ""),
            "query_was_cut": is_cut(request, "q"),
        },
    )


@require_safe
@limited("spreadsheet")
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The same rows in the same order and columns, all pages of them."""
    _, table = _listing(request, paged=False)
    note_download(request, file=REGISTER_FILE)
    return spreadsheet_response(sheet_of(table, "Khen thưởng"), REGISTER_FILE)
