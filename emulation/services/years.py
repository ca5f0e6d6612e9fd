"""Starting a year, its due days and its indicators."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.members import day_in, members_on
from clusters.models import Cluster, EmulationYear
from clusters.roles import Permission
from clusters.selectors import earlier_years
from emulation.documents import law_in_force
from emulation.models import (
    TARGET_FIELDS,
    Deadline,
    Indicator,
    Pledge,
    PledgeItem,
    PledgeSignature,
    Task,
    YearIndicator,
)
from emulation.services.rules import settled_review

# Month and day by which the field does each task, and how many years after the emulation year:
# the conference meets from January to March and launches the next pledge; reports are written
# from December to February; the dossier for the flag is due before 31 March; the decisions on it
# come by October.
USUAL_DAYS: dict[str, tuple[int, int, int]] = {
    Task.LEADERSHIP: (0, 3, 31),
    Task.PLEDGE_DRAFT: (0, 2, 28),
    Task.PLEDGE_SIGNING: (0, 3, 31),
    Task.FIGURES: (1, 1, 31),
    Task.UNIT_REPORTS: (1, 1, 31),
    Task.CONFERENCE_PLAN: (1, 2, 15),
    Task.AWARD_PROPOSALS: (1, 3, 15),
    Task.CONFERENCE_HELD: (1, 3, 31),
    Task.REPORT_PUBLISHED: (1, 4, 30),
    Task.HANDOVER: (1, 3, 31),
    Task.AWARD_DECISIONS: (1, 10, 31),
}
# The text of a pledge that the next one begins with.
PLEDGE_TEXT = ("theme", "motto", "legal_basis", "preamble", "closing")
FIGURES_SETTLED = "Hội nghị tổng kết đã chốt số liệu của năm này nên không đổi chỉ tiêu được nữa."


def usual_days(year: int) -> dict[str, datetime.date]:
    """By which day each task of an emulation year is usually done."""
    return {
        task: datetime.date(year + later, month, day)
        for task, (later, month, day) in USUAL_DAYS.items()
    }


def years_to_start(cluster: Cluster, today: datetime.date) -> list[int]:
    """Years that can be started: from the first known one to the next, while the cluster stands.

    The one after the newest comes first.
    """
    known = set(cluster.years.values_list("year", flat=True))
    first = min(known, default=cluster.valid_from.year if cluster.valid_from else today.year)
    years = [
        year
        for year in range(first, today.year + 2)
        if year not in known and cluster.holds_in_year(year)
    ]
    newest = max(known, default=first - 1)
    return sorted(years, key=lambda year: (year <= newest, abs(year - newest)))


@transaction.atomic
def start_year(*, cluster: Cluster, year: int, by: Any, reason: str = "") -> EmulationYear:
    """Create an emulation year with what carries over from earlier ones.

    Each from the newest earlier year of the cluster, or else of the one that it follows, that has
    any: indicators (those chosen, or else those that had values); due days, as many years later,
    or else the usual ones; the text of the pledge as a new draft, with a place for the signature
    of each member of the day. Members are dated rows and carry over by themselves; the offices of
    delegates are copied with the conference. The audit says from which year each was copied.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: on `year`, when it exists, lies too far ahead or the cluster does not
            stand in it; on `reason`, when the year is before the one that is led now.
    """
    started = EmulationYear(cluster=cluster, year=year)
    reason = access.require_write(by, Permission.LEAD, started, reason)
    Cluster.objects.select_for_update(no_key=True, of=("self",)).get(pk=cluster.pk)
    started.full_clean()
    today = timezone.localdate()
    if year not in years_to_start(cluster, today):
        raise ValidationError(
            {"year": f"Chưa mở được năm {year}: chỉ mở năm mà cụm hoạt động, sớm nhất một năm."}
        )
    started.save(force_insert=True)
    earlier = earlier_years(cluster, year)
    indicators = _carry_indicators(earlier, started)
    deadlines = _carry_deadlines(earlier, started)
    pledge = _carry_pledge(earlier, started, today, by)
    record(
        by=by,
        action="start_year",
        target=started,
        changes={
            "year": [str(earlier[0].year) if earlier else None, str(year)],
            "year_indicators": [None, indicators or None],
            "deadlines": [None, deadlines],
            "pledge": [None, pledge],
        },
        reason=reason,
    )
    return started


def indicators_of(year: EmulationYear) -> list[Indicator]:
    """The indicators of a year in their order: those chosen, or else those that have values."""
    chosen = [row.indicator for row in year.year_indicators.select_related("indicator")]
    if chosen:
        return chosen
    return list(Indicator.objects.filter(values__emulation_year=year).distinct())


def indicators_token(indicators: Sequence[Indicator]) -> str:
    """The token of a year's indicators, for a page on which they are changed."""
    return token_of(indicators)


