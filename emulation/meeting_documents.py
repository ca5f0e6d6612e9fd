"""The plain data that a conference's minutes and invitations are printed from."""

from collections.abc import Iterable
from dataclasses import replace

from cluster_portal.documents.contents import (
    Column,
    DocumentHead,
    Section,
    SignatureBlock,
    TableContent,
)
from cluster_portal.documents.meeting_contents import InvitationContent, Line, MinutesContent
from cluster_portal.vietnamese.dates import format_date, format_long_date
from cluster_portal.vietnamese.times import format_long_time
from clusters.models import LeadershipRole, Unit
from emulation.attendance import Turnout, turnout_of
from emulation.documents import document_head, recipients, signing_authority
from emulation.followups import EVERYBODY, FollowedUp, followed_up
from emulation.models import (
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Conclusion,
    Conference,
    Delegate,
    Part,
)

NOT_SIGNED = "Bản chưa ký – do cổng lập từ hồ sơ của hội nghị"
BLANK = "…………………………"
UNKNOWN_TIME = "… giờ … phút"


def minutes_content(conference: Conference) -> MinutesContent:
    """The minutes, drawn from agenda, attendance and conclusions; in a fixed number of queries."""
    delegates = list(conference.delegates.select_related("unit").prefetch_related("parts"))
    chairs = [row for row in delegates if _has(row, Part.CHAIRED)]
    turnout = turnout_of(conference)
    sections = (
        Section(heading="Thành phần tham dự", items=_attendance(turnout, delegates)),
        *_proceedings(conference, followed_up(conference)),
        Section(heading="Kết luận", **_conclusions(conference)),
    )
    return MinutesContent(
        head=_head(conference, "BB"),
        subject=conference.title,
        opening=(
            Line(label="Thời gian bắt đầu", text=_moment(conference)),
            Line(label="Địa điểm", text=conference.meeting_place or BLANK),
            Line(label="Chủ tọa", text="; ".join(_person(row) for row in chairs) or BLANK),
            Line(label="Thư ký", text=conference.minutes_secretary or BLANK),
        ),
        sections=sections,
        closing=f"Hội nghị kết thúc vào {_end(conference)}",
        secretary=SignatureBlock(
            authority_lines=("THƯ KÝ",), signer_name=conference.minutes_secretary.split(",")[0]
        ),
        chair=SignatureBlock(
            authority_lines=("CHỦ TỌA",),
            signer_name=chairs[0].full_name if len(chairs) == 1 else "",
        ),
        recipients=recipients(conference.cluster),
        modified=conference.held_on,
    )


def invitation_content(conference: Conference, unit: Unit | None) -> InvitationContent:
    """The invitation of one member, or the general one; in a fixed number of queries."""
    cluster = conference.cluster
    chairs = [
        row for row in conference.delegates.prefetch_related("parts") if _has(row, Part.CHAIRED)
    ]
    authority = signing_authority(cluster)
    lines = [
        Line(label="Tới dự", text=conference.title),
        Line(
            label="Chủ trì",
            text="; ".join(_person(row) for row in chairs) or _chair_unit(conference) or BLANK,
        ),
        Line(label="Thời gian", text=_moment(conference)),
        Line(label="Địa điểm", text=conference.meeting_place or BLANK),
    ]
    if conference.contact:
        lines.append(Line(label="Liên hệ", text=conference.contact))
    programme = _programme(list(conference.agenda.all()))
    signing = [f"TM. {authority}"]
    if not cluster.organising_unit:
        signing.append(LeadershipRole.CHAIR.label.upper())
    return InvitationContent(
        head=_head(conference, "GM"),
        subject=f"Dự {_lowered(conference.title)}",
        invitation=f"{cluster.name} trân trọng kính mời: {_invited(unit)}",
        lines=tuple(lines),
        closing="Chương trình gửi kèm. Trân trọng kính mời" if programme else "Trân trọng kính mời",
        signature=SignatureBlock(authority_lines=tuple(signing)),
        recipients=("Như trên", *recipients(cluster)[-1:]),
        programme=programme,
        modified=conference.held_on,
    )


def _head(conference: Conference, type_code: str) -> DocumentHead:
    head = document_head(
        conference.cluster,
        type_code=type_code,
        place=conference.host.name if conference.host else "",
        day=None,
        is_published=False,
    )
    return replace(head, footer_note=NOT_SIGNED)


def _has(delegate: Delegate, part: Part) -> bool:
    return any(row.part == part for row in delegate.parts.all())


def _person(delegate: Delegate) -> str:
    return f"{delegate.full_name}, {delegate.title}"


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _moment(conference: Conference) -> str:
    start = format_long_time(conference.starts_at) if conference.starts_at else UNKNOWN_TIME
    text = f"{start}, {format_long_date(conference.held_on)}"
    if conference.ends_on and conference.ends_on != conference.held_on:
        text = f"{text} đến {format_long_date(conference.ends_on)}"
    return text


