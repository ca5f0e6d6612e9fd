"""Files made for somebody who sees drafts are not public: each download is written down."""

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cluster_portal.audit.models import record
from cluster_portal.documents.board_contents import BoardContent
from cluster_portal.documents.responses import pdf_response
from clusters import access
from clusters.roles import Permission


def note_download(request: HttpRequest, *, file: str, target: Model | None = None) -> None:
    """Write down who takes `file`, of which record, if it may hold drafts; None is every cluster.

    What a visitor gets is public and leaves no trace.
    """
    user = request.user
    sees_drafts = (
        access.may(user, Permission.VIEW_DRAFTS, target)
        if target is not None
        else access.holds(user, Permission.VIEW_DRAFTS)
    )
    if request.method == "GET" and sees_drafts:
        with transaction.atomic():
            record(by=user, action="download", target=target, changes={"file": [None, file]})


def board_response(
    request: HttpRequest, content: BoardContent, name: str, target: Model | None = None
) -> HttpResponse:
    """A board on paper; that it was taken is noted."""
    html = render_to_string("documents/board.html", {"content": content})
    note_download(request, file=name, target=target)
    return pdf_response(request, html, name)
