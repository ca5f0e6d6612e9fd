"""One search over everything."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import (
    MAX_LENGTH,
    clean_query,
    is_cut,
    is_page_number,
    page_number,
    unread,
)
from cluster_portal.search import selectors
from cluster_portal.search.asked import understand
from cluster_portal.search.pages import Pages, choices

SHORTEST = 2
MOST_PAGES = 1000


@require_safe
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """Look for `q` in whatever the reader may see; without it, say what can be found.

    `loai` is the only sort of things to show, page by page.
    """
    typed = clean_query(request, "q")
    sort = clean_query(request, "loai")
    only = sort if sort in selectors.SLUGS else ""
    page = min(page_number(request), MOST_PAGES) if only else 1
    asked = understand(typed)
    is_too_short = bool(typed) and (asked is None or len(asked.phrase.replace(" ", "")) < SHORTEST)
    answer = selectors.Answer([])
    if asked and not is_too_short:
        answer = selectors.search(request.user, asked, typed, only=only, page=page)
    shown = [group for group in answer.groups if not only or group.key == only]
    return render(
        request,
        "search/search.html",
        unread(request, {"q", "loai", "page"} if only else {"q", "loai"})
        | {
            "unknown_sort": "" if only else sort,
            "is_no_page": bool(only) and not is_page_number(request),
            "first_page": f"?{urlencode({'q': typed, 'loai': only})}",
            "typed": typed,
            "meant": answer.meant,
            "is_too_short": is_too_short,
            "was_cut": is_cut(request, "q", MAX_LENGTH),
            "groups": shown,
            "only": only,
            "choices": choices(answer.groups, typed, only),
            "pages": Pages.of(shown[0], typed, page) if only and shown else None,
            "all_address": f"?{urlencode({'q': typed})}",
            "total": sum(group.total for group in answer.groups),
            "is_more": any(group.is_more for group in answer.groups),
        },
    )
