"""An issue of a pledge that counts no more: called back unsigned, or withdrawn with signatures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.documents.services import withdraw_document
from clusters import access
from clusters.roles import Permission
from emulation.models import Pledge, PledgeStatus, PledgeWithdrawal, WithdrawnSignature
from emulation.services.pledge_locks import locked
from emulation.services.pledge_signatures import in_words
from emulation.services.pledge_versions import keep_what_stands, snapshot_of

WITHDRAWABLE = (PledgeStatus.ISSUED, PledgeStatus.SIGNED, PledgeStatus.PUBLISHED)
REASON_WITHDRAWN = "Nêu lý do thu hồi; đơn vị và công chúng đọc được lý do này."
NOT_WITHDRAWABLE = "Chỉ thu hồi giao ước đang chờ ký, đã ký hoặc đã công bố."


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, reason: str, by: Any) -> PledgeWithdrawal:
    """Withdraw a pledge that was issued, whoever has signed it; return what is kept of it.

    A replacement is then drafted by `move_pledge` to draft.

    Raises:
        PermissionDenied: `by` may not publish for the cluster.
        ValidationError: it was not issued, or is withdrawn already; on `reason`, without one.
    """
    reason = access.require_write(by, Permission.PUBLISH, pledge, reason)
    if not reason:
        raise ValidationError({"reason": REASON_WITHDRAWN})
    pledge = locked(pledge)
    before = pledge.status
    if before not in WITHDRAWABLE:
        raise ValidationError(NOT_WITHDRAWABLE)
    withdrawal = _keep(pledge, reason, by)
    pledge.status = PledgeStatus.WITHDRAWN
    pledge.save(update_fields=["status"])
    record(
        by=by,
        action="withdraw_pledge",
        target=pledge,
        changes={"status": [before, PledgeStatus.WITHDRAWN]},
        reason=reason,
    )
    return withdrawal


def take_back_file(pledge: Pledge, reason: str, by: Any) -> None:
    """What was issued of the locked, unsigned pledge counts no more; its number goes with it."""
    if pledge.document is not None:
        _keep(pledge, reason, by)
        pledge.document = None
        pledge.document_number = pledge.document_series = ""


def begin_anew(pledge: Pledge) -> None:
    """A withdrawn pledge gets a new number and new signatures; the withdrawal keeps the old."""
    pledge.signatures.all().delete()
    pledge.document_number = pledge.document_series = ""
    pledge.document = None
    pledge.signed_on = pledge.comments_by = pledge.sign_by = None
    pledge.circulated_at = pledge.issued_at = None


def _keep(pledge: Pledge, reason: str, by: Any) -> PledgeWithdrawal:
    """Keep who had signed what, and why it counts no more; its file is withdrawn with it."""
    signed = pledge.signatures.filter(signed_on__isnull=False).select_related("unit", "scan")
    withdrawal = PledgeWithdrawal(
        pledge=pledge,
        version=keep_what_stands(pledge, snapshot_of(pledge)),
        document_number=pledge.document_number,
        document=pledge.document,
        status_before=pledge.status,
        signatures=[
            WithdrawnSignature.of(row, f"{in_words(row)} – {row.state}").plain()
            for row in signed.order_by("unit__sort_key", "pk")
        ],
        reason=reason,
        withdrawn_by=by,
    )
    withdrawal.full_clean()
    withdrawal.save(force_insert=True)
    if pledge.document is not None:
        withdraw_document(document=pledge.document, reason=reason, by=by)
    return withdrawal
