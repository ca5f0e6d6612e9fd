"""The file of a pledge: issued once with its number, and withdrawn with it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction

from cluster_portal.documents.models import IssuedDocument
from emulation.models import Pledge, PledgeStatus
from emulation.services.pledge_steps import move_pledge


@transaction.atomic
def issue_pledge(
    *,
    pledge: Pledge,
    issue: Callable[[Pledge], IssuedDocument],
    sign_by: datetime.date | None = None,
    by: Any,
    reason: str = "",
) -> Pledge:
    """Move the pledge to its signing, and keep the file that `issue` makes of it.

    `issue` gets the pledge with its number and with a place for each member.

    Raises:
        PermissionDenied, ValidationError: as `move_pledge`, or as `issue` does.
    """
    issued = move_pledge(
        pledge=pledge, to=PledgeStatus.ISSUED, sign_by=sign_by, by=by, reason=reason
    )
    issued.document = issue(issued)
    issued.save(update_fields=["document"])
    return issued
