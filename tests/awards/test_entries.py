"""Rows of awards as typed: read, refused with a reason, saved together, one audit event."""

import datetime
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Award, AwardStatus, RecipientKind
from awards.services.entries import AwardEntry, EntryStatus, entry_of
from awards.services.rows import check_entries, save_entries
from cluster_portal.audit.models import AuditEvent
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import (
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db

ORDER = "Huân chương Lao động hạng Nhất"
LAW = "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2026, 11, 21, 9), tick=False):
        yield


@pytest.fixture
def year_2023(year_a, unit_of_binh):
    return EmulationYearFactory(cluster=year_a.cluster, year=2023)


@pytest.fixture(autouse=True)
def forms(db):
    AwardFormFactory(
        code="HC_LAO_DONG_1",
        name=ORDER,
        law=LAW,
        law_article="Điều 42; Điều 77",
        may_be_posthumous=True,
    )
    AwardFormFactory(code="BK_TTCP", name="Bằng khen của Thủ tướng Chính phủ", law=LAW)
    AwardFormFactory(
        code="GIA_DINH_VAN_HOA",
        name="Gia đình văn hóa",
        law=LAW,
        law_article="khoản 2 Điều 20, Điều 31",
        for_individual=False,
        for_collective=False,
        for_household=True,
    )
    AwardFormFactory(
        code="GK_HUYEN",
        name="Giấy khen của Chủ tịch UBND cấp huyện",
        valid_to=datetime.date(2024, 6, 30),
    )


def entry(**changes):
    return AwardEntry(
        **{
            "form": ORDER,
            "recipient_kind": "cá nhân",
            "recipient": "Nguyễn Thị Hoa",
            "unit": "Nam Định",
            "status": "Đề nghị",
        }
        | changes
    )


def check(year, *entries, **options):
    return check_entries(emulation_year=year, entries=entries, **options)


def errors_of(year, **changes):
    (result,) = check(year, entry(**changes))
    assert result.status == EntryStatus.WRONG
    return {name: " ".join(sentences) for name, sentences in result.errors.items()}


# --- Reading --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {"form": "huan chuong lao dong hang nhat"},
        {"form": "HC_LAO_DONG_1"},
        {"form": "Huân chương Lao động hạng 1"},
        {"form": "HUÂN CHƯƠNG LAO ĐỘNG HẠNG I", "recipient_kind": "Ca nhan"},
        {"recipient_kind": "individual"},
        {"unit": "nam dinh"},
        {"unit": "TỈNH NAM ĐỊNH"},
        {"unit": "nam-dinh"},
        {"status": "de nghi"},
        {"recipient": "  Nguyễn  Thị Hoa "},
    ],
)
def test_texts_are_read_without_regard_to_case_and_diacritics(year_a, unit_of_binh, typed):
    (result,) = check(year_a, entry(**typed))
    award = result.award
    assert result.status == EntryStatus.READY
    assert (award.form.code, award.recipient_kind) == ("HC_LAO_DONG_1", RecipientKind.INDIVIDUAL)
    assert (award.recipient_name, award.count) == ("Nguyễn Thị Hoa", 1)
    assert (award.unit, award.status) == (unit_of_binh, AwardStatus.PROPOSED)


@pytest.mark.parametrize(
    ("kind", "recipient", "expected"),
    [
        ("tập thể và cá nhân", "267", ("mixed", "", 267)),
        ("tập thể và cá nhân", "267 tập thể và cá nhân", ("mixed", "", 267)),
        ("tập thể", "1.310", ("collective", "", 1310)),
        ("tập thể", "không nêu", ("collective", "", None)),
        ("hộ gia đình", "Hộ bà Lê Thị Mơ", ("household", "Hộ bà Lê Thị Mơ", 1)),
        ("tập thể", "3 xóm Đông", ("collective", "3 xóm Đông", 1)),
    ],
)
def test_groups_are_counted_and_others_named(year_a, kind, recipient, expected):
    form = "Gia đình văn hóa" if kind == "hộ gia đình" else "BK_TTCP"
    (result,) = check(year_a, entry(form=form, recipient_kind=kind, recipient=recipient))
    award = result.award
    assert result.errors == {}
    assert (award.recipient_kind, award.recipient_name, award.count) == expected


