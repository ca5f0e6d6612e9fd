"""A member's report that came on paper: the secretariat writes down that it has it."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.files import services as files
from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.models import UnitReport, UnitReportStatus
from emulation.services.unit_reports import gaps_of, lock_year, locked_report, paper_values

SCAN_KINDS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)
CAME_HERE = {
    UnitReportStatus.SUBMITTED: "Đơn vị đã nộp báo cáo trên cổng: nhận hoặc trả lại báo cáo đó.",
    UnitReportStatus.ACCEPTED: "Đã nhận báo cáo nộp trên cổng. Muốn thay bằng bản giấy, mở lại báo"
    " cáo trước.",
}


def why_no_paper(report: UnitReport) -> str:
    """Why no paper is written down for the report: it came through the site; else empty."""
    return "" if report.is_paper else CAME_HERE.get(report.status, "")


@transaction.atomic
def record_paper(
    *,
    emulation_year: EmulationYear,
    unit: Unit,
    received_on: datetime.date,
    by: Any,
    number: str = "",
    note: str = "",
    upload: UploadedFile | None = None,
    has_no_more: bool = False,
    seen: str = "",
    reason: str = "",
) -> UnitReport:
    """Accept the unit's report on paper, or change what is written of it; `upload`: its scan.

    `has_no_more`: the unit has no figures of what is still empty. The secretariat goes on entering
    the unit's figures. `seen`: `paper_token`.

    Raises:
        PermissionDenied: `by` does not enter the cluster's results.
        ValidationError: the report came through the site; the year's figures are settled; the day
            is in the future or before the year; the file is refused; with the code "stale", when
            somebody has changed it since.
    """
    reason = access.require_write(by, Permission.EDIT_RESULTS, emulation_year, reason)
    lock_year(emulation_year)
    report = locked_report(UnitReport.objects.filter(emulation_year=emulation_year, unit=unit))
    report = report or UnitReport(emulation_year=emulation_year, unit=unit)
    if refused := why_no_paper(report):
        raise ValidationError(refused)
    before = _values(report)
    report.paper_received_on, report.paper_number, report.paper_note = received_on, number, note
    report.status = UnitReportStatus.ACCEPTED
    report.submitted_by = report.submitted_at = None
    report.return_reason = ""
    _refuse_day(received_on, emulation_year)
    report.full_clean()
    gaps = gaps_of(emulation_year, unit) if has_no_more else []
    without = "; ".join(map(str, gaps)) or None
    if upload is None and _values(report) | {"without_figures": without} == before:
        return report
    require_seen(seen, before)
    report.decided_by, report.decided_at = by, timezone.now()
    if upload is not None:
        report.paper_scan = files.store(upload=upload, kinds=SCAN_KINDS, by=by)
    report.save()
    report.without_figures.set(gaps)
    after = _values(report)
    record(
        by=by,
        action="record_paper",
        target=report,
        changes={
            name: [before[name], after[name]] for name in after if before[name] != after[name]
        },
        reason=reason,
    )
    return report


def paper_token(report: UnitReport) -> str:
    """The token of what is written of the paper, for a page on which it is changed."""
    return token_of(_values(report))


def _refuse_day(received_on: datetime.date, year: EmulationYear) -> None:
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": "Ngày nhận ở sau hôm nay: kiểm tra lại."})
    if received_on.year < year.year:
        told = f"Ngày nhận {format_date(received_on)} trước năm thi đua {year.year}: kiểm tra lại."
        raise ValidationError({"received_on": told})


def _values(report: UnitReport) -> dict[str, str | None]:
    without = report.without_figures.all() if report.pk and report.is_paper else ()
    return {
        "status": report.status if report.pk else None,
        **paper_values(report),
        "without_figures": "; ".join(map(str, without)) or None,
    }
