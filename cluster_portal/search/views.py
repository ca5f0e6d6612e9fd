"""One search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import MAX_LENGTH, clean_query, is_cut
from cluster_portal.search import selectors
from cluster_portal.vietnamese.folding import fold_terms

SHORTEST = 2


@require_safe
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """Look for `q` in whatever the reader may see; without it, say what can be found."""
    typed = clean_query(request, "q")
    terms = fold_terms(typed, limit=MAX_LENGTH)
    is_too_short = bool(typed) and sum(map(len, terms)) < SHORTEST
    groups = selectors.search(request.user, terms, typed) if terms and not is_too_short else []
    return render(
        request,
        "search/search.html",
        {
            "typed": typed,
            "is_too_short": is_too_short,
            "was_cut": is_cut(request, "q"),
            "groups": groups,
            "total": sum(group.total for group in groups),
            "is_more": any(group.is_more for group in groups),
        },
    )
