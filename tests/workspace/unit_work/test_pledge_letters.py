"""Who is written to at each step of a pledge, and what the letters say."""

import datetime

import pytest

from cluster_portal.accounts.services import choose_mails
from cluster_portal.workspace.apps import WorkspaceConfig
from cluster_portal.workspace.signing.letters import KINDS
from emulation.models import Pledge
from emulation.services.pledge_comments import comment_on_pledge, comment_token
from tests.factories.emulation import PledgeFactory, PledgeItemFactory
from tests.factories.files import StoredFileFactory

pytestmark = pytest.mark.django_db
YEAR = "/cum/dong-bang-song-hong/2024/"
PORTAL = "http://127.0.0.1:8000"


@pytest.fixture
def draft(year_a, unit_of_binh, unit_of_chi):
    pledge = PledgeFactory(emulation_year=year_a, draft=True, legal_basis="Căn cứ Luật")
    PledgeItemFactory(pledge=pledge)
    return pledge


@pytest.fixture
def send(client_of, django_capture_on_commit_callbacks):
    """Post as somebody, with what follows the transaction."""

    def post(person, address, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client_of(person).post(address, data or {})
        assert answer.status_code == 302, answer.content.decode()
        return answer

    return post


def test_every_letter_has_a_kind_that_one_may_do_without():
    assert set(KINDS.values()) <= set(WorkspaceConfig.mail_kinds)


def test_officers_are_asked_for_their_opinion_and_get_the_answer(
    send, letters, draft, lan, binh, chi, unit_of_chi
):
    send(lan, f"{YEAR}giao-uoc/buoc/circulated/", {"comments_by": "15/6/2024"})
    to_binh, to_chi = letters()
    assert (to_binh[0], to_chi[0]) == (binh.email, chi.email)
    assert to_chi[1] == "[Cổng thi đua] Tỉnh Hà Nam: góp ý dự thảo giao ước năm 2024"
    assert "Hạn góp ý: 15/6/2024." in to_chi[2]
    assert f"{PORTAL}{YEAR}giao-uoc/gop-y/ha-nam/" in to_chi[2]
    pledge = Pledge.objects.get()
    comment = comment_on_pledge(
        pledge=pledge, unit=unit_of_chi, text="Bỏ câu cuối.", seen=comment_token(pledge), by=chi
    )
    send(lan, f"{YEAR}giao-uoc/gop-y/tra-loi/{comment.pk}/", {"answer": "Giữ nguyên vì luật."})
    [answered] = letters()[2:]
    assert answered[0] == chi.email
    assert "Ý kiến về giao ước năm 2024 đã được trả lời" in answered[1]
    assert "Giữ nguyên" not in answered[2]
    assert f"{PORTAL}{YEAR}giao-uoc/gop-y/" in answered[2]


def test_officers_are_told_that_it_is_issued_and_the_secretariat_of_declining(
    send, letters, draft, lan, binh, chi
):
    send(lan, f"{YEAR}giao-uoc/buoc/issued/", {"sign_by": "20/6/2024"})
    to_binh, to_chi = letters()
    assert (to_binh[0], to_chi[0]) == (binh.email, chi.email)
    assert to_chi[1] == "[Cổng thi đua] Tỉnh Hà Nam: giao ước thi đua năm 2024 chờ ký"
    for words in ("Hạn ký: 20/6/2024.", f"{PORTAL}{YEAR}giao-uoc/ky/ha-nam/", "/tai-khoan/"):
        assert words in to_chi[2]
    send(chi, f"{YEAR}giao-uoc/chu-ky/ha-nam/tu-choi/", {"reason": "Chưa thống nhất mục 2"})
    [declined] = letters()[2:]
    assert declined[0] == lan.email
    assert "Tỉnh Hà Nam từ chối ký giao ước năm 2024" in declined[1]
    assert "Chưa thống nhất" not in declined[2]
    send(chi, f"{YEAR}giao-uoc/chu-ky/ha-nam/tu-choi/", {"rut-lai": ""})
    assert sum("rút lại việc từ chối ký" in letter[1] for letter in letters()) == 1
    send(lan, f"{YEAR}giao-uoc/thu-hoi/", {"reason": "Sai căn cứ"})
    withdrawn = [letter for letter in letters() if "đã thu hồi" in letter[1]]
    assert [letter[0] for letter in withdrawn] == [binh.email, chi.email]
    assert "Đừng ký tiếp tệp đã tải." in withdrawn[0][2]


def test_a_step_back_tells_nobody(send, letters, draft, lan, binh, chi):
    send(lan, f"{YEAR}giao-uoc/buoc/circulated/", {"comments_by": "15/6/2024"})
    before = len(letters())
    send(lan, f"{YEAR}giao-uoc/buoc/draft/", {"reason": "Sửa lời"})
    assert len(letters()) == before == 2


def test_all_are_told_when_everybody_has_signed_on_paper(send, letters, draft, lan, mai, binh, chi):
    send(lan, f"{YEAR}giao-uoc/buoc/issued/", {"sign_by": ""})
    draft.signatures.update(
        signed_on=datetime.date(2024, 6, 1),
        method="paper",
        signer_name="Lê Văn Ký",
        scan=StoredFileFactory(),
    )
    before = len(letters())
    send(lan, f"{YEAR}giao-uoc/buoc/signed/", {"signed_on": "1/6/2024"})
    told = [letter for letter in letters() if "đã ký đủ" in letter[1]]
    assert len(letters()) - before == len(told)
    # Lan did it herself; Mai is not of the office.
    assert [letter[0] for letter in told] == [binh.email, chi.email]


def test_a_kind_that_one_does_without_does_not_come(send, letters, draft, lan, binh, chi):
    kinds = [kind for kind in WorkspaceConfig.mail_kinds if kind != "pledge_signing"]
    choose_mails(wanted=kinds, by=chi)
    send(lan, f"{YEAR}giao-uoc/buoc/circulated/", {"comments_by": "15/6/2024"})
    assert [letter[0] for letter in letters()] == [binh.email, chi.email]
    send(lan, f"{YEAR}giao-uoc/buoc/issued/", {"sign_by": ""})
    assert [letter[0] for letter in letters() if "chờ ký" in letter[1]] == [binh.email]


def test_nobody_is_told_of_a_step_that_was_refused(client_of, letters, draft, lan, chi):
    draft.items.all().delete()
    answer = client_of(lan).post(f"{YEAR}giao-uoc/buoc/circulated/", {"comments_by": "15/6/2024"})
    assert answer.status_code == 200
    assert letters() == []
