"""What the query string of an address asks for, cleaned."""

from collections.abc import Container, Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict

from cluster_portal.vietnamese.folding import normalise

MAX_LENGTH = 200
_MAX_DIGITS = 9


def clean_query(request: HttpRequest, name: str, limit: int = MAX_LENGTH) -> str:
    """Return the parameter `name` as one clean line of at most `limit` characters.

    Letters are composed (NFC); control and invisible characters are dropped.
    """
    return _normalised(request, name, limit)[:limit].rstrip()


def is_cut(request: HttpRequest, name: str, limit: int = MAX_LENGTH) -> bool:
    """Whether `clean_query` left something of the parameter out."""
    return len(_normalised(request, name, limit)) > limit


def page_number(request: HttpRequest, name: str = "page") -> int:
    """Return the page asked for, from 1; anything but a positive number is page 1.

    It may lie past the end: `Paginator.get_page` then gives the last page.
    """
    asked = request.GET.get(name, "")
    if not (asked.isascii() and asked.isdigit()):
        return 1
    return max(1, int(asked)) if len(asked) <= _MAX_DIGITS else 10**_MAX_DIGITS


def is_page_number(request: HttpRequest, name: str = "page") -> bool:
    """Whether the parameter is a page's number, or is not there."""
    asked = request.GET.get(name, "") or "1"
    return asked.isascii() and asked.isdigit() and bool(asked.strip("0"))


def unread(request: HttpRequest, known: Container[str]) -> dict[str, Any]:
    """What `components/_unread.html` and links to files take: the names in the address that the
    page does not know, the address without them, and as `understood` what it does know.
    """
    names = [name for name in request.GET if name not in known]
    understood = QueryDict(mutable=True)
    for name in request.GET:
        if name in known:
            understood[name] = request.GET[name]
    return {
        "unread_names": names,
        "without_unread": without(request, names),
        "understood": understood,
    }


def without(request: HttpRequest, names: Iterable[str]) -> str:
    """The address of the page without these parameters."""
    kept = request.GET.copy()
    for name in names:
        del kept[name]
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def contains_all(terms: Iterable[str], *paths: str, year: str = "", words: str = "") -> Q:
    """Rows where each folded term stands in at least one of the search texts at `paths`.

    A term of four digits also fits the year at the path `year`; `words` (folded) stand in
    every row, as the kind of thing that it is.
    """
    condition = Q()
    for term in terms:
        if term in words.split():
            continue
        found = Q(*((f"{path}__contains", term) for path in paths), _connector=Q.OR)
        if year and len(term) == 4 and term.isascii() and term.isdigit() and int(term):
            found |= Q((year, int(term)))
        condition &= found
    return condition


def _normalised(request: HttpRequest, name: str, limit: int) -> str:
    # A letter typed decomposed takes up to three characters; spaces and controls go as well.
    return normalise(request.GET.get(name, "")[: 8 * (limit + 1)])
