"""A conference goes from draft to published, one step at a time, and back for a reason."""

import datetime
import tempfile
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import printing_first
from cluster_portal.workspace.lifecycle import services
from cluster_portal.workspace.lifecycle.checks import checks_before
from cluster_portal.workspace.lifecycle.services import move_conference
from clusters.models import LeadershipRole, Unit
from emulation.models import Conference, ConferenceKind, IndicatorValue, StatusChange
from tests.documents.reading import text_of
from tests.factories.awards import AwardFactory
from tests.factories.clusters import DelegationFactory, EmulationYearFactory
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorValueFactory,
    PledgeFactory,
    ReportSectionFactory,
)
from tests.factories.work import (
    UnitReportFactory,
    YearIndicatorFactory,
)

NOW = datetime.datetime(2025, 4, 15, 9, tzinfo=datetime.UTC)
PAGE = "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2024/"
PDF = f"{PAGE}bao-cao.pdf"
STEPS = f"{PAGE}trang-thai/"
OFFICERS = ("mai", "binh", "chi", "dung", "hoa")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def conference(cluster_a, year_a, unit_of_binh):
    """The annual review of 2024, written up, with one figure, still a draft."""
    cluster_a.document_code = "CTĐĐBSH"
    cluster_a.save()
    conference = ConferenceFactory(
        cluster=cluster_a,
        review_year=year_a,
        launch_year=EmulationYearFactory(cluster=cluster_a, year=2025),
        slug="tong-ket-2024",
        host=unit_of_binh,
        held_on=datetime.date(2025, 3, 13),
        draft=True,
    )
    ReportSectionFactory(conference=conference)
    ReportSectionFactory(conference=conference, heading="Nhiệm vụ", is_outlook=True)
    return conference


@pytest.fixture
def figure(year_a, unit_of_binh):
    return IndicatorValueFactory(
        emulation_year=year_a, unit=unit_of_binh, indicator__name="Tăng trưởng GRDP"
    )


def bring(conference, by, *states):
    for state in states:
        conference = move_conference(conference=conference, to=state, by=by)
    return conference


def words_of(error):
    return " ".join(error.value.messages)


def text_of_pdf(content, folder):
    path = folder / "report.pdf"
    path.write_bytes(bytes(content))
    return text_of(path)


# --- Steps ----------------------------------------------------------------------------------


def test_one_step_at_a_time_each_with_who_and_when(lan, conference, figure):
    published = bring(conference, lan, "held", "finalised", "published")
    assert Conference.objects.get().status == published.status == "published"
    rows = StatusChange.objects.all()
    assert [(row.from_status, row.to_status, row.changed_by) for row in rows] == [
        ("draft", "held", lan),
        ("held", "finalised", lan),
        ("finalised", "published", lan),
    ]
    event = AuditEvent.objects.filter(action="move_conference").first()
    assert (event.actor, event.changes) == (lan, {"status": ["finalised", "published"]})


@pytest.mark.parametrize("to", ["draft", "finalised", "published"])
def test_no_step_is_left_out(lan, conference, to):
    with pytest.raises(ValidationError, match="một bước"):
        move_conference(conference=conference, to=to, by=lan)


def test_back_needs_a_reason_that_is_kept(lan, conference):
    held = bring(conference, lan, "held")
    for reason in ("", "  "):
        with pytest.raises(ValidationError) as error:
            move_conference(conference=held, to="draft", by=lan, reason=reason)
        assert "reason" in error.value.message_dict
    move_conference(conference=held, to="draft", by=lan, reason="Hoãn họp")
    assert StatusChange.objects.last().reason == AuditEvent.objects.first().reason == "Hoãn họp"


@pytest.mark.parametrize("name", OFFICERS)
def test_others_move_nothing(request, conference, name):
    somebody = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        move_conference(conference=conference, to="held", by=somebody)
    assert not StatusChange.objects.exists()


