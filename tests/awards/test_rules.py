"""What the database keeps about award forms, decisions and awards."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from awards.models import AwardStatus, RecipientKind
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, UnitFactory
from tests.rules import Rule, assert_database_keeps, assert_form_explains, by_attack, by_rule

pytestmark = pytest.mark.django_db

NO_DECISION = "Khen thưởng đã tặng phải có quyết định, hoặc nêu vì sao chưa có."
ONE_NAME = "Đã nêu tên thì số lượng là 1; nhóm thì không nêu tên."
NO_RECIPIENT = "Chọn ít nhất một loại đối tượng được khen."


def same_form():
    first = AwardFormFactory()
    return AwardFormFactory(), {"code": first.code}


def same_decision():
    first = DecisionFactory()
    return DecisionFactory(), {"document_number": first.document_number}


RULES = (
    Rule(
        "form_period",
        "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
        lambda: (AwardFormFactory(), {"valid_to": datetime.date(2023, 12, 31)}),
    ),
    Rule("form_once", "Mã này đã có từ cùng ngày.", same_form),
    Rule(
        "form_for_nobody",
        NO_RECIPIENT,
        lambda: (AwardFormFactory(), {"for_individual": False, "for_collective": False}),
    ),
    Rule(
        "form_without_a_start",
        "Nêu ngày luật có hiệu lực.",
        lambda: (AwardFormFactory(), {"valid_from": None}),
    ),
    Rule("decision_once", "Quyết định này đã có.", same_decision),
    Rule("granted_without_a_decision", NO_DECISION, lambda: (AwardFactory(), {"decision": None})),
    Rule(
        "proposal_granted_without_a_decision",
        NO_DECISION,
        lambda: (AwardFactory(proposed=True), {"status": AwardStatus.GRANTED}),
    ),
    Rule("a_name_for_two", ONE_NAME, lambda: (AwardFactory(), {"count": 2})),
    Rule("a_name_for_nobody_knows_how_many", ONE_NAME, lambda: (AwardFactory(), {"count": None})),
    Rule(
        "a_group_with_a_name",
        ONE_NAME,
        lambda: (AwardFactory(counted=True), {"recipient_name": "Phạm Thị Hai"}),
    ),
    Rule(
        "a_group_that_is_a_unit",
        ONE_NAME,
        lambda: (AwardFactory(counted=True), {"recipient_unit": UnitFactory()}),
    ),
    Rule(
        "a_unit_of_unknown_number",
        ONE_NAME,
        lambda: (AwardFactory(of_unit=True), {"count": None}),
    ),
    Rule(
        "a_group_of_none",
        "Số lượng từ 1 trở lên.",
        lambda: (AwardFactory(counted=True), {"count": 0}),
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
        {"counted": True},
        {"counted": True, "count": None},
        {"of_unit": True},
        {"proposed": True},
        {"decision": None, "no_decision_reason": "Nguồn không nêu quyết định."},
        {"status": AwardStatus.REVOKED, "decision": None},
    ],
)
def test_awards_that_the_rules_allow(valid):
    AwardFactory(**valid).full_clean()


def test_the_form_must_suit_the_recipient():
    award = AwardFactory()
    award.recipient_kind = RecipientKind.HOUSEHOLD
    with pytest.raises(ValidationError, match="Luật không có hình thức này cho hộ gia đình"):
        award.full_clean()


def test_only_some_forms_are_posthumous():
    award = AwardFactory(form__may_be_posthumous=True, is_posthumous=True)
    award.full_clean()
    award.form = AwardFormFactory()
    with pytest.raises(ValidationError, match="không có truy tặng"):
        award.full_clean()


def test_the_form_must_be_in_the_law_of_the_year():
    award = AwardFactory(proposed=True, form__valid_from=datetime.date(2024, 12, 31))
    award.full_clean()
    award.emulation_year = EmulationYearFactory(year=2023)
    with pytest.raises(ValidationError, match="Hình thức này không có trong luật của năm 2023"):
        award.full_clean()
