"""A pledge goes round for opinions, leaves versions, is declined, withdrawn and written anew."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cluster_portal.audit.models import AuditEvent
from clusters.roles import Permission
from emulation.models import PledgeComment, PledgeVersion, PledgeWithdrawal
from emulation.services.pledge_comments import (
    answer_comment,
    comment_on_pledge,
    comment_token,
)
from emulation.services.pledge_signatures import PaperSignature, save_paper_signatures
from emulation.services.pledge_signing import decline_to_sign, take_back_decline
from emulation.services.pledge_steps import move_pledge
from emulation.services.pledge_withdrawals import withdraw_pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.factories.accounts import IssuedDocumentFactory
from tests.factories.clusters import DelegationFactory, EmulationYearFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory
from tests.factories.work import DeadlineFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 13)
SOON = datetime.date(2024, 6, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


def write(year, by, text="Hoàn thành.", **more):
    return save_pledge(
        emulation_year=year,
        texts={"theme": "Đoàn kết", "legal_basis": "Căn cứ Luật"},
        items=[PledgeItemText(1, "Kinh tế", text)],
        by=by,
        **more,
    )


@pytest.fixture
def draft(year_a, lan, unit_of_chi):
    return write(year_a, lan)


@pytest.fixture
def circulated(draft, lan):
    return move_pledge(pledge=draft, to="circulated", comments_by=SOON, by=lan)


@pytest.fixture
def issued(draft, lan):
    return move_pledge(pledge=draft, to="issued", by=lan)


def sign(pledge, by, *units):
    rows = [PaperSignature(unit, "Lê Văn Ký", "Chủ tịch", DAY) for unit in units]
    save_paper_signatures(pledge=pledge, signatures=rows, by=by)


def fields_of(service, **call):
    with pytest.raises(ValidationError) as refused:
        service(**call)
    error = refused.value
    return set(error.message_dict) if hasattr(error, "error_dict") else {error.messages[0]}


# --- Versions -------------------------------------------------------------------------------


def test_each_save_that_changes_something_leaves_a_version(year_a, lan, draft):
    write(year_a, lan)
    write(year_a, lan, "Hoàn thành vượt mức.", note="Theo ý kiến Hà Nam")
    kept = list(PledgeVersion.objects.values_list("number", "note", "saved_by"))
    assert kept == [(1, "", lan.pk), (2, "Theo ý kiến Hà Nam", lan.pk)]
    assert PledgeVersion.objects.get(number=2).snapshot["items"] == [
        {"number": 1, "heading": "Kinh tế", "text": "Hoàn thành vượt mức."}
    ]


def test_a_text_that_came_otherwise_is_kept_before_it_is_changed(year_a, lan):
    pledge = PledgeFactory(emulation_year=year_a, draft=True, theme="Chép từ năm trước")
    PledgeItemFactory(pledge=pledge, number=1, text="Có sẵn.")
    write(year_a, lan)
    first, second = PledgeVersion.objects.order_by("number")
    assert (first.saved_by, first.snapshot["texts"]["theme"]) == (None, "Chép từ năm trước")
    assert (second.saved_by, second.snapshot["texts"]["theme"]) == (lan, "Đoàn kết")


def test_versions_and_withdrawals_are_never_changed(draft, lan):
    version = draft.versions.get()
    for change in (lambda: PledgeVersion.objects.update(note="x"), version.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# --- Opinions -------------------------------------------------------------------------------


def test_the_text_goes_round_and_comes_back_with_a_reason(year_a, lan, circulated):
    assert circulated.comments_by == SOON
    assert fields_of(write, year=year_a, by=lan, text="Khác") == {
        "Giao ước không còn là dự thảo: chuyển về dự thảo và nêu lý do rồi mới sửa lời."
    }
    assert fields_of(move_pledge, pledge=circulated, to="draft", by=lan) == {"reason"}
    back = move_pledge(pledge=circulated, to="draft", by=lan, reason="Tiếp thu ý kiến")
    assert write(year_a, lan, "Khác").versions.count() == 2
    assert move_pledge(pledge=back, to="issued", by=lan).status == "issued"


def test_opinions_need_a_day_that_is_to_come(draft, lan):
    for day in (None, datetime.date(2024, 5, 31)):
        call = {"pledge": draft, "to": "circulated", "by": lan, "comments_by": day}
        assert fields_of(move_pledge, **call) == {"comments_by"}


def test_officers_speak_for_their_own_unit(circulated, binh, chi, lan, unit_of_binh, unit_of_chi):
    said = comment_on_pledge(pledge=circulated, unit=unit_of_binh, text="Bỏ mục 1.", by=binh)
    none = comment_on_pledge(pledge=circulated, unit=unit_of_chi, has_none=True, by=chi)
    assert (said.version.number, none.text) == (1, "")
    for person in (binh, lan):
        with pytest.raises(PermissionDenied):
            comment_on_pledge(pledge=circulated, unit=unit_of_chi, text="Thay", by=person)
    event = AuditEvent.objects.filter(action="comment_on_pledge").earliest("pk")
    assert event.changes == {"comments": [None, "Tỉnh Nam Định: Bỏ mục 1."]}


def test_one_says_something_or_nothing(circulated, binh, unit_of_binh, unit_of_b):
    call = {"pledge": circulated, "unit": unit_of_binh, "by": binh}
    assert fields_of(comment_on_pledge, **call) == {"text"}
    assert fields_of(comment_on_pledge, **call, text=" ", has_none=False) == {"text"}
    assert fields_of(comment_on_pledge, **call, text="Có", has_none=True) == {"has_none"}
    comment_on_pledge(**call, text="Có")
    assert fields_of(comment_on_pledge, **call, has_none=True) == {"has_none"}
    assert fields_of(comment_on_pledge, pledge=circulated, unit=unit_of_b, by=binh, text="Có")


def test_opinions_are_taken_while_they_are_asked_for_and_of_the_text_that_was_read(
    year_a, lan, circulated, binh, unit_of_binh
):
    call = {"pledge": circulated, "unit": unit_of_binh, "by": binh, "text": "Có"}
    seen = comment_token(circulated)
    back = move_pledge(pledge=circulated, to="draft", by=lan, reason="Sửa")
    assert fields_of(comment_on_pledge, **call) == {"Giao ước không ở bước lấy ý kiến."}
    write(year_a, lan, "Khác")
    move_pledge(pledge=back, to="circulated", comments_by=SOON, by=lan)
    with pytest.raises(ValidationError) as stale:
        comment_on_pledge(**call, seen=seen)
    assert stale.value.code == "stale"


def test_an_opinion_is_answered_once_and_kept(circulated, binh, lan, mai, unit_of_binh):
    said = comment_on_pledge(pledge=circulated, unit=unit_of_binh, text="Bỏ mục 1.", by=binh)
    with pytest.raises(PermissionDenied):
        answer_comment(comment=said, answer="Không", by=mai)
    assert fields_of(answer_comment, comment=said, answer=" ", by=lan) == {"answer"}
    answered = answer_comment(comment=said, answer="Tiếp thu.", by=lan)
    assert (answered.answer, answered.answered_by) == ("Tiếp thu.", lan)
    assert fields_of(answer_comment, comment=said, answer="Nữa", by=lan)
    for change in (
        lambda: PledgeComment.objects.update(text="Đổi"),
        lambda: PledgeComment.objects.update(answer="Đổi"),
        answered.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_nothing_to_say_needs_no_answer(circulated, binh, lan, unit_of_binh):
    said = comment_on_pledge(pledge=circulated, unit=unit_of_binh, has_none=True, by=binh)
    assert fields_of(answer_comment, comment=said, answer="Cảm ơn", by=lan)


# --- Issuing --------------------------------------------------------------------------------


def test_issuing_gives_a_number_and_a_day(year_a, lan, draft):
    DeadlineFactory(emulation_year=year_a, task="pledge_signing", due_on=datetime.date(2024, 7, 1))
    issued = move_pledge(pledge=draft, to="issued", by=lan)
    assert issued.document_number.startswith("01/GƯTĐ")
    assert issued.sign_by == datetime.date(2024, 7, 1)
    back = move_pledge(pledge=issued, to="draft", by=lan, reason="Sửa lỗi gõ")
    again = move_pledge(pledge=back, to="issued", by=lan, sign_by=SOON)
    assert (again.document_number, again.sign_by) == (issued.document_number, SOON)


def test_a_number_that_was_typed_stays(year_a, lan):
    texts = {"legal_basis": "Căn cứ Luật", "document_number": "07/GƯ-CTĐ"}
    items = [PledgeItemText(1, "", "Hoàn thành.")]
    pledge = save_pledge(emulation_year=year_a, texts=texts, items=items, by=lan)
    assert move_pledge(pledge=pledge, to="issued", by=lan).document_number == "07/GƯ-CTĐ"


@pytest.fixture
def next_year(year_a):
    """The draft of the pledge of the cluster's next year."""
    year = EmulationYearFactory(cluster=year_a.cluster, year=year_a.year + 1)
    pledge = PledgeFactory(emulation_year=year, draft=True, legal_basis="Căn cứ Luật")
    PledgeItemFactory(pledge=pledge)
    return pledge


