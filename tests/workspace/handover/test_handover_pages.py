"""The handover in the browser: the proposed checklist, both confirmations, the minutes."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cluster_portal.audit.models import AuditEvent
from cluster_portal.database.seen import STALE
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.services import Press
from cluster_portal.workspace.handover.proposal import proposed_items
from cluster_portal.workspace.handover.services import confirm
from clusters.models import Handover
from clusters.services.handover import Item, prepare_handover, sides_of
from tests.conftest import give_second_factor
from tests.documents.reading import text_of as text_of_pdf
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
)
from tests.factories.emulation import ConferenceFactory, PledgeFactory
from tests.factories.work import ConclusionFactory, HandoverItemFactory, UnitReportFactory

PAGE = "/cum/dong-bang-song-hong/2025/ban-giao/"
LIST = f"{PAGE}danh-muc/"
GIVES, TAKES = f"{PAGE}xac-nhan/gives/", f"{PAGE}xac-nhan/takes/"
PDF = f"{PAGE}bien-ban.pdf"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2025, 3, 10, 9, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def year(cluster_a, year_a, unit_of_chi):
    """2025, in which Chi's province takes over from Bình's."""
    cluster_a.document_code = "CTĐĐBSH"
    cluster_a.save()
    HandoverFactory(emulation_year=year_a, handed_over_on=datetime.date(2024, 3, 13))
    year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=year, unit=unit_of_chi)
    return year


@pytest.fixture
def successor(cluster_a, unit_of_chi):
    return give_second_factor(
        AppointmentFactory(cluster=cluster_a, unit=unit_of_chi, user__full_name="Đặng Thu Hà").user
    )


@pytest.fixture
def handover(lan, year):
    return prepare_handover(
        emulation_year=year,
        handed_over_on=datetime.date(2025, 3, 20),
        items=[Item("Hồ sơ hội nghị"), Item("Quy chế hoạt động", "open", "hạn 30/6/2025")],
        by=lan,
    )


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def lines(*rows, day="20/3/2025", **changes):
    data = {
        "handed_over_on": day,
        "note": "",
        "items-TOTAL_FORMS": len(rows),
        "items-INITIAL_FORMS": 0,
    }
    for place, (text, state, note) in enumerate(rows):
        data |= {
            f"items-{place}-text": text,
            f"items-{place}-state": state,
            f"items-{place}-note": note,
        }
    return data | changes


def test_the_checklist_is_proposed_from_the_record(
    lan, year, year_a, unit_of_binh, unit_of_chi, cluster_a, successor
):
    review = ConferenceFactory(
        cluster=cluster_a, review_year=year_a, launch_year=year, title="Hội nghị tổng kết 2024"
    )
    PledgeFactory(emulation_year=year_a)
    PledgeFactory(emulation_year=year, draft=True)
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    AwardFactory(emulation_year=year_a, unit=unit_of_chi, proposed=True)
    ConclusionFactory(
        conference=review,
        text="Sửa quy chế " + "rất dài " * 60,
        owner=unit_of_chi,
        due_on=datetime.date(2025, 6, 30),
    )
    ConclusionFactory(conference=review, text="Đã xong", done_on=datetime.date(2025, 3, 14))
    items = proposed_items(year, sides_of(year))
    found = {item.text[:40]: (item.state, item.note) for item in items}
    assert found["Hồ sơ Hội nghị tổng kết 2024, ngày 13/3/"][0] == "passed_on"
    assert found["Giao ước thi đua năm 2024"] == ("passed_on", "")
    assert found["Giao ước thi đua năm 2025"] == ("open", "Dự thảo")
    assert found["Tài khoản ban thư ký của Hà Nam trên cổn"] == ("passed_on", "Đặng Thu Hà")
    assert found["Báo cáo năm 2024 của đơn vị chưa nhận"] == ("open", "Hà Nam, Nam Định")
    assert found["Đề nghị khen thưởng năm 2024 chưa có kết"] == ("open", "1 đề nghị")
    [conclusion] = [item for item in items if item.text.startswith("Kết luận")]
    assert conclusion.note == "Hà Nam, hạn 30/6/2025"
    assert len(conclusion.text) == 300
    assert not any("Đã xong" in item.text for item in items)
    states = [item.state for item in items]
    assert states == sorted(states, reverse=True)


def test_prepared_confirmed_by_both_and_written_down(
    client_of, lan, successor, year, tmp_path, unit_of_binh
):
    chair = client_of(lan)
    page = text_of(chair.get(LIST))
    assert "đề xuất từ hồ sơ" in page
    assert "Số liệu, khen thưởng các năm trên cổng, đến năm 2024" in page
    rows = [
        ("Hồ sơ hội nghị năm 2024", "passed_on", "3 cặp"),
        ("Quy chế hoạt động", "open", "hạn 30/6/2025"),
        ("", "passed_on", ""),
    ]
    page = text_of(chair.post(LIST, lines(*rows), follow=True))
    assert "Đã lưu danh mục bàn giao." in page
    assert GIVES in page
    assert TAKES not in page
    assert "Bàn giao có hiệu lực khi bên kia cũng xác nhận" in text_of(chair.get(GIVES))
    assert "Đã xác nhận." in text_of(chair.post(GIVES, follow=True))
    assert chair.get(PDF).status_code == 404
    taker = client_of(successor)
    assert "Hai bên đã đủ." in text_of(taker.get(TAKES))
    page = text_of(taker.post(TAKES, follow=True))
    assert "Bàn giao đã đủ hai bên xác nhận." in page
    assert "có hiệu lực từ ngày 20/3/2025" in page
    row = Handover.objects.get(emulation_year=year)
    assert row.is_effective
    assert row.document.document_number == "01/BB-CTĐĐBSH"
    response = taker.get(PDF)
    assert response.content == bytes(IssuedDocument.objects.get().content)
    path = tmp_path / "minutes.pdf"
    path.write_bytes(response.content)
    text = text_of_pdf(path)
    for words in (
        "Số: 01/BB-CTĐĐBSH",
        "BIÊN BẢN",
        "Bàn giao nhiệm vụ Cụm trưởng",
        "ngày 20 tháng 3 năm 2025",
        "ĐÃ XÁC NHẬN",
        "ĐẠI DIỆN BÊN GIAO",
        "ĐẠI DIỆN BÊN NHẬN",
        "ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH",
        "không phải chữ ký",
        "Nguyễn Thị Lan",
        "Đặng Thu Hà",
        "Quy chế hoạt động",
        "Còn dở, chuyển tiếp",
    ):
        assert words in text, words
    # From its day the new office works, the old one reads.
    with time_machine.travel(datetime.datetime(2025, 3, 20, 9, tzinfo=datetime.UTC)):
        page = text_of(client_of(successor).get(PAGE))
        assert "Đã bàn giao ngày 20/3/2025." in page
        other = "/cum/dong-bang-song-hong/2025/giao-viec/"
        assert client_of(successor).post(other).status_code == 200
        assert client_of(lan).post(other).status_code == 403


def test_a_change_warns_of_the_confirmation_it_takes_back(client_of, lan, successor, handover):
    client_of(successor).post(TAKES)
    chair = client_of(lan)
    assert "Hà Nam đã xác nhận danh mục hiện tại." in text_of(chair.get(LIST))
    chair.post(LIST, lines(("Hồ sơ khác", "passed_on", "")))
    assert not handover.confirmations.exists()


def test_what_was_typed_stays_with_its_errors(client_of, lan, year):
    chair = client_of(lan)
    page = text_of(
        chair.post(
            LIST,
            lines(("", "open", "ghi chú bơ vơ"), ("Hồ sơ", "la", ""), day="31/2/2025"),
        )
    )
    assert "ghi chú bơ vơ" in page
    assert 'value="31/2/2025"' in page
    assert "Ghi nội dung, hoặc xóa ghi chú" in page
    page = text_of(chair.post(LIST, lines(("", "open", ""))))
    assert "còn trống" in page
    page = text_of(chair.post(LIST, lines(("Hồ sơ\u202e", "open", ""))))
    assert "Dòng 1: " in page
    assert not Handover.objects.filter(emulation_year=year).exists()
    assert chair.post(LIST, {"handed_over_on": "20/3/2025"}).status_code == 200


def test_what_others_get(client_of, mai, binh, dung, hoa, visitor, handover):
    reader = client_of(hoa)
    assert "Xác nhận thay" not in text_of(reader.get(PAGE))
    for address in (LIST, GIVES, TAKES):
        assert reader.get(address).status_code == 403
        assert reader.post(address).status_code == 403
    assert client_of(binh).get(LIST).status_code == 403
    assert client_of(binh).get(GIVES).status_code == 200
    assert client_of(dung).get(PAGE).status_code == 404
    assert client_of(dung).post(GIVES).status_code == 404
    assert visitor.get(PAGE).status_code == 302
    assert client_of(mai).get(f"{PAGE}xac-nhan/ai/").status_code == 404


def test_what_a_source_told_is_shown_as_told(client_of, lan, year_a, year):
    page = text_of(client_of(lan).get(PAGE.replace("2025", "2024")))
    assert "Đã bàn giao ngày 13/3/2024." in page
    assert "Chưa có Cụm trưởng của năm trước" in page
    assert client_of(lan).get(LIST.replace("2025", "2024")).status_code == 302


def test_a_longer_list_costs_no_more(client_of, lan, handover):
    browser = client_of(lan)

    def queries():
        with CaptureQueriesContext(connection) as context:
            browser.get(PAGE)
        return len(context)

    queries()
    before = queries()
    HandoverItemFactory.create_batch(5, handover=handover)
    assert queries() == before


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "abc"}])
def test_a_confirmation_that_saw_no_list_is_refused(client_of, lan, handover, sent):
    client = client_of(lan)
    response = Client.post(client, GIVES, sent)  # as no page of ours sends it
    assert "danh mục vừa được sửa nên chưa xác nhận" in text_of(response)
    assert not handover.confirmations.exists()
    again = {"seen": response.context["form"]["seen"].value()}
    assert client.post(GIVES, again).status_code == 302


def test_a_list_sent_without_having_seen_one_is_refused_and_kept(client_of, lan, handover):
    mine = lines(("Hồ sơ của tôi", "open", ""), seen="")
    page = text_of(client_of(lan).post(LIST, mine))
    assert STALE in page
    assert "Hồ sơ của tôi" in page
    assert not handover.items.filter(text="Hồ sơ của tôi").exists()


def test_taking_over_asks_for_a_second_factor_and_finds_back(client_of, lan, mai, handover):
    assert client_of(lan).post(GIVES).status_code == 302
    taker, factors = client_of(mai), reverse("mfa_index")
    page = text_of(taker.get(TAKES))
    assert "nên cần xác thực hai lớp" in page
    assert f'href="{factors}"' in page
    assert "nên cần xác thực hai lớp" in text_of(taker.post(TAKES))
    assert not Handover.objects.get(pk=handover.pk).is_effective
    assert f'href="{TAKES}"' in text_of(taker.get(factors))
    give_second_factor(mai)
    assert taker.post(TAKES).status_code == 302
    assert Handover.objects.get(pk=handover.pk).is_effective
    assert f'href="{TAKES}"' not in text_of(taker.get(factors))


def test_a_demo_account_takes_over_without(lan, mai, handover):
    confirm(handover=handover, side="gives", by=lan)
    mai.email = "ha-nam@demo.example"
    mai.save()
    assert confirm(handover=handover, side="takes", by=mai).is_effective


def seen_on(client, address):
    return client.get(address).context["form"]["seen"].value()


def test_a_list_that_nobody_saw_is_not_confirmed(client_of, lan, successor, year, handover):
    taker = client_of(successor)
    seen = seen_on(taker, TAKES)
    prepare_handover(
        emulation_year=year,
        handed_over_on=datetime.date(2025, 3, 20),
        items=[Item("Nợ ba tỷ", "open")],
        by=lan,
    )
    response = taker.post(TAKES, {"seen": seen})
    page = text_of(response)
    assert "vừa được sửa nên chưa xác nhận" in page
    assert "Nợ ba tỷ" in page
    assert not handover.confirmations.exists()
    again = {"seen": response.context["form"]["seen"].value()}
    assert "Đã xác nhận." in text_of(taker.post(TAKES, again, follow=True))
    assert handover.confirmations.count() == 1


def test_the_second_of_two_checklists_shows_what_the_first_saved(client_of, lan, handover):
    client = client_of(lan)
    seen = seen_on(client, LIST)
    theirs = lines(("Hồ sơ của họ", "open", ""), seen=seen, note="Của họ")
    mine = lines(("Hồ sơ của tôi", "open", ""), seen=seen, note="Của tôi")
    assert client.post(LIST, theirs).status_code == 302
    response = client.post(LIST, mine)
    page = text_of(response)
    for words in (STALE, "Hồ sơ của họ (Còn dở", "Hồ sơ của tôi", "Của họ"):
        assert words in page, words
    assert handover.items.get().text == "Hồ sơ của họ"
    again = mine | {"seen": response.context["form"]["seen"].value()}
    assert client.post(LIST, again).status_code == 302
    assert handover.items.get().text == "Hồ sơ của tôi"


def test_nothing_is_recorded_while_the_minutes_print(lan, successor, handover, monkeypatch):
    confirm(handover=handover, side="gives", by=lan)
    before, found = AuditEvent.objects.count(), []
    printing = Press.print

    def spy(press, html):
        found.append(AuditEvent.objects.count() - before)
        return printing(press, html)

    monkeypatch.setattr(Press, "print", spy)
    confirm(handover=handover, side="takes", by=successor)
    assert found == [0]
    assert AuditEvent.objects.count() - before == 3


def test_more_conferences_cost_the_proposal_no_query(lan, year, year_a, cluster_a):
    def queries():
        with CaptureQueriesContext(connection) as context:
            proposed_items(year, sides_of(year))
        return len(context)

    ConferenceFactory(cluster=cluster_a, review_year=year_a, kind="thematic")
    before = queries()
    ConferenceFactory.create_batch(4, cluster=cluster_a, review_year=year_a, kind="thematic")
    assert queries() == before


def test_more_lines_are_had_without_saving_and_what_was_typed_stays(
    client_of, lan, year, successor
):
    client = client_of(lan)
    rows = [(f"Hồ sơ {number}", "passed_on", "") for number in range(3)]
    response = client.post(LIST, lines(*rows, day="không rõ", add="1"))
    page = text_of(response)
    assert len(response.context["lines"].forms) == 8
    assert "Hồ sơ 2" in page
    assert '<option value="" selected></option>' not in page
    assert 'value="không rõ"' in page
    assert "error-summary" not in page
    assert not Handover.objects.filter(emulation_year=year).exists()
    # A state that is none of the choices is refused, and stays to be seen.
    refused = text_of(client.post(LIST, lines(("Con dấu", "Đã gửi", ""))))
    assert "“Đã gửi” không có trong danh sách. Hãy chọn lại." in refused
    assert '<option value="Đã gửi" selected>Đã gửi</option>' in refused
