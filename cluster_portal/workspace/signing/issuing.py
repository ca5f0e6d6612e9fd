"""A pledge is issued for signing: printed once with a field for each member, and kept."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import Press, issue_document, issue_printed
from emulation.documents import PledgeIssue, pledge_content
from emulation.models import Pledge
from emulation.selectors import pledges_for, with_text
from emulation.services.pledge_documents import issue_pledge
from emulation.services.pledge_locks import locked
from emulation.services.pledges import text_token

KIND = "pledge"
LONGEST_TITLE = 300
TEXT_CHANGED = (
    "Lời giao ước vừa được sửa sau khi bạn trình ký nên chưa trình ký. Đọc lại rồi trình ký lại."
)


def issue_for_signing(
    *,
    pledge: Pledge,
    sign_by: datetime.date | None,
    by: Any,
    reason: str = "",
    text_seen: str = "",
    press: Press | None = None,
) -> Pledge:
    """Settle the text, give the number, and keep the file that all members sign.

    It is printed before anything is locked. `text_seen`: `text_token` of the text that is issued,
    by default the one that stands. `press`: see `issue_printed`.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: see `move_pledge`; the text is another one, or was changed while it was
            printed; the PDF could not be made. Nothing is issued then.
    """
    read = text_seen or text_token(Pledge.objects.get(pk=pledge.pk))

    def act(press: Press) -> Pledge:
        if text_token(locked(pledge)) != read:
            raise ValidationError(TEXT_CHANGED)

        def issue(numbered: Pledge) -> IssuedDocument:
            return _issue(numbered, by, press)

        return issue_pledge(pledge=pledge, issue=issue, sign_by=sign_by, by=by, reason=reason)

    return issue_printed(act, press)


def _issue(numbered: Pledge, by: Any, press: Press) -> IssuedDocument:
    pledge = with_text(pledges_for(by)).get(pk=numbered.pk)
    issue = PledgeIssue(day=timezone.localdate(), code=press.code)
    content = pledge_content(pledge, issue)
    return issue_document(
        kind=KIND,
        series=pledge.document_series,
        document_number=pledge.document_number,
        title=f"{content.title.capitalize()} {content.subject}"[:LONGEST_TITLE],
        content=press(render_to_string("documents/pledge.html", {"content": content})),
        code=issue.code,
        made_from=content,
        by=by,
    )
