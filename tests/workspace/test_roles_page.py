"""The page "Ai làm được gì" says what the rules in code do: each cell is tried with real people."""

import pytest

from clusters import access
from clusters.models import Role
from clusters.roles import (
    BASIS_LABELS,
    COMMON_RULES,
    DELEGABLE,
    INVITED_BY,
    PERMISSION_LABELS,
    PERSONAL,
    ROLES,
    SENSITIVE,
    Basis,
    Permission,
)
from tests.factories.clusters import (
    AppointmentFactory,
    DelegationFactory,
    LeadershipFactory,
    MembershipFactory,
    SubstitutionFactory,
)
from tests.factories.emulation import IndicatorValueFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/ai-lam-duoc-gi/"


@pytest.fixture
def page(visitor):
    return visitor.get(ADDRESS)


@pytest.fixture
def value(year_a, unit_of_binh):
    """Something in the first cluster that belongs to Bình's province."""
    return IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)


def cell_of(page, role, permission):
    row = next(row for row in page.context["rows"] if row.permission == permission)
    return next(cell for cell in row.cells if cell.role == Role(role).label)


def secretary(cluster, unit):
    return AppointmentFactory(cluster=cluster, unit=unit).user


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_each_cell_is_what_the_rules_answer(page, cluster_a, year_a, value, role, permission):
    """Somebody by appointment alone, somebody in the chair, somebody to whom it was handed."""
    chair = value.unit
    member = MembershipFactory(cluster=cluster_a).unit
    vice = LeadershipFactory(emulation_year=year_a, vice=True).unit
    if permission in DELEGABLE:
        DelegationFactory(emulation_year=year_a, unit=vice, permission=permission)
    people = {
        Role.SECRETARIAT: {
            Basis.APPOINTED: lambda: secretary(cluster_a, member),
            Basis.CHAIR: lambda: secretary(cluster_a, chair),
            Basis.DELEGATED: lambda: secretary(cluster_a, vice),
        },
        Role.PROVINCIAL_OFFICER: {
            Basis.APPOINTED: lambda: AppointmentFactory(officer=True, unit=chair).user
        },
        Role.CENTRAL: {Basis.APPOINTED: lambda: AppointmentFactory(central=True).user},
        Role.ADMINISTRATOR: {Basis.APPOINTED: lambda: AppointmentFactory(administrator=True).user},
    }[role]
    allowed = {basis for basis, person in people.items() if access.may(person(), permission, value)}
    if Basis.APPOINTED in allowed:
        allowed = {Basis.APPOINTED}
    cell = cell_of(page, role, permission)
    assert cell.bases == [BASIS_LABELS[basis] for basis in Basis if basis in allowed]
    assert f'data-label="{cell.role}"' in page.content.decode()
    assert cell.text in page.content.decode()


def test_what_nobody_may_and_what_two_bases_allow_are_said_in_words(page):
    assert cell_of(page, Role.CENTRAL, Permission.PUBLISH).text == "Không"
    both = cell_of(page, Role.SECRETARIAT, Permission.PUBLISH).text
    assert both == "Khi tỉnh là Cụm trưởng; khi Cụm trưởng giao"


def test_every_role_permission_and_rule_stands_on_the_page(page):
    text = page.content.decode()
    for words in (*PERMISSION_LABELS.values(), *COMMON_RULES):
        assert words in text
    for role, definition in ROLES.items():
        assert Role(role).label in text
        assert definition.description in text
    assert [row.permission for row in page.context["rows"]] == list(Permission)
    assert page.context["delegable"] == [PERMISSION_LABELS[one] for one in DELEGABLE]
    assert set(page.context["sensitive"]) == {PERMISSION_LABELS[one] for one in SENSITIVE}
    assert set(page.context["personal"]) == {PERMISSION_LABELS[one] for one in PERSONAL}


@pytest.mark.parametrize("whom", Role)
@pytest.mark.parametrize("who", Role)
def test_who_may_invite_whom_is_what_the_rules_answer(page, cluster_a, year_a, value, who, whom):
    of_chair = {"cluster": cluster_a, "unit": value.unit}
    person = {
        Role.SECRETARIAT: lambda: secretary(**of_chair),
        Role.PROVINCIAL_OFFICER: lambda: AppointmentFactory(officer=True, unit=value.unit).user,
        Role.CENTRAL: lambda: AppointmentFactory(central=True).user,
        Role.ADMINISTRATOR: lambda: AppointmentFactory(administrator=True).user,
    }[who]()
    scope = {
        Role.SECRETARIAT: of_chair,
        Role.PROVINCIAL_OFFICER: {"unit": value.unit},
    }.get(whom, {})
    assert access.may_appoint(person, whom, **scope) is (whom in INVITED_BY[who])
    said = next(role for role in page.context["roles"] if role.name == Role(who).label)
    assert (Role(whom).label in dict(said.invites)) is (whom in INVITED_BY[who])


def test_what_is_not_passed_on_is_what_a_substitute_lacks(page, lan, year_a):
    substitute = SubstitutionFactory(appointment=lan.appointments.get()).substitute
    lacking = {
        permission
        for permission in Permission
        if access.may(lan, permission, year_a) and not access.may(substitute, permission, year_a)
    }
    labels = {PERMISSION_LABELS[one] for one in lacking}
    assert labels == set(page.context["personal"]) - {PERMISSION_LABELS[Permission.ADMINISTER]}


def test_the_page_needs_no_query(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        visitor.get(ADDRESS)
