"""The pages of a pledge's life: opinions, versions, declining, scans, withdrawal, signing order."""

import datetime

import pytest
import time_machine

from cluster_portal.database.seen import STALE
from clusters.models import SigningOrder
from emulation.models import Pledge, PledgeComment
from emulation.services.pledge_comments import comment_on_pledge
from emulation.services.pledge_steps import move_pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.factories.emulation import PledgeFactory, PledgeSignatureFactory
from tests.files.samples import HTML, scan, upload

pytestmark = pytest.mark.django_db
YEAR = "/cum/dong-bang-song-hong/2024/"
PLEDGE = f"{YEAR}giao-uoc/soan/"
VERSIONS = f"{YEAR}giao-uoc/ban-thao/"
COMMENTS = f"{YEAR}giao-uoc/gop-y/"
SIGNATURES = f"{YEAR}giao-uoc/chu-ky/"
WITHDRAW = f"{YEAR}giao-uoc/thu-hoi/"
ORDER = "/cum/dong-bang-song-hong/thu-tu-ky/"
BOARD = f"{YEAR}viec/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split("<main", 1)[1].split())


def write(year, by, text):
    return save_pledge(
        emulation_year=year,
        texts={"theme": "Đoàn kết", "legal_basis": "Căn cứ Luật"},
        items=[PledgeItemText(1, "", text)],
        by=by,
    )


@pytest.fixture
def draft(year_a, lan, unit_of_chi):
    return write(year_a, lan, "Hoàn thành các chỉ tiêu.")


@pytest.fixture
def circulated(draft, lan):
    day = datetime.date(2024, 6, 20)
    return move_pledge(pledge=draft, to="circulated", comments_by=day, by=lan)


@pytest.fixture
def issued(draft, lan):
    return move_pledge(pledge=draft, to="issued", by=lan)


# --- Opinions -------------------------------------------------------------------------------


def test_opinions_are_asked_given_answered_and_counted(client_of, lan, binh, chi, draft):
    secretary, officer = client_of(lan), client_of(binh)
    step = f"{YEAR}giao-uoc/buoc/circulated/"
    assert "Nhập ngày" in text_of(secretary.post(step, {"comments_by": ""}))
    assert "31/5/2024" in text_of(secretary.post(step, {"comments_by": "31/5/2024"}))
    assert secretary.post(step, {"comments_by": "20/6/2024"}).url == PLEDGE
    assert "Chưa góp ý: Hà Nam, Nam Định" in text_of(secretary.get(BOARD))
    page = text_of(officer.get(COMMENTS))
    assert "Hạn góp ý: 20/6/2024" in page
    assert "Góp ý cho Nam Định" in page
    assert "Góp ý cho Hà Nam" not in page
    said = officer.post(f"{COMMENTS}nam-dinh/", {"text": "Bỏ câu <b>cuối</b>."})
    assert said.url == COMMENTS
    assert client_of(chi).post(f"{COMMENTS}ha-nam/", {"has_none": "on"}).url == COMMENTS
    page = text_of(secretary.get(COMMENTS))
    assert "Cả 2 đơn vị đã góp ý" in page
    assert "Bỏ câu &lt;b&gt;cuối&lt;/b&gt;." in page
    assert "Không có ý kiến." in page
    comment = PledgeComment.objects.get(has_none=False)
    answer = f"{COMMENTS}tra-loi/{comment.pk}/"
    assert "Ghi câu trả lời." in text_of(secretary.post(answer, {"answer": ""}))
    assert secretary.post(answer, {"answer": "Tiếp thu."}).url == COMMENTS
    assert "Tiếp thu." in text_of(officer.get(COMMENTS))
    assert secretary.get(answer).url == COMMENTS


def test_an_opinion_that_is_refused_keeps_what_was_typed(client_of, binh, circulated):
    client = client_of(binh)
    both = client.post(f"{COMMENTS}nam-dinh/", {"text": "Gõ dở dang", "has_none": "on"})
    assert "Gõ dở dang" in text_of(both)
    assert "bỏ chọn" in text_of(both)
    hidden = client.post(f"{COMMENTS}nam-dinh/", {"text": "ẩn\u202e"})
    assert hidden.status_code == 200
    assert client.post(f"{COMMENTS}nam-dinh/", {"text": "Đ" * 6000}).status_code == 200
    assert not PledgeComment.objects.exists()


