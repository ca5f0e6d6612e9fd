"""The lists of people and invitations: each sees the own scopes, searched and paged."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from clusters import access
from clusters.models import Appointment, Invitation, Role
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, InvitationFactory, SubstitutionFactory

pytestmark = pytest.mark.django_db

PEOPLE = "/nhan-su/"
INVITATIONS = "/nhan-su/loi-moi/"
CAST = ("lan", "mai", "binh", "chi", "dung", "hoa", "quan")
# Whose appointments each of them is responsible for.
UNDER = {
    "lan": {"lan", "mai", "binh", "chi"},
    "binh": {"binh"},
    "chi": {"chi"},
    "dung": {"dung", "officer of b"},
    "quan": {*CAST, "officer of b"},
}


@pytest.fixture
def people(request, unit_of_b):
    cast = {name: request.getfixturevalue(name) for name in CAST}
    officer = AppointmentFactory(officer=True, unit=unit_of_b, user__full_name="Y Thanh Niê").user
    return cast | {"officer of b": officer}


def shown(response) -> list:
    return [row.record for row in response.context["table"].paginated_rows]


@pytest.mark.parametrize("address", [PEOPLE, INVITATIONS, "/nhan-su/moi/"])
def test_whoever_is_responsible_for_nothing_is_refused(people, client_of, visitor, address):
    assert visitor.get(address).url == f"/dang-nhap/?next={address}"
    for name in ("mai", "hoa"):
        assert client_of(people[name]).get(address).status_code == 403
    filling_in = SubstitutionFactory(appointment=people["binh"].appointments.get()).substitute
    assert client_of(filling_in).get(address).status_code == 403
    assert client_of(UserFactory()).get(address).status_code == 403


@pytest.mark.parametrize("name", UNDER)
def test_each_sees_the_appointments_of_the_own_scopes_and_no_others(people, client_of, name):
    response = client_of(people[name]).get(PEOPLE)
    assert {row.user for row in shown(response)} == {people[other] for other in UNDER[name]}
    page = response.content.decode()
    for other, user in people.items():
        assert (user.email in page) == (other in UNDER[name] or other == name)


@pytest.mark.parametrize("name", [*UNDER, "mai", "hoa"])
def test_the_list_and_the_rule_for_one_appointment_agree(people, name):
    reader = people[name]
    listed = set(Appointment.objects.filter(access.scope_condition(reader)))
    assert listed == {
        row
        for row in Appointment.objects.all()
        if access.may_appoint(reader, row.role, cluster=row.cluster, unit=row.unit)
    }


def test_invitations_are_seen_by_whoever_is_responsible_for_their_scope(
    people, client_of, unit_of_binh, unit_of_b, cluster_a
):
    officer = InvitationFactory(unit=unit_of_binh)
    secretary = InvitationFactory(role=Role.SECRETARIAT, cluster=cluster_a, unit=unit_of_binh)
    elsewhere = InvitationFactory(unit=unit_of_b)
    central = InvitationFactory(role=Role.CENTRAL, unit=None)
    expected = {
        "lan": {officer, secretary},
        "binh": {officer},
        "chi": set(),
        "dung": {elsewhere},
        "quan": {officer, secretary, elsewhere, central},
    }
    for name, invitations in expected.items():
        response = client_of(people[name]).get(INVITATIONS)
        assert set(shown(response)) == invitations, name


def test_appointments_stand_by_their_state(client_of, binh, unit_of_binh):
    ended = AppointmentFactory(officer=True, expired=True, unit=unit_of_binh)
    ahead = AppointmentFactory(officer=True, future=True, unit=unit_of_binh)
    client = client_of(binh)
    own = binh.appointments.get()
    assert shown(client.get(PEOPLE)) == [own, ahead, ended]
    for word, row in {"dang-giu": own, "sap-toi": ahead, "da-thoi": ended}.items():
        assert shown(client.get(PEOPLE, {"tinh_trang": word})) == [row]
    response = client.get(PEOPLE, {"tinh_trang": "khac"})
    assert "Không có trong danh sách." in response.content.decode()
    assert len(shown(response)) == 3


def test_invitations_stand_by_their_state(client_of, binh, unit_of_binh):
    now = timezone.now()
    rows = {
        "cho-nhan": InvitationFactory(unit=unit_of_binh),
        "het-han": InvitationFactory(unit=unit_of_binh, expired=True),
        "thu-hoi": InvitationFactory(unit=unit_of_binh, withdrawn_at=now),
        "da-nhan": InvitationFactory(
            unit=unit_of_binh, accepted_at=now, appointment=binh.appointments.get()
        ),
    }
    client = client_of(binh)
    page = client.get(INVITATIONS).content.decode()
    for words in ("Chờ nhận", "Hết hạn", "Đã thu hồi", "Đã nhận"):
        assert words in page
    for word, row in rows.items():
        response = client.get(INVITATIONS, {"tinh_trang": word})
        assert shown(response) == [row]
        text = response.content.decode()
        assert (f"/{row.pk}/thu-hoi/" in text) == (word == "cho-nhan")
        assert (f"/{row.pk}/gui-lai/" in text) == (word in {"cho-nhan", "het-han"})


@pytest.mark.parametrize("query", ["pham linh", "CHI@hanam", "ha nam", "dong bang chi"])
def test_people_are_found_without_diacritics(people, client_of, query):
    found = shown(client_of(people["quan"]).get(PEOPLE, {"q": query, "vai_tro": ""}))
    wanted = people["mai"] if query == "dong bang chi" else people["chi"]
    assert (wanted in {row.user for row in found}) == (query != "dong bang chi")


def test_invitations_are_found_without_diacritics(client_of, binh, unit_of_binh):
    wanted = InvitationFactory(unit=unit_of_binh, full_name="Đặng Thùy Dương")
    InvitationFactory(unit=unit_of_binh)
    assert shown(client_of(binh).get(INVITATIONS, {"q": "thuy duong"})) == [wanted]


@pytest.mark.parametrize(
    "query", ["?page=99&sort=-role", "?page=x&sort=mat-khau", "?q=%00%E2%80%AE"]
)
@pytest.mark.parametrize("address", [PEOPLE, INVITATIONS])
def test_what_makes_no_sense_in_an_address_is_ignored(client_of, binh, address, query):
    answer = client_of(binh).get(address + query, follow=True)
    assert answer.status_code == 200
    told = "Không có trang như địa chỉ đã ghi" in answer.content.decode()
    assert told == ("page=" in query)


@pytest.mark.parametrize("address", [PEOPLE, INVITATIONS])
def test_the_number_of_queries_does_not_grow(
    client_of, lan, unit_of_binh, address, django_assert_max_num_queries
):
    def add(count: int) -> None:
        AppointmentFactory.create_batch(count, officer=True, unit=unit_of_binh)
        InvitationFactory.create_batch(count, unit=unit_of_binh, invited_by=lan)

    client = client_of(lan)
    add(1)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    add(60)
    with django_assert_max_num_queries(len(few)):
        response = client.get(address)
    assert len(shown(response)) == 50
    assert "Trang 1 trên 2" in response.content.decode()


def test_a_name_with_markup_stays_text(client_of: Client, binh, unit_of_binh):
    AppointmentFactory(officer=True, unit=unit_of_binh, decision="<script>x()</script>")
    Invitation.objects.bulk_create(
        [InvitationFactory.build(unit=unit_of_binh, invited_by=binh, full_name="<b>Đậm</b>")]
    )
    for address in (PEOPLE, INVITATIONS):
        page = client_of(binh).get(address).content.decode()
        assert "<script>x" not in page
        assert "<b>Đậm" not in page


def test_an_invitation_shows_the_day_as_the_clock_here_has_it(client_of, binh, unit_of_binh):
    late = datetime.datetime(2026, 3, 1, 20, 0, tzinfo=datetime.UTC)
    InvitationFactory(unit=unit_of_binh, invited_at=late)
    assert "2/3/2026" in client_of(binh).get(INVITATIONS).content.decode()
