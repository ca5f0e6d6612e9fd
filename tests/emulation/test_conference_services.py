"""Writes of a conference: who may, what is refused, what the audit keeps; what is printed of it."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters.models import Cluster, EmulationYear
from emulation.attendance import members_at, turnout_of
from emulation.calendars import calendar_of
from emulation.followups import followed_up
from emulation.meeting_documents import BLANK, invitation_content, minutes_content
from emulation.models import AgendaDocument, Conference, Delegate
from emulation.services import attachments, cloning, delegates, meeting, narrative, planning
from emulation.services.rows import RowsRefused, StaleRows
from tests.factories.clusters import EmulationYearFactory, MembershipFactory, UnitFactory
from tests.factories.emulation import ConferenceFactory, DelegateFactory
from tests.factories.work import (
    AgendaDocumentFactory,
    AgendaItemFactory,
    AttendanceFactory,
    ConclusionFactory,
)
from tests.files.samples import image, pdf, upload
from tests.racing import meanwhile

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 13)


@pytest.fixture
def conference(cluster_a, year_a) -> Conference:
    return ConferenceFactory(
        cluster=cluster_a, title="Hội nghị tổng kết", review_year=year_a, held_on=DAY, draft=True
    )


def item(title="Khai mạc", **changes):
    empty = {"starts_at": None, "ends_at": None, "speaker": "", "proceedings": ""}
    return empty | {"title": title, "follows_up": False} | changes


def writes(conference, by):
    """Every write of rows and files, as something to call."""
    given = {"conference": conference, "by": by}
    paper = AgendaDocumentFactory(agenda_item__conference=conference)
    return {
        "facts": lambda: planning.change_conference(venue="Hội trường B", **given),
        "agenda": lambda: meeting.save_agenda(rows=[item()], **given),
        "attendance": lambda: meeting.save_attendance(rows=[], **given),
        "conclusions": lambda: meeting.save_conclusions(
            rows=[{"text": "Làm.", "owner": None, "due_on": None}], **given
        ),
        "delegates": lambda: delegates.save_delegates(
            rows=[
                {"full_name": "An", "title": "Ông", "unit": None, "to_check": False, "parts": []}
            ],
            **given,
        ),
        "speeches": lambda: delegates.save_speeches(rows=[], **given),
        "sections": lambda: narrative.save_sections(
            rows=[{"heading": "Một", "body": "Hai.", "is_outlook": False}], **given
        ),
        "movements": lambda: narrative.save_movements(rows=[], **given),
        "photo": lambda: attachments.add_photos(
            photos=[{"upload": upload(image()), "caption": "Ảnh", "alternative_text": "Người"}],
            **given,
        ),
        "photos": lambda: attachments.save_photos(rows=[], **given),
        "document": lambda: attachments.add_document(
            agenda_item=paper.agenda_item, title="Báo cáo", upload=upload(pdf()), by=by
        ),
        "removal": lambda: attachments.remove_document(document=paper, by=by),
    }


def test_nobody_else_writes(conference, mai, binh, dung, hoa):
    for person in (mai, binh, dung, hoa):
        for name, write in writes(conference, person).items():
            with pytest.raises(PermissionDenied):
                write()
            assert name
    assert not AuditEvent.objects.exclude(action__in=("upload",)).exists()


def test_nothing_is_written_to_a_settled_conference(conference, lan):
    calls = writes(conference, lan)
    for status in ("finalised", "published"):
        Conference.objects.filter(pk=conference.pk).update(status=status)
        for write in calls.values():
            with pytest.raises(ValidationError, match="Hội nghị đã chốt"):
                write()
    assert not AuditEvent.objects.exists()


def test_stale_rows_are_not_written(conference, lan):
    seen = meeting.AGENDA.token(meeting.AGENDA.stored(conference))
    meeting.save_agenda(conference=conference, rows=[item()], by=lan, seen=seen)
    with pytest.raises(StaleRows):
        meeting.save_agenda(conference=conference, rows=[], by=lan, seen=seen)
    assert conference.agenda.count() == 1


def test_wrong_rows_are_told_by_their_place(conference, lan):
    rows = [item(), item(title=""), item(starts_at=datetime.time(9), ends_at=datetime.time(8))]
    with pytest.raises(RowsRefused) as refused:
        meeting.save_agenda(conference=conference, rows=rows, by=lan)
    assert set(refused.value.rows) == {1, 2}
    assert not conference.agenda.exists()


def test_a_key_of_another_conference_makes_a_new_row(conference, lan, year_b):
    strange = AgendaItemFactory(conference__cluster=year_b.cluster, title="Của cụm khác")
    meeting.save_agenda(conference=conference, rows=[item(key=strange.pk)], by=lan)
    strange.refresh_from_db()
    assert strange.title == "Của cụm khác"
    assert conference.agenda.get().pk != strange.pk


def test_members_are_those_of_the_day(conference, cluster_a, unit_of_binh):
    left = MembershipFactory(cluster=cluster_a, valid_to=datetime.date(2025, 1, 31)).unit
    joined = MembershipFactory(cluster=cluster_a, valid_from=datetime.date(2025, 2, 1)).unit
    assert set(members_at(conference)) == {unit_of_binh, joined}
    assert left not in members_at(conference)
    AttendanceFactory(conference=conference, unit=joined)
    absent = AttendanceFactory(
        conference=conference, unit=unit_of_binh, status="absent", reason="Bận"
    )
    assert turnout_of(conference).text == "1/2 đơn vị dự"
    assert absent.reason == "Bận"


def test_a_clone_is_told_in_the_audit(conference, lan, cluster_a):
    following = EmulationYearFactory(cluster=cluster_a, year=2025)
    DelegateFactory(conference=conference)
    facts = cloning.next_facts(conference)
    assert (facts["review_year"], facts["held_on"]) == (following, datetime.date(2026, 3, 13))
    clone = cloning.clone_conference(source=conference, by=lan, **facts)
    assert (clone.agenda_items, clone.delegates, clone.follows_up) == (0, 1, False)
    assert Delegate.objects.get(conference=clone.conference).to_check
    assert AuditEvent.objects.filter(action="clone_conference").count() == 1


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28)),
        (datetime.date(2025, 3, 13), datetime.date(2026, 3, 13)),
    ],
)
def test_the_same_day_a_year_later(day, later):
    assert cloning.a_year_later(day) == later


def test_what_was_done_before_the_last_conference_stays_there(conference, cluster_a, year_a):
    old, last = (
        ConferenceFactory(cluster=cluster_a, kind="thematic", review_year=year_a, held_on=day)
        for day in (datetime.date(2024, 1, 5), datetime.date(2024, 6, 5))
    )
    ConclusionFactory(conference=old, text="Xong sớm", done_on=datetime.date(2024, 2, 1))
    ConclusionFactory(conference=old, text="Xong sau", done_on=datetime.date(2024, 8, 1))
    ConclusionFactory(conference=last, text="Còn mở", due_on=datetime.date(2025, 3, 3))
    with time_machine.travel(datetime.datetime(2026, 1, 1, 9), tick=False):
        found = {row.conclusion.text: row.state for row in followed_up(conference)}
    assert found == {"Xong sau": "xong ngày 1/8/2024", "Còn mở": "quá hạn 10 ngày"}


# --- What is printed ------------------------------------------------------------------------


def test_minutes_say_what_is_known_and_leave_room_for_the_rest(conference):
    content = minutes_content(conference)
    assert {line.label: line.text for line in content.opening} == {
        "Thời gian bắt đầu": "… giờ … phút, ngày\u00a013 tháng\u00a03 năm\u00a02025",
        "Địa điểm": BLANK,
        "Chủ tọa": BLANK,
        "Thư ký": BLANK,
    }
    assert content.head.status_label == "DỰ THẢO"
    assert content.chair.status == "(chưa ký trên bản này)"


def test_minutes_are_drawn_from_all_that_was_typed(conference, lan, unit_of_binh, unit_of_chi):
    earlier = ConferenceFactory(
        cluster=conference.cluster,
        kind="thematic",
        review_year=conference.review_year,
        held_on=datetime.date(2024, 6, 1),
    )
    ConclusionFactory(conference=earlier, text="Sửa quy chế.", owner=unit_of_chi)
    given = {"conference": conference, "by": lan}
    person = {"unit": unit_of_binh, "to_check": False}
    delegates.save_delegates(
        rows=[
            person | {"full_name": "Trần An", "title": "Chủ tịch", "parts": ["chaired"]},
            {"full_name": "Lê Ba", "title": "Vụ trưởng", "unit": None, "to_check": False}
            | {"parts": []},
        ],
        **given,
    )
    nothing = {"representative": "", "reason": "", "head_count": None}
    meeting.save_attendance(
        rows=[
            nothing | {"unit": unit_of_binh, "status": "present", "head_count": 4},
            nothing | {"unit": unit_of_chi, "status": "absent", "reason": "Bận chống bão"},
        ],
        **given,
    )
    meeting.save_agenda(
        rows=[
            item(
                starts_at=datetime.time(8), speaker="Chủ tịch", proceedings="Chào mừng.\nNêu lý do."
            ),
            item("Kiểm điểm", follows_up=True),
        ],
        **given,
    )
    meeting.save_conclusions(
        rows=[{"text": "Giao việc.", "owner": unit_of_chi, "due_on": DAY}], **given
    )
    content = minutes_content(conference)
    attendance, opening, review, conclusions = content.sections
    assert attendance.items == (
        "Đơn vị thành viên: 1/2 đơn vị dự.",
        "Tỉnh Hà Nam: vắng, lý do: Bận chống bão.",
        "Tỉnh Nam Định (4 người): Trần An, Chủ tịch.",
        "Lê Ba, Vụ trưởng.",
    )
    assert opening.paragraphs == ("8h00. Chủ tịch.", "Chào mừng.", "Nêu lý do.")
    assert "Sửa quy chế (kết luận ngày 1/6/2024; Tỉnh Hà Nam): chưa xong." in review.items
    assert conclusions.tables[0].rows == (("1", "Giao việc.", "Tỉnh Hà Nam", "13/3/2025"),)
    assert content.chair.signer_name == "Trần An"
    invited = invitation_content(conference, unit_of_chi)
    assert invited.invitation.endswith("Đại diện lãnh đạo Ủy ban nhân dân tỉnh Hà Nam")
    assert [row[1] for row in invited.programme.rows] == ["Khai mạc", "Kiểm điểm"]


def test_documents_ask_no_more_for_more_rows(conference):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            minutes_content(conference)
            invitation_content(conference, None)
            calendar_of(conference, "https://thidua.example.vn")
        return len(captured)

    AgendaItemFactory(conference=conference)
    DelegateFactory(conference=conference)
    ConclusionFactory(conference=conference)
    few = queries()
    for _ in range(10):
        AgendaItemFactory(conference=conference)
        DelegateFactory(conference=conference, unit=UnitFactory())
        ConclusionFactory(conference=conference)
    assert queries() == few


# --- At the same moment -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_plan_the_same_kind_for_the_same_year(monkeypatch, cluster_a, year_a, lan):
    def plan():
        return planning.plan_conference(
            cluster=Cluster.objects.get(pk=cluster_a.pk),
            by=User.objects.get(pk=lan.pk),
            kind="thematic",
            title="Hội nghị chuyên đề",
            review_year=EmulationYear.objects.get(pk=year_a.pk),
            held_on=DAY,
        )

    found = meanwhile(monkeypatch, (planning, "add_follow_up"), plan, plan)
    assert [one.slug for one in found] == ["chuyen-de-2024", "chuyen-de-2024-2"]


@pytest.mark.django_db(transaction=True)
def test_the_second_annual_review_of_a_year_is_refused_in_words(
    monkeypatch, cluster_a, year_a, lan
):
    def plan():
        return planning.plan_conference(
            cluster=Cluster.objects.get(pk=cluster_a.pk),
            by=User.objects.get(pk=lan.pk),
            kind="annual_review",
            review_year=EmulationYear.objects.get(pk=year_a.pk),
            held_on=DAY,
        )

    first, second = meanwhile(monkeypatch, (planning, "add_follow_up"), plan, plan)
    assert first.slug == "tong-ket-2024"
    assert isinstance(second, ValidationError)
    assert "đã có hội nghị tổng kết" in " ".join(second.messages)


def test_a_paper_that_somebody_else_took_away_is_told(conference, lan):
    paper = AgendaDocumentFactory(agenda_item__conference=conference)
    same = AgendaDocument.objects.get(pk=paper.pk)
    AgendaDocument.objects.filter(pk=paper.pk).update(title="Bản cuối")
    attachments.remove_document(document=paper, by=lan)
    event = AuditEvent.objects.latest("sequence")
    assert "Bản cuối" in str(event.changes)  # as it stood, not as it was shown
    with pytest.raises(ValidationError, match="không còn"):
        attachments.remove_document(document=same, by=lan)
    assert AuditEvent.objects.latest("sequence") == event