def test_who_read_an_older_text_is_told_so(client_of, lan, binh, year_a, circulated):
    client = client_of(binh)
    seen = client.get(f"{COMMENTS}nam-dinh/").context["form"]["seen"].value()
    back = move_pledge(pledge=circulated, to="draft", by=lan, reason="Sửa")
    write(year_a, lan, "Khác.")
    move_pledge(pledge=back, to="circulated", comments_by=datetime.date(2024, 6, 20), by=lan)
    page = text_of(client.post(f"{COMMENTS}nam-dinh/", {"text": "Gõ rồi", "seen": seen}))
    assert STALE in page
    assert "Gõ rồi" in page


def test_opinions_of_others_are_refused(client_of, binh, dung, lan, circulated):
    for person, status in ((binh, 403), (lan, 403), (dung, 404)):
        client = client_of(person)
        assert client.get(f"{COMMENTS}ha-nam/").status_code == status
        assert client.post(f"{COMMENTS}ha-nam/", {"text": "Thay"}).status_code == status
    assert client_of(binh).get(f"{COMMENTS}khong-co/").status_code == 404


def test_an_opinion_has_the_day_of_vietnam(client_of, binh, circulated, unit_of_binh):
    with time_machine.travel(datetime.datetime(2024, 6, 2, 20, tzinfo=datetime.UTC), tick=False):
        comment_on_pledge(pledge=circulated, unit=unit_of_binh, text="Sớm", by=binh)
    assert "bản 1, 3/6/2024" in text_of(client_of(binh).get(COMMENTS))


# --- Versions -------------------------------------------------------------------------------


def test_two_versions_are_compared_word_by_word(client_of, lan, binh, year_a, draft):
    write(year_a, lan, "Hoàn thành vượt mức các chỉ tiêu.")
    write(year_a, lan, "Hoàn thành vượt mức mọi chỉ tiêu.")
    client = client_of(binh)
    page = text_of(client.get(VERSIONS, {"tu": "1", "den": "3"}))
    assert '<ins><span class="visually-hidden">[thêm: </span>' in page
    assert "vượt mức mọi" in page
    assert '<del><span class="visually-hidden">[bỏ: </span>các<' in page
    newest = text_of(client.get(VERSIONS))
    assert "vượt mức" in newest
    assert ">mọi<" in newest
    assert "Hai bản giống nhau." in text_of(client.get(VERSIONS, {"tu": "2", "den": "2"}))


@pytest.mark.parametrize("query", ["?tu=9&den=1", "?tu=abc", "?tu=&den=", "?den=-1", "?tu=1&tu=2"])
def test_versions_that_do_not_exist_are_no_error(client_of, lan, draft, query):
    assert client_of(lan).get(VERSIONS + query).status_code == 200


def test_a_pledge_without_versions_says_so(client_of, lan, year_a):
    client = client_of(lan)
    assert client.get(VERSIONS).status_code == 404
    PledgeFactory(emulation_year=year_a)
    assert "Chưa có bản thảo nào" in text_of(client.get(VERSIONS))


# --- Signing --------------------------------------------------------------------------------


def test_a_unit_declines_and_the_secretariat_sees_why(client_of, lan, chi, issued):
    officer, secretary = client_of(chi), client_of(lan)
    page = f"{SIGNATURES}ha-nam/tu-choi/"
    assert "Nêu lý do từ chối" in text_of(officer.post(page, {"reason": " "}))
    assert officer.post(page, {"reason": "Chưa thống nhất mục 1"}).url == SIGNATURES
    assert "Từ chối ký: Hà Nam" in text_of(secretary.get(BOARD))
    assert "Chưa thống nhất mục 1" in text_of(secretary.get(SIGNATURES))
    assert secretary.get(page).status_code == 403
    assert officer.post(page, {"rut-lai": "1"}).url == SIGNATURES
    assert "từ chối ký" not in text_of(secretary.get(SIGNATURES))
    again = officer.post(page, {"rut-lai": "1"})
    assert "không ở trạng thái từ chối" in text_of(again)


