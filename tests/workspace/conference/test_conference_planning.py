"""A conference is planned, made from last year's, changed, and what is open comes back."""

import datetime

import pytest
import time_machine

from cluster_portal.audit.models import AuditEvent
from emulation.models import AgendaItem, Attendance, Conclusion, Conference
from tests.factories.clusters import EmulationYearFactory, MembershipFactory, UnitFactory
from tests.factories.emulation import ConferenceFactory, DelegateFactory
from tests.factories.work import AgendaDocumentFactory, AgendaItemFactory, ConclusionFactory
from tests.workspace.conference.conftest import address, text_of

pytestmark = pytest.mark.django_db
LIST = "/cum/dong-bang-song-hong/2024/hoi-nghi/"
PLAN = f"{LIST}len-ke-hoach/"
CONCLUSIONS = address("ket-luan/")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2025, 3, 1, 9), tick=False):
        yield


@pytest.fixture
def client(client_of, lan):
    return client_of(lan)


@pytest.fixture
def last_year(cluster_a, year_a):
    """The review of 2023, with an agenda, a delegate, a paper and two conclusions."""
    year = EmulationYearFactory(cluster=cluster_a, year=2023)
    conference = ConferenceFactory(
        cluster=cluster_a,
        slug="tong-ket-2023",
        title="Hội nghị tổng kết năm 2023",
        review_year=year,
        launch_year=year_a,
        held_on=datetime.date(2024, 2, 29),
        starts_at=datetime.time(8),
    )
    item = AgendaItemFactory(
        conference=conference,
        title="Báo cáo tổng kết",
        speaker="Giám đốc Sở Nội vụ",
        proceedings="Đã đọc báo cáo.",
    )
    AgendaDocumentFactory(agenda_item=item)
    DelegateFactory(conference=conference, full_name="Trần Văn An", title="Chủ tịch UBND tỉnh")
    ConclusionFactory(conference=conference, text="Đã xong từ lâu.", done_on="2024-05-01")
    ConclusionFactory(conference=conference, text="Sửa quy chế.", due_on="2024-12-31")
    return conference


def facts(year, /, **changes):
    return {
        "kind": "annual_review",
        "review_year": year.pk,
        "held_on": "13/3/2025",
        "starts_at": "8h30",
        "closes_at": "11:30",
    } | changes


def test_a_conference_is_planned_with_the_title_that_its_kind_takes(client, year_a, unit_of_binh):
    assert "Năm này chưa có hội nghị nào." in text_of(client.get(LIST))
    response = client.post(PLAN, facts(year_a, host=unit_of_binh.pk, venue="Hội trường A"))
    conference = Conference.objects.get()
    assert response.url == address("")
    assert conference.title == "Hội nghị tổng kết công tác thi đua, khen thưởng năm 2024"
    assert (conference.slug, conference.status) == ("tong-ket-2024", "draft")
    assert (conference.starts_at, conference.closes_at) == (
        datetime.time(8, 30),
        datetime.time(11, 30),
    )
    assert not conference.agenda.exists()
    page = text_of(client.get(response.url))
    assert "thiếu thư ký" in page
    assert "chưa điểm danh" in page
    assert conference.title in text_of(client.get(LIST))
    assert AuditEvent.objects.get(action="plan_conference").target_id == str(conference.pk)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"held_on": "32/3/2025"}, "chỉ có các ngày"),
        ({"held_on": ""}, "Nhập ngày"),
        ({"closes_at": "8:00"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"ends_on": "12/3/2025"}, "Ngày kết thúc phải bằng hoặc sau ngày họp."),
        ({"starts_at": "nửa buổi"}, "không phải là giờ"),
        ({"review_year": ""}, "Ghi tên hội nghị"),
        ({"review_year": "", "title": "Họp"}, "Nêu năm được tổng kết hoặc năm được phát động."),
        ({"review_year": "999999"}, "không"),
        ({"kind": "thematic"}, "Ghi tên hội nghị"),
    ],
)
def test_wrong_facts_are_told_and_kept(client, year_a, changes, message):
    response = client.post(PLAN, facts(year_a, venue="Hội trường lớn", **changes))
    assert response.status_code == 200
    assert message in text_of(response)
    assert "Hội trường lớn" in text_of(response)
    assert not Conference.objects.exists()


def test_a_second_review_of_the_year_is_refused(client, conference, year_a):
    text = text_of(client.post(PLAN, facts(year_a)))
    assert "Năm thi đua này đã có hội nghị tổng kết." in text


