"""Members never overlap, and a leader is a member in its year, whichever table is written."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from clusters.models import EmulationYear, Leadership, Membership
from clusters.rules import LEADER_IS_MEMBER, MEMBERSHIP_NO_OVERLAP
from tests.factories.clusters import (
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.rules import (
    Rule,
    assert_database_keeps,
    assert_form_explains,
    by_attack,
    refused,
)

pytestmark = pytest.mark.django_db

OVERLAP = str(MEMBERSHIP_NO_OVERLAP.violation_error_message)


def day(text):
    return datetime.date.fromisoformat(text) if text else None


# The member that is there, and a second period of the same unit that shares a day with it.
OVERLAPPING = [
    (("2020-01-01", "2025-06-30"), ("2025-06-30", "2026-12-31")),  # the same day twice
    (("2020-01-01", "2025-06-30"), ("2019-01-01", "2020-01-01")),
    (("2020-01-01", "2025-06-30"), ("2021-01-01", "2022-01-01")),  # inside
    (("2020-01-01", "2025-06-30"), ("2019-01-01", "2026-01-01")),  # around
    (("2020-01-01", "2025-06-30"), ("2020-01-01", "2025-06-30")),  # the same
    (("2020-01-01", None), ("2030-01-01", "2031-01-01")),  # into an open end
    ((None, "2025-06-30"), ("1999-01-01", "2000-01-01")),  # into an open start
    ((None, None), ("2000-01-01", "2000-01-01")),
    (("2020-01-01", "2025-06-30"), (None, None)),
    (("2020-01-01", "2025-06-30"), (None, "2020-01-01")),
    (("2020-01-01", "2025-06-30"), ("2025-06-30", None)),
    ((None, None), (None, None)),
]
APART = [
    (("2020-01-01", "2025-06-30"), ("2025-07-01", None)),  # touching days
    (("2020-01-01", "2025-06-30"), (None, "2019-12-31")),
    (("2020-01-01", "2020-01-01"), ("2020-01-02", "2020-01-02")),
]


def overlap(first, second):
    def given():
        there = MembershipFactory(valid_from=day(first[0]), valid_to=day(first[1]))
        elsewhere = MembershipFactory(
            unit=there.unit, valid_from=day(second[0]), valid_to=day(second[1])
        )
        return elsewhere, {"cluster": there.cluster}

    return Rule("no_overlap", OVERLAP, given)


@by_attack
@pytest.mark.parametrize(("first", "second"), OVERLAPPING)
def test_the_database_keeps_members_from_overlapping(first, second, attack):
    assert_database_keeps(overlap(first, second), attack)


@pytest.mark.parametrize(("first", "second"), OVERLAPPING)
def test_a_form_says_that_members_overlap(first, second):
    assert_form_explains(overlap(first, second))


@pytest.mark.parametrize(("first", "second"), APART)
def test_periods_may_touch(first, second):
    row, changes = overlap(first, second).given()
    row.cluster = changes["cluster"]
    row.full_clean()
    row.save()
    assert Membership.objects.filter(unit=row.unit, cluster=row.cluster).count() == 2


def test_the_same_unit_may_belong_to_two_clusters_and_two_units_to_one():
    row = MembershipFactory()
    MembershipFactory(unit=row.unit).full_clean()
    MembershipFactory(cluster=row.cluster).full_clean()


def test_two_overlapping_members_in_one_statement_are_refused():
    cluster, unit = ClusterFactory(), UnitFactory()
    with refused(OVERLAP, Membership):
        Membership.objects.bulk_create(Membership(cluster=cluster, unit=unit) for _ in range(2))


@pytest.fixture
def chair():
    """The chair of 2024, a member from 2023 to 2024 only."""
    year = EmulationYearFactory(year=2024)
    unit = MembershipFactory(
        cluster=year.cluster, valid_from=day("2023-01-01"), valid_to=day("2024-12-31")
    ).unit
    return LeadershipFactory(emulation_year=year, unit=unit)


@pytest.fixture
def membership(chair):
    return Membership.objects.get(unit=chair.unit)


def leader_of_no_member():
    year = LeadershipFactory(vice=True).emulation_year
    return LeadershipFactory(emulation_year=year, vice=True, order=2), {"unit": UnitFactory()}


def leader_whose_time_is_over():
    year = EmulationYearFactory(year=2026)
    gone = MembershipFactory(cluster=year.cluster, valid_to=day("2025-12-31")).unit
    return LeadershipFactory(emulation_year=year), {"unit": gone}


def leader_of_another_cluster():
    return LeadershipFactory(), {"unit": LeadershipFactory().unit}


LEADERS = [leader_of_no_member, leader_whose_time_is_over, leader_of_another_cluster]


@by_attack
@pytest.mark.parametrize("given", LEADERS)
def test_a_leader_who_is_no_member_is_refused(given, attack):
    assert_database_keeps(Rule("leader", LEADER_IS_MEMBER, given), attack)


@pytest.mark.parametrize("given", LEADERS)
def test_a_form_says_that_a_leader_is_no_member(given):
    assert_form_explains(
        Rule(
            "leader",
            LEADER_IS_MEMBER,
            given,
            on_form="Đơn vị này không phải là thành viên của cụm năm",
        )
    )


MEMBERSHIP_LEFT = [
    lambda: {"valid_to": day("2023-12-31")},
    lambda: {"valid_from": day("2025-01-01"), "valid_to": None},
    lambda: {"unit": UnitFactory()},
    lambda: {"cluster": ClusterFactory()},
]
YEAR_MOVED = [lambda: {"year": 2025}, lambda: {"year": 2022}, lambda: {"cluster": ClusterFactory()}]


@pytest.mark.parametrize("changes", MEMBERSHIP_LEFT)
def test_a_membership_does_not_end_under_a_leader(chair, membership, changes):
    values = changes()
    with refused(LEADER_IS_MEMBER, Membership, Leadership):
        Membership.objects.filter(pk=membership.pk).update(**values)
    for name, value in values.items():
        setattr(membership, name, value)
    with pytest.raises(ValidationError, match="Đơn vị đã là đơn vị lãnh đạo cụm năm 2024"):
        membership.full_clean()
    with refused(LEADER_IS_MEMBER, Membership, Leadership):
        membership.save()
    with refused(LEADER_IS_MEMBER, Membership, Leadership):
        Membership.objects.bulk_update([membership], list(values))


def test_a_membership_under_a_leader_is_not_removed(membership):
    with refused(LEADER_IS_MEMBER, Membership, Leadership):
        membership.delete()
    with refused(LEADER_IS_MEMBER, Membership, Leadership):
        Membership.objects.all().delete()
    with refused(LEADER_IS_MEMBER, Membership), connection.cursor() as cursor:
        cursor.execute("DELETE FROM clusters_membership")


@pytest.mark.parametrize("changes", YEAR_MOVED)
def test_a_year_with_leaders_does_not_move_to_where_they_are_no_members(chair, changes):
    year, values = chair.emulation_year, changes()
    with refused(LEADER_IS_MEMBER, EmulationYear):
        EmulationYear.objects.filter(pk=year.pk).update(**values)
    for name, value in values.items():
        setattr(year, name, value)
    with pytest.raises(ValidationError, match=f"{chair.unit} là đơn vị lãnh đạo cụm"):
        year.full_clean()
    with refused(LEADER_IS_MEMBER, EmulationYear):
        year.save()


def test_a_membership_may_change_as_long_as_the_leader_stays_a_member(chair, membership):
    membership.valid_to = day("2024-01-01")  # one day of the year is enough
    membership.full_clean()
    membership.save()
    MembershipFactory(unit=chair.unit, cluster=membership.cluster, valid_from=day("2024-01-02"))
    membership.valid_to = day("2023-12-31")  # the other membership covers the year
    membership.full_clean()
    membership.save()
    membership.delete()
    chair.full_clean()


@pytest.mark.parametrize("year", [0, 1947, 2101, 99999])
def test_a_year_out_of_range_is_an_error_of_the_form_only(chair, year):
    chair.emulation_year.year = year
    with pytest.raises(ValidationError) as error:
        chair.emulation_year.full_clean()
    assert set(error.value.message_dict) == {"year"}


def test_a_member_lives_while_its_unit_does():
    member = MembershipFactory(unit=UnitFactory(abolished=True), valid_to=day("2025-06-30"))
    member.full_clean()
    member.valid_to = day("2025-07-01")
    with pytest.raises(ValidationError, match="Đơn vị không tồn tại vào ngày này"):
        member.full_clean()
