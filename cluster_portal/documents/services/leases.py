"""Signing in steps takes minutes: one person at a time, and the others are told until when."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.documents.models import IssuedDocument, SigningLease
from cluster_portal.documents.services.issuing import lock_document
from cluster_portal.vietnamese.times import format_time

MINUTES = 10


def lease_of(document: IssuedDocument) -> SigningLease | None:
    """Who signs the document in steps right now, if anybody."""
    leases = SigningLease.objects.select_related("holder")
    return leases.filter(document=document, until__gt=timezone.now()).first()


def require_turn(document: IssuedDocument, by: Any) -> None:
    """Refuse, with code "leased", what would come between the steps of somebody else's signing."""
    lease = lease_of(document)
    if lease is None or lease.holder_id == by.pk:
        return
    until = format_time(timezone.localtime(lease.until).time())
    raise ValidationError(
        f"{lease.holder.full_name} đang ký văn bản này, đến {until}. Sau giờ đó hãy thử lại.",
        code="leased",
    )


@transaction.atomic
def take_lease(
    *, document: IssuedDocument, field: str, by: Any, minutes: int = MINUTES
) -> SigningLease:
    """Give `by` the turn to sign in `field` for so many minutes, anew if they have it already.

    Raises:
        django.core.exceptions.ValidationError: with code "leased", somebody else has it; the
            message says until when.
    """
    locked = lock_document(document)
    require_turn(locked, by)
    now = timezone.now()
    SigningLease.objects.filter(document=locked).delete()
    lease = SigningLease(
        document=locked,
        field=field,
        holder=by,
        taken_at=now,
        until=now + datetime.timedelta(minutes=minutes),
    )
    lease.full_clean()
    lease.save(force_insert=True)
    record(
        by=by,
        action="take_lease",
        target=lease,
        changes={"field": [None, field], "until": [None, lease.until.isoformat()]},
    )
    return lease


@transaction.atomic
def release_lease(*, document: IssuedDocument, by: Any) -> bool:
    """End the turn of `by`; return whether they had it."""
    locked = lock_document(document)
    lease = SigningLease.objects.filter(document=locked, holder=by).first()
    if lease is None:
        return False
    # Recorded with its key; then it goes, in the same transaction.
    changes = {"field": [lease.field, None]}
    key = lease.pk
    lease.delete()
    lease.pk = key
    record(by=by, action="release_lease", target=lease, changes=changes)
    return True
