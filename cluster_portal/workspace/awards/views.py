"""The awards of a year as a grid to type into, and as files."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Award
from awards.selectors import totals
from awards.services.entries import EntryResult, EntryStatus
from awards.services.rows import save_entries
from cluster_portal.pages.administration.corrections import LABEL as REASON_LABEL
from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import clean_query, is_cut, page_number
from cluster_portal.pages.spreadsheets import csv_response, spreadsheet_response
from cluster_portal.vietnamese.folding import normalise
from cluster_portal.workspace.awards import selectors
from cluster_portal.workspace.awards.filters import YearAwardFilter
from cluster_portal.workspace.awards.grid import (
    COLUMNS,
    MAX_NEW_ROWS,
    GridRow,
    Sent,
    empty_rows,
    entry_from,
    sent_rows,
    sheet_of_rows,
    stored_row,
    with_result,
)
from cluster_portal.workspace.awards.rights import Rights, rights_of
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.downloads import note_download
from clusters.models import EmulationYear

PER_PAGE = 50
HERE = "workspace:awards"
DRAFT = "saved_awards_draft"  # in the session: which typed rows of the browser have been saved
NOTHING_TYPED = "Chưa nhập dòng nào."
TOO_MANY = f"Mỗi lần lưu nhiều nhất {MAX_NEW_ROWS} dòng mới. Nhiều hơn thì dùng tệp Excel."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def awards(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The year's rows and some empty ones; the good rows of a form are saved, the others stay."""
    found = find_year(request, cluster_slug, year)
    rights = rights_of(request.user, found)
    if request.method != "POST":
        return _page(request, found, rights)
    if not rights.may_enter:
        raise PermissionDenied(access.DENIED)
    sent = sent_rows(request.POST)
    new = sum(row.pk is None for row in sent)
    if not sent or new > MAX_NEW_ROWS:
        return _page(request, found, rights, problem=TOO_MANY if sent else NOTHING_TYPED)
    return _save(request, found, rights, sent)


def _save(
    request: HttpRequest, year: EmulationYear, rights: Rights, sent: list[Sent]
) -> HttpResponse:
    keys = [row.pk for row in sent if row.pk]
    stored = selectors.rows_of(year).in_bulk([key for key in keys if key < 2**63])
    entries = [entry_from(row, stored.get(row.pk or 0)) for row in sent]
    try:
        results = save_entries(
            emulation_year=year,
            entries=entries,
            by=request.user,
            conference=_conference(request, year),
            reason=normalise(request.POST.get("reason", ""))[:300],
            all_or_nothing=False,
            confirmed_duplicates={place for place, row in enumerate(sent) if row.is_confirmed},
        )
    except ValidationError as error:
        results = [EntryResult(EntryStatus.READY) for _ in sent]
        problem = " ".join(error.messages)
    else:
        problem = ""
    request.session[DRAFT] = request.POST.get("draft", "")[:40]
    counts = dict.fromkeys(EntryStatus, 0)
    for result in results:
        counts[result.status] += 1
    saved = counts[EntryStatus.SAVED]
    if saved:
        messages.success(request, f"Đã lưu {saved} dòng.")
    if not problem and all(result.is_good for result in results):
        if not saved:
            messages.info(request, "Không có gì thay đổi.")
        return redirect(request.get_full_path())
    typed = [
        with_result(_row(row, stored, rights), row, entry, result)
        for row, entry, result in zip(sent, entries, results, strict=True)
        if result.status not in (EntryStatus.SAVED, EntryStatus.UNCHANGED)
    ]
    return _page(request, year, rights, typed=typed, problem=problem or _summary(counts))


def _row(sent: Sent, stored: dict[int, Award], rights: Rights) -> GridRow:
    award = stored.get(sent.pk or 0)
    if award is None:
        return GridRow(sent.key, entry_from(sent, None))
    return stored_row(award, rights.fixed_fields(award), award.answers)


def _conference(request: HttpRequest, year: EmulationYear) -> Any:
    """The conference at which new rows are named, of those that are offered."""
    chosen = request.POST.get("conference", "")
    return next(
        (one for one in selectors.open_conferences(year) if chosen and str(one.pk) == chosen), None
    )


def _summary(counts: dict[EntryStatus, int]) -> str:
    words = {
        EntryStatus.WRONG: "{} dòng có chỗ sai",
        EntryStatus.QUESTION: "{} dòng có thể trùng, cần xác nhận",
        EntryStatus.CLASH: "{} dòng người khác vừa sửa",
    }
    parts = [text.format(counts[status]) for status, text in words.items() if counts[status]]
    rest = "; dòng đúng đã lưu" if counts[EntryStatus.SAVED] else ""
    return f"Chưa lưu: {'; '.join(parts)}. Các dòng này giữ nguyên như đã gõ{rest}."


def _filtered(request: HttpRequest, year: EmulationYear) -> YearAwardFilter:
    asked = request.GET.copy()
    asked["q"] = clean_query(request, "q")
    return YearAwardFilter(asked, selectors.rows_of(year), request=request)


def _page(
    request: HttpRequest,
    year: EmulationYear,
    rights: Rights,
    *,
    typed: Iterable[GridRow] = (),
    problem: str = "",
) -> HttpResponse:
    filters = _filtered(request, year)
    page = Paginator(filters.qs, PER_PAGE).get_page(page_number(request))
    waiting = {row.key: row for row in typed}
    rows = [
        waiting.pop(f"p{award.pk}", None)
        or stored_row(award, rights.fixed_fields(award), award.answers)
        for award in page
    ]
    new = [row for row in waiting.values() if row.award is None]
    elsewhere = [row for row in waiting.values() if row.award is not None]
    last = max((int(row.key[1:]) for row in new), default=-1)
    if rights.may_enter:
        new += empty_rows(last + 1)
    shown = [*elsewhere, *rows]
    conferences = list(selectors.open_conferences(year)) if rights.everything else []
    context = year_context(year, HERE) | {
        "rights": rights,
        "form": filters.form,
        "is_asking": filters.is_asking,
        "query_was_cut": is_cut(request, "q"),
        "totals": totals(filters.qs),
        "page": page,
        "columns": COLUMNS,
        "rows": shown,
        "new_rows": new if rights.may_enter else [],
        "troubled": [row for row in [*new, *shown] if row.has_trouble],
        "problem": problem,
        "offers": selectors.offers_of(year),
        "conferences": conferences,
        "chosen_conference": request.POST.get("conference", selectors.review_among(conferences)),
        "reason_label": REASON_LABEL,
        "reason": request.POST.get("reason", ""),
        "saved_draft": request.session.pop(DRAFT, ""),
        "max_new_rows": MAX_NEW_ROWS,
    }
    return render(request, "workspace/awards/grid.html", context)


@login_required
@require_safe
@limited("spreadsheet")
def awards_xlsx(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The rows that the page shows, all pages of them, with its columns."""
    return _download(request, cluster_slug, year, "xlsx", spreadsheet_response)


@login_required
@require_safe
@limited("spreadsheet")
def awards_csv(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponseBase:
    """The same as text."""
    return _download(request, cluster_slug, year, "csv", csv_response)


def _download(request: HttpRequest, slug: str, number: int, ending: str, answer: Any) -> Any:
    year = find_year(request, slug, number)
    name = f"khen-thuong-{slug}-{number}.{ending}"
    note_download(request, file=name, target=year)
    return answer(sheet_of_rows(_filtered(request, year).qs), name)
