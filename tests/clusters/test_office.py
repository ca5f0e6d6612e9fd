"""Rights follow the office: from the handover to the next one, by delegation, by substitution."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters import access, services
from clusters.models import Leadership
from clusters.office import offices_on
from clusters.roles import DELEGABLE, PERSONAL, SENSITIVE, Permission
from emulation.models import Conference
from tests.factories.accounts import UserFactory
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    AppointmentFactory,
    DelegationFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    SubstitutionFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeSignatureFactory,
)

TOOK_OVER, HANDED_OVER = datetime.date(2024, 3, 13), datetime.date(2025, 3, 20)
EDIT = Permission.EDIT_RESULTS


def again(user):
    """The user as the next request reads it."""
    return User.objects.get(pk=user.pk)


def may_on(day, user, permission, target):
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(9)), tick=False):
        return access.may(again(user), permission, target)


@pytest.fixture
def terms(cluster_a, year_a, unit_of_binh, unit_of_chi):
    """Bình's province leads 2024, Chi's leads 2025; both handovers are written down."""
    HandoverFactory(emulation_year=year_a, handed_over_on=TOOK_OVER)
    next_year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=next_year, unit=unit_of_chi)
    HandoverFactory(emulation_year=next_year, handed_over_on=HANDED_OVER)
    return year_a, next_year


@pytest.fixture
def successor(cluster_a, unit_of_chi):
    """A secretary of the province that leads after Lan's."""
    return AppointmentFactory(cluster=cluster_a, unit=unit_of_chi).user


# --- The term -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (TOOK_OVER - datetime.timedelta(1), None),
        (TOOK_OVER, "lan"),
        (HANDED_OVER - datetime.timedelta(1), "lan"),
        (HANDED_OVER, "successor"),
        (datetime.date(2026, 11, 1), "successor"),
    ],
)
@pytest.mark.parametrize("permission", [*DELEGABLE, Permission.LEAD, Permission.INVITE])
def test_the_chairs_secretariat_writes_from_handover_to_handover(
    lan, successor, terms, day, holder, permission
):
    target = terms[1]
    assert may_on(day, lan, permission, target) == (holder == "lan")
    assert may_on(day, successor, permission, target) == (holder == "successor")
    assert may_on(day, lan, Permission.VIEW_DRAFTS, target)


def test_without_any_handover_the_chair_of_the_newest_year_is_in_office(
    lan, successor, cluster_a, year_a, unit_of_chi
):
    assert may_on(datetime.date(2024, 12, 31), lan, EDIT, year_a)
    next_year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=next_year, unit=unit_of_chi)
    assert may_on(datetime.date(2024, 12, 31), lan, EDIT, next_year)
    assert may_on(datetime.date(2025, 1, 1), successor, EDIT, next_year)
    assert not may_on(datetime.date(2025, 1, 1), lan, EDIT, next_year)


def test_a_cluster_that_nobody_leads_is_nobodys_to_write(cluster_a):
    year = EmulationYearFactory(cluster=cluster_a, year=2024)
    user = AppointmentFactory(cluster=cluster_a).user
    assert not access.may(user, EDIT, year)
    assert access.may(user, Permission.VIEW_DRAFTS, year)


def test_the_office_goes_over_to_what_the_province_has_become(cluster_a, terms, unit_of_chi):
    merged = SuccessionFactory(predecessor=unit_of_chi, successor=UnitFactory(name="Ninh Bình"))
    heir = AppointmentFactory(cluster=cluster_a, unit=merged.successor).user
    assert may_on(merged.effective_on, heir, EDIT, terms[1])
    assert not may_on(merged.effective_on - datetime.timedelta(1), heir, EDIT, terms[1])


def test_after_a_split_nobody_carries_the_office_on(cluster_a, terms, unit_of_chi):
    part = SuccessionFactory(predecessor=unit_of_chi, kind="split")
    heir = AppointmentFactory(cluster=cluster_a, unit=part.successor).user
    assert not may_on(datetime.date(2026, 1, 1), heir, EDIT, terms[1])


def test_the_secretariat_of_the_chair_writes_for_its_own_cluster_alone(lan, year_a, year_b):
    MembershipFactory(cluster=year_b.cluster, unit=year_a.leaders.get().unit)
    assert not access.may(lan, EDIT, year_b)
    assert not access.may(lan, Permission.VIEW_DRAFTS, year_b)


