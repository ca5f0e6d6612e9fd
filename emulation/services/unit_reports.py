"""A member's own report of a year: written, handed in, accepted or sent back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.models import Indicator, IndicatorValue, UnitReport, UnitReportStatus
from emulation.services.rules import settled_review
from emulation.services.years import indicators_of

SETTLED = "Số liệu của năm này đã chốt trong báo cáo tổng kết nên báo cáo của đơn vị không đổi nữa."
CLOSED = "Báo cáo đã nộp. Muốn sửa, đề nghị ban thư ký trả lại báo cáo."
ON_PAPER = "Ban thư ký đã nhận báo cáo bản giấy. Muốn sửa, đề nghị ban thư ký mở lại báo cáo."
NOT_SUBMITTED = "Chỉ nhận được báo cáo đang chờ nhận."
NOT_CLOSED = "Báo cáo này đơn vị đang giữ, không có gì để trả lại."


def report_of(emulation_year: EmulationYear, unit: Unit) -> UnitReport:
    """The unit's report of the year, or one that is not saved yet."""
    reports = UnitReport.objects.select_related("emulation_year__cluster", "unit")
    found = reports.filter(emulation_year=emulation_year, unit=unit).first()
    return found or UnitReport(emulation_year=emulation_year, unit=unit)


def gaps_of(emulation_year: EmulationYear, unit: Unit) -> list[Indicator]:
    """The indicators of the year of which the unit has no figure."""
    filled = set(
        IndicatorValue.objects.filter(emulation_year=emulation_year, unit=unit).values_list(
            "indicator", flat=True
        )
    )
    return [indicator for indicator in indicators_of(emulation_year) if indicator.pk not in filled]


@transaction.atomic
def save_summary(
    *,
    emulation_year: EmulationYear,
    unit: Unit,
    summary: str,
    by: Any,
    seen: str = "",
    reason: str = "",
) -> UnitReport:
    """Write the summary of a report that the unit still holds. `seen`: `summary_token`.

    Raises:
        PermissionDenied: `by` does not write for the unit.
        ValidationError: the report is handed in, or the year's figures are settled; with the
            code "stale", when somebody has changed it since.
    """
    report, reason = _own_report(emulation_year, unit, by, reason)
    before = report.summary
    report.summary = summary
    report.full_clean()
    if report.summary == before:
        return report
    require_seen(seen, [before])
    report.save()
    record(
        by=by,
        action="save_summary",
        target=report,
        changes={"summary": [before, report.summary]},
        reason=reason,
    )
    return report


def summary_token(report: UnitReport) -> str:
    """The token of the summary, for a page on which it is changed."""
    return token_of([report.summary])


@transaction.atomic
def submit_report(
    *,
    emulation_year: EmulationYear,
    unit: Unit,
    by: Any,
    allow_gaps: bool = False,
    reason: str = "",
) -> UnitReport:
    """Hand the report in: from then on nobody changes the unit's figures.

    With `allow_gaps` the unit says that it has no figures of what is missing.

    Raises:
        PermissionDenied: `by` does not write for the unit.
        ValidationError: it is handed in already, the year's figures are settled; on `allow_gaps`,
            when figures are missing and that was not confirmed.
    """
    report, reason = _own_report(emulation_year, unit, by, reason)
    gaps = gaps_of(emulation_year, unit)
    if gaps and not allow_gaps:
        names = "; ".join(map(str, gaps))
        raise ValidationError({"allow_gaps": f"Chưa có số liệu: {names}."})
    before = report.status
    report.status = UnitReportStatus.SUBMITTED
    report.submitted_by, report.submitted_at = by, timezone.now()
    report.decided_by = report.decided_at = None
    report.return_reason = ""
    report.full_clean()
    report.save()
    report.without_figures.set(gaps)
    changes = {"status": [before, report.status]}
    if gaps:
        changes["without_figures"] = [None, "; ".join(map(str, gaps))]
    record(
        by=by,
        action="submit_report",
        target=report,
        changes=changes,
        reason=reason,
    )
    return report


