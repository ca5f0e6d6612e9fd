"""Officers of a merged province work for the provinces that it carries on, and for no other."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from clusters import access
from clusters.office import carried_by
from clusters.roles import Permission
from emulation.models import UnitReport
from emulation.services.unit_reports import save_summary
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    SuccessionFactory,
    UnitFactory,
)

EDIT, VIEW = Permission.EDIT_UNIT, Permission.VIEW_DRAFTS
LAST_DAY = datetime.date(2025, 6, 30)
OLD, NEW = "dong-bang-song-hong", "dong-bang-song-hong-2025"


@pytest.fixture
def old_year(db):
    """The year 2024 of a cluster that ended when its provinces were merged."""
    cluster = ClusterFactory(short_name="Đồng bằng sông Hồng", slug=OLD, valid_to=LAST_DAY)
    year = EmulationYearFactory(cluster=cluster, year=2024)
    chair = MembershipFactory(cluster=cluster, valid_to=LAST_DAY).unit
    LeadershipFactory(emulation_year=year, unit=chair)
    return year


@pytest.fixture
def hai_duong(old_year):
    unit = UnitFactory(name="Hải Dương", slug="hai-duong", abolished=True)
    return MembershipFactory(cluster=old_year.cluster, unit=unit, valid_to=LAST_DAY).unit


@pytest.fixture
def hai_phong(hai_duong):
    """What Hải Dương has become; its own cluster is a new one, led in 2025."""
    unit = SuccessionFactory(
        predecessor=hai_duong, successor=UnitFactory(name="Hải Phòng", merged=True)
    ).successor
    cluster = ClusterFactory(slug=NEW, valid_from=datetime.date(2025, 7, 1))
    MembershipFactory(cluster=cluster, unit=unit)
    LeadershipFactory(
        emulation_year=EmulationYearFactory(cluster=cluster, year=2025),
        unit=MembershipFactory(cluster=cluster).unit,
    )
    return unit


@pytest.fixture
def officer(hai_phong):
    return AppointmentFactory(officer=True, unit=hai_phong).user


def report_of(year, unit):
    return UnitReport(emulation_year=year, unit=unit)


def test_the_report_from_before_the_merger_is_the_heirs_to_write(
    client_of, officer, old_year, hai_duong
):
    address = f"/cum/{OLD}/2024/bao-cao-tinh/hai-duong/"
    assert address in client_of(officer).get("/lam-viec/?tat-ca=1").content.decode()
    client_of(officer).post(address, {"summary": "Kinh tế khá."})
    client_of(officer).post(f"{address}nop/", {"allow_gaps": "on"})
    report = UnitReport.objects.get()
    assert (report.unit, report.summary) == (hai_duong, "Kinh tế khá.")
    assert report.status == "submitted"


def test_the_figures_too(client_of, officer, old_year, hai_duong):
    page = client_of(officer).get(f"/cum/{OLD}/2024/so-lieu/hai-duong/")
    assert page.status_code == 200
    assert access.may(officer, EDIT, report_of(old_year, hai_duong))


def test_not_the_report_of_another_member(client_of, officer, old_year):
    other = old_year.leaders.get().unit
    assert not access.may(officer, EDIT, report_of(old_year, other))
    with pytest.raises(PermissionDenied):
        save_summary(emulation_year=old_year, unit=other, summary="Không", by=officer)
    address = f"/cum/{OLD}/2024/bao-cao-tinh/{other.slug}/"
    assert client_of(officer).post(address, {"summary": "Không"}).status_code == 403
    assert not UnitReport.objects.exists()


def test_no_other_right_of_the_unit_goes_over(officer, old_year, hai_duong, hai_phong):
    for permission in set(Permission) - {EDIT, VIEW}:
        assert not access.may(officer, permission, report_of(old_year, hai_duong))
    assert access.reach(officer, Permission.INVITE).units == {hai_phong.pk}


def test_a_neighbour_that_carries_nothing_on_gets_neither(old_year, hai_duong, hai_phong):
    neighbour = AppointmentFactory(officer=True, unit=MembershipFactory().unit).user
    assert not access.may(neighbour, EDIT, report_of(old_year, hai_duong))
    assert not access.may(neighbour, VIEW, old_year)


@pytest.mark.parametrize("kind", ["merger", "split"])
def test_what_two_carry_on_is_neithers(old_year, hai_duong, kind):
    heirs = [
        SuccessionFactory(
            predecessor=hai_duong, successor=UnitFactory(merged=True), kind=kind
        ).successor
        for _ in range(2)
    ]
    for heir in heirs:
        officer = AppointmentFactory(officer=True, unit=heir).user
        assert not access.may(officer, EDIT, report_of(old_year, hai_duong))
        assert not access.may(officer, VIEW, old_year)


def test_only_heirs_at_every_step():
    heirs = {1: {2}, 2: {3}, 4: {3, 5}, 6: {4}}
    assert carried_by(3, heirs) == {1, 2}
    assert carried_by(5, heirs) == set()
    assert carried_by(4, heirs) == {6}


def test_a_province_that_goes_on_reports_for_its_cluster_that_has_ended(old_year):
    unit = MembershipFactory(cluster=old_year.cluster, valid_to=LAST_DAY).unit
    left = MembershipFactory(
        cluster=old_year.cluster, valid_to=LAST_DAY - datetime.timedelta(1)
    ).unit
    stays, leaves = (AppointmentFactory(officer=True, unit=one).user for one in (unit, left))
    assert access.may(stays, VIEW, old_year)
    assert not access.may(leaves, VIEW, old_year)


def test_a_cluster_that_the_heir_has_left_stays_shut(old_year, hai_duong, hai_phong):
    cluster = ClusterFactory()
    MembershipFactory(cluster=cluster, unit=hai_duong, valid_to=LAST_DAY)
    officer = AppointmentFactory(officer=True, unit=hai_phong).user
    assert access.may(officer, VIEW, cluster)
    MembershipFactory(
        cluster=cluster,
        unit=hai_phong,
        valid_from=datetime.date(2025, 7, 1),
        valid_to=datetime.date(2025, 12, 31),
    )
    again = type(officer).objects.get(pk=officer.pk)
    assert not access.may(again, VIEW, cluster)


def test_ones_own_page_says_so(client_of, officer):
    page = " ".join(client_of(officer).get("/tai-khoan/").content.decode().split())
    assert "Tỉnh Hải Dương (đến 30/6/2025), từ năm thi đua đang điều hành trở đi" in page
    assert "Tỉnh Hải Phòng kế thừa." in page
