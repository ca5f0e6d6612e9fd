"""A conference as a calendar file (RFC 5545), for the diaries of those who are invited."""

import datetime
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from cluster_portal.audit.models import AuditEvent
from emulation.models import Conference

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PRODUCT = "-//Cong thi dua//Hoi nghi//VI"
# What changes the text of the file.
CHANGES = ("plan_conference", "change_conference", "clone_conference", "save_agenda")
DAY = datetime.timedelta(days=1)


def calendar_of(conference: Conference, address: str) -> bytes:
    """The calendar file of one conference, with an alarm a day before; in two queries.

    The identifier stays and the sequence grows with each change of its facts, so that a diary
    replaces what it has. Without an hour, or on several days without a closing hour, it takes
    whole days. `address` is the portal's own, such as "https://thidua.example.vn".
    """
    changes = AuditEvent.objects.filter(
        target_type=conference._meta.label_lower,
        target_id=str(conference.pk),
        action__in=CHANGES,
    )
    moments = list(changes.order_by("sequence").values_list("at", flat=True))
    at_noon = datetime.datetime.combine(conference.held_on, datetime.time(12), tzinfo=ZONE)
    modified = (moments[-1] if moments else at_noon).astimezone(datetime.UTC)
    event = Event()
    host = address.split("://")[-1].split("/")[0].split(":")[0]
    event.add("uid", f"hoi-nghi-{conference.pk}@{host}")
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("sequence", max(0, len(moments) - 1))
    event.add("summary", conference.title)
    _add_times(event, conference)
    if conference.meeting_place:
        event.add("location", conference.meeting_place)
    if text := _description(conference):
        event.add("description", text)
    if conference.is_published:
        event.add("url", address + conference.get_absolute_url())
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", conference.title)
    alarm.add("trigger", -DAY)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _add_times(event: Event, conference: Conference) -> None:
    first, last = conference.held_on, conference.ends_on or conference.held_on
    if conference.starts_at is None or (last > first and conference.closes_at is None):
        event.add("dtstart", first)
        event.add("dtend", last + DAY)
        return
    event.add("dtstart", datetime.datetime.combine(first, conference.starts_at, tzinfo=ZONE))
    if conference.closes_at:
        event.add("dtend", datetime.datetime.combine(last, conference.closes_at, tzinfo=ZONE))


def _description(conference: Conference) -> str:
    lines = [
        " ".join(part for part in (item.hours, item.title) if part)
        for item in conference.agenda.all()
    ]
    if conference.contact:
        lines.append(f"Liên hệ: {conference.contact}")
    return "\n".join(lines)