def test_who_enters_conferences_does_not_finalise_and_who_publishes_does(
    lan, mai, conference, year_a, unit_of_chi
):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi, permission="edit_conference")
    held = bring(conference, mai, "held")
    with pytest.raises(PermissionDenied):
        move_conference(conference=held, to="finalised", by=mai)
    finalised = bring(held, lan, "finalised")
    with pytest.raises(PermissionDenied):
        move_conference(conference=finalised, to="held", by=mai, reason="Sửa")


def test_somebody_else_was_faster(lan, conference):
    stale = Conference.objects.get()
    bring(conference, lan, "held")
    with pytest.raises(ValidationError, match="Người khác vừa chuyển"):
        move_conference(conference=stale, to="held", by=lan)


# --- What a step waits for ------------------------------------------------------------------


def test_a_day_to_come_has_not_been_held(lan, conference):
    conference.held_on = datetime.date(2025, 4, 16)
    conference.save()
    with pytest.raises(ValidationError, match="Ngày họp 16/4/2025 chưa đến"):
        move_conference(conference=conference, to="held", by=lan)


def test_what_is_missing_is_said_all_at_once_and_stops_the_finalising(
    lan, quan, conference, year_a, unit_of_chi
):
    held = bring(conference, lan, "held")
    conference.sections.all().delete()
    year_a.leaders.filter(role=LeadershipRole.CHAIR).delete()
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    YearIndicatorFactory(emulation_year=year_a)
    with pytest.raises(ValidationError) as error:
        move_conference(conference=held, to="finalised", by=quan, reason="Chốt muộn")
    words = words_of(error)
    for missing in (
        "chưa có mục nào về kết quả",
        "nhiệm vụ năm 2025",
        "Năm 2024 chưa có Cụm trưởng",
        "1 báo cáo đã nộp, chưa nhận",
    ):
        assert missing in words
    assert "còn trống" not in words
    shown = [check.text for check in checks_before(held, "finalised") if not check.is_blocking]
    assert "1/2 tỉnh chưa nộp báo cáo." in shown
    assert "2 số liệu của các tỉnh còn trống." in shown
    Unit.objects.filter(pk=unit_of_chi.pk).update(kind="city")
    shown = [check.text for check in checks_before(held, "finalised")]
    assert "1/2 đơn vị chưa nộp báo cáo." in shown
    assert not IssuedDocument.objects.exists()


def test_the_cluster_may_ask_for_a_second_person_to_publish(
    lan, mai, quan, conference, cluster_a, year_a, unit_of_chi
):
    services.set_second_person(cluster=cluster_a, is_needed=True, by=lan)
    finalised = bring(Conference.objects.get(), lan, "held", "finalised")
    with pytest.raises(ValidationError, match="người thứ hai"):
        move_conference(conference=finalised, to="published", by=lan)
    assert bring(finalised, quan, "published").is_published
    event = AuditEvent.objects.get(action="set_second_person")
    assert event.changes == {"second_person_publishes": [False, True]}
    with pytest.raises(PermissionDenied):
        services.set_second_person(cluster=cluster_a, is_needed=False, by=mai)


def test_whoever_ends_the_rule_stays_bound_by_it(lan, quan, conference, cluster_a):
    services.set_second_person(cluster=cluster_a, is_needed=True, by=lan)
    finalised = bring(Conference.objects.get(), lan, "held", "finalised")
    move_conference(conference=finalised, to="held", by=lan, reason="Sửa số liệu")
    services.set_second_person(cluster=cluster_a, is_needed=False, by=lan)
    again = bring(Conference.objects.get(), lan, "finalised")
    with pytest.raises(ValidationError, match="người bỏ quy định"):
        move_conference(conference=again, to="published", by=lan)
    # Two people agree: one finalises, the other has ended the rule.
    services.set_second_person(cluster=cluster_a, is_needed=True, by=lan)
    services.set_second_person(cluster=cluster_a, is_needed=False, by=quan)
    assert bring(Conference.objects.get(), lan, "published").is_published