def test_a_typed_number_is_left_out_of_the_series(year_a, lan, draft, next_year):
    draft.document_number = "1/GƯ-CTĐ"
    draft.save()
    assert move_pledge(pledge=draft, to="issued", by=lan).document_number == "1/GƯ-CTĐ"
    assert move_pledge(pledge=next_year, to="issued", by=lan).document_number.startswith("02/")


def test_a_number_of_another_document_is_refused_beside_it(year_a, lan, draft, next_year):
    series = f"{year_a.cluster.slug} GƯTĐ 2024"
    IssuedDocumentFactory(kind="pledge", series=series, document_number="01/GƯTĐ")
    draft.document_number = "1/GƯTĐ"
    draft.save()
    assert fields_of(move_pledge, pledge=draft, to="issued", by=lan) == {"document_number"}
    with pytest.raises(ValidationError) as refused:
        save_pledge(
            emulation_year=year_a,
            texts={"legal_basis": "Căn cứ Luật", "document_number": "01/GƯTĐ-X"},
            items=[PledgeItemText(1, "", "Hoàn thành.")],
            by=lan,
        )
    assert set(refused.value.message_dict) == {"document_number"}
    # What is typed blocks nobody: the series goes on beyond it.
    assert move_pledge(pledge=next_year, to="issued", by=lan).document_number.startswith("02/")


