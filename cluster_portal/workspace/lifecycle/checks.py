"""What stands in the way of the next step of a conference, and what is only worth a look.

Blocking before the conference counts as held: its day has come. Blocking before it is finalised,
as the report would be wrong or somebody would be left waiting: the chair of the year is known; the
report has text, and a part on the year ahead when it launches one; no member's report waits to be
accepted. Only shown: figures that are missing or whose question was not answered, reports that
were never handed in, a pledge that is not published. The chair decides whether to wait for these;
a figure that comes later is a correction.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear, LeadershipRole
from emulation.figures.answered import answered_without
from emulation.figures.grid import noun_of
from emulation.figures.questions import Comparison
from emulation.figures.reading import figure_of
from emulation.figures.rights import members_of
from emulation.models import (
    Conference,
    ConferenceKind,
    ConferenceStatus,
    Indicator,
    IndicatorValue,
    Pledge,
    PledgeStatus,
    UnitReport,
    UnitReportStatus,
)
from emulation.services.years import indicators_of


@dataclass(frozen=True)
class Check:
    """Something that is missing: what, where it is mended, and whether the step waits for it."""

    text: str
    place: str = ""  # name of an address, `arguments` its arguments
    arguments: tuple = ()
    label: str = ""
    is_blocking: bool = True

    @property
    def url(self) -> str:
        """The address of the page on which it is mended; empty where there is none."""
        return reverse(self.place, args=self.arguments) if self.place else ""


def checks_before(conference: Conference, to: str) -> list[Check]:
    """What is missing before the step forth to `to`, blocking first; nothing for a step back."""
    found: list[Check] = []
    if to == ConferenceStatus.HELD:
        found = _of_day(conference)
    elif to == ConferenceStatus.FINALISED:
        found = [*_of_day(conference), *_of_report(conference), *_of_year(conference)]
    elif to == ConferenceStatus.PUBLISHED and not conference.cluster.is_confirmed:
        text = "Thành phần cụm mới là dự kiến nên công chúng chưa xem được hội nghị."
        found = [Check(text, is_blocking=False)]
    return sorted(found, key=lambda check: not check.is_blocking)


def _of_day(conference: Conference) -> list[Check]:
    last = conference.ends_on or conference.held_on
    if last <= timezone.localdate():
        return []
    return [Check(f"Ngày họp {format_date(last)} chưa đến.", *_facts(conference))]


def _facts(conference: Conference) -> tuple[str, tuple, str]:
    own = (conference.cluster.slug, conference.slug)
    return "workspace:conference-facts", own, "Sửa thông tin hội nghị"


def _of_report(conference: Conference) -> list[Check]:
    sections = list(conference.sections.all())
    own = (conference.cluster.slug, conference.slug)
    writing = "workspace:conference-sections", own, "Viết các mục báo cáo"
    found = []
    if not any(not section.is_outlook for section in sections):
        found.append(Check("Báo cáo chưa có mục nào về kết quả.", *writing))
    launched = conference.launch_year
    is_review = conference.kind == ConferenceKind.ANNUAL_REVIEW
    if is_review and launched and not any(section.is_outlook for section in sections):
        text = f"Báo cáo chưa có mục nào về nhiệm vụ năm {launched.year}."
        found.append(Check(text, *writing))
    if conference.host is None:
        found.append(Check("Chưa ghi đơn vị đăng cai.", *_facts(conference), is_blocking=False))
    return found


def _of_year(conference: Conference) -> list[Check]:
    year = conference.review_year
    if year is None:
        return []
    found = []
    if not year.leaders.filter(role=LeadershipRole.CHAIR).exists():
        own = (year.cluster.slug, year.year)
        text = f"Năm {year.year} chưa có Cụm trưởng."
        found.append(Check(text, "workspace:leadership", own, "Đặt lãnh đạo cụm"))
    if conference.kind != ConferenceKind.ANNUAL_REVIEW:
        return found
    pledges = Pledge.objects.filter(conference=conference)
    if pledges.exclude(status=PledgeStatus.PUBLISHED).exists():
        text = "Giao ước ký tại hội nghị chưa công bố nên báo cáo không nêu."
        found.append(Check(text, is_blocking=False))
    return [*found, *_of_unit_reports(year), *_of_figures(year)]


def _of_unit_reports(year: EmulationYear) -> list[Check]:
    place = "workspace:unit-reports", (year.cluster.slug, year.year), "Báo cáo của tỉnh"
    reports = {row.unit_id: row for row in UnitReport.objects.filter(emulation_year=year)}
    waiting = sum(row.status == UnitReportStatus.SUBMITTED for row in reports.values())
    closed = {unit for unit, row in reports.items() if row.is_closed}
    members = members_of(year)
    missing = sum(unit.pk not in closed for unit in members)
    found = []
    if waiting:
        text = f"{waiting} báo cáo đã nộp, chưa nhận hoặc trả lại."
        found.append(Check(text, *place))
    if missing:
        text = f"{missing}/{len(members)} {noun_of(members)} chưa nộp báo cáo."
        found.append(Check(text, *place, is_blocking=False))
    return found


def _of_figures(year: EmulationYear) -> list[Check]:
    place = "workspace:figures", (year.cluster.slug, year.year), "Bảng số liệu"
    indicators = indicators_of(year)
    members = members_of(year)
    values = {(row.indicator_id, row.unit_id): row for row in year.values.all()}
    without = answered_without([year.pk])[year.pk]
    missing = sum(
        (indicator.pk, unit.pk) not in values and (unit.pk, indicator.pk) not in without
        for indicator in indicators
        for unit in members
    )
    asked = len(_questions(year, indicators, values))
    found = []
    if missing:
        text = f"{missing} số liệu của các {noun_of(members)} còn trống."
        found.append(Check(text, *place, is_blocking=False))
    if asked:
        text = f"{asked} số liệu khác thường chưa có lời giải thích."
        found.append(Check(text, *place, is_blocking=False))
    return found


def _questions(
    year: EmulationYear,
    indicators: list[Indicator],
    values: dict[tuple[int, int | None], IndicatorValue],
) -> list[IndicatorValue]:
    """The figures that the grid would ask about and that nobody has explained."""
    last = IndicatorValue.objects.filter(
        emulation_year__cluster=year.cluster_id, emulation_year__year=year.year - 1
    )
    compared = Comparison(year.year, last=last, standing=values.values())
    known = {indicator.pk: indicator for indicator in indicators}
    return [
        value
        for (indicator, unit), value in values.items()
        if not value.unusual_reason
        and indicator in known
        and compared.question(known[indicator], unit, figure_of(value))
    ]