def test_last_years_conference_is_copied_and_it_says_what(client, last_year, year_a):
    assert "Chép từ hội nghị tổng kết năm 2023" in text_of(client.get(LIST))
    page = text_of(client.get(f"{PLAN}?tu=tong-ket-2023"))
    assert 'value="28/2/2025"' in page
    response = client.post(f"{PLAN}?tu=tong-ket-2023", facts(year_a, held_on="28/2/2025"))
    text = text_of(client.get(response.url))
    assert "Đã chép 1 mục chương trình, 1 đại biểu cần kiểm tra lại" in text
    assert "Đã thêm mục kiểm điểm kết luận lần trước." in text
    conference = Conference.objects.get(review_year=year_a)
    first, second = conference.agenda.all()
    assert (first.title, first.speaker, first.starts_at) == (
        "Báo cáo tổng kết",
        "Giám đốc Sở Nội vụ",
        datetime.time(8),
    )
    assert (first.proceedings, first.documents.count()) == ("", 0)
    assert second.follows_up
    delegate = conference.delegates.get()
    assert (delegate.full_name, delegate.title, delegate.to_check) == (
        "Trần Văn An",
        "Chủ tịch UBND tỉnh",
        True,
    )
    assert "1 đại biểu, 1 cần kiểm tra" in text
    assert last_year.agenda.get().proceedings == "Đã đọc báo cáo."


def test_only_conferences_of_the_cluster_are_copied(client, year_b):
    ConferenceFactory(cluster=year_b.cluster, slug="cua-b", review_year=year_b)
    assert client.get(f"{PLAN}?tu=cua-b").status_code == 404


def test_facts_change_and_the_address_stays(client, conference, year_a):
    response = client.post(
        address("thong-tin/"), facts(year_a, title="Hội nghị tổng kết", venue="Hội trường B")
    )
    assert response.url == address("thong-tin/")
    conference.refresh_from_db()
    assert (conference.venue, conference.slug) == ("Hội trường B", "tong-ket-2024")
    changes = AuditEvent.objects.get(action="change_conference").changes
    assert changes["title"] == ["Hội nghị tổng kết năm 2024", "Hội nghị tổng kết"]
    conference.status = "published"
    conference.save()
    text = text_of(client.post(address("thong-tin/"), facts(year_a, title="Khác")))
    assert "Hội nghị đã chốt nên không sửa được" in text


def test_the_host_stands_on_the_day(client, year_a, conference):
    gone = UnitFactory(abolished=True, name="Hà Tây")
    MembershipFactory(cluster=year_a.cluster, unit=gone, valid_to="2025-06-30")
    response = client.post(address("thong-tin/"), facts(year_a, host=gone.pk, held_on="1/8/2025"))
    assert "không tồn tại vào ngày họp" in text_of(response)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("closes_at", {"closes_at": "8:00"}), ("ends_on", {"ends_on": "12/3/2025"})],
)
def test_what_is_out_of_order_is_said_beside_its_field(client, year_a, field, typed):
    form = client.post(PLAN, facts(year_a, **typed)).context["form"]
    assert list(form.errors) == [field]


# --- What comes back ------------------------------------------------------------------------


def test_what_is_open_comes_back_until_it_is_done(client, last_year, year_a):
    client.post(PLAN, facts(year_a))
    assert AgendaItem.objects.get(conference__review_year=year_a).follows_up
    for page in ("", "chuong-trinh/", "ket-luan/"):
        text = text_of(client.get(address(page)))
        assert "Sửa quy chế." in text
        assert "quá hạn 60 ngày" in text
    row = Conclusion.objects.get(text="Sửa quy chế.")
    done = {"done_on": "20/2/2025", "outcome": "Ban hành quy chế mới."}
    response = client.post(f"{CONCLUSIONS}{row.pk}/", done)
    assert response.url == CONCLUSIONS
    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (datetime.date(2025, 2, 20), "Ban hành quy chế mới.")
    text = text_of(client.get(address("chuong-trinh/")))
    assert "xong ngày 20/2/2025" in text
    assert AuditEvent.objects.get(action="follow_up_conclusion").parent_id == str(last_year.pk)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"done_on": "2/3/2025"}, "không thể sau hôm nay"),
        ({"done_on": "1/1/2024"}, "sau ngày họp"),
        ({"outcome": "Đang làm."}, "Ghi ngày xong"),
        ({"done_on": "mai"}, "không đúng cách viết ngày"),
    ],
)
def test_a_wrong_day_is_told(client, last_year, conference, form, message):
    row = Conclusion.objects.get(text="Sửa quy chế.")
    response = client.post(f"{CONCLUSIONS}{row.pk}/", form)
    assert message in text_of(response)
    row.refresh_from_db()
    assert row.done_on is None


