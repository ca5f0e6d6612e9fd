"""The register, its statistics and a recipient's awards as files.

Unlike a page, a file cannot say that a part of the address was ignored: it is refused, with the
way back.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse

from awards.datasets import AWARDS, RECIPIENT, lines_of, statistics_content, statistics_sheet
from awards.readings import (
    RegisterReading,
    StatisticsReading,
    read_query,
    read_recipient,
    read_register,
    read_statistics,
    wrong_fields,
)
from awards.register.paging import LineIsGone, each_award, every_award, is_longer, next_awards
from cluster_portal.pages.data_files import (
    SHEETS,
    data_content,
    data_response,
    file_view,
    table_response,
)
from cluster_portal.pages.query import is_cut
from cluster_portal.vietnamese.numbers import format_number
from clusters.downloads import note_download

ROWS_OF_DATA = 1000  # in a page of JSON
# In a file: made well within the minute after which a request is given up.
ROWS_OF_FILE = 150_000
TOO_MANY = (
    "Một tệp Excel hoặc CSV có nhiều nhất {most} dòng. Lọc theo năm, cụm hoặc đơn vị rồi tải từng"
    " phần; JSON tải được mọi dòng, từng trang một."
)
TOO_LONG = "Câu tìm quá dài: dùng nhiều nhất 200 ký tự."
GONE = "Dòng mà trang này bắt đầu từ đó không còn; đọc lại từ trang đầu."
NO_SIDES = "Các tiêu chí trong địa chỉ không dùng được."
# What only a page has; the files of the register hold every line, and JSON begins by `sau` alone.
OF_PAGES = ("truoc", "cuoi", "page")


@file_view
def register_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same rows in the same order: all of them, or as data a page of them."""
    reading = read_register(request, ignored=OF_PAGES if ending == "json" else (*OF_PAGES, "sau"))
    problems = register_problems(request, reading)
    if (
        not problems
        and ending != "json"
        and is_longer(reading.asked, reading.sight, reading.counted, ROWS_OF_FILE)
    ):
        problems.append(TOO_MANY.format(most=format_number(ROWS_OF_FILE)))
    if problems:
        return refused(request, problems, "awards:register", reading.understood)
    name = "khen-thuong"
    if ending == "json":
        try:
            content = _register_content(reading, request.user)
        except LineIsGone:
            return refused(request, [GONE], "awards:register", reading.understood)
        note_download(request, file=f"{name}.{ending}")
        return data_response(request, content)
    note_download(request, file=f"{name}.{ending}")
    rows = every_award(reading.asked, reading.sight, request.user)
    sheet = AWARDS.sheet(lines_of(rows, reading.sight))
    return SHEETS[ending](sheet, f"{name}.{ending}")


def register_problems(request: HttpRequest, reading: RegisterReading) -> list[str]:
    """What of the address the register does not understand, in words."""
    problems = [*wrong_fields(reading.form), *(f"{one.what}." for one in reading.asked.problems)]
    if is_cut(request, "q"):
        problems.append(TOO_LONG)
    return problems


def statistics_problems(found: StatisticsReading) -> list[str]:
    """The same of the statistics."""
    return [*wrong_fields(found.form), *([] if found.is_by_two else [NO_SIDES])]


def refused(request: HttpRequest, problems: list[str], page: str, query: QueryDict) -> HttpResponse:
    """Why there is no such file, with the way back to `page` with the rest of its `query`."""
    for name in (*OF_PAGES, "sau"):
        query.pop(name, None)
    back = f"{reverse(page)}?{query.urlencode()}" if query else reverse(page)
    return render(request, "awards/no_file.html", {"problems": problems, "back": back}, status=400)


def _register_content(reading: RegisterReading, user: Any) -> bytes:
    awards, last = next_awards(reading.asked, reading.sight, user, ROWS_OF_DATA)
    following = reading.understood
    following["sau"] = str(last)
    content = {
        "lines": None if reading.counted.is_more else reading.counted.lines,
        "found_instead": reading.instead or None,
        "next": f"{AWARDS.address}.json?{following.urlencode()}" if last else None,
        "rows": AWARDS.records(lines_of(awards, reading.sight)),
    }
    return data_content(AWARDS, content)


def first_page_of_data(user: Any) -> bytes:
    """The JSON file of the register as `user` gets it without any filter."""
    return _register_content(read_query(QueryDict(mutable=True), user), user)


@file_view
def statistics_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same numbers as a file."""
    found = read_statistics(request)
    if problems := statistics_problems(found):
        return refused(request, problems, "awards:statistics", found.understood)
    name = "thong-ke-khen-thuong"
    note_download(request, file=f"{name}.{ending}")
    if ending == "json":
        return data_response(request, statistics_content(found.cross, found.by, found.status))
    sheet = statistics_sheet(found.cross, found.labels, found.counts)
    return SHEETS[ending](sheet, f"{name}.{ending}")


@file_view
def recipient_file(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """The same awards as a file; its name tells nobody's."""
    found, sight = read_recipient(request, pk)
    name = f"khen-thuong-{pk}"
    note_download(request, file=f"{name}.{ending}")
    rows = lines_of(each_award(found.keys, request.user), sight)
    return table_response(request, RECIPIENT, rows, name=name, ending=ending)
