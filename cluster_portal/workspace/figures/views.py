"""The results grid: shown, saved cell by cell, watched for changes, exported."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.pages.spreadsheets import spreadsheet_response
from cluster_portal.workspace.figures import payload
from cluster_portal.workspace.figures.filters import FigureFilter
from cluster_portal.workspace.figures.spreadsheet import sheet_of_grid
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.downloads import note_download
from emulation.figures.grid import columns_of, grid_of, stamp_of, totals_of
from emulation.figures.rights import may_correct, members_of
from emulation.services.figures import save_cells

UNREADABLE = "Cổng không đọc được nội dung vừa gửi. Hãy tải lại trang."
OTHER_ACCOUNT = (
    "Trình duyệt này đang đăng nhập bằng tài khoản khác. Đăng nhập lại bằng tài khoản đã mở trang"
    " rồi thử lại."
)


@login_required
@require_safe
def grid(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Members by indicators: a table to read, and with the page's script one to type into."""
    found = find_year(request, cluster_slug, year)
    shown = grid_of(found, request.user)
    asked = FigureFilter(request.GET)
    columns = asked.columns(shown)
    context = year_context(found, "workspace:figures") | {
        "grid": shown,
        "filter_form": asked,
        "hidden": {each.pk for each in shown.indicators} - {each.pk for each in columns},
        "none_found": not columns,
        "ask_reason": shown.is_writable and access.is_correction(request.user, found),
        "own_row": next((row for row in shown.rows if row.unit and not row.closed), None),
        "may_correct": may_correct(request.user, shown.rights),
        "last_year": found.year - 1,
        "has_last": any(cell.last_text for row in shown.rows for cell in row.cells),
    }
    return render(request, "workspace/figures/grid.html", context)


@login_required
@require_POST
def save(request: HttpRequest, cluster_slug: str, year: int) -> JsonResponse:
    """Save cells; say of each what became of it.

    400: the body cannot be read. 409: somebody else has signed in. 422: the reason is missing.
    """
    found = find_year(request, cluster_slug, year)
    members = members_of(found)
    try:
        sent = payload.read(request.body, members, columns_of(found))
    except payload.PayloadError:
        save_cells(emulation_year=found, cells=(), by=request.user, reason="?")  # who may not
        return JsonResponse({"message": UNREADABLE}, status=400)
    if sent.account not in (None, request.user.pk):
        return JsonResponse({"message": OTHER_ACCOUNT}, status=409)
    try:
        results = save_cells(
            emulation_year=found, cells=sent.writes, by=request.user, reason=sent.reason
        )
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    touched = list({result.indicator.pk: result.indicator for result in results}.values())
    totals = totals_of(found, touched, members)
    return JsonResponse(payload.answer(found, sent, results, totals, request.user))


@login_required
@require_safe
def changes(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Every cell as it stands now; 304 when nothing has been written since the reader asked."""
    found = find_year(request, cluster_slug, year)
    etag = quote_etag(f"{stamp_of(found)}-{request.user.pk}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        state = payload.state(grid_of(found, request.user))
        # A token anew: signing in again has made the page's own worthless.
        state |= {"account": request.user.pk, "token": get_token(request)}
        response = JsonResponse(state)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_safe
@limited("spreadsheet")
def xlsx(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """What the grid shows, as a spreadsheet."""
    found = find_year(request, cluster_slug, year)
    name = f"so-lieu-{cluster_slug}-{year}.xlsx"
    shown = grid_of(found, request.user)
    columns = FigureFilter(request.GET).columns(shown)
    sheet = sheet_of_grid(shown.only(columns))
    note_download(request, file=name, target=found)
    return spreadsheet_response(sheet, name)