def _own_report(
    emulation_year: EmulationYear, unit: Unit, by: Any, reason: str
) -> tuple[UnitReport, str]:
    """The report, locked and open, and the reason for the audit."""
    asked = UnitReport(emulation_year=emulation_year, unit=unit)
    reason = access.require_write(by, Permission.EDIT_UNIT, asked, reason)
    lock_year(emulation_year)
    report = (
        locked_report(UnitReport.objects.filter(emulation_year=emulation_year, unit=unit)) or asked
    )
    if report.is_closed:
        raise ValidationError(ON_PAPER if report.is_paper else CLOSED)
    return report, reason


@transaction.atomic
def accept_report(*, report: UnitReport, by: Any, reason: str = "") -> UnitReport:
    """Take a report in that was handed in.

    Raises:
        PermissionDenied: `by` does not enter the cluster's results.
        ValidationError: it was not handed in, or the year's figures are settled.
    """
    return _decide(report, UnitReportStatus.ACCEPTED, by, reason)


@transaction.atomic
def return_report(*, report: UnitReport, by: Any, reason: str = "") -> UnitReport:
    """Send a report back that was handed in, or reopen an accepted one, for the unit to change.

    Raises:
        PermissionDenied: `by` does not enter the cluster's results.
        ValidationError: it was not handed in, or the year's figures are settled; on `reason`,
            when there is none.
    """
    return _decide(report, UnitReportStatus.RETURNED, by, reason)


def _decide(report: UnitReport, status: UnitReportStatus, by: Any, reason: str) -> UnitReport:
    year = report.emulation_year
    reason = access.require_write(by, Permission.EDIT_RESULTS, year, reason)
    lock_year(year)
    locked = locked_report(UnitReport.objects.filter(pk=report.pk))
    accepts = status == UnitReportStatus.ACCEPTED
    if accepts and locked.status != UnitReportStatus.SUBMITTED:
        raise ValidationError(NOT_SUBMITTED)
    if not accepts and not locked.is_closed:
        raise ValidationError(NOT_CLOSED)
    if not accepts and not reason:
        raise ValidationError({"reason": "Nêu lý do để đơn vị biết cần sửa gì."})
    before = locked.status
    reopens = not accepts and before == UnitReportStatus.ACCEPTED
    if reopens:
        status = UnitReportStatus.REOPENED
    locked.status, locked.return_reason = status, "" if accepts else reason
    locked.decided_by, locked.decided_at = by, timezone.now()
    changes = {"status": [before, locked.status]} | (forget_paper(locked) if reopens else {})
    locked.full_clean()
    locked.save()
    if accepts:
        record(by=by, action="accept_report", target=locked, changes=changes, reason=reason)
    elif reopens:
        record(by=by, action="reopen_report", target=locked, changes=changes, reason=reason)
    else:
        record(by=by, action="return_report", target=locked, changes=changes, reason=reason)
    return locked


def forget_paper(report: UnitReport) -> dict[str, list[str | None]]:
    """Take off what was written of a report on paper; return the changes for the audit."""
    stood = paper_values(report)
    report.paper_received_on = report.paper_scan = None
    report.paper_number = report.paper_note = ""
    return {name: [value, None] for name, value in stood.items() if value}


def paper_values(report: UnitReport) -> dict[str, str | None]:
    """What is written of a report on paper, as the audit keeps it."""
    return {
        "paper_received_on": report.paper_received_on and report.paper_received_on.isoformat(),
        "paper_number": report.paper_number or None,
        "paper_note": report.paper_note or None,
        "paper_scan": str(report.paper_scan) if report.paper_scan else None,
    }


def lock_year(year: EmulationYear) -> None:
    """Who writes figures of the year, or settles them, waits here.

    Raises:
        ValidationError: they are settled.
    """
    EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(pk=year.pk)
    if settled_review(year):
        raise ValidationError(SETTLED)


def locked_report(reports: Any) -> UnitReport | None:
    """The first of `reports`, locked."""
    rows = reports.select_related("emulation_year__cluster", "unit")
    return rows.select_for_update(no_key=True, of=("self",)).first()
