"""Documents are made in the background: the page waits, then says what became of it."""

import pytest
from django.test import Client
from django.urls import reverse

from cluster_portal.documents.models import IssuedDocument
from cluster_portal.workspace.lifecycle.services import move_conference
from cluster_portal.workspace.models import IssueRequest
from cluster_portal.workspace.models.issuing import BEING_MADE
from clusters.services.handover import Item, prepare_handover
from emulation.models import Conference, Pledge, PledgeItem

pytestmark = pytest.mark.django_db

YEAR = "/cum/dong-bang-song-hong/2024/"
PLEDGE, ISSUE = f"{YEAR}giao-uoc/soan/", f"{YEAR}giao-uoc/buoc/issued/"
STEPS = "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2024/trang-thai/"
FINALISE = f"{STEPS}finalised/"
LIST = f"{YEAR}dinh-chinh/"
FIGURE = f"{LIST}grdp/nam-dinh/"
HANDOVER = "/cum/dong-bang-song-hong/2025/ban-giao/"
MAKING = "Đang làm văn bản"


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def progress_of(client: Client) -> dict:
    row = IssueRequest.objects.first()
    return client.get(reverse("workspace:issue-progress", args=[row.pk])).json()


def wait_for(client: Client, work, page: str, button: str) -> str:
    """The page waits, without its buttons; the worker comes; the page as it then is."""
    waiting = text_of(client.get(page))
    assert MAKING in waiting
    assert "<progress" in waiting
    assert "Xem lại</a>" in waiting  # without a script
    assert 'role="status"' in waiting
    assert button not in waiting
    assert progress_of(client)["is_answered"] is False
    work()
    assert progress_of(client) == {"state": "Đã làm xong", "is_answered": True}
    done = text_of(client.get(page))
    assert MAKING not in done
    return done


def test_a_pledge_is_issued_while_its_page_waits(client_of, lan, pledge, work):
    client = client_of(lan)
    assert ISSUE in text_of(client.get(PLEDGE))
    answer = client.post(ISSUE, {"sign_by": "20/3/2025"})
    assert (answer.status_code, answer.url) == (302, PLEDGE)
    assert not IssuedDocument.objects.exists()
    assert client.get(ISSUE).url == PLEDGE
    assert "Giao ước: chờ ký." in wait_for(client, work, PLEDGE, ISSUE)
    # It is said once.
    assert "Giao ước: chờ ký." not in text_of(client.get(PLEDGE))
    pledge.refresh_from_db()
    assert (pledge.status, f"{pledge.sign_by:%d/%m/%Y}") == ("issued", "20/03/2025")
    assert pledge.document.issued_by == lan


def test_a_refusal_leads_back_to_the_form_as_it_was_typed(client_of, lan, pledge, work):
    client = client_of(lan)
    client.post(ISSUE, {"sign_by": "9/3/2025"})  # yesterday
    work()
    answer = client.get(PLEDGE)
    assert answer.url.startswith(f"{ISSUE}?yeu-cau=")
    page = text_of(client.get(answer.url))
    assert 'value="9/3/2025"' in page
    assert "chọn từ hôm nay trở đi" in page
    # Elsewhere one goes on undisturbed, and mends it when one likes.
    assert ISSUE in text_of(client.get(PLEDGE))
    assert client.post(ISSUE, {"sign_by": "20/3/2025"}).status_code == 302
    work()
    assert "Giao ước: chờ ký." in text_of(client.get(PLEDGE))


def test_nobody_else_is_shown_what_was_typed(client_of, lan, quan, pledge, work):
    client = client_of(lan)
    client.post(ISSUE, {"sign_by": "9/3/2025"})
    work()
    address = client.get(PLEDGE).url
    assert 'value="9/3/2025"' not in text_of(client_of(quan).get(address))
    for key in ("", "x", "9" * 40, "٣"):
        assert client.get(ISSUE, {"yeu-cau": key}).status_code == 200


def test_a_text_that_was_changed_meanwhile_is_not_issued(client_of, lan, pledge, work):
    client = client_of(lan)
    client.post(ISSUE, {"sign_by": ""})
    PledgeItem.objects.update(text="Khác hẳn")
    work()
    page = text_of(client.get(client.get(PLEDGE).url))
    assert "Lời giao ước vừa được sửa sau khi bạn trình ký" in page
    assert Pledge.objects.get().status == "draft"
    client.post(ISSUE, {"sign_by": ""})
    work()
    assert Pledge.objects.get().status == "issued"


def test_a_second_request_meanwhile_is_told_to_wait(client_of, lan, quan, pledge, work):
    client_of(lan).post(ISSUE, {"sign_by": ""})
    other = client_of(quan)
    page = text_of(other.post(ISSUE, {"sign_by": "20/3/2025"}))
    assert BEING_MADE in page
    assert 'value="20/3/2025"' in page
    assert IssueRequest.objects.count() == 1
    # Who may do the same sees how far it is; the answer is told to who asked.
    assert MAKING in text_of(other.get(PLEDGE))
    work()
    assert "Giao ước: chờ ký." not in text_of(other.get(PLEDGE))