@pytest.mark.parametrize(
    ("kind", "recipient"),
    [("tỉnh, thành phố", ""), ("tỉnh", "Nam Định"), ("tập thể", "Tỉnh Nam Định")],
)
def test_the_province_itself_is_a_recipient(year_a, unit_of_binh, kind, recipient):
    (result,) = check(year_a, entry(recipient_kind=kind, recipient=recipient))
    award = result.award
    assert (award.recipient_unit, award.recipient_name) == (unit_of_binh, "")
    assert (award.recipient_kind, award.count) == (RecipientKind.COLLECTIVE, 1)


def test_of_two_units_of_one_name_the_words_must_tell_which(cluster_a, year_a, unit_of_binh):
    abolished = UnitFactory(name="Nam Định", abolished=True)
    MembershipFactory(cluster=cluster_a, unit=abolished)
    assert "Có nhiều đơn vị tên" in errors_of(year_a)["unit"]
    (result,) = check(year_a, entry(unit="Tỉnh Nam Định (đến 30/6/2025)"))
    assert result.award.unit == abolished


def test_a_decision_is_found_by_its_number(year_a):
    decision = DecisionFactory(document_number="12/QĐ-TTg", signed_on=datetime.date(2025, 3, 1))
    granted = {"status": "Được tặng"}
    for text in ("12/QĐ-TTg", "12/qd-ttg", "12/QĐ-TTg, 1/3/2025", "Quyết định số 12/QĐ-TTg"):
        (result,) = check(year_a, entry(**granted, decision=text))
        assert result.award.decision == decision
    assert (
        "không phải ngày"
        in errors_of(year_a, **granted, decision="12/QĐ-TTg, 2/3/2025")["decision"]
    )
    DecisionFactory(document_number="12/QĐ-TTg", signed_on=datetime.date(2025, 4, 1))
    assert "gõ cả ngày" in errors_of(year_a, **granted, decision="12/QĐ-TTg")["decision"]
    assert "Chưa có quyết định số" in errors_of(year_a, **granted, decision="99/QĐ")["decision"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"form": "Huân chương Sao chổi"}, "form", "Không có hình thức"),
        ({"form": "Lao động"}, "form", f"Có phải: {ORDER}?"),
        ({"form": ""}, "form", "Chọn hình thức"),
        ({"recipient_kind": "chó"}, "recipient_kind", "Chọn đối tượng: cá nhân"),
        ({"recipient": ""}, "recipient", "Nhập họ tên"),
        ({"recipient": "A\u202eB"}, "recipient", "ký tự ẩn"),
        ({"recipient": "Ấ" * 501}, "recipient", "Dài nhất 500 ký tự"),
        ({"recipient_kind": "tập thể", "recipient": "0"}, "recipient", "từ 1 trở lên"),
        ({"recipient_kind": "tập thể và cá nhân"}, "recipient", "nhóm thì nhập số lượng"),
        ({"unit": "Đắk Lắk"}, "unit", "không phải là thành viên của cụm năm 2024"),
        ({"status": "Chắc là được"}, "status", "không phải là một kết quả"),
        ({"status": "Bị thu hồi"}, "status", "Thu hồi"),
        ({"status": "Được tặng"}, "decision", "phải có quyết định, hoặc nêu vì sao chưa có"),
        ({"commendation_type": "Vui"}, "commendation_type", "Công trạng"),
        ({"is_posthumous": "có lẽ"}, "is_posthumous", "ghi “x”"),
        ({"form": "BK_TTCP", "is_posthumous": "x"}, "is_posthumous", "không có truy tặng"),
        ({"proposal": "123"}, "proposal", "không phải là một đề nghị"),
    ],
)
def test_what_is_wrong_stands_at_its_field(year_a, typed, field, words):
    assert words in errors_of(year_a, **typed)[field]


def test_all_that_is_wrong_with_a_row_is_told_at_once(year_a, unit_of_binh):
    AwardFormFactory(code="HC_BSV", name="Huân chương Sao vàng", for_individual=False)
    typed = entry(
        form="Huân chương Sao vàng",
        recipient="Nguyễn Thị Lan",
        status="Được tặng",
        commendation_type="lạ",
        unit="Hà Tây",
        note="x" * 501,
    )
    (result,) = check(year_a, typed)
    assert result.errors.keys() == {
        *("recipient_kind", "decision", "commendation_type", "unit", "note"),
    }
    (result,) = check(year_a, entry(recipient_kind="", recipient="", status="lạ", form=""))
    assert result.errors.keys() == {"form", "recipient_kind", "recipient", "status"}


