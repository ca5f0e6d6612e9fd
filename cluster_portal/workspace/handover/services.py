"""Confirming a handover, and the minutes that the second confirmation issues."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from cluster_portal.audit.models import record
from cluster_portal.documents.codes import new_code
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import issue_document
from cluster_portal.workspace.handover.documents import handover_content
from cluster_portal.workspace.lifecycle.issuing import new_number, printed
from clusters.models import Handover
from clusters.services.handover import confirm_handover, sides_of

KIND = "handover"


def words_of(confirmed: Handover) -> str:
    """What to say of a confirmation."""
    return "Bàn giao đã đủ hai bên xác nhận." if confirmed.is_effective else "Đã xác nhận."


@transaction.atomic
def confirm(*, handover: Handover, side: str, by: Any, seen: str = "") -> Handover:
    """Confirm for one side; the second confirmation puts it into effect and issues its minutes.

    Raises:
        PermissionDenied, ValidationError: as `confirm_handover`; ValidationError too when the
            minutes could not be printed, so that nothing is confirmed.
    """

    def issue_minutes(confirmed: Handover) -> IssuedDocument:
        year = confirmed.emulation_year
        number, series = new_number(year.cluster, "BB")
        code = new_code()
        content = handover_content(confirmed, sides_of(year), number=number, code=code)
        html = render_to_string("documents/handover.html", {"content": content})
        return issue_document(
            kind=KIND,
            series=series,
            document_number=number,
            title=f"Biên bản {content.subject}"[:300],
            content=printed(html),
            code=code,
            made_from=content,
            by=by,
        )

    confirmed = confirm_handover(
        handover=handover, side=side, by=by, seen=seen, issue_minutes=issue_minutes
    )
    if confirmed.document:
        record(
            by=by,
            action="issue_handover",
            target=confirmed,
            changes={"document": [None, confirmed.document.document_number]},
        )
    return confirmed