def test_offices_are_read_in_as_many_queries_for_one_cluster_as_for_many(
    django_assert_num_queries, terms, year_b
):
    day = datetime.date(2026, 1, 1)
    clusters = [terms[0].cluster_id, year_b.cluster_id]
    for asked in (clusters[:1], clusters):
        with django_assert_num_queries(2):
            assert set(offices_on(day, asked)) == set(asked)


# --- Years that are over --------------------------------------------------------------------


def test_earlier_years_are_corrected_by_the_present_chair_or_the_administrator(
    lan, successor, binh, quan, terms, unit_of_binh
):
    over = terms[0]
    value = IndicatorValueFactory(emulation_year=over, unit=unit_of_binh)
    for user in (successor, quan):
        with pytest.raises(ValidationError, match="nêu lý do đính chính"):
            access.require_write(user, EDIT, value)
        assert access.require_write(user, EDIT, value, " Nhầm số ") == "Nhầm số"
    for user in (lan, binh):
        for permission in (EDIT, Permission.EDIT_UNIT):
            with pytest.raises(PermissionDenied):
                access.require_write(user, permission, value, "Nhầm số")


def test_the_running_year_and_later_ones_need_no_reason(successor, quan, terms):
    later = EmulationYearFactory(cluster=terms[0].cluster, year=2026)
    for user in (successor, quan):
        for year in (terms[1], later):
            assert access.require_write(user, EDIT, year) == ""


def test_an_officer_writes_for_the_own_unit_in_the_running_year_only(binh, terms, unit_of_binh):
    for year, writes in zip(terms, (False, True), strict=True):
        value = IndicatorValueFactory(emulation_year=year, unit=unit_of_binh)
        assert access.may(again(binh), Permission.EDIT_UNIT, value) is writes
        assert access.may(again(binh), Permission.VIEW_DRAFTS, value)


def test_a_conference_between_two_years_belongs_to_the_later_one(terms):
    both = ConferenceFactory(review_year=terms[0], launch_year=terms[1])
    assert both.access_year == 2025
    assert Conference(cluster=both.cluster, review_year=terms[0]).access_year == 2024


def test_a_part_is_where_its_whole_is(lan, binh, dung, year_a, unit_of_binh):
    delegate = DelegateFactory(conference=ConferenceFactory(review_year=year_a))
    signature = PledgeSignatureFactory(pledge=PledgeFactory(emulation_year=year_a))
    own = PledgeSignatureFactory(pledge=signature.pledge, unit=unit_of_binh)
    assert access.may(lan, Permission.EDIT_CONFERENCE, delegate)
    assert access.may(lan, Permission.EDIT_PLEDGE, signature)
    assert access.may(binh, Permission.SIGN, own)
    assert not access.may(binh, Permission.SIGN, signature)
    for target, permission in (
        (delegate, Permission.EDIT_CONFERENCE),
        (signature, Permission.EDIT_PLEDGE),
    ):
        assert not access.may(dung, permission, target)


# --- Delegation -----------------------------------------------------------------------------


def test_the_vice_chair_does_what_was_handed_to_it_and_nothing_else(lan, mai, year_a, unit_of_chi):
    services.delegate(
        emulation_year=year_a,
        unit=unit_of_chi,
        permission=EDIT,
        decision="Thông báo số 3/TB-CTĐ",
        by=lan,
    )
    award = AwardFactory(emulation_year=year_a)
    assert access.may(again(mai), EDIT, award)
    assert access.may(again(mai), EDIT, EmulationYearFactory(cluster=year_a.cluster, year=2025))
    for permission in set(Permission) - {EDIT, Permission.VIEW_DRAFTS}:
        assert not access.may(again(mai), permission, award), permission
    event = AuditEvent.objects.first()
    assert (event.actor, event.action) == (lan, "delegate")
    assert event.changes["permission"] == [None, "edit_results"]