def test_the_refusal_names_law_and_article(year_a):
    errors = errors_of(year_a, recipient_kind="hộ gia đình", recipient="Hộ ông Mơ")
    assert errors["recipient_kind"] == (
        f"Luật không có hình thức này cho hộ gia đình: {ORDER} chỉ dành cho cá nhân, tập thể"
        f" (Điều 42; Điều 77, {LAW})."
    )
    mixed = errors_of(
        year_a, form="Gia đình văn hóa", recipient_kind="tập thể và cá nhân", recipient="3"
    )
    assert "chỉ dành cho hộ gia đình" in mixed["recipient_kind"]


def test_a_form_that_ended_within_the_year_stands_by_the_day_of_the_decision(year_a):
    DecisionFactory(document_number="1/QĐ", signed_on=datetime.date(2024, 5, 1))
    DecisionFactory(document_number="2/QĐ", signed_on=datetime.date(2024, 8, 1))
    typed = entry(form="GK_HUYEN", status="Được tặng")
    (early,) = check(year_a, replace(typed, decision="1/QĐ"))
    (late,) = check(year_a, replace(typed, decision="2/QĐ"))
    assert early.status == EntryStatus.READY
    assert "không có trong luật của năm 2024" in late.errors["form"][0]
    assert "đến hết 30/6/2024" in late.errors["form"][0]


@pytest.fixture
def two_laws():
    """A form that both laws have; what changed the law is the day on which 2024 began."""
    began = datetime.date(2004, 7, 1)
    last, first = datetime.date(2023, 12, 31), datetime.date(2024, 1, 1)
    forms = {
        "old": AwardFormFactory(code="CO_TINH", name="Cờ thi đua", valid_from=began, valid_to=last),
        "new": AwardFormFactory(code="CO_TINH", name="Cờ thi đua", valid_from=first),
    }
    AwardFormFactory(code="CU", name="Danh hiệu cũ", valid_from=began, valid_to=last)
    AwardFormFactory(code="MOI", name="Danh hiệu mới", valid_from=first)
    for number, day in (("9/QĐ", datetime.date(2023, 11, 1)), ("10/QĐ", datetime.date(2024, 5, 1))):
        DecisionFactory(document_number=number, signed_on=day)
    return forms


@pytest.mark.parametrize(("decision", "law"), [("9/QĐ", "old"), ("10/QĐ", "new"), ("", "old")])
def test_the_law_is_that_of_the_day_of_the_decision(year_2023, two_laws, decision, law):
    status = "Được tặng" if decision else "Đề nghị"
    typed = entry(form="Cờ thi đua", status=status, decision=decision)
    (result,) = check(year_2023, typed)
    assert (result.status, result.award.form) == (EntryStatus.READY, two_laws[law])


@pytest.mark.parametrize(
    ("form", "decision", "is_allowed"),
    [
        ("Danh hiệu mới", "10/QĐ", True),  # the law in force on the day of the decision
        ("Danh hiệu cũ", "10/QĐ", True),  # proposed under the law of the emulation year
        ("Danh hiệu cũ", "9/QĐ", True),
        ("Danh hiệu mới", "9/QĐ", False),
        ("Danh hiệu mới", "", False),
    ],
)
def test_what_only_one_of_two_laws_has(year_2023, two_laws, form, decision, is_allowed):
    status = "Được tặng" if decision else "Đề nghị"
    (result,) = check(year_2023, entry(form=form, status=status, decision=decision))
    assert (result.status == EntryStatus.READY) == is_allowed
    if not is_allowed:
        assert "không có trong luật của năm 2023" in result.errors["form"][0]


def test_a_proposal_of_the_old_law_is_decided_under_the_new(year_2023, two_laws, quan):
    proposal = AwardFactory(
        emulation_year=year_2023, proposed=True, form=two_laws["old"], unit=None
    )
    shown = entry_of(proposal)
    (result,) = check(year_2023, replace(shown, status="Được tặng", decision="10/QĐ"))
    assert result.award.form == two_laws["new"]


def test_a_decision_before_the_year_is_refused(year_a):
    old = DecisionFactory(document_number="3/QĐ", signed_on=datetime.date(2023, 12, 31))
    AwardFactory(emulation_year=year_a, decision=old)  # so that it is among those of the year
    errors = errors_of(year_a, status="Được tặng", decision="3/QĐ")
    assert "trước năm thi đua 2024" in errors["decision"]


