"""Who leads a cluster in a year, and the day the chair took over."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from clusters import access
from clusters.models import (
    EmulationYear,
    Handover,
    Leadership,
    LeadershipRole,
    Source,
    Unit,
)
from clusters.roles import Permission

IN_THE_PORTAL = "Bàn giao của năm này làm trên cổng: hai bên xác nhận ở trang bàn giao."


@transaction.atomic
def set_leadership(
    *,
    emulation_year: EmulationYear,
    chair: Unit,
    by: Any,
    vice_chairs: Iterable[Unit] = (),
    source: Source | None = None,
    seen: str = "",
    reason: str = "",
) -> list[Leadership]:
    """Make `chair` and `vice_chairs`, in this order, the leaders of the year; return them.

    Whoever keeps role and place keeps the row with its notes; the others are replaced. `seen`:
    the `leaders_token` of the page.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: a unit is no member that year, or is named twice; the year is over and no
            reason is given; somebody has changed the leaders since (code "stale").
    """
    reason = access.require_write(by, Permission.LEAD, emulation_year, reason)
    year = EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=emulation_year.pk
    )
    before = list(year.leaders.select_related("unit"))
    wanted = [(chair, LeadershipRole.CHAIR, 1)] + [
        (unit, LeadershipRole.VICE_CHAIR, order) for order, unit in enumerate(vice_chairs, start=1)
    ]
    places = {(unit.pk, role, order) for unit, role, order in wanted}
    if places != {(leader.unit_id, leader.role, leader.order) for leader in before}:
        require_seen(seen, _places_of(before))
    if len({unit for unit, _, _ in wanted}) < len(wanted):
        raise ValidationError("Mỗi đơn vị chỉ giữ một vai trò trong năm thi đua.")
    kept = {
        (leader.unit_id, leader.role, leader.order): leader
        for leader in before
        if (leader.unit_id, leader.role, leader.order) in places
    }
    year.leaders.exclude(pk__in=[leader.pk for leader in kept.values()]).delete()
    leaders = []
    for unit, role, order in wanted:
        leader = kept.get((unit.pk, role, order))
        if leader is None:
            leader = Leadership(
                emulation_year=year, unit=unit, role=role, order=order, source=source
            )
            leader.full_clean()
            leader.save(force_insert=True)
        leaders.append(leader)
    changes = [_in_words(before), _in_words(leaders)]
    if changes[0] != changes[1]:
        record(
            by=by,
            action="set_leadership",
            target=year,
            changes={"leaders": changes},
            reason=reason,
        )
    access.forget(by)
    return leaders


def leaders_token(leaders: Iterable[Leadership]) -> str:
    """The token of a year's leaders, for a page on which they are changed."""
    return token_of(_places_of(leaders))


def _places_of(leaders: Iterable[Leadership]) -> list[tuple[str, int, int]]:
    return sorted((str(leader.role), leader.order, leader.unit_id) for leader in leaders)


def _in_words(leaders: list[Leadership]) -> str | None:
    ordered = sorted(leaders, key=lambda leader: (leader.role, leader.order))
    return "; ".join(str(leader) for leader in ordered) or None


@transaction.atomic
def record_handover(
    *,
    emulation_year: EmulationYear,
    handed_over_on: datetime.date,
    by: Any,
    note: str = "",
    source: Source | None = None,
    reason: str = "",
) -> Handover:
    """Write down on which day the chair of the year took over; a second call corrects the first.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: the year has no chair yet, its handover is being prepared or was confirmed
            in the portal, or a field is not valid; the year is over and no reason is given.
    """
    reason = access.require_write(by, Permission.LEAD, emulation_year, reason)
    year = EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=emulation_year.pk
    )
    if not year.leaders.filter(role=LeadershipRole.CHAIR).exists():
        raise ValidationError("Năm thi đua này chưa có Cụm trưởng để nhận bàn giao.")
    handover = Handover.objects.filter(emulation_year=year).first()
    if handover and (handover.document_id or not handover.is_effective):
        raise ValidationError(IN_THE_PORTAL)
    before = handover.handed_over_on.isoformat() if handover else None
    handover = handover or Handover(emulation_year=year)
    handover.handed_over_on, handover.note, handover.source = handed_over_on, note, source
    handover.full_clean()
    handover.save()
    record(
        by=by,
        action="record_handover",
        target=handover,
        changes={"handed_over_on": [before, handed_over_on.isoformat()]},
        reason=reason,
    )
    access.forget(by)
    return handover