def test_a_conclusion_of_a_later_conference_is_not_there(client, conference, year_a):
    later = ConferenceFactory(
        cluster=year_a.cluster,
        kind="thematic",
        review_year=year_a,
        held_on=datetime.date(2025, 9, 1),
    )
    row = ConclusionFactory(conference=later)
    assert client.get(f"{CONCLUSIONS}{row.pk}/").status_code == 404


def test_an_earlier_year_asks_why(client, last_year, cluster_a):
    old = EmulationYearFactory(cluster=cluster_a, year=2020)
    conference = ConferenceFactory(cluster=cluster_a, slug="cu", review_year=old, draft=True)
    base = "/cum/dong-bang-song-hong/hoi-nghi/cu/soan/chuong-trinh/"
    data = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-title": "Khai mạc"}
    data["seen"] = client.get(base).context["formset"].seen
    text = text_of(client.post(base, data))
    assert "nêu lý do đính chính" in text
    assert "> Khai mạc</textarea>" in text
    assert client.post(base, data | {"reason": "Bổ sung hồ sơ"}).status_code == 302
    assert AuditEvent.objects.get(action="save_agenda").reason == "Bổ sung hồ sơ"
    assert conference.agenda.count() == 1


# --- Attendance -----------------------------------------------------------------------------


def attend(client, form, **changes):
    formset = client.get(address("diem-danh/")).context["formset"]
    data = {
        "rows-TOTAL_FORMS": len(formset.forms),
        "rows-INITIAL_FORMS": len(formset.forms),
        "seen": formset.seen,
    }
    for place, row in enumerate(formset.forms):
        for name in ("key", "was", "unit", "status"):
            data[f"rows-{place}-{name}"] = row[name].value() or ""
    return client.post(address("diem-danh/"), data | form | changes)


def test_every_member_has_a_row(client, conference, unit_of_binh, unit_of_chi):
    text = text_of(client.get(address("diem-danh/")))
    assert "Tỉnh Hà Nam" in text
    assert "Tỉnh Nam Định" in text
    wrong = attend(client, {"rows-0-status": "absent", "rows-1-status": "represented"})
    assert "Nêu lý do vắng." in text_of(wrong)
    assert "Ghi người dự thay." in text_of(wrong)
    assert not Attendance.objects.exists()
    attend(client, {"rows-0-status": "absent", "rows-0-reason": "Bận phòng chống bão"})
    row = Attendance.objects.get()
    assert (row.unit, row.reason) == (unit_of_chi, "Bận phòng chống bão")
    assert "còn 1 chưa điểm danh" in text_of(client.get(address("")))


def test_one_button_marks_the_others_present(client, conference, unit_of_binh, unit_of_chi):
    attend(client, {"rows-0-status": "absent", "rows-0-reason": "Bận"}, all_present="1")
    assert dict(Attendance.objects.values_list("unit", "status")) == {
        unit_of_chi.pk: "absent",
        unit_of_binh.pk: "present",
    }
    assert "1/2 đơn vị dự" in text_of(client.get(address("diem-danh/")))


def test_a_unit_that_is_no_member_is_refused(client, conference, unit_of_binh, unit_of_b):
    form = {"rows-0-unit": unit_of_b.pk, "rows-0-key": unit_of_b.pk, "rows-0-status": "present"}
    assert attend(client, form).status_code == 200
    assert not Attendance.objects.exists()


def test_two_people_call_the_roll(client, conference, unit_of_binh, unit_of_chi):
    formset = client.get(address("diem-danh/")).context["formset"]
    attend(client, {"rows-0-status": "present"})
    data = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 2, "seen": formset.seen}
    for place, row in enumerate(formset.forms):
        data |= {f"rows-{place}-{name}": row[name].value() for name in ("key", "was", "unit")}
    data |= {"rows-1-status": "present"}
    merged = client.post(address("diem-danh/"), data)
    assert "bảng đã lấy nội dung mới" in text_of(merged)
    values = [form["status"].value() for form in merged.context["formset"].forms]
    assert values == ["present", "present"]
