"""Who may sign a pledge digitally now, and what each of the others waits for."""

from clusters.models import Unit
from emulation.models import Pledge, PledgeStatus
from emulation.signing_turns import awaited_chairs

NOT_WAITING = "Giao ước không ở bước chờ ký."
NO_PLACE = "{unit} không có tên trong giao ước."
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
        return NO_PLACE.format(unit=unit)
    if row.signed_on:
        return HAS_SIGNED
    if row.has_declined:
        return HAS_DECLINED
    chair = awaited_chairs([pledge]).get(pledge.pk)
    if chair is not None and chair.pk != row.pk:
        return CHAIR_FIRST.format(chair=chair.unit.name)
    return ""