def test_a_delegation_ends_on_its_day_with_the_place_or_with_the_term(
    lan, mai, year_a, unit_of_binh, unit_of_chi
):
    delegation = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    assert access.may(again(mai), EDIT, year_a)
    services.end_delegation(delegation=delegation, by=lan, last_day=datetime.date(2020, 1, 1))
    assert not access.may(again(mai), EDIT, year_a)
    delegation = DelegationFactory(
        emulation_year=year_a, unit=unit_of_chi, valid_from=datetime.date(2020, 1, 2)
    )
    place = Leadership.objects.filter(unit=unit_of_chi)
    place.update(
        role="chair", emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=1999)
    )
    assert not access.may(again(mai), EDIT, year_a)
    place.update(role="vice_chair", emulation_year=year_a)
    assert access.may(again(mai), EDIT, year_a)
    after = EmulationYearFactory(cluster=year_a.cluster, year=2025)
    LeadershipFactory(emulation_year=after, unit=unit_of_binh)
    HandoverFactory(emulation_year=after, handed_over_on=HANDED_OVER)
    assert not access.may(again(mai), EDIT, year_a)


def test_work_handed_to_a_province_goes_over_to_what_it_has_become(mai, year_a, unit_of_chi):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    merged = SuccessionFactory(predecessor=unit_of_chi)
    heir = AppointmentFactory(cluster=year_a.cluster, unit=merged.successor).user
    assert access.may(heir, EDIT, year_a)


def test_a_delegate_does_not_correct_earlier_years(mai, year_a, unit_of_chi):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    assert not access.may(mai, EDIT, before)


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "dung", "hoa"])
def test_only_the_chair_hands_work_on(request, year_a, mai, unit_of_chi, name):
    delegation = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    somebody = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.delegate(
            emulation_year=year_a,
            unit=unit_of_chi,
            permission=EDIT,
            decision="Tự giao",
            by=somebody,
        )
    with pytest.raises(PermissionDenied):
        services.end_delegation(delegation=delegation, by=somebody)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"permission": Permission.LEAD}, "lead"),
        ({"unit": None}, "Chỉ giao việc cho đơn vị là Cụm phó"),
        ({"decision": " "}, "không được để trống"),
        ({"valid_to": datetime.date(2019, 1, 1)}, "Ngày kết thúc phải bằng"),
    ],
)
def test_a_delegation_that_breaks_a_rule_is_refused(
    lan, mai, year_a, unit_of_binh, unit_of_chi, changes, message
):
    wanted = {"unit": unit_of_chi, "permission": EDIT, "decision": "Thông báo số 3"} | changes
    with pytest.raises(ValidationError, match=message):
        services.delegate(
            emulation_year=year_a, by=lan, **wanted | {"unit": wanted["unit"] or unit_of_binh}
        )
    assert not AuditEvent.objects.filter(action="delegate").exists()


def test_the_chair_hands_out_nothing_of_a_year_that_another_will_lead(lan, year_a, unit_of_binh):
    later = EmulationYearFactory(cluster=year_a.cluster, year=2027)
    LeadershipFactory(emulation_year=later, unit=unit_of_binh, vice=True)
    with pytest.raises(ValidationError, match="Chỉ giao việc trong năm đang điều hành"):
        services.delegate(
            emulation_year=later,
            unit=unit_of_binh,
            permission=Permission.PUBLISH,
            decision="Giao trước",
            by=lan,
        )


def test_the_same_work_is_not_handed_over_twice_at_a_time(lan, mai, year_a, unit_of_chi):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    with pytest.raises(ValidationError, match="đã giao cho đơn vị đó"):
        services.delegate(
            emulation_year=year_a, unit=unit_of_chi, permission=EDIT, decision="Lần nữa", by=lan
        )


# --- Substitution ---------------------------------------------------------------------------


def test_a_substitute_does_the_work_for_the_days_of_the_leave(binh, year_a, unit_of_binh):
    colleague = UserFactory()
    value = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    first, last = datetime.date(2026, 11, 23), datetime.date(2026, 11, 27)
    services.substitute(
        appointment=binh.appointments.get(),
        substitute=colleague,
        valid_from=first,
        valid_to=last,
        reason="Nghỉ phép",
        by=binh,
    )
    one_day = datetime.timedelta(1)
    for day, works in {
        first - one_day: False,
        first: True,
        last: True,
        last + one_day: False,
    }.items():
        assert may_on(day, colleague, Permission.EDIT_UNIT, value) is works, day
        assert may_on(day, binh, Permission.EDIT_UNIT, value)
    for permission in PERSONAL:
        assert not may_on(first, colleague, permission, value)
    event = AuditEvent.objects.first()
    assert (event.action, event.reason) == ("substitute", "Nghỉ phép")


