"""Formats of numbers and dates, available in every template."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markupsafe import Markup

from cluster_portal.pages.dense import written
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


@register.simple_tag(takes_context=True)
def place(context: template.Context, address: str, label: str) -> SafeString:
    """A link of the main navigation, marked when the page lies under it."""
    target = reverse(address)
    path = context["request"].path if "request" in context else ""
    current = path == target if target == "/" else path.startswith(target)
    mark = format_html(' aria-current="{}"', "page" if path == target else "true")
    return format_html('<a href="{}"{}>{}</a>', target, mark if current else "", label)


@register.simple_tag
def dense(name: str, **values: Any) -> Markup:
    """The template `name` of `templates/dense/`: hundreds of cells, quickly."""
    return written(name, values)


@register.simple_tag(takes_context=True)
def table_file(context: template.Context, name: str, ending: str) -> str:
    """Where the table `name` of the page comes as a file, asked as the page is.

    Where the page says what it reads of its address (`understood`), nothing else is repeated.
    """
    understood = context.get("understood")
    query = (context["request"].GET if understood is None else understood).copy()
    query.pop("page", None)
    query["tep"] = f"{name}.{ending}"
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/_downloads.html", takes_context=True)
def downloads(
    context: template.Context,
    address: str,
    *parts: Any,
    of: str = "",
    about: str = "",
    pdf: str = "",
    asked: QueryDict | None = None,
) -> dict[str, Any]:
    """Links to the table at `address` as files, filtered and sorted as the page is.

    `of` says which table it is, `about` under which key the dictionary describes it, `pdf` which
    address has it on paper; `asked` is the query where the page ignores a part of what stands in
    its address.
    """
    if asked is None:
        asked = context["request"].GET if "request" in context else QueryDict()
    query = asked.copy()
    for name in OF_ONE_PAGE:
        query.pop(name, None)
    tail = f"?{query.urlencode()}" if query else ""
    files = {ending: reverse(address, args=[*parts, ending]) + tail for ending in ENDINGS}
    if pdf:
        files["pdf"] = reverse(pdf, args=parts) + tail
    return files | {"of": of, "about": about}