def _of_year(before: EmulationYear, year: EmulationYear) -> str:
    """ "của năm 2024", with the cluster where that is another one."""
    cluster = before.cluster
    other = f", cụm {cluster.short_name}" if cluster.pk != year.cluster_id else ""
    return f"của năm {before.year}{other}"


def _carry_indicators(earlier: list[EmulationYear], year: EmulationYear) -> str:
    """Copy the indicators; return in words which, and of which year. Empty for none."""
    found = ((before, indicators_of(before)) for before in earlier)
    before, indicators = next(((one, rows) for one, rows in found if rows), (None, []))
    if before is None:
        return ""
    YearIndicator.objects.bulk_create(
        YearIndicator(emulation_year=year, indicator=indicator, order=order)
        for order, indicator in enumerate(indicators, start=1)
    )
    told = f"{len(indicators)} chỉ tiêu {_of_year(before, year)}"
    return "; ".join([told, *map(str, indicators)])


def _carry_deadlines(earlier: list[EmulationYear], year: EmulationYear) -> str:
    """Copy the due days, or set the usual ones; return them in words."""
    found = ((before, list(before.deadlines.all())) for before in earlier)
    before, rows = next(((one, rows) for one, rows in found if rows), (None, []))
    days, origin = usual_days(year.year), "theo lệ thường"
    if before is not None:
        later = year.year - before.year
        days = {row.task: _later(row.due_on, later) for row in rows}
        origin = f"theo hạn {_of_year(before, year)}, lùi {later} năm"
    Deadline.objects.bulk_create(
        Deadline(emulation_year=year, task=task, due_on=day) for task, day in days.items()
    )
    return f"{origin}; {_days_in_words(days)}"


