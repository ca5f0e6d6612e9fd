"""Who may write which rows of a year's results grid, and why the others are closed."""

from dataclasses import dataclass
from typing import Any

from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.models import Conference, UnitReport

WHOLE_CLUSTER = "Toàn cụm"
WHOLE_CLUSTER_SLUG = "toan-cum"  # of its row, in addresses
NOT_YOURS = "Tài khoản của bạn không sửa được dòng này."
SETTLED = (
    "Số liệu năm {year} đã chốt cùng báo cáo hội nghị. Muốn sửa, lập đính chính ở trang của số liệu"
    " này."
)
HANDED_IN = {
    True: "{unit} đã nộp báo cáo. Muốn sửa, trả lại báo cáo trước.",
    False: "Báo cáo đã nộp. Muốn sửa, đề nghị ban thư ký trả lại báo cáo.",
}


@dataclass(frozen=True)
class RowRights:
    """What one person may write in a year's grid.

    `all_rows`: as the secretariat; otherwise the rows of the units of `own`. `reports` are the
    members' reports by the unit's key, `review` the conference that settled the figures.
    """

    year: EmulationYear
    all_rows: bool
    own: frozenset[int]
    reports: dict[int, UnitReport]
    review: Conference | None

    @property
    def may_write(self) -> bool:
        """Whether there is a row that is this person's to write, open or not."""
        return self.all_rows or bool(self.own)

    def closed_because(self, unit: Unit | None) -> str:
        """Why the row of `unit`, or of the whole cluster, cannot be written; empty when it can."""
        if not self.all_rows and (unit is None or unit.pk not in self.own):
            return NOT_YOURS
        if self.review is not None:
            return SETTLED.format(year=self.year.year)
        report = self.reports.get(unit.pk) if unit else None
        # The secretariat enters the figures of a report that came on paper.
        if report is not None and report.is_closed and not (report.is_paper and self.all_rows):
            return HANDED_IN[self.all_rows].format(unit=unit)
        return ""


def row_rights(
    year: EmulationYear,
    user: Any,
    *,
    members: list[Unit],
    reports: dict[int, UnitReport],
    review: Conference | None,
) -> RowRights:
    """Return what `user` may write; `members` are the units of the year."""
    own = frozenset(
        unit.pk
        for unit in members
        if access.may(user, Permission.EDIT_UNIT, UnitReport(emulation_year=year, unit=unit))
    )
    all_rows = access.may(user, Permission.EDIT_RESULTS, year)
    return RowRights(year, all_rows, own, reports, review)


def may_correct(user: Any, rights: RowRights) -> bool:
    """Whether `user` may correct figures that are settled."""
    return (
        rights.review is not None
        and rights.all_rows
        and access.may(user, Permission.PUBLISH, rights.review)
    )


def members_of(year: EmulationYear) -> list[Unit]:
    """The units that are members on a day of the year, once each, in Vietnamese order."""
    memberships = year.members().select_related("unit").order_by("unit__sort_key", "unit_id")
    return list({row.unit_id: row.unit for row in memberships}.values())
