"""Who may sign a pledge digitally now, and what each of the others waits for."""

from django.utils import timezone

from clusters.models import LeadershipRole, SigningOrder, Unit
from clusters.office import heirs_on, line_of
from emulation.models import Pledge, PledgeSignature, PledgeStatus

NOT_WAITING = "Giao ước không ở bước chờ ký."
NO_PLACE = "Đơn vị không có tên trong giao ước."
HAS_SIGNED = "Đơn vị đã ký."
HAS_DECLINED = "Đơn vị đã báo từ chối ký: rút lại rồi mới ký."
CHAIR_FIRST = "Cụm trưởng ký trước: còn chờ {chair}."


def who_may_sign(pledge: Pledge, unit: Unit) -> str:
    """Why `unit` may not sign the pledge digitally yet; empty when it may.

    A paper is signed in whatever order the conference does: nothing of this is asked there.
    """
    if pledge.status != PledgeStatus.ISSUED:
        return NOT_WAITING
    rows = {row.unit_id: row for row in pledge.signatures.select_related("unit")}
    row = rows.get(unit.pk)
    if row is None:
        return NO_PLACE
    if row.signed_on:
        return HAS_SIGNED
    if row.has_declined:
        return HAS_DECLINED
    chair = _chair_among(pledge, rows)
    if chair is not None and chair != row and not chair.signed_on:
        return CHAIR_FIRST.format(chair=chair.unit.name)
    return ""


def _chair_among(pledge: Pledge, rows: dict[int, PledgeSignature]) -> PledgeSignature | None:
    """The chair's place where it signs first: its own, or that of the unit that carries it on."""
    year = pledge.emulation_year
    if year.cluster.signing_order != SigningOrder.CHAIR_FIRST:
        return None
    chair = year.leaders.filter(role=LeadershipRole.CHAIR).first()
    if chair is None:
        return None
    if chair.unit_id in rows:
        return rows[chair.unit_id]
    heirs = line_of(chair.unit_id, heirs_on(timezone.localdate()))
    return next((rows[key] for key in heirs if key in rows), None)
