"""What every board answers with: a page, data, or why there is nothing."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from cluster_portal.dashboards.years import NotThere
from cluster_portal.documents.board_contents import (
    BoardContent,
    Comparing,
    read_mark,
    shown_mark,
)
from cluster_portal.pages.data_files import data_response
from cluster_portal.pages.query import unread, without
from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.workspace.table_files import PARAM, with_sheets
from clusters.downloads import board_response, note_download
from clusters.models import EmulationYear
from emulation.models import Indicator

BY_INDICATOR = "chi-tieu"
MARK = "dau"  # of a board on paper, with which the page is compared


def says_what_is_not_there(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Answer `NotThere` with a page that says why and leads back, as not found (404)."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotThere as refusal:
            return render(request, "dashboards/not_there.html", {"refusal": refusal}, status=404)

    return answer


def asked_indicator(
    request: HttpRequest, offered: Iterable[Indicator], *, of: str, back: tuple[str, str]
) -> Indicator | None:
    """The indicator that the address names, if it names one.

    Raises `NotThere`, with the way `back` (address and words), where `of` has no figure of it.
    """
    code = request.GET.get(BY_INDICATOR, "")
    found = next((one for one in offered if one.code == code), None)
    if code and found is None:
        raise NotThere(f"{of} không có số liệu của chỉ tiêu “{code[:60]}”.", *back)
    return found


def page_address(name: str, *args: Any, indicator: Indicator | None) -> str:
    """The page of a board by the indicator that it shows."""
    query = f"?{urlencode({BY_INDICATOR: indicator.code})}" if indicator else ""
    return f"{reverse(name, args=args)}{query}"


def page_of(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    known: Iterable[str],
    on_paper: Callable[[], BoardContent] | None,
    sheets: Mapping[str, Callable[[], Sheet]] | None = None,
) -> HttpResponse:
    """A page that reads the parameters `known` of its address, and says which others there are.

    It is compared with the same board `on_paper` where the address bears the mark of one; None
    where there is nothing to print. `sheets` are those of what it shows otherwise than in tables.
    """
    context |= unread(request, {*known, PARAM, MARK})
    if MARK in request.GET:
        context["paper"] = _compared(request, on_paper)
        context["understood"].pop(MARK)
    return with_sheets(render(request, template, context), sheets or {})


def paper_of(
    request: HttpRequest,
    content: BoardContent,
    name: str,
    page: str,
    target: EmulationYear | None = None,
) -> HttpResponse:
    """A board on paper with the way to compare it with its `page`; that it was taken is noted."""
    mark, sign = content.mark, "&" if "?" in page else "?"
    address = f"{settings.PORTAL_ADDRESS}{page}{sign}{urlencode({MARK: mark})}"
    return board_response(
        request, replace(content, comparing=Comparing(mark, address)), name, target
    )


def _compared(request: HttpRequest, on_paper: Callable[[], BoardContent] | None) -> dict[str, Any]:
    mark = read_mark(request.GET[MARK])
    return {
        "mark": shown_mark(mark),
        "is_same": bool(mark) and on_paper is not None and on_paper().mark == mark,
        "without": without(request, [MARK]),
    }


def data_of(
    request: HttpRequest, content: bytes, name: str, target: EmulationYear | None = None
) -> HttpResponseBase:
    """A board for programs; that it was taken is noted."""
    note_download(request, file=name, target=target)
    return data_response(request, content)
