"""Answers to requests that are too large, too many, or come while the database is busy."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

BUSY_SECONDS = 30


def unreadable(request: HttpRequest) -> HttpResponse:
    """Return the page for a request that makes no sense, with status 400."""
    return _page("400.html", 400)


def too_large(request: HttpRequest, largest: int | None = None) -> HttpResponse:
    """Return the page for a request over the limit (bytes), with status 413."""
    megabytes = (largest or settings.MAX_REQUEST_BYTES) // 1024**2
    return _page("413.html", 413, megabytes=megabytes)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the page for too many requests, with status 429: ask again after so many seconds."""
    response = _page("429.html", 429, seconds=seconds)
    response["Retry-After"] = seconds
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """The handler of uncaught errors: 503 when the database was busy or cut the work off, else 500.

    Both pages need neither a database nor a user: one of them may be what is broken.
    """
    if is_passing(sys.exception()):
        response = _page("503.html", 503)
        response["Retry-After"] = BUSY_SECONDS
        return response
    return _page("500.html", 500)


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request may succeed later: a lock, a time limit, a lost connection."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if connection.vendor == "sqlite":
        return any(word in str(error) for word in ("locked", "busy", "interrupted"))
    return True


def _page(template: str, status: int, **context: object) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    return response
