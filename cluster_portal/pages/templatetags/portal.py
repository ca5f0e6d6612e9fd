"""Formats of numbers and dates, available in every template."""

import datetime
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster_portal.vietnamese import dates, numbers

register = template.Library()


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
