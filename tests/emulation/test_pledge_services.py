"""Drafting a pledge, its paper signatures, and its way to the public."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from clusters.roles import Permission
from emulation.models import SigningMethod
from emulation.services.pledge_signatures import PaperSignature, save_paper_signatures
from emulation.services.pledge_steps import move_pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.factories.clusters import DelegationFactory, MembershipFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory, PledgeSignatureFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 13)
TEXTS = {"theme": "Đoàn kết", "legal_basis": "Căn cứ Luật"}
ITEMS = [PledgeItemText(1, "Kinh tế", "Hoàn thành chỉ tiêu."), PledgeItemText(2, "", "Văn hóa.")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


@pytest.fixture
def draft(year_a, lan):
    return save_pledge(emulation_year=year_a, texts=TEXTS, items=ITEMS, by=lan)


@pytest.fixture
def issued(draft, lan, unit_of_chi):
    return move_pledge(pledge=draft, to="issued", by=lan)


def sign_all(pledge, by, day=DAY):
    rows = [
        PaperSignature(row.unit, "Lê Văn Ký", "Chủ tịch", day) for row in pledge.signatures.all()
    ]
    return save_paper_signatures(pledge=pledge, signatures=rows, by=by)


def refusal(**call):
    with pytest.raises(ValidationError) as refused:
        move_pledge(**call)
    return refused.value


# --- Text -----------------------------------------------------------------------------------


def test_the_first_call_creates_the_draft_and_the_next_one_changes_it(year_a, lan):
    save_pledge(emulation_year=year_a, texts=TEXTS, items=ITEMS, by=lan)
    changed = [PledgeItemText(2, "Xã hội", "Văn hóa."), PledgeItemText(3, "", "An ninh.")]
    pledge = save_pledge(emulation_year=year_a, texts=TEXTS, items=changed, by=lan)
    assert (pledge.theme, pledge.status) == ("Đoàn kết", "draft")
    assert [(row.number, row.heading) for row in pledge.items.all()] == [(2, "Xã hội"), (3, "")]
    events = AuditEvent.objects.filter(action="save_pledge").order_by("pk")
    assert list(events.last().changes) == ["items"]
    assert events.last().changes["items"][0].startswith("1. Kinh tế: Hoàn thành")


def test_saving_the_same_text_again_leaves_no_trace(year_a, lan, draft):
    save_pledge(emulation_year=year_a, texts=TEXTS, items=ITEMS, by=lan)
    assert AuditEvent.objects.filter(action="save_pledge").count() == 1


def test_two_items_with_one_number_are_refused(year_a, lan):
    with pytest.raises(ValidationError) as refused:
        save_pledge(emulation_year=year_a, texts=TEXTS, items=[ITEMS[0], ITEMS[0]], by=lan)
    assert set(refused.value.message_dict) == {"items"}


def test_text_that_waits_for_signatures_is_not_changed(year_a, lan, issued):
    with pytest.raises(ValidationError):
        save_pledge(emulation_year=year_a, texts={}, items=[], by=lan)
    assert issued.items.count() == 2


def test_a_vice_chair_drafts_only_what_was_handed_over(year_a, mai):
    with pytest.raises(PermissionDenied):
        save_pledge(emulation_year=year_a, texts=TEXTS, items=ITEMS, by=mai)
    DelegationFactory(
        emulation_year=year_a,
        unit=mai.appointments.get().unit,
        permission=Permission.EDIT_PLEDGE,
    )
    again = type(mai).objects.get(pk=mai.pk)
    assert save_pledge(emulation_year=year_a, texts=TEXTS, items=ITEMS, by=again).pk


# --- The way --------------------------------------------------------------------------------


def test_from_draft_to_the_public(year_a, lan, issued):
    assert issued.signatures.count() == 2
    sign_all(issued, lan)
    signed = move_pledge(pledge=issued, to="signed", signed_on=DAY, by=lan)
    assert (signed.status, signed.signed_on) == ("signed", DAY)
    assert move_pledge(pledge=signed, to="published", by=lan).status == "published"
    steps = AuditEvent.objects.filter(action="move_pledge").order_by("pk")
    assert [event.changes["status"] for event in steps] == [
        ["draft", "issued"],
        ["issued", "signed"],
        ["signed", "published"],
    ]


def test_a_pledge_without_text_is_not_issued(year_a, lan):
    empty = save_pledge(emulation_year=year_a, texts={}, items=[], by=lan)
    assert "nội dung giao ước, căn cứ" in refusal(pledge=empty, to="issued", by=lan).messages[0]


def test_issuing_lists_the_members_of_the_day(year_a, lan, draft, unit_of_binh):
    gone = MembershipFactory(cluster=year_a.cluster, valid_to=datetime.date(2024, 3, 1)).unit
    signed = MembershipFactory(cluster=year_a.cluster, valid_to=datetime.date(2024, 4, 1)).unit
    PledgeSignatureFactory(pledge=draft, unit=gone, unsigned=True)
    PledgeSignatureFactory(pledge=draft, unit=signed)
    issued = move_pledge(pledge=draft, to="issued", by=lan)
    assert {row.unit for row in issued.signatures.all()} == {unit_of_binh, signed}


def test_signed_needs_every_signature_and_a_day_that_has_come(year_a, lan, issued):
    assert refusal(pledge=issued, to="signed", signed_on=DAY, by=lan).messages == [
        "Chưa ký: Hà Nam, Nam Định."
    ]
    sign_all(issued, lan)
    assert set(refusal(pledge=issued, to="signed", by=lan).message_dict) == {"signed_on"}
    ahead = datetime.date(2024, 6, 2)
    late = refusal(pledge=issued, to="signed", signed_on=ahead, by=lan)
    assert set(late.message_dict) == {"signed_on"}


@pytest.mark.parametrize("to", ["draft", "signed", "published"])
def test_no_step_is_left_out(year_a, lan, draft, to):
    refusal(pledge=draft, to=to, by=lan, signed_on=DAY, reason="Vì sao")


def test_the_way_back_needs_a_reason(year_a, lan, issued):
    assert set(refusal(pledge=issued, to="draft", by=lan).message_dict) == {"reason"}
    back = move_pledge(pledge=issued, to="draft", by=lan, reason="Sửa lỗi gõ")
    assert back.status == "draft"
    assert save_pledge(emulation_year=year_a, texts=TEXTS | {"motto": "Mới"}, items=ITEMS, by=lan)


def test_text_that_somebody_signed_is_withdrawn_and_not_changed(year_a, lan, issued, unit_of_chi):
    rows = [PaperSignature(unit_of_chi, "Lê Văn Ký", "Chủ tịch", DAY)]
    save_paper_signatures(pledge=issued, signatures=rows, by=lan)
    refused = refusal(pledge=issued, to="draft", by=lan, reason="Sửa lỗi gõ")
    assert "thu hồi giao ước" in refused.messages[0]


def test_text_that_was_signed_digitally_does_not_become_a_draft_again(year_a, lan, issued):
    issued.signatures.update(signed_on=DAY, method=SigningMethod.DIGITAL, signer_name="Lê Ký")
    refusal(pledge=issued, to="draft", by=lan, reason="Sửa lỗi gõ")


def test_who_drafts_without_publishing_does_not_touch_what_is_public(year_a, mai):
    for permission in (Permission.EDIT_PLEDGE,):
        DelegationFactory(
            emulation_year=year_a, unit=mai.appointments.get().unit, permission=permission
        )
    pledge = PledgeFactory(emulation_year=year_a, status="signed")
    person = type(mai).objects.get(pk=mai.pk)
    with pytest.raises(PermissionDenied):
        move_pledge(pledge=pledge, to="published", by=person)
    pledge.status = "published"
    pledge.save()
    with pytest.raises(PermissionDenied):
        move_pledge(pledge=pledge, to="signed", by=person, reason="Nhầm")


# --- Signatures -----------------------------------------------------------------------------


def test_a_paper_signature_is_written_down_and_taken_back(year_a, lan, issued, unit_of_binh):
    sign_all(issued, lan)
    row = issued.signatures.get(unit=unit_of_binh)
    assert (row.method, row.signed_on, row.capacity) == (SigningMethod.PAPER, DAY, "Chủ tịch")
    save_paper_signatures(pledge=issued, signatures=[PaperSignature(unit_of_binh)], by=lan)
    row.refresh_from_db()
    assert (row.method, row.signed_on, row.signer_name) == ("", None, "")
    event = AuditEvent.objects.filter(action="save_signatures").order_by("pk").last()
    assert event.changes["signatures"] == [
        "Tỉnh Nam Định: Chủ tịch Lê Văn Ký, 13/3/2024",
        "Tỉnh Nam Định: chưa ký",
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signer_name": "Lê Văn Ký"}, "signed_on"),
        ({"signed_on": DAY, "capacity": "Chủ tịch"}, "signer_name"),
        ({"signed_on": DAY, "signer_name": "Lê Văn Ký"}, "capacity"),
        (
            {
                "signer_name": "Lê Văn Ký",
                "capacity": "Chủ tịch",
                "signed_on": datetime.date(2024, 6, 2),
            },
            "signed_on",
        ),
    ],
)
def test_half_a_signature_is_refused_beside_its_row(lan, issued, unit_of_binh, values, field):
    rows = [PaperSignature(unit_of_binh, **values)]
    with pytest.raises(ValidationError) as refused:
        save_paper_signatures(pledge=issued, signatures=rows, by=lan)
    assert set(refused.value.message_dict) == {f"{unit_of_binh.pk}-{field}"}


def test_a_paper_signature_of_before_may_stay_without_a_capacity(lan, issued, unit_of_binh):
    row = issued.signatures.filter(unit=unit_of_binh)
    row.update(signed_on=DAY, method=SigningMethod.PAPER, signer_name="Lê Văn Ký")
    noted = PaperSignature(unit_of_binh, "Lê Văn Ký", signed_on=DAY, note="Theo báo")
    save_paper_signatures(pledge=issued, signatures=[noted], by=lan)
    assert row.get().note == "Theo báo"


def test_a_digital_signature_is_left_alone(lan, issued, unit_of_binh):
    issued.signatures.filter(unit=unit_of_binh).update(
        signed_on=DAY, method=SigningMethod.DIGITAL, signer_name="Trần Số"
    )
    save_paper_signatures(pledge=issued, signatures=[PaperSignature(unit_of_binh)], by=lan)
    assert issued.signatures.get(unit=unit_of_binh).signer_name == "Trần Số"


def test_nothing_is_signed_before_the_pledge_is_issued_or_by_who_has_no_place(lan, draft):
    with pytest.raises(ValidationError):
        save_paper_signatures(pledge=draft, signatures=[], by=lan)
    PledgeItemFactory(pledge=draft, number=9)
    issued = move_pledge(pledge=draft, to="issued", by=lan)
    stranger = MembershipFactory().unit
    with pytest.raises(ValidationError):
        save_paper_signatures(
            pledge=issued, signatures=[PaperSignature(stranger, "Lê", "", DAY)], by=lan
        )