def test_who_may_not_do_it_neither_asks_nor_follows(client_of, lan, mai, binh, hoa, dung, pledge):
    client_of(lan).post(ISSUE, {"sign_by": ""})
    address = reverse("workspace:issue-progress", args=[IssueRequest.objects.get().pk])
    for person, status in ((mai, 403), (binh, 403), (hoa, 403), (dung, 404)):
        client = client_of(person)
        assert client.post(ISSUE, {"sign_by": ""}).status_code == status
        assert client.get(address).status_code == status
    assert MAKING not in text_of(client_of(hoa).get(PLEDGE))
    assert Client().get(address).status_code == 302
    assert IssueRequest.objects.count() == 1


def test_a_report_is_finalised_and_corrected_while_the_pages_wait(
    client_of, lan, conference, figure, work
):
    client = client_of(lan)
    assert client.post(FINALISE).url == STEPS
    assert client.get(FINALISE).url == STEPS
    done = wait_for(client, work, STEPS, FINALISE)
    assert "Hội nghị ở trạng thái đã chốt." in done
    assert "Số 01/BC, lần 1" in done

    correction = {"typed": "6,4", "reason": "Cục Thống kê sửa"}
    assert client.post(FIGURE, correction).url == LIST
    assert client.get(FIGURE).url == LIST
    assert MAKING in text_of(client.get(STEPS))
    assert "Đã đính chính thành 6,4." in wait_for(client, work, LIST, FIGURE)
    assert Conference.objects.get().reports.count() == 2


def test_an_unusual_figure_is_asked_about_when_the_worker_says_so(
    client_of, lan, conference, figure, work
):
    move_conference(conference=conference, to="finalised", by=lan)
    client = client_of(lan)
    client.post(FIGURE, {"typed": "725", "reason": "Cục Thống kê sửa"})
    work()
    address = client.get(LIST).url
    page = text_of(client.get(address))
    assert 'value="725"' in page
    assert "Cục Thống kê sửa" in page
    assert "Đúng không, vì sao?" in page
    # Another figure's form stays empty.
    assert "725" not in text_of(client.get(address.replace("nam-dinh", "toan-cum")))
    answer = {"typed": "725", "reason": "Cục Thống kê sửa", "unusual_reason": "Đúng như công bố"}
    client.post(address, answer)
    work()
    assert "Đã đính chính thành 725." in text_of(client.get(LIST))


def test_a_conference_that_moved_meanwhile_is_not_finalised(client_of, lan, conference, work):
    client = client_of(lan)
    client.post(FINALISE)
    Conference.objects.update(status="draft")
    work()
    row = IssueRequest.objects.get()
    assert (row.state, row.answer[:29]) == ("refused", "Người khác vừa chuyển trạng t")
    assert not IssuedDocument.objects.exists()
    # The form is that of a step that is no more: it leads back and says so.
    page = text_of(client.get(STEPS, follow=True))
    assert "Người khác vừa chuyển trạng thái" in page


def test_the_minutes_of_a_handover_are_made_while_the_page_waits(
    client_of, lan, successor, handover, work
):
    chair, taker = client_of(lan), client_of(successor)
    # The first confirmation makes no document.
    assert "Đã xác nhận." in text_of(chair.post(f"{HANDOVER}xac-nhan/gives/", follow=True))
    takes = f"{HANDOVER}xac-nhan/takes/"
    assert taker.post(takes).url == HANDOVER
    assert taker.get(takes).url == HANDOVER
    done = wait_for(taker, work, HANDOVER, takes)
    assert "Bàn giao đã đủ hai bên xác nhận." in done
    assert "Biên bản (PDF)" in done


def test_a_list_that_was_changed_meanwhile_is_not_confirmed(
    client_of, lan, successor, handover, work
):
    client_of(lan).post(f"{HANDOVER}xac-nhan/gives/")
    taker = client_of(successor)
    taker.post(f"{HANDOVER}xac-nhan/takes/")
    prepare_handover(
        emulation_year=handover.emulation_year,
        handed_over_on=handover.handed_over_on,
        items=[Item("Nợ ba tỷ")],
        by=lan,
    )
    work()
    answer = taker.get(taker.get(HANDOVER).url)
    assert "danh mục vừa được sửa nên chưa xác nhận" in text_of(answer)
    assert "Nợ ba tỷ" in text_of(answer)
    again = {"seen": answer.context["form"]["seen"].value()}
    assert taker.post(f"{HANDOVER}xac-nhan/takes/", again).status_code == 302
    assert handover.confirmations.count() == 1
