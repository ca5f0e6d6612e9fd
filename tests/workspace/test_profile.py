"""One's own page: what one may do now, where, until when and why."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.accounts.models import User
from cluster_portal.workspace.rights.duties import duties_of
from clusters import access
from clusters.models import Appointment
from clusters.roles import Permission
from tests.factories.accounts import UserFactory
from tests.factories.clusters import (
    AppointmentFactory,
    DelegationFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    SubstitutionFactory,
    SuccessionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/tai-khoan/"
TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(9)), tick=False):
        yield


def text_of(response):
    return " ".join(response.content.decode().split())


def said_to(client_of, user):
    return text_of(client_of(user).get(ADDRESS))


def test_ones_own_page_needs_signing_in(visitor):
    assert visitor.get(ADDRESS).url == f"/dang-nhap/?next={ADDRESS}"


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("lan", ["Ban thư ký cụm", "Cụm thi đua các tỉnh Đồng bằng sông Hồng"]),
        ("mai", ["Ban thư ký cụm", "Cụm trưởng đang điều hành là Tỉnh Nam Định (năm 2024)"]),
        ("binh", ["Cán bộ thi đua - khen thưởng của tỉnh", "Tỉnh Nam Định là thành viên."]),
        ("hoa", ["Ban Thi đua - Khen thưởng Trung ương", "Cả nước"]),
        ("quan", ["Quản trị", "Cả nước", "Quản trị cổng"]),
    ],
)
def test_ones_own_page_says_who_one_is(request, client_of, person, words):
    user = request.getfixturevalue(person)
    page = said_to(client_of, user)
    for word in (user.full_name, user.email, "từ 1/1/2020", "Quyết định số 1/QĐ-BTĐKT", *words):
        assert word in page


# --- What one may do, and why ---------------------------------------------------------------


@pytest.mark.parametrize("person", ["lan", "mai", "binh", "chi", "dung", "hoa", "quan"])
def test_the_page_says_exactly_what_the_rules_answer(request, person, year_a, unit_of_chi):
    user = request.getfixturevalue(person)
    if person == "mai":
        DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    people = [user]
    if person != "quan":  # administration is not passed on
        people.append(SubstitutionFactory(appointment=user.appointments.get()).substitute)
    for somebody in people:
        held, _ = duties_of(somebody, TODAY)
        said = {one for duty in held for grant in duty.grants for one in grant.permissions}
        assert said == {one for one in Permission if access.holds(somebody, one)}


def test_in_the_chair_since_the_handover(client_of, lan, year_a):
    HandoverFactory(emulation_year=year_a, handed_over_on=datetime.date(2024, 3, 13))
    page = said_to(client_of, lan)
    assert "Tỉnh Nam Định là Cụm trưởng năm 2024, nhận bàn giao ngày 13/3/2024." in page
    assert "đến trước ngày Cụm trưởng sau nhận bàn giao" in page
    assert "Sửa hồ sơ của những năm trước năm 2024 thì phải nêu lý do đính chính." in page


def test_in_the_chair_while_no_handover_is_written_down(client_of, lan):
    assert "cụm chưa ghi nhận lần bàn giao nào" in said_to(client_of, lan)


def test_in_the_chair_as_what_the_province_has_become(client_of, lan, unit_of_binh):
    heir = SuccessionFactory(
        predecessor=unit_of_binh, successor=UnitFactory(name="Ninh Bình")
    ).successor
    Appointment.objects.filter(user=lan).update(unit=heir)
    assert "Tỉnh Ninh Bình tiếp tục chức trách của Tỉnh Nam Định, Cụm trưởng năm 2024" in said_to(
        client_of, lan
    )


def test_not_in_the_chair_any_more(client_of, lan, cluster_a, unit_of_chi):
    year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=year, unit=unit_of_chi)
    HandoverFactory(emulation_year=year, handed_over_on=datetime.date(2025, 3, 20))
    page = said_to(client_of, lan)
    assert "Cụm trưởng đang điều hành là Tỉnh Hà Nam (năm 2025), nên chỉ xem được." in page
    assert "Nhập kết quả của cụm" not in page


def test_vice_chair_with_work_handed_over_until_a_day(client_of, mai, year_a, unit_of_chi):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi, valid_to=datetime.date(2026, 12, 31))
    page = said_to(client_of, mai)
    assert "Nhập kết quả của cụm" in page
    assert "từ năm 2024 trở đi. Thời hạn: đến hết 31/12/2026." in page
    assert "Tỉnh Hà Nam là Cụm phó năm 2024; Cụm trưởng giao theo Thông báo số 3/TB-CTĐ." in page
    assert "ngoài việc được giao thì chỉ xem" in page
    assert "Nhập khen thưởng của cụm" not in page


def test_a_cluster_that_nobody_leads(client_of):
    user = AppointmentFactory().user
    assert "Cụm chưa có Cụm trưởng đang điều hành" in said_to(client_of, user)


def test_an_officer_of_a_province_without_a_cluster(client_of):
    user = AppointmentFactory(officer=True, unit=UnitFactory(name="Cao Bằng")).user
    page = said_to(client_of, user)
    assert "Tỉnh Cao Bằng hiện không là thành viên của cụm nào." in page
    assert "Tỉnh Cao Bằng, từ năm thi đua đang điều hành trở đi" in page


# --- For somebody else ----------------------------------------------------------------------


def test_a_substitute_sees_for_whom_and_until_when(client_of, binh):
    substitute = SubstitutionFactory(
        appointment=binh.appointments.get(), valid_to=datetime.date(2026, 11, 27)
    ).substitute
    page = said_to(client_of, substitute)
    assert "thay Trần Thanh Bình" in page
    assert "đến hết 27/11/2026" in page
    assert "Nhập phần của tỉnh mình" in page
    assert "Mời người" not in page
    own = said_to(client_of, binh)
    assert f"{substitute.full_name} đang thay bạn đến hết 27/11/2026" in own


def test_a_substitute_of_another_time_or_of_a_closed_account_sees_no_right(client_of, binh):
    cover = SubstitutionFactory(
        appointment=binh.appointments.get(), valid_to=datetime.date(2026, 11, 20)
    )
    later, _ = duties_of(cover.substitute, TODAY)
    assert later == []
    assert "thay Trần Thanh Bình" in said_to(client_of, cover.substitute)
    cover.valid_to = TODAY
    cover.save()
    User.objects.filter(pk=binh.pk).update(is_active=False)
    assert duties_of(cover.substitute, TODAY)[0] == []


# --- Other times, other people --------------------------------------------------------------


def test_duties_of_another_time_stand_apart(client_of, lan):
    AppointmentFactory(
        user=lan,
        officer=True,
        unit=UnitFactory(name="Hải Dương"),
        valid_from=datetime.date(2015, 1, 1),
        valid_to=datetime.date(2019, 12, 31),
    )
    response = client_of(lan).get(ADDRESS)
    assert [duty.scope for duty in response.context["duties"]] == [
        "Cụm thi đua các tỉnh Đồng bằng sông Hồng"
    ]
    assert [duty.scope for duty in response.context["other_duties"]] == ["Tỉnh Hải Dương"]
    assert "từ 1/1/2015 đến hết 31/12/2019" in text_of(response)


def test_somebody_without_duty_is_told_so(client_of):
    page = said_to(client_of, UserFactory())
    assert "chưa được phân công vai trò nào" in page
    assert "Vắng mặt" not in page


def test_ones_own_page_shows_ones_own_duties_alone(client_of, binh, chi):
    AppointmentFactory(
        user=binh, officer=True, expired=True, unit=UnitFactory(name="Thái Bình"), decision="CV 15"
    )
    AppointmentFactory(user=chi, officer=True, unit=UnitFactory(name="Hưng Yên"), decision="CV 77")
    SubstitutionFactory(appointment=chi.appointments.first())
    page = said_to(client_of, binh)
    held, _, no_longer_held = page.partition("Đã thôi giữ hoặc chưa đến ngày")
    assert "Tỉnh Nam Định" in held
    assert "CV 15" in no_longer_held
    assert "CV 15" not in held
    for word in (chi.full_name, chi.email, "Hưng Yên", "CV 77"):
        assert word not in page


def test_links_lead_to_pages_that_open(client_of, mai, binh):
    for person in (mai, binh):
        client = client_of(person)
        page = client.get(ADDRESS).content.decode()
        for link in (
            "/cum/dong-bang-song-hong/",
            "/cum/dong-bang-song-hong/2024/",
            "/cum/dong-bang-song-hong/2024/giao-viec/",
            "/tai-khoan/vang-mat/",
            "/ai-lam-duoc-gi/",
            f"/lich-su/cum/{mai.appointments.get().cluster_id}/",
        ):
            assert f'href="{link}"' in page
            assert client.get(link).status_code == 200


def test_the_administration_is_linked_for_those_who_may_administer(client_of, lan, quan):
    client = client_of(quan)
    others = client_of(lan).get(ADDRESS).content.decode()
    page = client.get(ADDRESS).content.decode()
    for link in ("/quan-tri/", "/quan-tri/audit/auditevent/", "/nhat-ky/xuat/"):
        assert f'href="{link}"' in page
        assert client.get(link).status_code == 200
        assert f'href="{link}"' not in others


def test_people_are_linked_for_those_who_may_invite(client_of, lan, mai):
    assert "Người và phân công" in said_to(client_of, lan)
    assert "Người và phân công" not in said_to(client_of, mai)


def test_the_number_of_queries_does_not_grow(client_of, mai, year_a, unit_of_chi):
    def add(number):
        AppointmentFactory.create_batch(number, user=mai)
        AppointmentFactory.create_batch(number, user=mai, officer=True)
        for _ in range(number):
            year = EmulationYearFactory()
            vice = LeadershipFactory(emulation_year=year, vice=True).unit
            LeadershipFactory(emulation_year=year)
            DelegationFactory(emulation_year=year, unit=vice)
            AppointmentFactory(user=mai, cluster=year.cluster, unit=vice)
            SubstitutionFactory(substitute=mai)

    add(1)
    client = client_of(mai)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as once:
        client.get(ADDRESS)
    add(4)
    with CaptureQueriesContext(connection) as again:
        client.get(ADDRESS)
    assert len(again) == len(once)
    assert len(once) <= 23