def _end(conference: Conference) -> str:
    end = format_long_time(conference.closes_at) if conference.closes_at else UNKNOWN_TIME
    return f"{end}, {format_long_date(conference.ends_on or conference.held_on)}"


def _chair_unit(conference: Conference) -> str:
    """The unit in the chair of the year that is reviewed: it holds the conference."""
    year = conference.review_year or conference.launch_year
    leader = year.leaders.filter(role=LeadershipRole.CHAIR).select_related("unit").first()
    return f"Lãnh đạo {leader.unit.people_committee}, Cụm trưởng" if leader else ""


def _invited(unit: Unit | None) -> str:
    return f"Đại diện lãnh đạo {unit.people_committee}" if unit else BLANK


def _attendance(turnout: Turnout, delegates: list[Delegate]) -> tuple[str, ...]:
    items = []
    if turnout.is_known:
        items.append(f"Đơn vị thành viên: {turnout.text}.")
    by_unit: dict[int | None, list[Delegate]] = {}
    for row in delegates:
        by_unit.setdefault(row.unit_id, []).append(row)
    for row in turnout.rows:
        people = "; ".join(_person(one) for one in by_unit.pop(row.unit_id, []))
        items.append(_unit_line(row, people))
    for people in by_unit.values():
        items += [f"{_person(one)}." for one in people]
    return tuple(items) or (f"{BLANK}",)


def _unit_line(row: Attendance, people: str) -> str:
    name = row.unit.official_name
    count = f" ({row.head_count} người)" if row.head_count else ""
    if row.status == AttendanceStatus.ABSENT:
        return f"{name}: vắng, lý do: {row.reason}."
    if row.status == AttendanceStatus.REPRESENTED:
        return f"{name}{count}: cử người dự thay: {row.representative}."
    return f"{name}{count}: {people or 'có mặt'}."


def _proceedings(conference: Conference, earlier: list[FollowedUp]) -> Iterable[Section]:
    """A section for each item of the agenda; what is open stands at the item that follows up."""
    for item in conference.agenda.all():
        by = f"{item.speaker}." if item.speaker else ""
        when = item.hours
        told = ". ".join(part for part in (when, by) if part)
        paragraphs = [line for line in item.proceedings.split("\n") if line.strip()]
        yield Section(
            heading=item.title,
            paragraphs=tuple(part for part in (told, *paragraphs) if part),
            items=tuple(_earlier(row) for row in earlier) if item.follows_up else (),
        )


def _earlier(row: FollowedUp) -> str:
    conclusion = row.conclusion
    due = f", hạn {format_date(conclusion.due_on)}" if conclusion.due_on else ""
    outcome = f": {conclusion.outcome}" if conclusion.outcome else ""
    day = format_date(conclusion.conference.held_on)
    text = " ".join(conclusion.text.split()).rstrip(".")
    return f"{text} (kết luận ngày {day}; {row.owner}{due}): {row.state}{outcome}."


def _conclusions(conference: Conference) -> dict[str, tuple]:
    rows = list(conference.conclusions.select_related("owner"))
    if not rows:
        return {"paragraphs": (BLANK,)}
    table = TableContent(
        caption="Kết luận của hội nghị",
        columns=(
            Column(label="TT", width_mm=15, align="centre"),
            Column(label="Kết luận", width_mm=80),
            Column(label="Đơn vị thực hiện", width_mm=45),
            Column(label="Hạn", width_mm=25, align="centre"),
        ),
        rows=tuple(_conclusion(number, row) for number, row in enumerate(rows[:100], start=1)),
        total_rows=len(rows),
        more_note=f"… còn {len(rows) - 100} kết luận" if len(rows) > 100 else "",
    )
    return {"tables": (table,)}


def _conclusion(number: int, row: Conclusion) -> tuple[str, ...]:
    owner = row.owner.official_name if row.owner else EVERYBODY
    due = format_date(row.due_on) if row.due_on else "–"
    return str(number), " ".join(row.text.split()), owner, due


def _programme(items: list[AgendaItem]) -> TableContent | None:
    if not items:
        return None
    rows = [(item.hours or "–", item.title, item.speaker or "–") for item in items]
    return TableContent(
        caption="Chương trình hội nghị",
        columns=(
            Column(label="Thời gian", width_mm=35),
            Column(label="Nội dung", width_mm=80),
            Column(label="Người thực hiện", width_mm=50),
        ),
        rows=tuple(rows[:100]),
        total_rows=len(rows),
        more_note=f"… còn {len(rows) - 100} mục" if len(rows) > 100 else "",
    )