def test_a_scan_is_kept_beside_the_paper_signature(client_of, lan, binh, issued, unit_of_chi):
    issued.signatures.filter(unit=unit_of_chi).update(
        signer_name="Lê Ký", signed_on=datetime.date(2024, 5, 1), method="paper"
    )
    client = client_of(lan)
    page = f"{SIGNATURES}ha-nam/ban-giay/"
    assert "quét ở 150 dpi" in text_of(client.post(page, {"upload": upload(scan(150))}))
    assert "không đúng loại" in text_of(client.post(page, {"upload": upload(HTML)}))
    assert "Chọn tệp." in text_of(client.post(page, {}))
    assert client.post(page, {"upload": upload(scan(), "hà nam.pdf")}).url == SIGNATURES
    shown = text_of(client.get(SIGNATURES))
    assert "ký trên bản giấy, 1/5/2024" in shown
    assert "ký số," not in shown
    file = client_of(binh).get(f"{SIGNATURES}ha-nam/ban-chup/")
    assert b"".join(file).startswith(b"%PDF-")
    assert client.get(f"{SIGNATURES}nam-dinh/ban-giay/").url == SIGNATURES
    assert client.get(f"{SIGNATURES}nam-dinh/ban-chup/").status_code == 404


def test_the_order_of_signing_is_set_by_who_leads(client_of, lan, binh, cluster_a):
    client = client_of(lan)
    assert "Chọn một thứ tự" in text_of(client.post(ORDER, {"signing_order": "khac"}))
    assert client.post(ORDER, {"signing_order": "chair_first"}).url == ORDER
    cluster_a.refresh_from_db()
    assert cluster_a.signing_order == SigningOrder.CHAIR_FIRST
    officer = client_of(binh)
    assert "Cụm trưởng ký trước" in text_of(officer.get(ORDER))
    assert officer.post(ORDER, {"signing_order": "all_at_once"}).status_code == 403


# --- Withdrawing ----------------------------------------------------------------------------


def test_a_signed_pledge_is_withdrawn_and_replaced(client_of, visitor, lan, year_a, unit_of_chi):
    pledge = PledgeFactory(emulation_year=year_a, document_number="01/GƯTĐ", legal_basis="Luật")
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_chi)
    client = client_of(lan)
    assert visitor.get(f"{YEAR}giao-uoc/").status_code == 200
    assert "Nêu lý do thu hồi" in text_of(client.post(WITHDRAW, {"reason": ""}))
    assert client.post(WITHDRAW, {"reason": "Sai căn cứ"}).url == PLEDGE
    assert visitor.get(f"{YEAR}giao-uoc/").status_code == 404
    page = text_of(client.get(PLEDGE))
    for words in ("Đã thu hồi", "Số 01/GƯTĐ", "Sai căn cứ", "1 chữ ký đã có", "Soạn bản thay thế"):
        assert words in page, words
    assert "Bản thay thế" in text_of(client.get(BOARD))
    assert client.post(f"{YEAR}giao-uoc/buoc/draft/", {}).url == PLEDGE
    assert 'name="theme"' in text_of(client.get(PLEDGE))
    assert Pledge.objects.get().status == "draft"
    assert client.get(WITHDRAW).url == PLEDGE


def test_what_is_signed_is_not_called_back_to_be_mended(client_of, lan, issued, unit_of_chi):
    issued.signatures.filter(unit=unit_of_chi).update(
        signer_name="Lê Ký", signed_on=datetime.date(2024, 5, 1), method="paper"
    )
    page = text_of(client_of(lan).get(f"{YEAR}giao-uoc/buoc/draft/"))
    assert "thu hồi giao ước, nêu lý do" in page
    assert "Đã ký một phần" in text_of(client_of(lan).get(PLEDGE))
