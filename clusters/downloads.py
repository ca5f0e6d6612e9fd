"""Files made for somebody who sees drafts are not public: each download is written down."""

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from cluster_portal.audit.models import record
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