def test_a_day_to_sign_by_lies_ahead(draft, lan):
    call = {"pledge": draft, "to": "issued", "by": lan, "sign_by": DAY}
    assert fields_of(move_pledge, **call) == {"sign_by"}


# --- Declining ------------------------------------------------------------------------------


def test_a_unit_declines_and_takes_it_back(issued, binh, chi, lan, unit_of_binh, unit_of_chi):
    call = {"pledge": issued, "unit": unit_of_chi}
    assert fields_of(decline_to_sign, **call, reason=" ", by=chi) == {"reason"}
    row = decline_to_sign(**call, reason="Chưa thống nhất mục 2", by=chi)
    assert (row.state, row.decline_reason) == ("từ chối ký", "Chưa thống nhất mục 2")
    for person in (binh, lan):
        with pytest.raises(PermissionDenied):
            take_back_decline(**call, by=person)
    with pytest.raises(ValidationError) as refused:
        sign(issued, lan, unit_of_chi)
    assert set(refused.value.message_dict) == {f"{unit_of_chi.pk}-signed_on"}
    sign(issued, lan, unit_of_binh)
    with pytest.raises(ValidationError, match="Từ chối ký: Hà Nam"):
        move_pledge(pledge=issued, to="signed", signed_on=DAY, by=lan)
    assert take_back_decline(**call, by=chi).state == "chưa ký"
    sign(issued, lan, unit_of_chi)
    assert fields_of(decline_to_sign, **call, reason="Muộn", by=chi) == {"Đơn vị đã ký."}


def test_a_text_written_anew_asks_everybody_anew(issued, chi, lan, unit_of_chi):
    decline_to_sign(pledge=issued, unit=unit_of_chi, reason="Mục 2", by=chi)
    back = move_pledge(pledge=issued, to="draft", by=lan, reason="Sửa mục 2")
    again = move_pledge(pledge=back, to="issued", by=lan)
    assert not again.signatures.get(unit=unit_of_chi).has_declined


# --- Withdrawal -----------------------------------------------------------------------------


def test_a_withdrawal_keeps_who_had_signed_and_the_text_begins_anew(
    issued, lan, year_a, unit_of_binh
):
    sign(issued, lan, unit_of_binh)
    number = issued.document_number
    kept = withdraw_pledge(pledge=issued, reason="Sai căn cứ", by=lan)
    assert (kept.document_number, kept.status_before, kept.version.number) == (number, "issued", 1)
    [signer] = kept.signers
    assert signer.words == "Tỉnh Nam Định: Chủ tịch Lê Văn Ký, 13/3/2024 – ký trên bản giấy"
    assert (signer.unit, signer.unit_name) == ("nam-dinh", unit_of_binh.people_committee)
    assert (signer.signer_name, signer.capacity, signer.signed_on) == ("Lê Văn Ký", "Chủ tịch", DAY)
    assert (signer.method, signer.signed_at, signer.revision) == ("paper", None, None)
    issued.refresh_from_db()
    assert issued.status == "withdrawn"
    anew = move_pledge(pledge=issued, to="draft", by=lan)
    assert (anew.document_number, anew.signed_on, anew.signatures.count()) == ("", None, 0)
    again = move_pledge(pledge=anew, to="issued", by=lan)
    assert again.document_number.startswith("02/")
    assert not again.signatures.filter(signed_on__isnull=False).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeWithdrawal.objects.update(reason="Khác")


def test_what_was_published_is_withdrawn_and_no_longer_public(year_a, lan):
    pledge = PledgeFactory(emulation_year=year_a)
    withdraw_pledge(pledge=pledge, reason="Sai số", by=lan)
    assert not type(pledge).objects.for_user(None).filter(pk=pledge.pk).exists()


def test_a_withdrawal_needs_a_reason_an_issue_and_the_right_to_publish(draft, lan, mai, year_a):
    DelegationFactory(
        emulation_year=year_a,
        unit=mai.appointments.get().unit,
        permission=Permission.EDIT_PLEDGE,
    )
    with pytest.raises(PermissionDenied):
        withdraw_pledge(pledge=draft, reason="Sai", by=type(mai).objects.get(pk=mai.pk))
    assert fields_of(withdraw_pledge, pledge=draft, reason="", by=lan) == {"reason"}
    assert fields_of(withdraw_pledge, pledge=draft, reason="Sai", by=lan) == {
        "Chỉ thu hồi giao ước đang chờ ký, đã ký hoặc đã công bố."
    }
