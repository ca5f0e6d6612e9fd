"""What the database keeps about conferences, indicators and pledges."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from emulation.models import PledgeSignature, PledgeStatus, ValueKind
from emulation.models.pledge import TARGET_NOT_WHOLE, TARGET_RANGE
from tests.factories.clusters import (
    EmulationYearFactory,
    MembershipFactory,
    SourceFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    ConferenceMovementFactory,
    DelegateFactory,
    DelegatePartFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MovementFactory,
    PledgeFactory,
    PledgeItemFactory,
    PledgeSignatureFactory,
    ReportSectionFactory,
    SpeechFactory,
)
from tests.rules import Rule, assert_database_keeps, assert_form_explains, by_attack, by_rule

pytestmark = pytest.mark.django_db

VALUE = (
    "Con số không có tổng số; tỷ số cần tổng số lớn hơn 0 và không nhỏ hơn giá trị;"
    " thứ hạng là số nguyên từ 1 và không quá tổng số."
)
NO_MEMBER = "Đơn vị này không phải là thành viên của cụm năm"


def same_slug():
    first = ConferenceFactory()
    later = EmulationYearFactory(cluster=first.cluster, year=2025)
    return ConferenceFactory(review_year=later), {"slug": first.slug}


def second_review():
    first = ConferenceFactory()
    return ConferenceFactory(review_year=first.review_year, kind="mid_year"), {
        "kind": "annual_review"
    }


def same_section():
    first = ReportSectionFactory()
    return ReportSectionFactory(conference=first.conference), {"order": first.order}


def same_movement():
    first = ConferenceMovementFactory()
    return ConferenceMovementFactory(conference=first.conference), {"movement": first.movement}


def same_delegate():
    first = DelegateFactory()
    return DelegateFactory(conference=first.conference), {"full_name": first.full_name}


def same_part():
    first = DelegatePartFactory()
    return DelegatePartFactory(delegate=first.delegate, part="opened"), {"part": first.part}


def second_value_of_a_unit():
    first = IndicatorValueFactory()
    return IndicatorValueFactory(emulation_year=first.emulation_year, indicator=first.indicator), {
        "unit": first.unit
    }


def second_value_of_the_cluster():
    first = IndicatorValueFactory(of_cluster=True)
    return IndicatorValueFactory(emulation_year=first.emulation_year, indicator=first.indicator), {
        "unit": None
    }


def second_pledge():
    return PledgeFactory(), {"emulation_year": PledgeFactory().emulation_year}


def same_item():
    first = PledgeItemFactory()
    return PledgeItemFactory(pledge=first.pledge), {"number": first.number}


def target(**changes):
    return lambda: (PledgeItemFactory(targeted=True), changes)


def second_signature():
    first = PledgeSignatureFactory()
    return PledgeSignatureFactory(pledge=first.pledge), {"unit": first.unit}


def number(**changes):
    return lambda: (IndicatorValueFactory(), changes)


def ratio(**changes):
    return lambda: (IndicatorValueFactory(ratio=True), changes)


def rank(**changes):
    return lambda: (IndicatorValueFactory(rank=True), changes)


RULES = (
    Rule("conference_slug", "Địa chỉ này đã dùng cho hội nghị khác của cụm.", same_slug),
    Rule("one_annual_review", "Năm thi đua này đã có hội nghị tổng kết.", second_review),
    Rule(
        "conference_days",
        "Ngày kết thúc phải bằng hoặc sau ngày họp.",
        lambda: (ConferenceFactory(), {"ends_on": datetime.date(2025, 3, 12)}),
    ),
    Rule(
        "conference_of_no_year",
        "Nêu năm được tổng kết hoặc năm được phát động.",
        lambda: (ConferenceFactory(), {"review_year": None}),
    ),
    Rule("section_order", "Thứ tự này đã có mục khác.", same_section),
    Rule(
        "one_launcher",
        "Chọn đơn vị hoặc ghi tên cơ quan phát động, không cả hai.",
        lambda: (MovementFactory(), {"launching_unit": UnitFactory()}),
    ),
    Rule("movement_once", "Phong trào này đã có trong hội nghị.", same_movement),
    Rule("delegate_once", "Đại biểu này đã có trong danh sách.", same_delegate),
    Rule("part_once", "Phần việc này đã ghi cho đại biểu.", same_part),
    Rule(
        "decimals",
        "Nhiều nhất bốn chữ số thập phân.",
        lambda: (IndicatorFactory(), {"decimals": 5}),
    ),
    Rule(
        "value_once_per_unit",
        "Đơn vị này đã có giá trị của chỉ tiêu trong năm đó.",
        second_value_of_a_unit,
    ),
    Rule(
        "value_once_per_cluster",
        "Toàn cụm đã có giá trị của chỉ tiêu trong năm đó.",
        second_value_of_the_cluster,
    ),
    Rule("number_out_of_something", VALUE, number(out_of=Decimal(10))),
    Rule("ratio_out_of_nothing", VALUE, ratio(out_of=None)),
    Rule("ratio_out_of_zero", VALUE, ratio(value=Decimal(0), out_of=Decimal(0))),
    Rule("ratio_above_one", VALUE, ratio(value=Decimal(1311))),
    Rule("ratio_below_zero", VALUE, ratio(value=Decimal(-1))),
    Rule("number_becomes_ratio", VALUE, number(kind=ValueKind.RATIO)),
    Rule("rank_zero", VALUE, rank(value=Decimal(0))),
    Rule("rank_and_a_half", VALUE, rank(value=Decimal("1.5"))),
    Rule("rank_past_the_last", VALUE, rank(out_of=Decimal(2))),
    Rule("no_known_kind", VALUE, number(kind="guess"), on_form="guess"),
    Rule("pledge_once", "Năm thi đua này đã có giao ước.", second_pledge),
    Rule(
        "signed_without_a_day",
        "Giao ước đã ký phải có ngày ký.",
        lambda: (PledgeFactory(draft=True), {"status": PledgeStatus.SIGNED}),
    ),
    Rule(
        "published_without_a_day",
        "Giao ước đã ký phải có ngày ký.",
        lambda: (PledgeFactory(), {"signed_on": None}),
    ),
    Rule("item_number", "Số thứ tự này đã có nội dung khác.", same_item),
    Rule("target_without_indicator", TARGET_NOT_WHOLE, target(indicator=None)),
    Rule("target_without_number", TARGET_NOT_WHOLE, target(target=None)),
    Rule("target_without_comparison", TARGET_NOT_WHOLE, target(comparison="")),
    Rule("target_of_nobody", TARGET_NOT_WHOLE, target(target_of="")),
    Rule("target_range_without_end", TARGET_RANGE, target(comparison="between")),
    Rule("target_end_without_range", TARGET_RANGE, target(target_to=Decimal(10))),
    Rule(
        "target_range_upside_down",
        TARGET_RANGE,
        target(comparison="between", target_to=Decimal(9)),
    ),
    Rule("signature_once", "Đơn vị này đã có chữ ký trong giao ước.", second_signature),
    Rule(
        "signature_without_a_day",
        "Đã ký thì phải có cả ngày ký và cách ký.",
        lambda: (PledgeSignatureFactory(), {"signed_on": None}),
    ),
    Rule(
        "signature_without_a_method",
        "Đã ký thì phải có cả ngày ký và cách ký.",
        lambda: (PledgeSignatureFactory(), {"method": ""}),
    ),
    Rule(
        "method_without_a_signature",
        "Đã ký thì phải có cả ngày ký và cách ký.",
        lambda: (PledgeSignatureFactory(unsigned=True), {"method": "paper"}),
    ),
)


@by_attack
@by_rule(RULES)
def test_the_database_keeps_the_rule(rule, attack):
    assert_database_keeps(rule, attack)


@by_rule(RULES)
def test_a_form_says_what_is_wrong(rule):
    assert_form_explains(rule)


@pytest.mark.parametrize(
    "valid",
    [
        {"kind": ValueKind.NUMBER, "value": Decimal("-3.5")},
        {"kind": ValueKind.RATIO, "value": Decimal(0), "out_of": Decimal(5)},
        {"kind": ValueKind.RATIO, "value": Decimal(5), "out_of": Decimal(5)},
        {"kind": ValueKind.RANK, "value": Decimal(1)},
        {"kind": ValueKind.RANK, "value": Decimal(63), "out_of": Decimal(63)},
    ],
)
def test_values_at_the_edge_are_kept(valid):
    row = IndicatorValueFactory(**valid)
    row.full_clean()


def test_both_sides_of_a_value_may_repeat_in_another_year_or_indicator():
    whole = IndicatorValueFactory(of_cluster=True)
    IndicatorValueFactory(of_cluster=True, indicator=whole.indicator).full_clean()
    IndicatorValueFactory(of_cluster=True, emulation_year=whole.emulation_year).full_clean()
    IndicatorValueFactory(
        emulation_year=whole.emulation_year, indicator=whole.indicator
    ).full_clean()


def test_a_thematic_conference_may_stand_beside_the_annual_review():
    review = ConferenceFactory()
    ConferenceFactory(review_year=review.review_year, kind="thematic").full_clean()


@pytest.mark.parametrize("factory", [IndicatorValueFactory, PledgeSignatureFactory])
def test_only_a_member_has_a_value_and_signs(factory):
    row = factory()
    row.full_clean()
    row.unit = UnitFactory()
    with pytest.raises(ValidationError, match=NO_MEMBER):
        row.full_clean()


def test_a_signature_of_a_pledge_that_is_not_saved_yet_is_a_members_too():
    pledge = PledgeFactory.build(emulation_year=EmulationYearFactory(), source=None)
    stranger = MembershipFactory().unit
    with pytest.raises(ValidationError, match=NO_MEMBER):
        PledgeSignature(pledge=pledge, unit=stranger).clean()


def test_a_conference_belongs_to_the_cluster_of_its_years():
    conference = ConferenceFactory(source=SourceFactory())
    conference.full_clean()
    conference.launch_year = EmulationYearFactory()
    with pytest.raises(ValidationError, match="Năm thi đua này thuộc cụm khác"):
        conference.full_clean()


def test_only_a_delegate_of_the_conference_speaks():
    speech = SpeechFactory()
    speech.full_clean()
    speech.delegate = DelegateFactory()
    with pytest.raises(ValidationError, match="Đại biểu này không dự hội nghị đó"):
        speech.full_clean()
