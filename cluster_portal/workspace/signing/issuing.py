"""A pledge is issued for signing: printed once with a field for each member, and kept."""

import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from cluster_portal.documents.codes import new_code
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import issue_document
from cluster_portal.workspace.lifecycle.issuing import printed
from emulation.documents import PledgeIssue, pledge_content
from emulation.models import Pledge
from emulation.selectors import pledges_for, with_text
from emulation.services.pledge_documents import issue_pledge

KIND = "pledge"
LONGEST_TITLE = 300


def issue_for_signing(
    *, pledge: Pledge, sign_by: datetime.date | None, by: Any, reason: str = ""
) -> Pledge:
    """Settle the text, give the number, and keep the file that all members sign.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: see `move_pledge`; the PDF could not be made. Nothing is issued then.
    """

    def issue(numbered: Pledge) -> IssuedDocument:
        return _issue(numbered, by)

    return issue_pledge(pledge=pledge, issue=issue, sign_by=sign_by, by=by, reason=reason)


def _issue(numbered: Pledge, by: Any) -> IssuedDocument:
    pledge = with_text(pledges_for(by)).get(pk=numbered.pk)
    issue = PledgeIssue(day=timezone.localdate(), code=new_code())
    content = pledge_content(pledge, issue)
    return issue_document(
        kind=KIND,
        series=pledge.document_series,
        document_number=pledge.document_number,
        title=f"{content.title.capitalize()} {content.subject}"[:LONGEST_TITLE],
        content=printed(render_to_string("documents/pledge.html", {"content": content})),
        code=issue.code,
        made_from=content,
        by=by,
    )