def test_an_entry_of_a_row_gives_the_row_again(year_a, unit_of_binh):
    rows = [
        AwardFactory(emulation_year=year_a, unit=unit_of_binh),
        AwardFactory(emulation_year=year_a, unit=unit_of_binh, counted=True),
        AwardFactory(emulation_year=year_a, unit=unit_of_binh, of_unit=True),
        # Of a unit that is no member: what stands is not asked again.
        AwardFactory(emulation_year=year_a, proposed=True),
    ]
    results = check(year_a, *(entry_of(row) for row in rows))
    assert [result.status for result in results] == [EntryStatus.UNCHANGED] * 4


# --- Saving ---------------------------------------------------------------------------------


def save(year, by, *entries, **options):
    return save_entries(emulation_year=year, entries=entries, by=by, **options)


def test_a_single_row_is_saved_as_save_would(year_a, lan, unit_of_binh):
    (result,) = save(year_a, lan, entry(recipient="Ông Đỗ Văn Ước", note="Nhiều năm liền"))
    assert result.status == EntryStatus.SAVED
    award = Award.objects.get()
    kept = (award.sort_key, award.search_text, award.recipient_key)
    award.full_clean()
    award.save()
    award.refresh_from_db()
    assert kept == (award.sort_key, award.search_text, award.recipient_key)
    assert award.search_text == "ong do van uoc nhieu nam lien"
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.target_id) == ("add_award", str(award.pk))
    assert event.changes["recipient_name"] == [None, "Ông Đỗ Văn Ước"]
    assert event.parent_type == "clusters.emulationyear"


def test_many_rows_are_one_event_of_the_year(year_a, lan):
    results = save(year_a, lan, entry(), entry(recipient="Lê Văn Nam"))
    (event,) = AuditEvent.objects.filter(action="save_awards")
    assert (event.target_type, event.target_id) == ("clusters.emulationyear", str(year_a.pk))
    assert event.changes[f"awards.{results[1].award.pk}"] == [
        None,
        f"{ORDER} – Lê Văn Nam, Tỉnh Nam Định, Đề nghị",
    ]
    changed = [replace(entry_of(result.award), note="Đã đối chiếu") for result in results]
    results = save(year_a, lan, *changed)
    assert {result.status for result in results} == {EntryStatus.SAVED}
    assert set(Award.objects.values_list("note", "search_text")) == {
        ("Đã đối chiếu", "nguyen thi hoa da doi chieu"),
        ("Đã đối chiếu", "le van nam da doi chieu"),
    }
    event = AuditEvent.objects.latest("sequence")
    assert event.changes[f"awards.{results[0].award.pk}.note"] == ["", "Đã đối chiếu"]


def test_one_wrong_row_keeps_all_from_being_saved_or_only_itself(year_a, lan):
    rows = (entry(), entry(form="Không có"))
    results = save(year_a, lan, *rows)
    assert [result.status for result in results] == [EntryStatus.READY, EntryStatus.WRONG]
    assert not Award.objects.exists()
    results = save(year_a, lan, *rows, all_or_nothing=False)
    assert [result.status for result in results] == [EntryStatus.SAVED, EntryStatus.WRONG]
    assert Award.objects.get().recipient_name == "Nguyễn Thị Hoa"


def test_a_row_changed_meanwhile_is_a_clash_until_it_was_seen(year_a, lan, unit_of_binh):
    award = AwardFactory(emulation_year=year_a, unit=unit_of_binh, note="cũ")
    mine = replace(entry_of(award), note="của tôi")
    Award.objects.filter(pk=award.pk).update(note="của người khác")
    (result,) = save(year_a, lan, mine)
    assert result.status == EntryStatus.CLASH
    assert result.award.note == "của người khác"
    (result,) = save(year_a, lan, replace(mine, token=entry_of(result.award).token))
    assert result.status == EntryStatus.SAVED
    award.refresh_from_db()
    assert award.note == "của tôi"


def test_a_row_that_is_gone_or_of_another_year_is_told(year_a, year_b, lan):
    other = AwardFactory(emulation_year=year_b)
    (result,) = save(year_a, lan, replace(entry_of(other), note="x"))
    assert "không còn" in result.errors[""][0]
    assert not AuditEvent.objects.filter(target_type="awards.award").exists()