def test_whoever_ended_the_rule_publishes_what_another_finalised(lan, quan, conference, cluster_a):
    services.set_second_person(cluster=cluster_a, is_needed=True, by=lan)
    services.set_second_person(cluster=cluster_a, is_needed=False, by=lan)
    assert bring(bring(conference, quan, "held", "finalised"), lan, "published").is_published


# --- The report -----------------------------------------------------------------------------


def test_nothing_is_recorded_while_the_report_prints(lan, conference, year_a, monkeypatch):
    AwardFactory(emulation_year=year_a)
    held = bring(conference, lan, "held")
    before, found = AuditEvent.objects.count(), []
    printing = printing_first.print_document

    def spy(html):
        found.append(AuditEvent.objects.count() - before)
        return printing(html)

    monkeypatch.setattr(printing_first, "print_document", spy)
    bring(held, lan, "finalised")
    assert found == [0]
    assert AuditEvent.objects.filter(action="name_awards").exists()


def test_finalising_issues_the_report_under_the_next_number_of_the_year(
    lan, conference, figure, tmp_path, cluster_a
):
    bring(conference, lan, "held", "finalised")
    document = conference.reports.get().document
    assert document.document_number == "01/BC-CTĐĐBSH"
    assert document.kind == "conference_report"
    assert document.is_intact()
    text = text_of_pdf(document.content, tmp_path)
    for words in ("Số: 01/BC-CTĐĐBSH", "ngày 15 tháng 4 năm 2025", "9,73", "CHƯA KÝ"):
        assert words in text, words
    assert "DỰ THẢO" not in text
    other = ConferenceFactory(
        cluster=cluster_a,
        review_year=conference.review_year,
        kind=ConferenceKind.THEMATIC,
        status="held",
    )
    ReportSectionFactory(conference=other)
    bring(other, lan, "finalised")
    assert other.reports.get().document.document_number == "02/BC-CTĐĐBSH"


def test_finalising_the_review_names_the_awards_of_the_year_at_it(lan, conference, year_a):
    entered = AwardFactory(emulation_year=year_a, recipient_name="Lê Thị Bưởi")
    elsewhere = AwardFactory(
        emulation_year=year_a, conference=ConferenceFactory(review_year=year_a, kind="thematic")
    )
    meeting = elsewhere.conference
    finalised = bring(conference, lan, "held", "finalised")
    for award in (entered, elsewhere):
        award.refresh_from_db()
    assert (entered.conference, elsewhere.conference) == (finalised, meeting)
    assert AuditEvent.objects.get(action="name_awards").changes == {"awards": [None, 1]}
    assert "Lê Thị Bưởi" in printed_text(finalised)


