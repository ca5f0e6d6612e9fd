"""Outcomes of proposals, revocation, removal, decisions: their services."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Award, AwardStatus, Decision
from awards.services.decisions import save_decision
from awards.services.entries import entry_of
from awards.services.outcomes import (
    Outcome,
    lift_revocation,
    name_at_conference,
    record_outcomes,
    remove_award,
    revoke_award,
)
from cluster_portal.audit.models import AuditEvent
from cluster_portal.workspace.awards import selectors
from cluster_portal.workspace.board.facts import facts_of
from cluster_portal.workspace.handover.proposal import proposed_items
from clusters.selectors import leaders
from clusters.services.handover import sides_of
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, LeadershipFactory
from tests.factories.emulation import ConferenceFactory
from tests.files.samples import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 11, 21, 9), tick=False):
        yield


@pytest.fixture
def decision(db):
    return DecisionFactory(document_number="12/QĐ-TTg")


def propose(year, unit, **changes):
    return AwardFactory(emulation_year=year, unit=unit, proposed=True, **changes)


def record(year, by, *outcomes, **options):
    return record_outcomes(emulation_year=year, outcomes=outcomes, by=by, **options)


def test_several_proposals_are_granted_by_one_decision(year_a, unit_of_binh, lan, decision):
    proposals = [propose(year_a, unit_of_binh) for _ in range(3)]
    record(year_a, lan, *(Outcome(row.pk) for row in proposals), decision=decision)
    for row in proposals:
        answer = row.outcomes.get()
        assert (answer.status, answer.decision) == (AwardStatus.GRANTED, decision)
        assert (answer.recipient_name, answer.form) == (row.recipient_name, row.form)
        row.refresh_from_db()
        assert row.status == AwardStatus.PROPOSED
    assert not selectors.open_proposals(year_a).exists()


def test_every_page_counts_the_same_proposals_as_waiting(year_a, unit_of_binh, lan, decision):
    answered, _, group = (
        propose(year_a, unit_of_binh),
        propose(year_a, unit_of_binh),
        propose(year_a, None, counted=True, count=12),
    )
    record(year_a, lan, Outcome(answered.pk), Outcome(group.pk, count="10"), decision=decision)
    LeadershipFactory(
        emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2025), unit=unit_of_binh
    )
    following = year_a.cluster.years.get(year=2025)
    page = selectors.open_proposals(year_a).count()
    board = facts_of([following.cluster.years.prefetch_related(leaders()).get(year=2024)])
    facts = board[year_a.pk].awards
    (item,) = [
        one
        for one in proposed_items(following, sides_of(following))
        if one.text.startswith("Đề nghị khen thưởng")
    ]
    assert (page, facts.proposed - facts.answered, item.note) == (2, 2, "2 đề nghị")


def test_a_counted_proposal_is_granted_in_part(year_a, unit_of_binh, lan, decision):
    group = propose(year_a, None, counted=True, count=10)
    record(year_a, lan, Outcome(group.pk, count="7"), decision=decision)
    (still_open,) = selectors.open_proposals(year_a)
    assert still_open.answered == 7
    (result,) = record(year_a, lan, Outcome(group.pk, count="4"), decision=decision)
    assert "chỉ còn 3" in result.errors["recipient"][0]
    record(year_a, lan, Outcome(group.pk, AwardStatus.REFUSED, "3"))
    assert not selectors.open_proposals(year_a).exists()
    (tally,) = selectors.tallies_of(year_a)
    assert (tally.proposed, tally.granted, tally.refused, tally.waiting) == (10, 7, 3, 0)
    (result,) = record(year_a, lan, Outcome(group.pk, count="1"), decision=decision)
    assert "đã có kết quả" in " ".join(result.errors["proposal"])


def test_one_wrong_outcome_keeps_all_from_being_written(year_a, unit_of_binh, lan, decision):
    fine, group = propose(year_a, unit_of_binh), propose(year_a, None, counted=True, count=10)
    record(year_a, lan, Outcome(fine.pk), Outcome(group.pk, count="mười"), decision=decision)
    assert not Award.objects.exclude(status=AwardStatus.PROPOSED).exists()


def test_granting_needs_a_decision_or_why_there_is_none(year_a, unit_of_binh, lan):
    row = propose(year_a, unit_of_binh)
    (result,) = record(year_a, lan, Outcome(row.pk))
    assert "phải có quyết định" in result.errors["decision"][0]
    (result,) = record(year_a, lan, Outcome(row.pk), no_decision_reason="Chờ văn bản")
    assert result.award.no_decision_reason == "Chờ văn bản"


def test_officers_record_no_outcome(year_a, unit_of_binh, binh, decision):
    row = propose(year_a, unit_of_binh)
    (result,) = record(year_a, binh, Outcome(row.pk), decision=decision)
    assert "ban thư ký" in result.errors["status"][0]
    assert not row.outcomes.exists()


def test_a_row_of_another_year_is_no_proposal_here(year_a, year_b, lan, decision):
    with pytest.raises(ValidationError, match="không còn"):
        record(year_a, lan, Outcome(propose(year_b, None).pk), decision=decision)


def test_a_proposal_of_another_year_of_the_cluster_is_named(year_a, cluster_a, lan, decision):
    before = EmulationYearFactory(cluster=cluster_a, year=2023)
    row = propose(before, None)
    with pytest.raises(ValidationError, match="thuộc năm 2023: ghi kết quả ở trang của năm 2023"):
        record(year_a, lan, Outcome(row.pk), decision=decision)


def test_revoking_keeps_the_reason(year_a, lan):
    award = AwardFactory(emulation_year=year_a, note="Nhiều năm")
    revoke_award(award=award, by=lan, reason="Kê khai sai thành tích")
    award.refresh_from_db()
    assert award.status == AwardStatus.REVOKED
    assert award.note == "Nhiều năm; Thu hồi: Kê khai sai thành tích"
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.reason) == ("revoke_award", "Kê khai sai thành tích")
    with pytest.raises(ValidationError, match="đã tặng"):
        revoke_award(award=award, by=lan, reason="Lần nữa")


@pytest.mark.parametrize("note", ["Nhiều năm", ""])
def test_a_revocation_by_mistake_is_lifted(year_a, lan, note):
    award = AwardFactory(emulation_year=year_a, note=note)
    was = entry_of(award)
    revoke_award(award=award, by=lan, reason="Nhầm người")
    lift_revocation(award=award, by=lan, reason="Thu hồi của người trùng tên")
    award.refresh_from_db()
    assert entry_of(award) == was
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.reason) == ("lift_revocation", "Thu hồi của người trùng tên")
    assert event.changes["status"] == ["revoked", "granted"]
    with pytest.raises(ValidationError, match="không bị thu hồi"):
        lift_revocation(award=award, by=lan, reason="Lần nữa")


def test_a_note_changed_since_the_revocation_stays(year_a, lan):
    award = AwardFactory(emulation_year=year_a)
    revoke_award(award=award, by=lan, reason="Nhầm")
    Award.objects.update(note="Đã đối chiếu")
    lift_revocation(award=award, by=lan, reason="Nhầm người")
    award.refresh_from_db()
    assert (award.status, award.note) == (AwardStatus.GRANTED, "Đã đối chiếu")


def test_only_who_revokes_lifts_and_says_why(year_a, lan, binh, mai, dung, unit_of_binh):
    award = AwardFactory(emulation_year=year_a, unit=unit_of_binh)
    revoke_award(award=award, by=lan, reason="Sai")
    for person in (binh, mai, dung):
        with pytest.raises(PermissionDenied):
            lift_revocation(award=award, by=person, reason="Nhầm")
    with pytest.raises(ValidationError, match="Nêu lý do"):
        lift_revocation(award=award, by=lan, reason=" ")
    award.refresh_from_db()
    assert award.status == AwardStatus.REVOKED


@pytest.mark.parametrize("service", [revoke_award, remove_award])
def test_a_reason_is_needed(year_a, lan, service):
    award = AwardFactory(emulation_year=year_a)
    with pytest.raises(ValidationError, match="Nêu lý do"):
        service(award=award, by=lan, reason="  ")
    assert Award.objects.filter(pk=award.pk, status=AwardStatus.GRANTED).exists()


def test_removing_leaves_what_the_row_said_in_the_audit(year_a, lan, unit_of_binh):
    award = AwardFactory(emulation_year=year_a, unit=unit_of_binh, recipient_name="Lê Thị Nhầm")
    remove_award(award=award, by=lan, reason="Nhập nhầm năm")
    assert not Award.objects.exists()
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.target_id) == ("remove_award", str(award.pk))
    assert "Lê Thị Nhầm, Tỉnh Nam Định, Được tặng" in event.changes["award"][0]


def test_what_others_rest_on_is_not_removed(year_a, cluster_a, lan, unit_of_binh, decision):
    row = propose(year_a, unit_of_binh)
    record(year_a, lan, Outcome(row.pk), decision=decision)
    with pytest.raises(ValidationError, match="đã có kết quả"):
        remove_award(award=row, by=lan, reason="Nhầm")
    settled = AwardFactory(
        emulation_year=year_a,
        conference=ConferenceFactory(cluster=cluster_a, review_year=year_a),
    )
    with pytest.raises(ValidationError, match="đã chốt"):
        remove_award(award=settled, by=lan, reason="Nhầm")


def test_an_officer_removes_own_proposals_alone(year_a, unit_of_binh, unit_of_chi, binh):
    own, foreign = propose(year_a, unit_of_binh), propose(year_a, unit_of_chi)
    granted = AwardFactory(emulation_year=year_a, unit=unit_of_binh)
    for row in (foreign, granted):
        with pytest.raises(ValidationError, match="tỉnh mình"):
            remove_award(award=row, by=binh, reason="Nhầm")
    with pytest.raises(PermissionDenied):
        revoke_award(award=granted, by=binh, reason="Nhầm")
    remove_award(award=own, by=binh, reason="Nhầm")
    assert set(Award.objects.all()) == {foreign, granted}


def test_a_row_is_named_at_an_open_conference(year_a, cluster_a, lan):
    award = AwardFactory(emulation_year=year_a)
    conference = ConferenceFactory(cluster=cluster_a, review_year=year_a, draft=True)
    name_at_conference(award=award, conference=conference, by=lan)
    award.refresh_from_db()
    assert award.conference == conference
    name_at_conference(award=award, conference=None, by=lan)
    award.refresh_from_db()
    assert award.conference is None


# --- Decisions ------------------------------------------------------------------------------


def decide(year, by, **changes):
    return save_decision(
        emulation_year=year,
        by=by,
        **{
            "document_number": "15/QĐ-CTN",
            "signed_on": datetime.date(2025, 2, 1),
            "issuing_body": "Chủ tịch nước",
        }
        | changes,
    )


def test_a_decision_is_entered_with_its_scan(year_a, lan):
    decision = decide(year_a, lan, upload=upload(pdf()))
    assert decision.scan.uploaded_by == lan
    assert list(selectors.decisions_of(year_a)) == [decision]
    changed = decide(year_a, lan, decision=decision, subject="Về việc tặng thưởng")
    assert changed.scan == decision.scan  # stays when no other is sent
    event = AuditEvent.objects.latest("sequence")
    assert event.changes == {"subject": [None, "Về việc tặng thưởng"]}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"signed_on": datetime.date(2026, 11, 22)}, "signed_on", "sau hôm nay"),
        ({"signed_on": datetime.date(2023, 12, 31)}, "signed_on", "trước năm thi đua 2024"),
        ({"document_number": ""}, "document_number", ""),
        ({"issuing_body": "a\u202eb"}, "issuing_body", "ký tự ẩn"),
    ],
)
def test_what_is_wrong_with_a_decision_is_told(year_a, lan, changes, field, words):
    with pytest.raises(ValidationError) as refused:
        decide(year_a, lan, **changes)
    assert words in " ".join(refused.value.message_dict[field])
    assert not Decision.objects.exists()


def test_the_same_decision_is_not_entered_twice(year_a, lan):
    decide(year_a, lan)
    with pytest.raises(ValidationError, match="Quyết định này đã có"):
        decide(year_a, lan)


def test_a_decision_of_another_cluster_is_not_changed_from_here(year_a, year_b, lan, dung):
    theirs = decide(year_b, dung)
    AwardFactory(emulation_year=year_a, decision=theirs)
    with pytest.raises(PermissionDenied):
        decide(year_a, lan, decision=theirs, subject="Khác")
    with pytest.raises(PermissionDenied):
        decide(year_b, dung, decision=theirs, subject="Khác")


def test_what_an_issued_report_tells_of_a_decision_stays(year_a, cluster_a, lan):
    decision = decide(year_a, lan)
    review = ConferenceFactory(cluster=cluster_a, review_year=year_a)
    award = AwardFactory(emulation_year=year_a, conference=review, decision=decision)
    changes = {
        "document_number": "999/QĐ-CTN",
        "signed_on": datetime.date(2025, 2, 2),
        "issuing_body": "Chính phủ",
    }
    with pytest.raises(ValidationError) as refused:
        decide(year_a, lan, decision=decision, **changes)
    assert refused.value.message_dict.keys() == changes.keys()
    changed = decide(
        year_a, lan, decision=decision, signer_name="Lương Cường", upload=upload(pdf())
    )
    assert (changed.signer_name, changed.document_number) == ("Lương Cường", "15/QĐ-CTN")
    assert changed.scan
    # Taken back, it is free again.
    review.status = "held"
    review.save()
    assert decide(year_a, lan, decision=decision, **changes).document_number == "999/QĐ-CTN"
    assert award.decision == decision


def test_forms_of_the_law_of_the_year_are_offered(year_a):
    AwardFormFactory(name="Cờ cũ", valid_from="2004-07-01", valid_to="2023-12-31")
    AwardFormFactory(name="Cờ mới", for_individual=False)
    offers = {offer.value: offer.kinds for offer in selectors.offers_of(year_a)["forms"]}
    assert offers == {"Cờ mới": "collective"}
