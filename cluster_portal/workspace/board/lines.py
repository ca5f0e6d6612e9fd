"""Turns what is known of a year into the lines of its board; knows no database."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cluster_portal.vietnamese.dates import format_date
from emulation.models import SETTLED, ConferenceStatus, PledgeStatus, Task, UnitReportStatus


class State(StrEnum):
    """How far a task is."""

    DONE = "done"
    DOING = "doing"
    NOT_BEGUN = "not_begun"
    LATE = "late"


STATE_WORDS = {
    State.DONE: "xong",
    State.DOING: "đang làm",
    State.NOT_BEGUN: "chưa làm",
    State.LATE: "trễ",
}
STATE_SIGNS = {State.DONE: "✓", State.DOING: "…", State.NOT_BEGUN: "○", State.LATE: "!"}
PAPER = "paper"  # of reports: the accepted ones that came on paper
REPORTED = (Task.FIGURES, Task.UNIT_REPORTS)  # stands still once the report is settled
HELD = (ConferenceStatus.HELD, ConferenceStatus.FINALISED, ConferenceStatus.PUBLISHED)


@dataclass(frozen=True)
class IndicatorFacts:
    """A column of the grid: how many members have a value, and who has none.

    Of those in `without` an accepted report says that there is none; `missing` are the others.
    """

    code: str
    name: str
    total: int
    missing: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.total - len(self.missing) - len(self.without)


@dataclass(frozen=True)
class PledgeFacts:
    """How far the year's pledge is.

    `signed`, `unsigned` and `declined` are names of units; `silent` those that say nothing of the
    text that goes round until `comments_by`.
    """

    status: str
    items: int = 0
    signed: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    comments_by: datetime.date | None = None
    sign_by: datetime.date | None = None


@dataclass(frozen=True)
class ConferenceFacts:
    """The annual review of the year."""

    slug: str
    title: str
    status: str
    held_on: datetime.date
    host: str = ""


@dataclass(frozen=True)
class AwardFacts:
    """Proposals and results; `without` are members that have proposed nothing."""

    proposed: int = 0
    answered: int = 0
    results: int = 0
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandoverFacts:
    """How the chair of this year passes the cluster on to that of `next_year`."""

    next_year: int | None = None
    next_chair: str = ""
    handed_over_on: datetime.date | None = None
    is_effective: bool = False
    waiting_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearFacts:
    """All that the board of a year says. Names of units are in Vietnamese order."""

    cluster_slug: str
    year: int
    members: tuple[str, ...] = ()
    chair: str = ""
    vice_chairs: tuple[str, ...] = ()
    pledge: PledgeFacts | None = None
    indicators: tuple[IndicatorFacts, ...] = ()
    reports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conference: ConferenceFacts | None = None
    awards: AwardFacts = AwardFacts()
    handover: HandoverFacts = HandoverFacts()
    deadlines: Mapping[str, datetime.date] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One task on the board; `place` and `arguments` name the page on which it is done."""

    task: str
    state: State
    text: str
    missing: str
    due_on: datetime.date | None
    place: str
    arguments: tuple

    @property
    def label(self) -> str:
        return Task(self.task).label

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def sign(self) -> str:
        return STATE_SIGNS[self.state]


@dataclass(frozen=True)
class _Told:
    """What a task says before its due day is looked at."""

    state: State
    text: str
    missing: str = ""


