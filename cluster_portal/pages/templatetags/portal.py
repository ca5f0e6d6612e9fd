"""Formats of numbers and dates, available in every template."""

import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markupsafe import Markup

from cluster_portal.pages.addresses import address_of
from cluster_portal.pages.dense import written
from cluster_portal.pages.query import is_page_number, page_number
from cluster_portal.vietnamese import dates, numbers

register = template.Library()

ENDINGS = ("xlsx", "csv", "json")
OF_ONE_PAGE = ("page", "sau", "truoc", "cuoi", "tep")  # parameters that a whole table has not


@register.filter
def number(value: Decimal | int | None) -> str:
    """1310 → "1.310"; None → "–"."""
    return "–" if value is None else numbers.format_number(value)


@register.filter(expects_localtime=True)
def day(value: datetime.date | None) -> str:
    """13 March 2024 → "13/3/2024"; of a moment, its day in Vietnam."""
    return dates.format_date(value) if value else ""


@register.filter(expects_localtime=True)
def long_day(value: datetime.date | None) -> str:
    """13 March 2024 → "ngày 13 tháng 3 năm 2024"."""
    return dates.format_long_date(value) if value else ""


@register.filter
def is_asked_by(page: Page, request: HttpRequest) -> bool:
    """Whether it is this page of a list that the address asks for."""
    return is_page_number(request) and page_number(request) == page.number


@register.simple_tag(takes_context=True)
def place(context: template.Context, address: str, label: str) -> SafeString:
    """A link of the main navigation, marked when the page lies under it."""
    target = address_of(address)
    path = context["request"].path if "request" in context else ""
    current = path == target if target == "/" else path.startswith(target)
    mark = format_html(' aria-current="{}"', "page" if path == target else "true")
    return format_html('<a href="{}"{}>{}</a>', target, mark if current else "", label)


@register.simple_tag
def dense(name: str, **values: Any) -> Markup:
    """The template `name` of `templates/dense/`: what a page repeats, quickly."""
    return written(name, values)


@register.simple_tag(takes_context=True)
def table_files(context: template.Context, name: str, of: str = "", about: str = "") -> Markup:
    """Links to the table marked data-file="`name`" as files, asked as the page is.

    Where the page says what it reads of its address (`understood`), nothing else is repeated. On a
    board the data of the page (`board_data`) stand beside the files. `of` and `about` are those of
    `downloads`.
    """
    understood = context.get("understood")
    asked = context["request"].GET if understood is None else understood
    table = f"?{_query(asked, 'page', 'tep', tep=name)}"
    data = context.get("board_data")
    return _links(
        {"xlsx": f"{table}.xlsx", "csv": f"{table}.csv"},
        json=f"{data}{context.get('asked')}" if data else "",
        of=of,
        about=about,
    )


@register.simple_tag(takes_context=True)
def downloads(
    context: template.Context,
    address: str,
    *parts: Any,
    of: str = "",
    about: str = "",
    pdf: str = "",
    asked: QueryDict | None = None,
) -> Markup:
    """Links to the table at `address` as files, filtered and sorted as the page is.

    `of` says which table it is, `about` under which key the dictionary describes it, `pdf` which
    address has it on paper; `asked` is the query where the page ignores a part of what stands in
    its address.
    """
    if asked is None:
        asked = context["request"].GET if "request" in context else QueryDict()
    query = _query(asked, *OF_ONE_PAGE)
    tail = f"?{query}" if query else ""
    files = {ending: address_of(address, *parts, ending) + tail for ending in ENDINGS}
    if pdf:
        files["pdf"] = address_of(pdf, *parts) + tail
    return _links(files, of=of, about=about)


def _query(asked: QueryDict, *left_out: str, **added: str) -> str:
    """What was `asked`, without some parameters and with others at its end."""
    kept = {name: values for name, values in asked.lists() if name not in left_out}
    return urlencode(kept | added, doseq=True)


def _links(files: dict[str, str], **about: str) -> Markup:
    return written("downloads.html", {"json": "", "pdf": "", **files, **about})
