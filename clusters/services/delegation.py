"""The chair hands work to a vice-chair."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from clusters import access
from clusters.models import Delegation, EmulationYear, Unit
from clusters.roles import Permission
from clusters.services.periods import as_text, end


@transaction.atomic
def delegate(
    *,
    emulation_year: EmulationYear,
    unit: Unit,
    permission: str,
    decision: str,
    by: Any,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Delegation:
    """Hand one kind of work of the year to the secretariat of a vice-chair's unit.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: the cluster is not led in this year now, the unit is no vice-chair that
            year, the work may not be handed on, or it is handed to the unit already on one of
            these days.
    """
    access.require(by, Permission.LEAD, emulation_year)
    office = access.office_of(by, emulation_year.cluster_id)
    if office is None or office.year != emulation_year.year:
        raise ValidationError("Chỉ giao việc trong năm đang điều hành.")
    year = EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=emulation_year.pk
    )
    delegation = Delegation(
        emulation_year=year,
        unit=unit,
        permission=permission,
        decision=decision,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
    )
    delegation.full_clean()
    delegation.save(force_insert=True)
    names = ("unit", "permission", "valid_from", "valid_to", "decision")
    record(
        by=by,
        action="delegate",
        target=delegation,
        changes={name: [None, as_text(getattr(delegation, name))] for name in names},
    )
    return delegation


@transaction.atomic
def end_delegation(
    *, delegation: Delegation, by: Any, last_day: datetime.date | None = None, reason: str = ""
) -> Delegation:
    """Take the work back after `last_day`, today by default.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: the last day is before the first, or after the end already set.
    """
    delegation = (
        Delegation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("emulation_year__cluster", "unit")
        .get(pk=delegation.pk)
    )
    reason = access.require_write(by, Permission.LEAD, delegation, reason)
    changes = end(delegation, last_day)
    record(by=by, action="end_delegation", target=delegation, changes=changes, reason=reason)
    return delegation