def lines_of(facts: YearFacts, today: datetime.date) -> list[Line]:
    """Return the lines in the order of the work.

    A task is late when its due day is past and it is not done.
    """
    own = (facts.cluster_slug, facts.year)
    told = {
        Task.LEADERSHIP: (_leadership(facts), "workspace:leadership", own),
        Task.PLEDGE_DRAFT: (_pledge_draft(facts.pledge), "workspace:pledge", own),
        Task.PLEDGE_SIGNING: (_pledge_signing(facts.pledge), "workspace:pledge", own),
        Task.FIGURES: (_figures(facts), *_place_of_figures(facts, own)),
        Task.UNIT_REPORTS: (_reports(facts), "workspace:unit-reports", own),
        Task.CONFERENCE_PLAN: (_plan(facts), *_place_of_conference(facts, own)),
        Task.AWARD_PROPOSALS: (_proposals(facts.awards), "workspace:awards", own),
        Task.CONFERENCE_HELD: (_held(facts, today), *_place_of_status(facts, own)),
        Task.REPORT_PUBLISHED: (_report(facts), *_place_of_status(facts, own)),
        Task.HANDOVER: (_handover(facts), *_place_of_handover(facts)),
        Task.AWARD_DECISIONS: (_decisions(facts.awards), "workspace:awards", own),
    }
    return [
        Line(
            task=task,
            state=_late(told_state.state, facts.deadlines.get(task), today),
            text=told_state.text,
            missing=told_state.missing,
            due_on=facts.deadlines.get(task),
            place=place,
            arguments=arguments,
        )
        for task, (told_state, place, arguments) in told.items()
    ]


def count_of(lines: Sequence[Line], state: State) -> int:
    """How many lines are in the state."""
    return sum(line.state == state for line in lines)


def open_work(facts: YearFacts, lines: Sequence[Line]) -> list[Line]:
    """What keeps a year open beside the one that is worked on: begun, late, or waited for.

    What was never begun and has no day keeps no year open, as little as what a settled report no
    longer lets anybody change.
    """
    status = facts.conference.status if facts.conference else ""
    settled = REPORTED if status in SETTLED else ()
    return [
        line
        for line in lines
        if line.task not in settled
        and (
            line.state in {State.DOING, State.LATE}
            or (line.task == Task.AWARD_DECISIONS and line.missing)
        )
    ]


def _late(state: State, due_on: datetime.date | None, today: datetime.date) -> State:
    return State.LATE if state != State.DONE and due_on and due_on < today else state


def _leadership(facts: YearFacts) -> _Told:
    if not facts.chair:
        return _Told(State.NOT_BEGUN, "Chưa đặt.", "Cụm trưởng, Cụm phó")
    vices = f"; Cụm phó: {', '.join(facts.vice_chairs)}" if facts.vice_chairs else ""
    missing = "" if facts.vice_chairs else "Chưa ghi Cụm phó nào"
    return _Told(State.DONE, f"Cụm trưởng: {facts.chair}{vices}.", missing)


def _pledge_draft(pledge: PledgeFacts | None) -> _Told:
    if pledge is None:
        return _Told(State.NOT_BEGUN, "Chưa soạn.")
    status = PledgeStatus(pledge.status)
    if not pledge.items:
        return _Told(State.DOING, f"{status.label}, chưa có nội dung.", "Nội dung giao ước")
    if status == PledgeStatus.WITHDRAWN:
        return _Told(State.DOING, "Đã thu hồi giao ước đã trình ký.", "Bản thay thế")
    text = f"{status.label}, {pledge.items} nội dung."
    if status == PledgeStatus.CIRCULATED:
        until = f" đến {format_date(pledge.comments_by)}" if pledge.comments_by else ""
        silent = f"Chưa góp ý: {', '.join(pledge.silent)}" if pledge.silent else ""
        return _Told(State.DOING, f"{status.label}{until}, {pledge.items} nội dung.", silent)
    return _Told(State.DOING if status == PledgeStatus.DRAFT else State.DONE, text)


