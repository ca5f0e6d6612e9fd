"""What every board answers with: a page, data, or why there is nothing."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from cluster_portal.dashboards.years import NotThere
from cluster_portal.pages.data_files import data_response
from cluster_portal.pages.query import unread
from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.workspace.table_files import PARAM, with_sheets
from clusters.downloads import note_download
from clusters.models import EmulationYear
from emulation.models import Indicator

BY_INDICATOR = "chi-tieu"


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


def page_of(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    known: Iterable[str],
    sheets: Mapping[str, Callable[[], Sheet]] | None = None,
) -> HttpResponse:
    """A page that reads the parameters `known` of its address, and says which others there are.

    `sheets` are those of what it shows otherwise than in tables.
    """
    context |= unread(request, {*known, PARAM})
    return with_sheets(render(request, template, context), sheets or {})


def data_of(
    request: HttpRequest, content: bytes, name: str, target: EmulationYear | None = None
) -> HttpResponseBase:
    """A board for programs; that it was taken is noted."""
    note_download(request, file=name, target=target)
    return data_response(request, content)
