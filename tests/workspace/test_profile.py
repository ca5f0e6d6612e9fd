import datetime

import pytest

from clusters.models import Role
from clusters.roles import PERMISSION_LABELS, ROLES
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def test_ones_own_page_needs_signing_in(visitor):
    assert visitor.get("/tai-khoan/").url == "/dang-nhap/?next=/tai-khoan/"


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("lan", ["Ban thư ký cụm", "Cụm thi đua các tỉnh Đồng bằng sông Hồng"]),
        ("binh", ["Cán bộ thi đua - khen thưởng của tỉnh", "Tỉnh Nam Định"]),
        ("hoa", ["Ban Thi đua - Khen thưởng Trung ương", "Cả nước", "không sửa gì"]),
        ("quan", ["Quản trị", "Cả nước", "Xem dự thảo · Nhập, sửa hồ sơ của cụm"]),
    ],
)
def test_ones_own_page_says_who_one_is_and_what_one_may_do(request, client_of, person, words):
    user = request.getfixturevalue(person)
    page = text_of(client_of(user).get("/tai-khoan/"))
    for word in (user.full_name, user.email, "từ 1/1/2020", "Quyết định số 1/QĐ-BTĐKT", *words):
        assert word in page
    assert ROLES[user.appointments.get().role].description in page


def test_duties_of_another_time_stand_apart(client_of, lan):
    AppointmentFactory(
        user=lan,
        officer=True,
        unit=UnitFactory(name="Hải Dương"),
        valid_from=datetime.date(2015, 1, 1),
        valid_to=datetime.date(2019, 12, 31),
    )
    response = client_of(lan).get("/tai-khoan/")
    assert [duty.scope for duty in response.context["duties"]] == [
        "Cụm thi đua các tỉnh Đồng bằng sông Hồng"
    ]
    assert [duty.scope for duty in response.context["other_duties"]] == ["Tỉnh Hải Dương"]
    assert "từ 1/1/2015 đến hết 31/12/2019" in text_of(response)


def test_somebody_without_duty_is_told_so(client_of):
    page = text_of(client_of(UserFactory()).get("/tai-khoan/"))
    assert "chưa được phân công vai trò nào" in page


def test_ones_own_page_shows_ones_own_duties_alone(client_of, binh, chi):
    AppointmentFactory(
        user=binh, officer=True, expired=True, unit=UnitFactory(name="Thái Bình"), decision="CV 15"
    )
    AppointmentFactory(user=chi, officer=True, unit=UnitFactory(name="Hưng Yên"), decision="CV 77")
    response = client_of(binh).get("/tai-khoan/")
    page = text_of(response)
    assert [duty.scope for duty in response.context["duties"]] == ["Tỉnh Nam Định"]
    assert [duty.scope for duty in response.context["other_duties"]] == ["Tỉnh Thái Bình"]
    held, _, no_longer_held = page.partition("Đã thôi giữ hoặc chưa đến ngày")
    assert "Tỉnh Nam Định" in held
    assert "CV 15" in no_longer_held
    assert "CV 15" not in held
    for word in (chi.full_name, chi.email, "Hà Nam", "Hưng Yên", "CV 77"):
        assert word not in page


def test_the_number_of_queries_does_not_grow(client_of, lan, django_assert_num_queries):
    client = client_of(lan)
    client.get("/tai-khoan/")
    with django_assert_num_queries(3):
        client.get("/tai-khoan/")
    AppointmentFactory.create_batch(5, user=lan)
    with django_assert_num_queries(3):
        client.get("/tai-khoan/")


def test_the_page_of_roles_is_open_and_complete(visitor):
    response = visitor.get("/ai-lam-duoc-gi/")
    page = text_of(response)
    for role, definition in ROLES.items():
        assert Role(role).label in page
        assert definition.description in page
    for row in response.context["roles"]:
        assert [label for label, _ in row.allowed] == list(PERMISSION_LABELS.values())
    allowed = {
        row.name: sum(is_allowed for _, is_allowed in row.allowed)
        for row in response.context["roles"]
    }
    assert allowed[Role.CENTRAL.label] == 1
    assert allowed[Role.ADMINISTRATOR.label] == len(PERMISSION_LABELS)