def _later(day: datetime.date, years: int) -> datetime.date:
    """The same day of a later year; 28 February for the 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _carry_pledge(
    earlier: list[EmulationYear], year: EmulationYear, today: datetime.date, by: Any
) -> str:
    """Draft the pledge; return in words what it begins with.

    The drafts of another cluster are copied only where `by` may read them.
    """
    pledges = Pledge.objects.for_user(by).filter(emulation_year__in=earlier)
    by_year = {pledge.emulation_year_id: pledge for pledge in pledges}
    before = next((one for one in earlier if one.pk in by_year), None)
    last = by_year[before.pk] if before else None
    pledge = Pledge(emulation_year=year)
    for name in PLEDGE_TEXT:
        setattr(pledge, name, getattr(last, name, ""))
    members_day = day_in(year.cluster, year.year, today)
    pledge.legal_basis = pledge.legal_basis or "\n".join(law_in_force(members_day))
    pledge.full_clean()
    pledge.save(force_insert=True)
    items = list(last.items.all()) if last else []
    for item in items:
        words = {name: getattr(item, name) for name in ("number", "heading", "text")}
        target = {name: getattr(item, name) for name in TARGET_FIELDS}
        PledgeItem(pledge=pledge, **words, **target).save(force_insert=True)
    members = members_on(year.cluster, members_day)
    PledgeSignature.objects.bulk_create(
        PledgeSignature(pledge=pledge, unit=unit) for unit in members
    )
    begun = f"dự thảo từ lời giao ước {_of_year(before, year)}" if before else "dự thảo mới"
    return f"{begun}: {len(items)} nội dung, {len(members)} đơn vị sẽ ký"


@transaction.atomic
def set_deadlines(
    *,
    emulation_year: EmulationYear,
    days: Mapping[str, datetime.date | None],
    by: Any,
    seen: str = "",
    reason: str = "",
) -> None:
    """Set by which day each task of `days` is due; None takes the due day away.

    `seen`: the `deadlines_token` of the page.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: on the name of a task, when its day lies before the year or more than
            two years after its beginning; on `reason`, when the year is over; with the code
            "stale", when somebody has changed a day since.
    """
    reason = access.require_write(by, Permission.LEAD, emulation_year, reason)
    year = EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=emulation_year.pk
    )
    rows = {row.task: row for row in year.deadlines.all()}
    before = {task: row.due_on for task, row in rows.items()}
    wanted = {task: day for task, day in {**before, **days}.items() if day}
    if wanted != before:
        require_seen(seen, _in_order(before))
    first, last = datetime.date(year.year, 1, 1), datetime.date(year.year + 1, 12, 31)
    wrong = {
        task: f"Hạn của năm {year.year} từ {format_date(first)} đến {format_date(last)}."
        for task, day in days.items()
        if day and not first <= day <= last
    }
    if wrong:
        raise ValidationError(wrong)
    after = dict(before)
    for task, day in days.items():
        if day is None:
            after.pop(task, None)
            if task in rows:
                rows[task].delete()
        elif before.get(task) != day:
            row = rows.get(task) or Deadline(emulation_year=year, task=task)
            row.due_on = day
            row.full_clean()
            row.save()
            after[task] = day
    if after != before:
        record(
            by=by,
            action="set_deadlines",
            target=year,
            changes={"deadlines": [_days_in_words(before), _days_in_words(after)]},
            reason=reason,
        )


def deadlines_token(days: Mapping[str, datetime.date]) -> str:
    """The token of the days by task, for a page on which they are changed."""
    return token_of(_in_order(days))


def _in_order(days: Mapping[str, datetime.date]) -> list[datetime.date | None]:
    return [days.get(task) for task in Task]


def _days_in_words(days: Mapping[str, datetime.date]) -> str | None:
    """ "Nhập số liệu: 31/1/2025; …" in the order of the work; None for nothing."""
    words = [f"{task.label}: {format_date(days[task])}" for task in Task if task in days]
    return "; ".join(words) or None


@transaction.atomic
def set_year_indicators(
    *,
    emulation_year: EmulationYear,
    indicators: Sequence[Indicator],
    by: Any,
    seen: str = "",
    reason: str = "",
) -> None:
    """Make `indicators`, in this order, those that the members report for the year.

    `seen`: the `indicators_token` of the page.

    Raises:
        PermissionDenied: `by` does not enter the cluster's results.
        ValidationError: on `indicators`, when one that has values would be dropped, or one is
            named twice; the review has settled the year's figures; on `reason`, when the year is
            over; with the code "stale", when somebody has changed them since.
    """
    reason = access.require_write(by, Permission.EDIT_RESULTS, emulation_year, reason)
    year = EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=emulation_year.pk
    )
    if settled_review(year):
        raise ValidationError(FIGURES_SETTLED)
    wanted = [indicator.pk for indicator in indicators]
    stood = indicators_of(year)
    if wanted != [indicator.pk for indicator in stood]:
        require_seen(seen, stood)
    if len(set(wanted)) < len(wanted):
        raise ValidationError({"indicators": "Mỗi chỉ tiêu chỉ chọn một lần."})
    used = Indicator.objects.filter(values__emulation_year=year).exclude(pk__in=wanted)
    if dropped := list(used.distinct()):
        names = ", ".join(map(str, dropped))
        raise ValidationError(
            {"indicators": f"Đã có số liệu của năm {year.year} nên không bỏ được: {names}."}
        )
    rows = {row.indicator_id: row for row in year.year_indicators.select_related("indicator")}
    before = "; ".join(str(row.indicator) for row in rows.values()) or None
    for key in rows.keys() - set(wanted):
        rows[key].delete()
    for order, indicator in enumerate(indicators, start=1):
        row = rows.get(indicator.pk) or YearIndicator(emulation_year=year, indicator=indicator)
        if row.pk is None or row.order != order:
            row.order = order
            row.full_clean()
            row.save()
    after = "; ".join(map(str, indicators)) or None
    if before != after:
        record(
            by=by,
            action="set_year_indicators",
            target=year,
            changes={"year_indicators": [before, after]},
            reason=reason,
        )
