"""The award register: a page of it, its statistics, a recipient's page, spreadsheets."""

from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.register.asked import FACET, FACETS, Asked, read_asked, read_choices
from awards.register.counting import Counted, count
from awards.register.finding import is_unfinished
from awards.register.forms import RegisterForm
from awards.register.paging import PER_PAGE, every_award, page_of
from awards.register.recipients import Recipient, awards_of, recipient_of
from awards.register.sight import Sight
from awards.register.spelling import nearest_words
from awards.register.statistics import cross_table, read_sides
from awards.tables import WITHIN_OTHERS, AwardTable
from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import clean_query, is_cut, page_number
from cluster_portal.pages.spreadsheets import sheet_of, spreadsheet_response
from clusters.downloads import note_download

REGISTER_FILE = "khen-thuong.xlsx"
NOTHING_YET = "Chưa có khen thưởng nào được công bố."
NOTHING_FITS = "Không có dòng nào như vậy. Bỏ bớt bộ lọc hoặc gõ từ khác."


@dataclass
class _Reading:
    """What the address asks for and what was found of it."""

    sight: Sight
    form: RegisterForm
    asked: Asked
    counted: Counted
    instead: str = ""


def _read(request: HttpRequest) -> _Reading:
    """Count what the address asks for; words that find nothing are tried as they may be meant."""
    data = request.GET.copy()
    data["q"] = clean_query(request, "q")
    sight = Sight.of(request.user)
    form = RegisterForm(data, read_choices(request.user))
    asked = read_asked(request.GET, form.filters, form.words)
    if asked.words:
        asked = replace(asked, is_unfinished=is_unfinished(asked.words, sight))
    reading = _Reading(sight, form, asked, count(asked, sight))
    if asked.words and not reading.counted.lines:
        _try_others(reading)
    form.show_counts(reading.counted)
    return reading


def _try_others(reading: _Reading) -> None:
    words = nearest_words(
        [word for (word,) in reading.asked.words], is_open=not reading.sight.reads_every_name
    )
    if words == reading.asked.words:
        return
    asked = replace(reading.asked, words=words, is_unfinished=False)
    counted = count(asked, reading.sight)
    if counted.lines:
        reading.asked, reading.counted = asked, counted
        reading.instead = " ".join(" / ".join(likes) for likes in words)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every award that the reader may see: searched, filtered, sorted, a page of it."""
    reading = _read(request)
    page = page_of(reading.asked, reading.sight, reading.counted, request.user)
    empty_text = NOTHING_FITS if reading.asked.is_narrowed else NOTHING_YET
    table = AwardTable(
        page.awards, sight=reading.sight, empty_text=empty_text, exclude=WITHIN_OTHERS
    )
    return render(
        request,
        "awards/register.html",
        {
            "form": reading.form,
            "table": table.sorted_as(reading.asked.order, request),
            "page": page,
            "counted": reading.counted,
            "totals": reading.counted.totals,
            "instead": reading.instead,
            "sort": request.GET.get("sort", "") and reading.asked.order,
            "problems": (*reading.asked.problems, *page.problems),
            "query_was_cut": is_cut(request, "q"),
            "sees_near_names": reading.sight.everything or bool(reading.sight.clusters),
        },
    )


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How many were rewarded, by any two of the filters, under the others."""
    sight = Sight.of(request.user)
    choices = read_choices(request.user)
    form = RegisterForm(request.GET, choices)
    del form.fields["q"]
    asked = read_asked(request.GET, form.filters, ())
    by, is_by_two = read_sides(request.GET)
    form.show_counts(count(asked, sight))
    return render(
        request,
        "awards/statistics.html",
        {
            "form": form,
            "cross": cross_table(asked, sight, choices, by),
            "facets": FACETS,
            "by": by,
            "labels": [FACET[name].label for name in by],
            "is_by_two": is_by_two,
        },
    )


@require_safe
@limited("spreadsheet")
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The same rows in the same order and columns, all pages of them."""
    reading = _read(request)
    rows = list(every_award(reading.asked, reading.sight, request.user))
    table = AwardTable(rows, sight=reading.sight)
    note_download(request, file=REGISTER_FILE)
    return spreadsheet_response(sheet_of(table, "Khen thưởng"), REGISTER_FILE)


def _recipient(request: HttpRequest, pk: int) -> tuple[Recipient, Sight]:
    sight = Sight.of(request.user)
    found = recipient_of(pk, request.user, sight)
    if found is None:
        raise Http404
    return found, sight


@require_safe
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """All awards of whom the award `pk` names; not found where the reader may not know who."""
    found, sight = _recipient(request, pk)
    paginator = Paginator(found.keys, PER_PAGE)
    page = paginator.get_page(page_number(request))
    table = AwardTable(
        awards_of(page.object_list, request.user),
        sight=sight,
        exclude=WITHIN_OTHERS,
        orderable=False,
        leads_to_recipients=False,
    )
    return render(
        request,
        "awards/recipient.html",
        {
            "recipient": found,
            "totals": found.totals,
            "table": table,
            "page": page,
            "is_other_page": request.GET.get("page", "1") != str(page.number),
        },
    )


@require_safe
@limited("spreadsheet")
def recipient_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same awards as a spreadsheet; its file's name tells nobody's."""
    found, sight = _recipient(request, pk)
    filename = f"khen-thuong-{pk}.xlsx"
    table = AwardTable(awards_of(found.keys, request.user), sight=sight)
    note_download(request, file=filename)
    return spreadsheet_response(sheet_of(table, "Khen thưởng"), filename)