def _pledge_signing(pledge: PledgeFacts | None) -> _Told:
    if pledge is None:
        return _Told(State.NOT_BEGUN, "Chưa có giao ước để ký.")
    if pledge.status == PledgeStatus.WITHDRAWN:
        return _Told(State.NOT_BEGUN, "Giao ước đã thu hồi.", "Bản thay thế để ký")
    total = len(pledge.signed) + len(pledge.unsigned) + len(pledge.declined)
    text = f"{len(pledge.signed)}/{total} đơn vị đã ký." if total else "Không rõ đơn vị nào ký."
    if pledge.sign_by and pledge.status == PledgeStatus.ISSUED:
        text = f"{text[:-1]}; hạn ký {format_date(pledge.sign_by)}."
    waiting = {"Từ chối ký": pledge.declined, "Chưa ký": pledge.unsigned}
    missing = ". ".join(f"{told}: {', '.join(names)}" for told, names in waiting.items() if names)
    if pledge.status in {PledgeStatus.SIGNED, PledgeStatus.PUBLISHED}:
        return _Told(State.DONE, text, missing)
    if not pledge.signed and not pledge.declined:
        return _Told(State.NOT_BEGUN, text, missing)
    if missing:
        return _Told(State.DOING, text, missing)
    return _Told(State.DOING, text, "Chưa chuyển giao ước sang “Đã ký đủ”")


def _figures(facts: YearFacts) -> _Told:
    columns = facts.indicators
    if not columns:
        return _Told(State.NOT_BEGUN, "Chưa chọn chỉ tiêu.", "Danh mục chỉ tiêu của năm")
    full = sum(not column.missing for column in columns)
    values, total = sum(column.count for column in columns), sum(c.total for c in columns)
    without = sum(len(column.without) for column in columns)
    none = f", {without} ô đơn vị không có số liệu" if without else ""
    text = f"Đã có {values}/{total} số liệu{none}; {full}/{len(columns)} chỉ tiêu đủ đơn vị."
    if full == len(columns):
        return _Told(State.DONE, text)
    holes = {name: sum(name in column.missing for column in columns) for name in facts.members}
    missing = ", ".join(f"{name} ({number})" for name, number in holes.items() if number)
    return _Told(State.DOING if values else State.NOT_BEGUN, text, f"Thiếu số liệu: {missing}")


def _reports(facts: YearFacts) -> _Told:
    accepted = facts.reports.get(UnitReportStatus.ACCEPTED, ())
    paper = facts.reports.get(PAPER, ())
    on_paper = f"; bản giấy: {', '.join(paper)}" if paper else ""
    text = f"Đã nhận {len(accepted)}/{len(facts.members)} báo cáo{on_paper}."
    parts = []
    for status in (
        UnitReportStatus.SUBMITTED,
        UnitReportStatus.RETURNED,
        UnitReportStatus.REOPENED,
    ):
        if names := facts.reports.get(status, ()):
            parts.append(f"{status.label}: {', '.join(names)}")
    begun = {name for names in facts.reports.values() for name in names}
    drafts = facts.reports.get(UnitReportStatus.DRAFT, ())
    if open_ := [name for name in facts.members if name in drafts or name not in begun]:
        parts.append(f"{UnitReportStatus.DRAFT.label}: {', '.join(open_)}")
    if facts.members and len(accepted) >= len(facts.members):
        return _Told(State.DONE, text)
    return _Told(State.DOING if begun else State.NOT_BEGUN, text, ". ".join(parts))


def _plan(facts: YearFacts) -> _Told:
    conference = facts.conference
    if conference is None:
        return _Told(State.NOT_BEGUN, "Chưa có hội nghị tổng kết.")
    host = f", {conference.host}" if conference.host else ""
    text = f"{conference.title}: {format_date(conference.held_on)}{host}."
    return _Told(State.DONE, text, "" if host else "Chưa ghi đơn vị đăng cai")


def _held(facts: YearFacts, today: datetime.date) -> _Told:
    conference = facts.conference
    if conference is None:
        return _Told(State.NOT_BEGUN, "Chưa có hội nghị tổng kết.")
    if conference.status in HELD:
        return _Told(State.DONE, f"Đã họp {format_date(conference.held_on)}.")
    if conference.held_on < today:
        return _Told(
            State.DOING,
            f"Ngày họp {format_date(conference.held_on)} đã qua.",
            "Chưa chuyển hội nghị sang “Đã họp”",
        )
    return _Told(State.DOING, f"Sẽ họp {format_date(conference.held_on)}.")


