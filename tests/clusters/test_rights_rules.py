"""What the database keeps about delegations, substitutions and invitations."""

import datetime

import pytest

from clusters.models import Role
from clusters.rules import DELEGATION_TO_VICE_CHAIR, SUBSTITUTE_IS_ANOTHER
from tests.factories.clusters import (
    AppointmentFactory,
    DelegationFactory,
    EmulationYearFactory,
    InvitationFactory,
    LeadershipFactory,
    SubstitutionFactory,
)
from tests.rules import Rule, assert_database_keeps, assert_form_explains, by_attack, by_rule

pytestmark = pytest.mark.django_db

BACKWARDS = {"valid_from": datetime.date(2024, 2, 1), "valid_to": datetime.date(2024, 1, 1)}
OUT_OF_ORDER = "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."
SCOPE = (
    "Ban thư ký gắn với một cụm và tỉnh của mình, cán bộ tỉnh gắn với một đơn vị; "
    "vai trò toàn quốc không gắn với cụm hay đơn vị nào."
)


def delegation_to_another_unit():
    delegation = DelegationFactory()
    return delegation, {"unit": LeadershipFactory(emulation_year=delegation.emulation_year).unit}


def same_delegation():
    first = DelegationFactory(permission="edit_awards")
    second = DelegationFactory(emulation_year=first.emulation_year, unit=first.unit)
    return second, {"permission": "edit_awards"}


def substitute_for_oneself():
    substitution = SubstitutionFactory()
    return substitution, {"substitute": substitution.appointment.user}


def substitute_for_an_administrator():
    return SubstitutionFactory(), {"appointment": AppointmentFactory(administrator=True)}


def two_substitutes():
    first = SubstitutionFactory()
    second = SubstitutionFactory()
    return second, {"appointment": first.appointment}


def taken_up_without_an_appointment():
    return InvitationFactory(), {"accepted_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)}


RULES = (
    Rule("delegation_period", OUT_OF_ORDER, lambda: (DelegationFactory(), BACKWARDS)),
    Rule("substitution_period", OUT_OF_ORDER, lambda: (SubstitutionFactory(), BACKWARDS)),
    Rule("invitation_period", OUT_OF_ORDER, lambda: (InvitationFactory(), BACKWARDS)),
    Rule(
        "delegation_of_leading",
        "Việc này không giao cho Cụm phó được.",
        lambda: (DelegationFactory(), {"permission": "lead"}),
        on_form="lead",
    ),
    Rule("delegation_to_another_unit", DELEGATION_TO_VICE_CHAIR, delegation_to_another_unit),
    Rule(
        "delegation_in_another_year",
        DELEGATION_TO_VICE_CHAIR,
        lambda: (DelegationFactory(), {"emulation_year": EmulationYearFactory()}),
    ),
    Rule(
        "delegation_twice",
        "Việc này đã giao cho đơn vị đó trong một phần thời gian này.",
        same_delegation,
    ),
    Rule(
        "substitution_without_an_end",
        "Ủy quyền phải có ngày bắt đầu và ngày kết thúc.",
        lambda: (SubstitutionFactory(), {"valid_to": None}),
    ),
    Rule(
        "substitute_for_oneself",
        SUBSTITUTE_IS_ANOTHER,
        substitute_for_oneself,
        on_form="Chọn một người khác với người đi vắng.",
    ),
    Rule(
        "substitute_for_an_administrator",
        SUBSTITUTE_IS_ANOTHER,
        substitute_for_an_administrator,
        on_form="Việc quản trị cổng không ủy quyền được.",
    ),
    Rule(
        "two_substitutes",
        "Trong một phần thời gian này đã ủy quyền cho người khác.",
        two_substitutes,
    ),
    Rule(
        "invitation_of_a_secretary_of_nothing",
        SCOPE,
        lambda: (InvitationFactory(), {"role": Role.SECRETARIAT}),
    ),
    Rule(
        "invitation_taken_up_without_an_appointment",
        "Lời mời đã nhận thì có phân công và không thu hồi được.",
        taken_up_without_an_appointment,
    ),
)


@by_attack
@by_rule(RULES)
def test_the_database_keeps_the_rule(rule, attack):
    assert_database_keeps(rule, attack)


@by_rule(RULES)
def test_a_form_says_what_is_wrong(rule):
    assert_form_explains(rule)
