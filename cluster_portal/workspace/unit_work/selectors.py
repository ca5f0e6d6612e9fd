"""Everything that waits for a province, and what it has finished lately."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cluster_portal.workspace.unit_work.items import Dated, Done, Item, Kind, Link, in_order
from cluster_portal.workspace.unit_work.places import Places
from cluster_portal.workspace.unit_work.pledges import opinions_wanted, signatures_wanted
from emulation.models import (
    SETTLED,
    Conclusion,
    Conference,
    ConferenceKind,
    Deadline,
    PledgeSignature,
    Task,
    UnitReport,
    UnitReportStatus,
)
from emulation.models.year import OPEN_REPORTS, SENT_BACK

LAST_DONE = 5  # things finished lately


def waiting_for(user: Any, places: Places, today: datetime.date) -> list[Dated]:
    """What waits for the units of `places`, the nearest day first; a fixed number of queries."""
    items = [
        *signatures_wanted(places),
        *opinions_wanted(places, today),
        *_reports_wanted(places, today),
        *_conclusions(user, places),
    ]
    return in_order(items, today)


def _reports_wanted(places: Places, today: datetime.date) -> list[Item]:
    """Reports that a unit has not handed in, or got back, of years that are not settled.

    Of other years than the present one only what was begun or has a day.
    """
    settled = set(
        Conference.objects.filter(
            review_year__in=places.years, kind=ConferenceKind.ANNUAL_REVIEW, status__in=SETTLED
        ).values_list("review_year", flat=True)
    )
    due = dict(
        Deadline.objects.filter(
            emulation_year__in=places.years, task=Task.UNIT_REPORTS
        ).values_list("emulation_year", "due_on")
    )
    reports = {
        (report.emulation_year_id, report.unit_id): report
        for report in UnitReport.objects.filter(
            emulation_year__in=places.years, unit__in=places.units
        )
    }
    items = []
    for year in places.years.values():
        if year.pk in settled:
            continue
        for unit in places.units_of(year):
            report = reports.get((year.pk, unit.pk)) or UnitReport()
            is_wanted = report.pk or year.pk in due or year.year == today.year
            if not is_wanted or report.status not in OPEN_REPORTS:
                continue
            args = (year.cluster.slug, year.year, unit.slug)
            trouble = f"Lý do: {report.return_reason}" if report.status in SENT_BACK else ""
            link = Link(reverse("workspace:unit-report", args=args), "Làm báo cáo")
            state = report.get_status_display().lower()
            day = due.get(year.pk)
            items.append(Item(Kind.REPORT, unit, year, day, state, link, trouble=trouble))
    return items


def _conclusions(user: Any, places: Places) -> list[Item]:
    """What conferences of the units' clusters decided that a unit does, and is not done."""
    rows = Conclusion.objects.filter(
        conference__in=Conference.objects.for_user(user),
        conference__cluster__in=places.memberships,
        owner__in=places.units,
        done_on=None,
    ).select_related(
        "owner", "conference__review_year__cluster", "conference__launch_year__cluster"
    )
    items = []
    for row in rows.order_by("conference__held_on", "order", "pk"):
        conference = row.conference
        year = conference.review_year or conference.launch_year
        address = reverse(
            "workspace:conference-conclusions", args=[year.cluster.slug, conference.slug]
        )
        link = Link(address, "Xem kết luận")
        items.append(Item(Kind.CONCLUSION, row.owner, year, row.due_on, str(row), link))
    return items


def done_lately(places: Places) -> list[Done]:
    """The last signatures and accepted reports of the units, the newest first."""
    done = []
    signed = PledgeSignature.objects.filter(unit__in=places.units, signed_on__isnull=False)
    signed = signed.filter(pledge__emulation_year__cluster__in=places.memberships)
    for row in signed.select_related("unit", "pledge__emulation_year__cluster").order_by(
        "-signed_on", "-pk"
    )[:LAST_DONE]:
        year = row.pledge.emulation_year
        args = [year.cluster.slug, year.year]
        link = Link(reverse("workspace:pledge-signatures", args=args), "Xem chữ ký")
        done.append(Done(row.signed_on, f"Giao ước: {row.state}", row.unit, year, link))
    reports = UnitReport.objects.filter(
        unit__in=places.units,
        emulation_year__cluster__in=places.memberships,
        status=UnitReportStatus.ACCEPTED,
        decided_at__isnull=False,
    )
    for report in reports.select_related("unit", "emulation_year__cluster").order_by(
        "-decided_at", "-pk"
    )[:LAST_DONE]:
        year = report.emulation_year
        args = [year.cluster.slug, year.year, report.unit.slug]
        link = Link(reverse("workspace:unit-report", args=args), "Xem báo cáo")
        day = timezone.localdate(report.decided_at)
        done.append(Done(day, "Báo cáo: cụm đã nhận", report.unit, year, link))
    return sorted(done, key=lambda one: one.day, reverse=True)[:LAST_DONE]
