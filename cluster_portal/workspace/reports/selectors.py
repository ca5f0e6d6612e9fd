"""The reports of a year's members, as the secretariat and an officer see them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cluster_portal.accounts.models import User
from clusters import access
from clusters.models import Appointment, EmulationYear, Unit
from clusters.office import heirs_on, line_of, offices_on
from clusters.roles import Permission, Role
from emulation.figures.answered import answered_without
from emulation.figures.rights import members_of
from emulation.models import Indicator, IndicatorValue, UnitReport, UnitReportStatus
from emulation.selectors import with_corrections
from emulation.services.paper_reports import why_no_paper
from emulation.services.years import indicators_of


@dataclass(frozen=True)
class ReportRow:
    """One member: its report if there is one, and how many of the year's figures are in."""

    unit: Unit
    report: UnitReport | None
    filled: int
    asked: int
    without: int  # of which the unit says that it has no figure

    @property
    def state(self) -> str:
        return (self.report or UnitReport()).state

    @property
    def is_waiting(self) -> bool:
        """Whether the secretariat is to answer."""
        return self.report is not None and self.report.status == UnitReportStatus.SUBMITTED

    @property
    def is_accepted(self) -> bool:
        return self.report is not None and self.report.status == UnitReportStatus.ACCEPTED

    @property
    def takes_paper(self) -> bool:
        """Whether the secretariat may write down a report on paper, or change what it wrote."""
        return not why_no_paper(self.report or UnitReport())

    @property
    def figures(self) -> str:
        return f"{self.filled}/{self.asked}"


def rows_of(year: EmulationYear) -> list[ReportRow]:
    """Every member of the year in Vietnamese order; a fixed number of queries."""
    asked = {indicator.pk for indicator in indicators_of(year)}
    values = IndicatorValue.objects.filter(emulation_year=year, indicator__in=asked)
    filled = Counter(values.filter(unit__isnull=False).values_list("unit", flat=True))
    reports = {
        report.unit_id: report
        for report in year.unit_reports.select_related("submitted_by", "decided_by", "paper_scan")
    }
    empty = Counter(unit for unit, indicator in answered_without([year.pk])[year.pk])
    return [
        ReportRow(unit, reports.get(unit.pk), filled[unit.pk], len(asked), empty[unit.pk])
        for unit in members_of(year)
    ]


@dataclass(frozen=True)
class FigureRow:
    """An indicator that the unit reports, and its figure if there is one.

    `is_without`: the accepted report says that there is none.
    """

    indicator: Indicator
    value: IndicatorValue | None
    is_without: bool = False


def figures_of(year: EmulationYear, unit: Unit) -> list[FigureRow]:
    """The year's indicators with the unit's figures; others that it has stand at the end."""
    values = with_corrections(
        IndicatorValue.objects.filter(emulation_year=year, unit=unit).select_related(
            "indicator", "evidence", "source", "emulation_year"
        )
    )
    found = {value.indicator_id: value for value in values}
    indicators = {indicator.pk: indicator for indicator in indicators_of(year)}
    indicators |= {key: value.indicator for key, value in found.items()}
    without = answered_without([year.pk])[year.pk]
    return [
        FigureRow(indicator, found.get(key), (unit.pk, key) in without)
        for key, indicator in indicators.items()
    ]


def may_write(user: Any, report: UnitReport) -> bool:
    """Whether `user` writes the unit's report."""
    return access.may(user, Permission.EDIT_UNIT, report)


def officers_of(unit: Unit) -> list[User]:
    """Who is told what becomes of the unit's report: its officers today."""
    today = timezone.localdate()
    return _holders(Role.PROVINCIAL_OFFICER, unit__in=line_of(unit.pk, heirs_on(today)))


def secretaries_of(year: EmulationYear) -> list[User]:
    """Who is told that a report came in: the secretaries of the chair in office today."""
    office = offices_on(timezone.localdate(), [year.cluster_id]).get(year.cluster_id)
    if office is None:
        return []
    return _holders(Role.SECRETARIAT, cluster=year.cluster_id, unit__in=office.units)


def _holders(role: Role, **where: Any) -> list[User]:
    held = Appointment.objects.on(timezone.localdate()).filter(
        role=role, user__is_active=True, **where
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))
