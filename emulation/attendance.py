"""Which members a conference has, and how many of them came."""

from dataclasses import dataclass

from clusters.members import members_of, members_on
from clusters.models import Unit
from emulation.models import Attendance, AttendanceStatus, Conference

CAME = (AttendanceStatus.PRESENT, AttendanceStatus.REPRESENTED)


@dataclass(frozen=True)
class Turnout:
    """Who came, of how many; `rows` are what is written down, in the members' order."""

    rows: list[Attendance]
    members: int

    @property
    def came(self) -> int:
        return sum(row.status in CAME for row in self.rows)

    @property
    def text(self) -> str:
        """ "9/9 đơn vị dự"."""
        return f"{self.came}/{self.members} đơn vị dự"

    @property
    def is_known(self) -> bool:
        return bool(self.rows)


def members_at(conference: Conference) -> list[Unit]:
    """The members on the day of the conference; where there are none, those of its years."""
    members = members_on(conference.cluster, conference.held_on)
    for year in (conference.review_year, conference.launch_year):
        members = members or (members_of(year) if year else [])
    return members


def turnout_of(conference: Conference) -> Turnout:
    """Who came, with units fetched; in two queries or, without members that day, four."""
    rows = list(conference.attendances.select_related("unit"))
    units = {unit.pk for unit in members_at(conference)} | {row.unit_id for row in rows}
    return Turnout(rows, len(units))
