"""Tables of rows: what is typed is saved whole or kept whole, and two people lose nothing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.audit.models import AuditEvent
from emulation.models import (
    AgendaItem,
    Conclusion,
    ConferenceMovement,
    Delegate,
    DelegatePart,
    Movement,
    ReportSection,
    Speech,
)
from tests.factories.emulation import DelegateFactory, MovementFactory, SpeechFactory
from tests.factories.work import AgendaDocumentFactory, AgendaItemFactory, ConclusionFactory
from tests.workspace.conference.conftest import address, sent, text_of

pytestmark = pytest.mark.django_db
OPENING = {"starts_at": "8h30", "title": "Khai mạc", "speaker": "Chủ tịch UBND tỉnh"}


def agenda_of(conference):
    return [(row.order, row.title) for row in conference.agenda.all()]


def test_hours_are_read_as_people_write_them(page, conference):
    agenda = page("chuong-trinh/")
    response = agenda.send(
        {"starts_at": "8h30", "ends_at": "8:45", "title": "Khai mạc"},
        {"starts_at": "08.45", "ends_at": "9 giờ", "title": "Báo cáo", "proceedings": "Một.\nHai."},
        {"starts_at": "14:00:00", "title": "Thảo luận"},
    )
    assert response.url == agenda.address
    time = datetime.time
    assert list(conference.agenda.values_list("starts_at", "ends_at", "title")) == [
        (time(8, 30), time(8, 45), "Khai mạc"),
        (time(8, 45), time(9, 0), "Báo cáo"),
        (time(14, 0), None, "Thảo luận"),
    ]
    shown = agenda.open()
    assert "Đã lưu chương trình." in text_of(shown)
    assert 'value="8h45"' in shown.content.decode()
    event = AuditEvent.objects.get(action="save_agenda")
    assert (event.target_id, len(event.changes)) == (str(conference.pk), 3)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"starts_at": "9h", "ends_at": "8h30", "title": "Ngược"}, "phải sau giờ bắt đầu"),
        ({"ends_at": "8h30", "title": "Không đầu"}, "Ghi giờ bắt đầu."),
        ({"starts_at": "25h", "title": "Lạ"}, "giờ từ 0 đến 23"),
        ({"starts_at": "sáng", "title": "Lạ"}, "không phải là giờ"),
        ({"starts_at": "8h"}, "Ghi nội dung"),
        ({"title": "x" * 301}, "301"),
        ({"title": "Khai \u202emạc"}, "ký tự ẩn"),
        ({"title": "Khai mạc", "place": "một"}, "Thứ tự là một số"),
    ],
)
def test_a_wrong_row_saves_none_and_keeps_all(page, conference, row, message):
    response = page("chuong-trinh/").send(OPENING, row)
    text = text_of(response)
    assert response.status_code == 200
    assert message in text
    assert "Chưa lưu dòng nào" in text
    assert "Chủ tịch UBND tỉnh" in text
    assert not conference.agenda.exists()


def test_rows_keep_their_keys_and_take_their_places_by_number(page, conference):
    first, second, third = (
        AgendaItemFactory(conference=conference, order=order, title=title)
        for order, title in enumerate(("Một", "Hai", "Ba"), start=1)
    )
    page("chuong-trinh/").send({"place": "3"}, {"DELETE": "on"}, {"place": "1"})
    assert list(conference.agenda.values_list("pk", "order", "title")) == [
        (third.pk, 1, "Ba"),
        (first.pk, 2, "Một"),
    ]
    changes = AuditEvent.objects.get(action="save_agenda").changes
    assert changes[f"agenda.{second.pk}"] == ["Hai", None]
    assert changes[f"agenda.{first.pk}.order"] == [1, 2]


def test_nothing_changed_writes_nothing(page, conference):
    AgendaItemFactory(conference=conference, order=1)
    assert page("chuong-trinh/").send().status_code == 302
    assert not AuditEvent.objects.filter(action="save_agenda").exists()


def test_without_javascript_the_server_gives_more_rows(page, conference):
    response = page("chuong-trinh/").send(OPENING, {"starts_at": "sáng"}, add="1")
    formset = response.context["formset"]
    assert len(formset.forms) == 8
    assert formset.forms[0]["title"].value() == "Khai mạc"
    assert 'value="sáng"' in response.content.decode()
    assert "không phải là giờ" not in text_of(response)
    assert not conference.agenda.exists()


def test_an_empty_or_broken_form_is_answered_in_words(page):
    agenda = page("chuong-trinh/")
    for data in ({}, {"rows-TOTAL_FORMS": "x"}, {"rows-TOTAL_FORMS": "9" * 30, "add": "1"}):
        response = agenda.post(data)
        assert response.status_code == 200
    assert "thiếu dữ liệu" in text_of(agenda.post({}))


def test_an_item_with_papers_stays(page, conference):
    item = AgendaItemFactory(conference=conference, title="Báo cáo")
    AgendaDocumentFactory(agenda_item=item)
    assert "Mục “Báo cáo” có tài liệu" in text_of(page("chuong-trinh/").send({"DELETE": "on"}))
    assert AgendaItem.objects.filter(pk=item.pk).exists()


def test_the_page_asks_no_more_for_more_rows(page, conference):
    agenda = page("dai-bieu/")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert agenda.open().status_code == 200
        return len(captured)

    DelegateFactory(conference=conference)
    queries()
    few = queries()
    for _ in range(20):
        DelegateFactory(conference=conference)
    assert queries() == few


# --- Two tabs -------------------------------------------------------------------------------


@pytest.fixture
def two_rows(conference):
    return [
        AgendaItemFactory(conference=conference, order=order, title=title, starts_at=None)
        for order, title in enumerate(("Khai mạc", "Báo cáo"), start=1)
    ]


def test_what_another_saved_is_told_and_merged(page, conference, two_rows):
    agenda = page("chuong-trinh/")
    mine = agenda.open().context["formset"]
    agenda.send({"title": "Khai mạc hội nghị"}, {}, {"title": "Thảo luận"})
    response = agenda.post(sent(mine, {}, {"title": "Báo cáo tổng kết"}, {"title": "Bế mạc"}))
    text = text_of(response)
    assert "Người khác vừa lưu phần này" in text
    assert "Người khác vừa sửa dòng này; bảng đã lấy nội dung mới." in text
    assert "Người khác vừa thêm dòng này." in text
    assert Conclusion.objects.count() == 0
    titles = [form["title"].value() for form in response.context["formset"].forms]
    assert titles[:3] == ["Khai mạc hội nghị", "Báo cáo tổng kết", "Bế mạc"]
    assert titles[-1] == "Thảo luận"
    assert [row.title for row in conference.agenda.all()] == [
        "Khai mạc hội nghị",
        "Báo cáo",
        "Thảo luận",
    ]
    assert agenda.post(sent(response.context["formset"])).status_code == 302
    assert {row.title for row in conference.agenda.all()} == {
        "Khai mạc hội nghị",
        "Báo cáo tổng kết",
        "Thảo luận",
        "Bế mạc",
    }


def test_a_clash_on_one_row_shows_both_and_asks(page, conference, two_rows):
    agenda = page("chuong-trinh/")
    mine = agenda.open().context["formset"]
    agenda.send({"title": "Chào cờ", "starts_at": "7h45"})
    response = agenda.post(sent(mine, {"title": "Văn nghệ"}))
    text = text_of(response)
    assert "Người khác vừa lưu dòng này là Từ: “7h45”; Nội dung: “Chào cờ”." in text
    assert response.context["formset"].forms[0]["title"].value() == "Văn nghệ"
    agenda.post(sent(response.context["formset"]))
    assert agenda_of(conference) == [(1, "Văn nghệ"), (2, "Báo cáo")]


def test_a_row_that_another_took_away(page, conference, two_rows):
    agenda = page("chuong-trinh/")
    mine = agenda.open().context["formset"]
    agenda.send({"DELETE": "on"}, {"DELETE": "on"})
    response = agenda.post(sent(mine, {"title": "Khai mạc lại"}))
    text = text_of(response)
    assert "Lưu thì dòng được thêm lại." in text
    assert "Người khác đã bỏ dòng này." in text
    agenda.post(sent(response.context["formset"], {}, {"DELETE": "on"}))
    assert agenda_of(conference) == [(1, "Khai mạc lại")]


# --- Each kind of rows ----------------------------------------------------------------------


def test_delegates_with_parts(page, conference, unit_of_binh):
    delegates = page("dai-bieu/")
    delegates.send(
        {
            "full_name": "Trần Văn An",
            "title": "Chủ tịch UBND tỉnh",
            "unit": unit_of_binh.pk,
            "parts": ["chaired", "opened"],
        },
        {"full_name": "Lê Thị Ba", "title": "Trưởng ban"},
    )
    first, second = conference.delegates.all()
    assert (first.unit, second.unit) == (unit_of_binh, None)
    assert set(first.parts.values_list("part", flat=True)) == {"chaired", "opened"}
    assert "chủ trì, phát biểu khai mạc" in text_of(delegates.open())
    delegates.send({"parts": ["opened", "gave_awards"]}, {"to_check": "on"})
    assert set(DelegatePart.objects.values_list("part", flat=True)) == {"opened", "gave_awards"}
    event = AuditEvent.objects.filter(action="save_delegates").first()
    assert event.changes[f"delegates.{first.pk}.parts"] == [
        "chủ trì, phát biểu khai mạc",
        "phát biểu khai mạc, trao thưởng",
    ]


def test_a_delegate_stands_once_however_spelled(page, conference):
    response = page("dai-bieu/").send(
        {"full_name": "Nguyễn Văn Hoà", "title": "Giám đốc Sở Nội vụ"},
        {"full_name": "NGUYỄN VĂN HÒA", "title": "Giám đốc Sở nội vụ"},
    )
    assert "Đại biểu này đã có ở dòng trên." in text_of(response)
    assert not conference.delegates.exists()


def test_two_delegates_swap_their_names(page, conference):
    first, second = (
        DelegateFactory(conference=conference, full_name=name, title="Đại biểu", order=order)
        for order, name in enumerate(("An", "Ba"), start=1)
    )
    page("dai-bieu/").send({"full_name": "Ba"}, {"full_name": "An"})
    names = dict(conference.delegates.values_list("pk", "full_name"))
    assert names == {first.pk: "Ba", second.pk: "An"}


def test_a_delegate_who_spoke_stays(page, conference):
    delegate = DelegateFactory(conference=conference, full_name="An")
    SpeechFactory(delegate=delegate, conference=conference)
    text = text_of(page("dai-bieu/").send({"DELETE": "on"}))
    assert "Đại biểu An có bài phát biểu" in text
    assert Delegate.objects.filter(pk=delegate.pk).exists()


def test_speeches_are_of_delegates_of_the_conference(page, conference):
    delegate, stranger = DelegateFactory(conference=conference), DelegateFactory()
    speeches = page("phat-bieu/")
    row = {"kind": "paper", "summary": "Ý một.\nÝ hai."}
    assert speeches.send({"delegate": stranger.pk, **row}).status_code == 200
    assert not Speech.objects.filter(conference=conference).exists()
    assert speeches.send({"delegate": delegate.pk, **row}).status_code == 302
    speech = conference.speeches.get()
    assert (speech.delegate, speech.paragraphs) == (delegate, ["Ý một.", "Ý hai."])
    assert "Chọn đại biểu." in text_of(speeches.send({}, {"summary": "Không ai"}))


def test_sections_change_places(page, conference):
    sections = page("muc-bao-cao/")
    sections.send(
        {"heading": "Tình hình chung", "body": "Đoạn một.\nĐoạn hai."},
        {"heading": "Nhiệm vụ", "body": "Làm tiếp.", "is_outlook": "on"},
    )
    sections.send({"place": "9"}, {"place": "1"})
    assert [(row.order, row.heading, row.is_outlook) for row in ReportSection.objects.all()] == [
        (1, "Nhiệm vụ", True),
        (2, "Tình hình chung", False),
    ]


def test_movements_of_the_catalogue_and_new_ones(page, conference):
    known = MovementFactory(name="Vì người nghèo")
    movements = page("phong-trao/")
    movements.send(
        {"movement": known.pk, "stated_name": "Cả nước vì người nghèo"},
        {"new_name": "Xóa nhà tạm, nhà dột nát", "summary": "Xong 500 nhà."},
    )
    assert [row.shown_name for row in conference.movements.all()] == [
        "Cả nước vì người nghèo",
        "Xóa nhà tạm, nhà dột nát",
    ]
    new = Movement.objects.get(slug="xoa-nha-tam-nha-dot-nat")
    assert new.kind == "movement"
    keys = set(ConferenceMovement.objects.values_list("pk", flat=True))
    movements.send({"movement": new.pk}, {"movement": known.pk, "place": "1"})
    assert set(ConferenceMovement.objects.values_list("pk", flat=True)) == keys
    for row, message in (
        ({"new_name": "vì người NGHÈO"}, "đã có trong danh mục"),
        ({"movement": known.pk, "new_name": "Khác"}, "hoặc ghi tên phong trào mới"),
        ({"summary": "Không tên"}, "hoặc ghi tên phong trào mới"),
        ({"movement": known.pk}, "đã có ở dòng trên"),
    ):
        assert message in text_of(movements.send({}, {}, row))
    assert Movement.objects.count() == 2


def test_conclusions_have_owner_and_day(page, conference, unit_of_binh):
    conclusions = page("ket-luan/")
    assert (
        "tháng 13" in text_of(conclusions.send({"text": "Sửa quy chế", "due_on": "1/13/2025"}))
        or not conference.conclusions.exists()
    )
    conclusions.send({"text": "Sửa quy chế", "owner": unit_of_binh.pk, "due_on": "30/6/2025"})
    row = conference.conclusions.get()
    assert (row.owner, row.due_on) == (unit_of_binh, datetime.date(2025, 6, 30))
    assert "quá hạn" in text_of(conclusions.open())


def test_a_settled_conference_takes_no_rows(page, conference):
    ConclusionFactory(conference=conference)
    agenda = page("chuong-trinh/")
    form = agenda.open().context["formset"]
    conference.status = "finalised"
    conference.save()
    text = text_of(agenda.post(sent(form, OPENING)))
    assert "Hội nghị đã chốt nên không sửa được" in text
    assert not conference.agenda.exists()
    assert ">Lưu<" not in text_of(agenda.open())


def test_who_may_only_look_sees_no_button(client_of, mai, conference):
    AgendaItemFactory(conference=conference, title="Khai mạc")
    client = client_of(mai)
    text = text_of(client.get(address("chuong-trinh/")))
    assert "Bạn chỉ xem được phần này" in text
    assert ">Khai mạc</td>" in text
    assert ">Lưu<" not in text
    assert "<textarea" not in text
    assert client.post(address("chuong-trinh/"), {}).status_code == 403


def test_a_unit_that_is_no_member_is_refused_at_its_cell(page, conference):
    delegates = page("dai-bieu/")
    row = {"full_name": "Lê D", "title": "Giám đốc Sở", "unit": "Sao Hỏa"}
    response = delegates.send(row)
    text = text_of(response)
    assert "Dòng 1, Đơn vị: “Sao Hỏa” không có trong danh sách. Hãy chọn lại." in text
    # It still stands in the cell, so that the next press refuses it again.
    assert '<option value="Sao Hỏa" selected>Sao Hỏa</option>' in text
    assert not conference.delegates.exists()
    again = sent(response.context["formset"])
    assert "Sao Hỏa" in text_of(delegates.post(again))
    delegates.post(again | {"rows-0-unit": ""})
    assert conference.delegates.get().unit is None
