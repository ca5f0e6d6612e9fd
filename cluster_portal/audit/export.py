"""The events as lines of text: for machines, with every hashed fact, and for people."""

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from cluster_portal.audit import chain
from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.audit.wording import describe, kind_of_target
from cluster_portal.pages.spreadsheets import formula_safe
from cluster_portal.vietnamese.dates import format_date

PAGE = 500  # events in memory at a time

HEADINGS = (
    "Số",
    "Lúc",
    "Người thực hiện",
    "Việc",
    "Loại bản ghi",
    "Bản ghi",
    "Thay đổi",
    "Lý do",
    "Mã băm",
)


class Span:
    """The events from one day to another, in Vietnamese time, both included; open without a day.

    The events between the first and the last of these days, by number: a clock that was put
    back leaves no hole in the chain.
    """

    def __init__(
        self, first_day: datetime.date | None = None, last_day: datetime.date | None = None
    ) -> None:
        events = AuditEvent.objects.order_by()
        if first_day:
            events = events.filter(at__gte=_midnight(first_day))
        if last_day:
            events = events.filter(at__lt=_midnight(last_day + datetime.timedelta(days=1)))
        ends = events.aggregate(first=Min("sequence"), last=Max("sequence"))
        self.first, self.last = ends["first"] or 1, ends["last"] or 0

    def events(self) -> Iterator[AuditEvent]:
        """The events in order, `PAGE` at a time."""
        last = self.first - 1
        while page := list(
            AuditEvent.objects.filter(sequence__gt=last, sequence__lte=self.last).order_by(
                "sequence"
            )[:PAGE]
        ):
            yield from page
            last = page[-1].sequence


def note_export(
    days: tuple[datetime.date | None, datetime.date | None], name: str, *, by: Any
) -> None:
    """Write down who took which part of the audit in which form, before it is read."""
    first, last = (day.isoformat() if day else None for day in days)
    taken = {"tệp": [None, name], "từ ngày": [None, first], "đến hết ngày": [None, last]}
    record(by=by, action="export_audit", target=None, changes=taken)


def json_lines(span: Span) -> Iterator[str]:
    """One line for each event, in the canonical form, its hash beside the facts."""
    for event in span.events():
        yield chain.canonical(event.facts() | {"hash": event.hash}) + "\n"


def csv_lines(span: Span) -> Iterator[str]:
    """A table to read in a spreadsheet program, in words; no cell is a formula."""
    yield "\ufeff" + _row(HEADINGS)  # without the mark Excel takes UTF-8 for something else
    for event in span.events():
        moment = timezone.localtime(event.at)
        yield _row(
            (
                event.sequence,
                f"{format_date(moment)} {moment:%H:%M:%S}",
                event.actor_name,
                event.action_label,
                kind_of_target(event.target_type),
                event.target_name,
                "; ".join(f"{label}: {old} → {new}" for label, old, new in describe(event)),
                event.reason,
                event.hash,
            )
        )


def _row(values: tuple[Any, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(formula_safe(str(value)) for value in values)
    return line.getvalue()


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
