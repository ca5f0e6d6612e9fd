"""Who may do what to what: each person against what is theirs and what is their neighbour's."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import Award
from cluster_portal.accounts.models import User
from clusters import access
from clusters.models import Cluster, EmulationYear, Leadership, Role
from clusters.roles import DELEGABLE, PERMISSION_LABELS, ROLES, Permission
from emulation.models import Conference, IndicatorValue, Pledge
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
)
from tests.factories.emulation import ConferenceFactory, IndicatorValueFactory, PledgeFactory

VIEW, EDIT_RESULTS = Permission.VIEW_DRAFTS, Permission.EDIT_RESULTS
EDIT_UNIT, ADMINISTER = Permission.EDIT_UNIT, Permission.ADMINISTER
OF_THE_CHAIR = (*DELEGABLE, Permission.LEAD, Permission.INVITE)
OF_AN_OFFICER = (EDIT_UNIT, Permission.SIGN, Permission.INVITE)
PEOPLE = ("lan", "mai", "binh", "chi", "dung", "hoa", "quan", "visitor")


@pytest.fixture
def people(request):
    """Everybody by name; the visitor has not signed in."""

    def find(name):
        return AnonymousUser() if name == "visitor" else request.getfixturevalue(name)

    return {name: find(name) for name in PEOPLE}


@pytest.fixture
def targets(year_a, year_b, unit_of_binh, unit_of_chi, unit_of_b):
    """What people may do things to; a value belongs to its cluster and to its unit."""
    return {
        "cluster_a": year_a.cluster,
        "cluster_b": year_b.cluster,
        "year_a": year_a,
        "leader_a": year_a.leaders.get(role="chair"),
        "conference_a": ConferenceFactory(review_year=year_a),
        "pledge_a": PledgeFactory(emulation_year=year_a),
        "value_of_binh": IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh),
        "award_of_chi": AwardFactory(emulation_year=year_a, unit=unit_of_chi),
        "value_of_b": IndicatorValueFactory(emulation_year=year_b, unit=unit_of_b),
        "award_of_cluster_a": AwardFactory(emulation_year=year_a, counted=True),
        "country": None,
    }


IN_A = {"cluster_a", "year_a", "leader_a", "conference_a", "pledge_a"}
IN_A |= {"value_of_binh", "award_of_chi", "award_of_cluster_a"}
IN_B = {"cluster_b", "value_of_b"}
EVERYTHING = IN_A | IN_B | {"country"}

ALLOWED = {
    ("lan", VIEW): IN_A,
    **{("lan", permission): IN_A for permission in OF_THE_CHAIR},
    ("mai", VIEW): IN_A,
    ("binh", VIEW): IN_A,
    **{("binh", permission): {"value_of_binh"} for permission in OF_AN_OFFICER},
    ("chi", VIEW): IN_A,
    **{("chi", permission): {"award_of_chi"} for permission in OF_AN_OFFICER},
    ("dung", VIEW): IN_B,
    **{("dung", permission): IN_B for permission in OF_THE_CHAIR},
    ("hoa", VIEW): EVERYTHING,
    **{("quan", permission): EVERYTHING for permission in Permission},
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_may_do_this_and_nothing_else(people, targets, name, permission):
    allowed = {
        target for target, row in targets.items() if access.may(people[name], permission, row)
    }
    assert allowed == ALLOWED.get((name, permission), set())
    for target, row in targets.items():
        if target in allowed:
            access.require(people[name], permission, row)
        else:
            with pytest.raises(PermissionDenied, match="không có quyền làm việc này"):
                access.require(people[name], permission, row)


DRAFTS = {
    "lan": {"a"},
    "mai": {"a"},
    "binh": {"a"},
    "chi": {"a"},
    "dung": {"b"},
    "hoa": {"a", "b"},
    "quan": {"a", "b"},
    "visitor": set(),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_hold_what_is_published_and_ones_own_drafts(people, year_a, year_b, name):
    years = {"a": year_a, "b": year_b}
    drafts = {
        key: {
            Conference: ConferenceFactory(review_year=year, draft=True),
            Pledge: PledgeFactory(emulation_year=year, draft=True),
            IndicatorValue: IndicatorValueFactory(emulation_year=year, of_cluster=True),
            Award: AwardFactory(emulation_year=year, proposed=True),
        }
        for key, year in years.items()
    }
    published = EmulationYearFactory(year=2023, cluster=year_b.cluster)
    review = ConferenceFactory(review_year=published)
    public = {
        Conference: review,
        Pledge: PledgeFactory(emulation_year=published),
        IndicatorValue: IndicatorValueFactory(emulation_year=published, of_cluster=True),
        Award: AwardFactory(emulation_year=published, conference=review),
    }
    for model, row in public.items():
        visible = {row, *(drafts[key][model] for key in DRAFTS[name])}
        assert set(model.objects.for_user(people[name])) == visible, model


@pytest.mark.parametrize("name", PEOPLE)
def test_unconfirmed_clusters_and_all_that_is_theirs_are_drafts(people, cluster_a, name):
    year = EmulationYearFactory(cluster=cluster_a, year=2023)
    review = ConferenceFactory(review_year=year)
    PledgeFactory(emulation_year=year)
    IndicatorValueFactory(emulation_year=year, of_cluster=True)
    AwardFactory(emulation_year=year, conference=review)
    models = (Cluster, EmulationYear, Conference, Pledge, IndicatorValue, Award)

    def visible():
        return [
            model.objects.for_user(people[name]).filter(
                **{"pk" if model is Cluster else _path(model): cluster_a.pk}
            )
            for model in models
        ]

    assert all(rows.exists() for rows in visible())
    Cluster.objects.filter(pk=cluster_a.pk).update(is_confirmed=False)
    for rows in visible():
        assert rows.exists() == ("a" in DRAFTS[name]), rows.model


def _path(model):
    return "cluster" if hasattr(model, "cluster") else "emulation_year__cluster"


def test_an_award_is_public_by_a_decision_or_a_published_conference(year_a):
    nobody = AnonymousUser()
    granted = AwardFactory(emulation_year=year_a)
    draft = ConferenceFactory(review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, conference=draft)
    AwardFactory(emulation_year=year_a, decision=None, no_decision_reason="Chưa ký.")
    AwardFactory(emulation_year=year_a, proposed=True)
    assert list(Award.objects.for_user(nobody)) == [granted]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", ["expired", "future", "closed account"])
def test_a_role_that_is_not_in_force_gives_nothing(cluster_a, year_a, role, state):
    trait = {
        Role.PROVINCIAL_OFFICER: {"officer": True},
        Role.CENTRAL: {"central": True},
        Role.ADMINISTRATOR: {"administrator": True},
    }.get(role, {"cluster": cluster_a})
    if role == Role.PROVINCIAL_OFFICER:
        trait["unit"] = MembershipFactory(cluster=cluster_a).unit
    appointment = AppointmentFactory(**trait)
    if state == "closed account":
        appointment.user.is_active = False
    else:
        day = datetime.date(2020, 12, 31) if state == "expired" else datetime.date(2099, 1, 1)
        setattr(appointment, "valid_to" if state == "expired" else "valid_from", day)
        appointment.save()
    user = appointment.user
    draft = ConferenceFactory(review_year=year_a, draft=True)
    for permission in Permission:
        assert not access.may(user, permission, year_a)
    assert draft not in Conference.objects.for_user(user)
    assert not user.is_staff


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "in_force"),
    [(0, 0, True), (-1, -1, False), (1, 1, False), (None, 0, True), (0, None, True)],
)
def test_both_days_of_an_appointment_count(cluster_a, valid_from, valid_to, in_force):
    today = timezone.localdate()
    days = [
        None if offset is None else today + datetime.timedelta(offset)
        for offset in (valid_from, valid_to)
    ]
    user = AppointmentFactory(cluster=cluster_a, valid_from=days[0], valid_to=days[1]).user
    assert access.may(user, VIEW, cluster_a) is in_force


def test_an_officer_sees_drafts_of_the_clusters_that_the_unit_belongs_to_today(binh, year_a):
    before = ClusterFactory()
    MembershipFactory(
        cluster=before,
        unit=binh.appointments.get().unit,
        valid_to=datetime.date(2020, 12, 31),
    )
    assert access.may(binh, VIEW, year_a.cluster)
    assert not access.may(binh, VIEW, before)


def test_two_roles_add_up(lan, year_a, year_b):
    AppointmentFactory(user=lan, cluster=year_b.cluster)
    assert access.may(lan, EDIT_RESULTS, year_a)
    assert access.may(lan, EDIT_RESULTS, year_b)
    assert not access.may(lan, ADMINISTER)


def test_rights_are_read_once_for_a_user(lan, year_a, year_b, django_assert_num_queries):
    # Appointments, chairs, successions, delegations.
    with django_assert_num_queries(4):
        for permission in Permission:
            access.may(lan, permission, year_a)
            access.may(lan, permission, year_b)
            access.draft_condition(lan, "cluster_id")


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_appointments():
    def count(number):
        user = AppointmentFactory(officer=True).user
        for _ in range(number):
            AppointmentFactory(user=user, officer=True, unit=MembershipFactory().unit)
            AppointmentFactory(user=user, cluster=LeadershipFactory().emulation_year.cluster)
        with CaptureQueriesContext(connection) as queries:
            access.may(user, VIEW)
        return len(queries)

    assert count(1) == count(5)


def test_every_role_and_permission_is_explained():
    assert set(ROLES) == set(Role)
    assert list(PERMISSION_LABELS) == list(Permission)
    assert all(definition.description for definition in ROLES.values())


def test_a_row_without_a_place_belongs_to_nobody(lan, binh):
    leader = LeadershipFactory()
    assert not access.may(lan, EDIT_RESULTS, leader)
    assert not access.may(binh, EDIT_UNIT, leader.unit)


def test_an_officer_sees_no_drafts_of_a_cluster_that_the_unit_has_left(binh, unit_of_binh, year_a):
    """`may` and the querysets agree: what counts is where the unit belongs today."""
    assert access.may(binh, Permission.VIEW_DRAFTS, year_a)
    value = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    Leadership.objects.filter(unit=unit_of_binh).delete()
    unit_of_binh.memberships.update(valid_to="2025-06-30")
    again = User.objects.get(pk=binh.pk)
    for target in (year_a, value):
        assert not access.may(again, Permission.VIEW_DRAFTS, target)
    assert not IndicatorValue.objects.for_user(again).exists()
