"""What the database keeps about units, clusters, members, years and appointments."""

import datetime

import pytest
from django.db import connection

from clusters.models import ClusterLevel, LeadershipRole, Role
from tests.factories.accounts import UserFactory
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    SourceFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.rules import (
    Rule,
    assert_database_keeps,
    assert_form_explains,
    by_attack,
    by_rule,
    refused,
)

pytestmark = pytest.mark.django_db

BACKWARDS = {
    "valid_from": datetime.date(2025, 7, 2),
    "valid_to": datetime.date(2025, 7, 1),
}
OUT_OF_ORDER = "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."
SCOPE = (
    "Ban thư ký gắn với một cụm và tỉnh của mình, cán bộ tỉnh gắn với một đơn vị; "
    "vai trò toàn quốc không gắn với cụm hay đơn vị nào."
)
ORGANISER = "Cụm, khối cấp tỉnh phải có tỉnh tổ chức; cụm toàn quốc thì không."
CODE_USED = "Mã số này đã dùng cho một đơn vị cùng ngày bắt đầu."


def code_used_from_a_day():
    UnitFactory(merged=True, code="27")
    return UnitFactory(merged=True, code="36"), {"code": "27"}


def code_used_from_ever():
    UnitFactory(code="27")
    return UnitFactory(code="36"), {"code": "27"}


def same_succession():
    other = SuccessionFactory()
    return SuccessionFactory(successor=other.successor), {"predecessor": other.predecessor}


def own_successor():
    row = SuccessionFactory()
    return row, {"predecessor": row.successor}


def second_chair():
    year = LeadershipFactory().emulation_year
    return LeadershipFactory(emulation_year=year, vice=True, order=2), {
        "role": LeadershipRole.CHAIR
    }


def second_role_of_a_unit():
    chair = LeadershipFactory()
    return LeadershipFactory(emulation_year=chair.emulation_year, vice=True), {"unit": chair.unit}


def same_order():
    first = LeadershipFactory(vice=True)
    return LeadershipFactory(emulation_year=first.emulation_year, vice=True, order=2), {"order": 1}


def year_twice():
    year = EmulationYearFactory()
    return EmulationYearFactory(cluster=year.cluster, year=2025), {"year": year.year}


def handover_twice():
    return HandoverFactory(), {"emulation_year": HandoverFactory().emulation_year}


def slug_used():
    return UnitFactory(), {"slug": UnitFactory().slug}


def source_code_used():
    return SourceFactory(), {"code": SourceFactory().code}


def email_used():
    UserFactory(email="lan@namdinh.gov.vn")
    return UserFactory(), {"email": "lan@namdinh.gov.vn"}


RULES = (
    Rule("unit_period", OUT_OF_ORDER, lambda: (UnitFactory(), BACKWARDS)),
    Rule("cluster_period", OUT_OF_ORDER, lambda: (ClusterFactory(), BACKWARDS)),
    Rule("membership_period", OUT_OF_ORDER, lambda: (MembershipFactory(), BACKWARDS)),
    Rule("appointment_period", OUT_OF_ORDER, lambda: (AppointmentFactory(), BACKWARDS)),
    Rule("unit_code_from_a_day", CODE_USED, code_used_from_a_day),
    Rule("unit_code_from_ever", CODE_USED, code_used_from_ever),
    Rule("succession_once", "Quan hệ kế thừa này đã có.", same_succession),
    Rule("succession_of_itself", "Đơn vị không thể kế thừa chính nó.", own_successor),
    Rule(
        "national_cluster_without_organiser",
        ORGANISER,
        lambda: (ClusterFactory(), {"organising_unit": UnitFactory()}),
    ),
    Rule(
        "provincial_cluster_with_organiser",
        ORGANISER,
        lambda: (ClusterFactory(), {"level": ClusterLevel.PROVINCIAL}),
    ),
    Rule("year_once", "Cụm này đã có năm thi đua đó.", year_twice),
    Rule(
        "year_too_early",
        "Năm thi đua từ 1948 đến 2100.",
        lambda: (EmulationYearFactory(), {"year": 1947}),
        on_form="1948",
    ),
    Rule(
        "year_too_late",
        "Năm thi đua từ 1948 đến 2100.",
        lambda: (EmulationYearFactory(), {"year": 2101}),
        on_form="2100",
    ),
    Rule("one_chair", "Năm thi đua này đã có Cụm trưởng.", second_chair),
    Rule(
        "one_role_per_unit",
        "Đơn vị này đã giữ một vai trò trong năm thi đua đó.",
        second_role_of_a_unit,
    ),
    Rule("leaders_in_order", "Thứ tự này đã có đơn vị khác giữ.", same_order),
    Rule("handover_once", "Năm thi đua này đã có ngày bàn giao.", handover_twice),
    Rule("slug_once", "Đơn vị có Địa chỉ đã tồn tại.", slug_used),
    Rule("source_code_once", "Nguồn có Mã đã tồn tại.", source_code_used),
    Rule("email_once", "Thư điện tử này đã có tài khoản.", email_used),
    Rule("secretary_of_no_cluster", SCOPE, lambda: (AppointmentFactory(), {"cluster": None})),
    Rule("secretary_of_no_unit", SCOPE, lambda: (AppointmentFactory(), {"unit": None})),
    Rule("officer_of_no_unit", SCOPE, lambda: (AppointmentFactory(officer=True), {"unit": None})),
    Rule(
        "officer_of_a_cluster",
        SCOPE,
        lambda: (AppointmentFactory(officer=True), {"cluster": ClusterFactory()}),
    ),
    Rule(
        "central_board_of_a_cluster",
        SCOPE,
        lambda: (AppointmentFactory(central=True), {"cluster": ClusterFactory()}),
    ),
    Rule(
        "administrator_of_a_unit",
        SCOPE,
        lambda: (AppointmentFactory(administrator=True), {"unit": UnitFactory()}),
    ),
    Rule(
        "role_of_the_country_for_a_secretary",
        SCOPE,
        lambda: (AppointmentFactory(), {"role": Role.ADMINISTRATOR}),
    ),
)


@by_attack
@by_rule(RULES)
def test_the_database_keeps_the_rule(rule, attack):
    assert_database_keeps(rule, attack)


@by_rule(RULES)
def test_a_form_says_what_is_wrong(rule):
    assert_form_explains(rule)


def test_no_statement_writes_an_email_in_capitals():
    """Every way through the model makes them small; what goes past it is refused."""
    user = UserFactory()
    with (
        refused("Thư điện tử viết bằng chữ thường.", type(user)),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE accounts_user SET email = 'LAN@namdinh.gov.vn'")