def test_a_substitute_of_the_chairs_secretary_has_the_office_too(lan, year_a):
    cover = SubstitutionFactory(appointment=lan.appointments.get())
    assert access.may(cover.substitute, Permission.PUBLISH, year_a)
    for permission in PERSONAL:
        assert not access.may(cover.substitute, permission, year_a)
    assert access.needs_second_factor(cover.substitute)


def test_a_substitute_has_no_more_than_the_holder(binh, year_a, unit_of_binh):
    value = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    cover = SubstitutionFactory(appointment=binh.appointments.get())
    assert access.may(again(cover.substitute), Permission.EDIT_UNIT, value)
    User.objects.filter(pk=binh.pk).update(is_active=False)
    assert not access.may(again(cover.substitute), Permission.EDIT_UNIT, value)
    User.objects.filter(pk=binh.pk).update(is_active=True)
    binh.appointments.update(valid_to=datetime.date(2021, 1, 1))
    assert not access.may(again(cover.substitute), Permission.EDIT_UNIT, value)


def test_a_substitute_of_the_chair_hands_no_work_to_the_own_province(lan, mai, year_a, unit_of_chi):
    SubstitutionFactory(appointment=lan.appointments.get(), substitute=mai)
    offer = {"unit": unit_of_chi, "permission": Permission.PUBLISH, "decision": "Tự giao"}
    with pytest.raises(PermissionDenied):
        services.delegate(emulation_year=year_a, by=again(mai), **offer)
    with pytest.raises(PermissionDenied):
        services.set_leadership(emulation_year=year_a, chair=unit_of_chi, by=again(mai))


def test_a_substitute_passes_nothing_on(binh, chi):
    cover = SubstitutionFactory(appointment=binh.appointments.get())
    with pytest.raises(PermissionDenied):
        services.substitute(
            appointment=cover.appointment,
            substitute=chi,
            valid_from=datetime.date(2100, 1, 1),
            valid_to=datetime.date(2100, 1, 2),
            reason="Chuyển tiếp",
            by=cover.substitute,
        )
    with pytest.raises(PermissionDenied):
        services.end_substitution(substitution=cover, by=chi)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valid_to": None}, "Ngày này ở ngoài|phải có ngày bắt đầu và ngày kết thúc"),
        ({"substitute": "binh"}, "Chọn một người khác"),
        ({"valid_to": datetime.date(2026, 11, 1)}, "Ngày kết thúc phải bằng"),
        ({"valid_to": datetime.date(2027, 6, 1)}, "ở ngoài thời gian của phân công"),
        ({"reason": ""}, "không được để trống"),
        ({"substitute": "closed"}, "Tài khoản này đã đóng"),
    ],
)
def test_a_substitution_that_breaks_a_rule_is_refused(binh, changes, message):
    binh.appointments.update(valid_to=datetime.date(2026, 12, 31))
    people = {"binh": binh, "closed": UserFactory(closed=True), "other": UserFactory()}
    wanted = {
        "valid_from": datetime.date(2026, 11, 23),
        "valid_to": datetime.date(2026, 11, 27),
        "substitute": "other",
        "reason": "Nghỉ phép",
    } | changes
    wanted["substitute"] = people[wanted["substitute"]]
    with pytest.raises(ValidationError, match=message):
        services.substitute(appointment=binh.appointments.get(), by=binh, **wanted)
    assert not AuditEvent.objects.exists()


def test_administration_is_not_passed_on(quan):
    with pytest.raises(ValidationError, match="không ủy quyền được"):
        services.substitute(
            appointment=quan.appointments.get(),
            substitute=UserFactory(),
            valid_from=datetime.date(2026, 11, 23),
            valid_to=datetime.date(2026, 11, 27),
            reason="Nghỉ phép",
            by=quan,
        )


# --- Second factor --------------------------------------------------------------------------


def test_who_publishes_signs_or_administers_needs_a_second_factor(
    request, lan, mai, binh, hoa, quan, year_a, unit_of_chi
):
    assert {user for user in (lan, mai, binh, hoa, quan) if access.needs_second_factor(user)} == {
        lan,
        binh,
        quan,
    }
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi, permission=Permission.PUBLISH)
    assert access.needs_second_factor(again(mai))
    assert {Permission.PUBLISH, Permission.SIGN, Permission.ADMINISTER} == SENSITIVE