def printed_text(conference):
    """The text of the report that was issued last."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(bytes(conference.reports.last().document.content))
        file.flush()
        return " ".join(text_of(Path(file.name)).split())


def test_numbers_begin_anew_with_the_year(lan, conference, cluster_a):
    bring(conference, lan, "held", "finalised")
    with time_machine.travel(datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)):
        other = ConferenceFactory(
            cluster=cluster_a,
            review_year=None,
            launch_year=conference.launch_year,
            kind=ConferenceKind.THEMATIC,
            status="held",
        )
        ReportSectionFactory(conference=other)
        bring(other, lan, "finalised")
    numbers = IssuedDocument.objects.values_list("document_number", "series")
    assert {number for number, _ in numbers} == {"01/BC-CTĐĐBSH"}
    assert len({series for _, series in numbers}) == 2


def test_finalising_again_issues_a_revision_that_names_the_former(
    lan, conference, figure, tmp_path
):
    finalised = bring(conference, lan, "held", "finalised")
    first = conference.reports.get().document
    held = move_conference(conference=finalised, to="held", by=lan, reason="Thiếu phần khen thưởng")
    ReportSectionFactory(conference=conference, heading="Kết quả khen thưởng", order=90)
    bring(held, lan, "finalised")
    second = conference.reports.last().document
    assert (second.revision, second.replaces, second.document_number) == (
        2,
        first,
        first.document_number,
    )
    assert second.reason == "Thiếu phần khen thưởng"
    text = text_of_pdf(second.content, tmp_path)
    assert "thay bản lần 1 ngày 15/4/2025, lý do: Thiếu phần khen thưởng" in text


def test_the_public_gets_the_issued_bytes_and_every_revision(lan, conference, figure, client):
    published = bring(conference, lan, "held", "finalised", "published")
    document = conference.reports.get().document
    response = client.get(PDF)
    assert response.content == bytes(document.content)
    assert response.headers["ETag"] == f'"{document.sha256}"'
    assert client.get(PDF, headers={"if-none-match": f'"{document.sha256}"'}).status_code == 304
    # What is written later changes no issued byte.
    Conference.objects.update(venue="Nơi khác")
    assert client.get(PDF).content == bytes(document.content)
    back = move_conference(conference=published, to="finalised", by=lan, reason="Sai tên")
    back = move_conference(conference=back, to="held", by=lan, reason="Sai tên đại biểu")
    bring(back, lan, "finalised", "published")
    newest = conference.reports.last().document
    assert client.get(PDF).content == bytes(newest.content) != bytes(document.content)
    page = client.get(PAGE).content.decode()
    for revision in (document, newest):
        assert revision.sha256 in page
        address = f"{PAGE}bao-cao-lan-{revision.revision}.pdf"
        assert address in page
        assert client.get(address).content == bytes(revision.content)
    assert "Sai tên đại biểu" in page
    assert client.get(f"{PAGE}bao-cao-lan-3.pdf").status_code == 404


def test_taken_back_the_page_is_gone_and_says_nothing(lan, conference, figure, client):
    published = bring(conference, lan, "held", "finalised", "published")
    assert client.get(PAGE).status_code == 200
    move_conference(conference=published, to="finalised", by=lan, reason="Bí mật")
    for address in (PAGE, PDF, f"{PAGE}bao-cao-lan-1.pdf"):
        response = client.get(address)
        assert response.status_code == 404
        assert "Bí mật" not in response.content.decode()
    assert not IndicatorValue.objects.for_user(None).exists()


def test_publishing_again_without_a_change_issues_nothing_new(lan, conference):
    published = bring(conference, lan, "held", "finalised", "published")
    back = move_conference(conference=published, to="finalised", by=lan, reason="Chờ ý kiến")
    bring(back, lan, "published")
    assert conference.reports.count() == 1


def test_a_conference_of_the_press_record_keeps_being_rendered(conference, client):
    Conference.objects.update(status="published")
    assert client.get(PDF).status_code == 200
    assert "Báo cáo đã ban hành" not in client.get(PAGE).content.decode()


def test_a_draft_pledge_and_draft_figures_stay_out_of_another_meetings_report(
    lan, conference, figure, cluster_a, tmp_path
):
    meeting = ConferenceFactory(
        cluster=cluster_a,
        review_year=conference.review_year,
        kind=ConferenceKind.MID_YEAR,
        status="held",
    )
    ReportSectionFactory(conference=meeting)
    PledgeFactory(
        emulation_year=conference.launch_year, conference=meeting, draft=True, theme="Chủ đề kín"
    )
    bring(meeting, lan, "finalised")
    text = text_of_pdf(meeting.reports.get().document.content, tmp_path)
    assert "9,73" not in text
    assert "Chủ đề kín" not in text


def test_when_the_pdf_cannot_be_made_nothing_is_finalised(lan, conference, monkeypatch):
    def fail(html):
        raise DocumentError("Cổng chưa lập được tệp PDF.")

    held = bring(conference, lan, "held")
    monkeypatch.setattr(printing_first, "print_document", fail)
    with pytest.raises(ValidationError, match="chưa lập được"):
        move_conference(conference=held, to="finalised", by=lan)
    assert Conference.objects.get().status == "held"
    assert not IssuedDocument.objects.exists()