def _report(facts: YearFacts) -> _Told:
    status = facts.conference.status if facts.conference else ConferenceStatus.DRAFT
    if status == ConferenceStatus.PUBLISHED:
        return _Told(State.DONE, "Báo cáo đã công bố.")
    if status == ConferenceStatus.FINALISED:
        return _Told(State.DOING, "Báo cáo đã chốt.", "Chưa công bố")
    if status == ConferenceStatus.HELD:
        return _Told(State.DOING, "Đã họp.", "Chưa chốt báo cáo")
    return _Told(State.NOT_BEGUN, "Chưa họp.")


def _proposals(awards: AwardFacts) -> _Told:
    """Done from the first proposal on: nobody has to propose anything."""
    if not awards.proposed:
        if awards.results:
            return _Told(State.DONE, "Đã ghi kết quả khen thưởng, không qua đề nghị.")
        return _Told(State.NOT_BEGUN, "Chưa có đề nghị nào.")
    missing = f"Chưa có đề nghị của: {', '.join(awards.without)}" if awards.without else ""
    return _Told(State.DONE, f"{awards.proposed} đề nghị.", missing)


def _decisions(awards: AwardFacts) -> _Told:
    text = f"Đã ghi {awards.results} kết quả."
    if awards.proposed:
        text = f"{text[:-1]}; {awards.answered}/{awards.proposed} đề nghị có kết quả."
    waiting = awards.proposed - awards.answered
    missing = f"{waiting} đề nghị chưa có kết quả" if waiting else ""
    if not awards.results:
        return _Told(State.NOT_BEGUN, "Chưa ghi kết quả nào.", missing)
    return _Told(State.DOING if waiting else State.DONE, text, missing)


def _handover(facts: YearFacts) -> _Told:
    handover = facts.handover
    if handover.next_year is None:
        return _Told(State.NOT_BEGUN, f"Chưa mở năm {facts.year + 1}.")
    if not handover.next_chair:
        return _Told(State.NOT_BEGUN, f"Năm {handover.next_year} chưa có Cụm trưởng.")
    if handover.handed_over_on is None:
        return _Told(State.NOT_BEGUN, f"Chưa lập bàn giao cho {handover.next_chair}.")
    text = f"Bàn giao cho {handover.next_chair} ngày {format_date(handover.handed_over_on)}."
    if handover.is_effective:
        return _Told(State.DONE, text)
    waiting = f"Chờ xác nhận: {', '.join(handover.waiting_for)}" if handover.waiting_for else ""
    return _Told(State.DOING, text, waiting)


def _place_of_figures(facts: YearFacts, own: tuple) -> tuple[str, tuple]:
    return "workspace:figures" if facts.indicators else "workspace:year-indicators", own


def _place_of_conference(facts: YearFacts, own: tuple) -> tuple[str, tuple]:
    if facts.conference is None:
        return "workspace:conferences", own
    return "workspace:conference-work", (facts.cluster_slug, facts.conference.slug)


def _place_of_status(facts: YearFacts, own: tuple) -> tuple[str, tuple]:
    """Where the conference is moved from planned to held, finalised and published."""
    if facts.conference is None:
        return "workspace:conferences", own
    return "workspace:conference-lifecycle", (facts.cluster_slug, facts.conference.slug)


def _place_of_handover(facts: YearFacts) -> tuple[str, tuple]:
    """The handover stands with the year whose chair takes over."""
    next_year = facts.handover.next_year
    if next_year is None:
        return "workspace:start-year", (facts.cluster_slug,)
    name = "workspace:handover" if facts.handover.next_chair else "workspace:leadership"
    return name, (facts.cluster_slug, next_year)
