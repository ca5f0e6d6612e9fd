"""The register, its statistics and a recipient's awards as documents of the day.

What a file cannot follow in its address it refuses (`files.py`); so do these.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards import papers
from awards.files import OF_PAGES, refused, register_problems, statistics_problems
from awards.readings import read_recipient, read_register, read_statistics
from awards.register.paging import each_award, first_awards
from cluster_portal.pages.limits import limited
from cluster_portal.vietnamese.numbers import format_number
from clusters import access
from clusters.downloads import board_response
from clusters.roles import Permission

TOO_LARGE = (
    "Bảng này có quá nhiều ô để in: một tệp PDF có nhiều nhất {most} ô. Lọc bớt, hoặc tải tệp Excel"
    " ở dưới bảng."
)


@require_safe
@limited("pdf")
def register(request: HttpRequest) -> HttpResponse:
    """The lines of the page from the first on, as many as fit on paper."""
    reading = read_register(request, ignored=(*OF_PAGES, "sau"))
    if problems := register_problems(request, reading):
        return refused(request, problems, "awards:register", reading.understood)
    awards = first_awards(
        reading.asked, reading.sight, reading.counted, request.user, papers.MOST_LINES + 1
    )
    content = papers.register_paper(reading, awards, _made(request))
    return board_response(request, content, "khen-thuong.pdf")


@require_safe
@limited("pdf")
def statistics(request: HttpRequest) -> HttpResponse:
    """The numbers of the page."""
    found = read_statistics(request)
    problems = statistics_problems(found)
    if found.cross.size > papers.MOST_CELLS:
        problems.append(TOO_LARGE.format(most=format_number(papers.MOST_CELLS)))
    if problems:
        return refused(request, problems, "awards:statistics", found.understood)
    content = papers.statistics_paper(found, _made(request))
    return board_response(request, content, "thong-ke-khen-thuong.pdf")


@require_safe
@limited("pdf")
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """The awards of the page; the name of the file tells nobody's."""
    found, sight = read_recipient(request, pk)
    awards = each_award(found.keys[: papers.MOST_LINES], request.user)
    content = papers.recipient_paper(found, awards, sight, _made(request))
    return board_response(request, content, f"khen-thuong-{pk}.pdf")


def _made(request: HttpRequest) -> papers.Made:
    return papers.Made(
        on=timezone.localdate(),
        sees_drafts=access.holds(request.user, Permission.VIEW_DRAFTS),
    )