def test_new_rows_are_named_at_an_open_conference(year_a, cluster_a, lan, year_b):
    conference = ConferenceFactory(cluster=cluster_a, review_year=year_a, draft=True)
    save(year_a, lan, entry(), conference=conference)
    assert Award.objects.get().conference == conference
    published = ConferenceFactory(
        cluster=cluster_a, review_year=None, launch_year=year_a, slug="phat-dong"
    )
    with pytest.raises(ValidationError, match="đã chốt"):
        save(year_a, lan, entry(recipient="Lê Văn Nam"), conference=published)
    foreign = ConferenceFactory(cluster=year_b.cluster, review_year=year_b, draft=True)
    with pytest.raises(ValidationError, match="cụm khác"):
        save(year_a, lan, entry(recipient="Lê Văn Nam"), conference=foreign)


def test_a_row_of_a_settled_conference_takes_the_decision_and_nothing_else(
    year_a, cluster_a, lan, unit_of_binh
):
    conference = ConferenceFactory(cluster=cluster_a, review_year=year_a)
    award = AwardFactory(
        emulation_year=year_a,
        unit=unit_of_binh,
        conference=conference,
        decision=None,
        no_decision_reason="Chưa ký",
    )
    shown = entry_of(award)
    (result,) = save(year_a, lan, replace(shown, recipient="Người khác"))
    assert "Hội nghị đã chốt" in result.errors[""][0]
    DecisionFactory(document_number="7/QĐ-CTN")
    (result,) = save(year_a, lan, replace(shown, decision="7/QĐ-CTN"))
    assert result.status == EntryStatus.SAVED
    award.refresh_from_db()
    assert (award.decision.document_number, award.no_decision_reason) == ("7/QĐ-CTN", "")
    DecisionFactory(document_number="8/QĐ-CTN")
    (result,) = save(year_a, lan, replace(entry_of(award), decision="8/QĐ-CTN"))
    assert result.status == EntryStatus.WRONG


# --- Who may --------------------------------------------------------------------------------


def test_an_officer_enters_proposals_of_the_own_province_alone(year_a, binh, unit_of_chi):
    (own,) = save(year_a, binh, entry())
    assert own.status == EntryStatus.SAVED
    (other,) = save(year_a, binh, entry(unit="Hà Nam"))
    assert "tỉnh mình" in other.errors["unit"][0]
    DecisionFactory(document_number="9/QĐ")
    (granted,) = save(
        year_a, binh, entry(recipient="Lê Văn Nam", status="Được tặng", decision="9/QĐ")
    )
    assert "ban thư ký" in granted.errors["status"][0]
    (checked,) = check(year_a, entry(unit="Hà Nam"), by=binh)
    assert checked.errors.keys() == {"unit"}


def test_an_officer_does_not_take_over_a_row_of_another_province(year_a, binh, unit_of_chi):
    foreign = AwardFactory(emulation_year=year_a, unit=unit_of_chi, proposed=True)
    (result,) = save(year_a, binh, replace(entry_of(foreign), unit="Nam Định"))
    assert "tỉnh mình" in result.errors["unit"][0]


def test_an_officer_is_refused_once_the_review_is_settled(year_a, cluster_a, binh, lan):
    ConferenceFactory(cluster=cluster_a, review_year=year_a)
    with pytest.raises(ValidationError, match="không nhận thêm đề nghị"):
        save(year_a, binh, entry())
    assert save(year_a, lan, entry())[0].status == EntryStatus.SAVED


def test_others_are_refused(year_a, mai, dung, hoa, chi, unit_of_chi):
    for person in (mai, dung, hoa):
        with pytest.raises(PermissionDenied):
            save(year_a, person, entry())
    assert not Award.objects.exists()


def test_an_earlier_year_needs_a_reason(cluster_a, year_a, lan, quan):
    from_now_on = year_a.__class__.objects.create(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=from_now_on, unit=year_a.leaders.get().unit)
    with pytest.raises(ValidationError, match="lý do đính chính"):
        save(year_a, lan, entry())
    save(year_a, lan, entry(), reason="Bổ sung theo công văn 5")
    assert AuditEvent.objects.latest("sequence").reason == "Bổ sung theo công văn 5"


def test_the_number_of_queries_does_not_grow_with_the_rows(year_a, lan, unit_of_binh):
    DecisionFactory(document_number="12/QĐ-TTg")

    def queries(number):
        rows = [
            entry(recipient=f"Người Thứ {index}", status="Được tặng", decision="12/QĐ-TTg")
            for index in range(number)
        ]
        with CaptureQueriesContext(connection) as asked:
            results = check(year_a, *rows, by=lan)
        assert {result.status for result in results} == {EntryStatus.READY}
        return len(asked)

    queries(1)  # the rights are read once
    assert queries(2) == queries(60) <= 8
