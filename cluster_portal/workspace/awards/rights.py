"""What a reader may do with the awards of a year."""

from dataclasses import dataclass
from typing import Any

from awards.models import Award, AwardStatus
from awards.services.rows import SETTLED_YEAR, own_units
from cluster_portal.workspace.awards.grid import FIELDS
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.services.rules import settled_review

_EVERYTHING = frozenset(FIELDS)
# What may still be added to a row that a settled conference names.
_OPEN_AFTER = {"decision", "no_decision_reason"}


@dataclass(frozen=True)
class Rights:
    """`everything`: the secretariat's; `own`: units for which proposals may be entered."""

    everything: bool
    own: frozenset[int] = frozenset()
    note: str = ""
    asks_reason: bool = False

    @property
    def may_enter(self) -> bool:
        return self.everything or bool(self.own)

    def fixed_fields(self, award: Award) -> frozenset[str]:
        """Columns of the row that the reader cannot change in the grid."""
        if not self.everything:
            is_own = award.unit_id in self.own and award.status == AwardStatus.PROPOSED
            if not is_own or (award.conference_id and award.conference.is_settled):
                return _EVERYTHING
            return frozenset({"status", "decision", "no_decision_reason", "unit"})
        if award.status == AwardStatus.REVOKED:
            return frozenset({"status"})
        if award.conference_id and award.conference.is_settled:
            if award.status == AwardStatus.PROPOSED:
                return _EVERYTHING - _OPEN_AFTER - {"status", "recipient"}
            return _EVERYTHING - _OPEN_AFTER if award.decision_id is None else _EVERYTHING
        return frozenset()


def rights_of(user: Any, year: EmulationYear) -> Rights:
    """What `user` may do with the awards of the year."""
    if access.may(user, Permission.EDIT_AWARDS, year):
        return Rights(everything=True, asks_reason=access.is_correction(user, year))
    own = frozenset(own_units(user, year))
    if own and settled_review(year):
        return Rights(everything=False, note=SETTLED_YEAR)
    return Rights(everything=False, own=own)
