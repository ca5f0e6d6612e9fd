"""The commands that load the record and make the demo accounts, where the record is loaded."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.database import triggers
from cluster_portal.record.demonstration import DEMO_ACCOUNTS, DEMO_PASSWORD
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import Appointment, EmulationYear, Role, Unit
from clusters.roles import Permission
from tests.record.changing import replace, rows, run

pytestmark = pytest.mark.django_db


def test_load_record_tells_what_it_did(record: None, data: Path) -> None:
    replace(data, "units.csv", "ha-noi,Hà Nội,city,Hanoi", "ha-noi,Hà Nội,city,Ha Noi")
    lines = run("load_record", "--data", str(data)).splitlines()
    assert "  88 đơn vị: sửa 1" in lines
    assert "  5 hội nghị: không đổi" in lines


def test_load_record_prints_every_problem(record: None, data: Path) -> None:
    replace(data, "units.csv", "ha-noi,Hà Nội,city", "ha-noi,Hà Nội,town")
    replace(data, "clusters.yaml", "is_confirmed: false", "is_confirmed: no")
    before = rows()
    with pytest.raises(CommandError) as refused:
        run("load_record", "--data", str(data))
    assert refused.value.returncode == 1
    told = str(refused.value).splitlines()
    assert told[0] == "Chưa nạp gì vì có 2 lỗi:"
    assert told[1].startswith("data/units.csv: dòng 2, cột kind:")
    assert told[2].startswith("data/clusters.yaml: clusters[8].is_confirmed:")
    assert rows() == before


def test_demo_accounts_can_sign_in(record: None, settings: Settings) -> None:
    settings.DEMO = True
    assert DEMO_PASSWORD in run("load_demo_accounts")
    for account in DEMO_ACCOUNTS:
        assert User.objects.get(email=account.email).check_password(DEMO_PASSWORD)
    assert set(Appointment.objects.values_list("role", flat=True)) == set(Role)
    assert set(Appointment.objects.values_list("decision", flat=True)) == {"Tài khoản dùng thử"}


def test_demo_accounts_stand_for_units_and_clusters_of_the_record(
    record: None, settings: Settings
) -> None:
    settings.DEMO = True
    run("load_demo_accounts")
    officers = Appointment.objects.filter(role=Role.PROVINCIAL_OFFICER)
    assert {officer.unit.slug for officer in officers} == {"ninh-binh-2025", "hung-yen-2025"}
    secretariats = Appointment.objects.filter(role=Role.SECRETARIAT)
    assert {(row.unit.slug, row.cluster.slug) for row in secretariats} == {
        (unit, cluster)
        for unit in ("ninh-binh-2025", "hai-phong-2025")
        for cluster in ("dong-bang-song-hong", "dong-bang-song-hong-2025")
    }
    events = AuditEvent.objects.filter(action="appoint")
    assert {event.target_id for event in events} == {
        str(row.pk) for row in Appointment.objects.all()
    }


@pytest.mark.parametrize(
    ("email", "leads"),
    [("thu-ky@demo.example", True), ("thu-ky-hai-phong@demo.example", False)],
)
def test_one_demo_secretary_is_in_the_chair_and_one_is_not(
    record: None, settings: Settings, email: str, leads: bool
) -> None:
    settings.DEMO = True
    run("load_demo_accounts")
    user = User.objects.get(email=email)
    year = EmulationYear.objects.get(cluster__slug="dong-bang-song-hong", year=2024)
    assert access.may(user, Permission.VIEW_DRAFTS, year)
    assert access.may(user, Permission.LEAD, year) is leads


def test_the_demo_chair_hands_work_to_the_demo_vice_chair(
    record: None, settings: Settings, client: Client
) -> None:
    settings.DEMO = True
    run("load_demo_accounts")
    client.force_login(User.objects.get(email="thu-ky@demo.example"), backend=portal.PORTAL_BACKEND)
    address = "/cum/dong-bang-song-hong/2024/giao-viec/"
    assert "Tỉnh Hải Dương, nay là Thành phố Hải Phòng" in client.get(address).content.decode()
    data = {
        "unit": Unit.objects.get(slug="hai-duong").pk,
        "permissions": [Permission.EDIT_RESULTS],
        "decision": "Thông báo số 5",
        "valid_from": format_date(timezone.localdate()),
    }
    assert client.post(address, data).status_code == 302
    secretary = User.objects.get(email="thu-ky-hai-phong@demo.example")
    year = EmulationYear.objects.get(cluster__slug="dong-bang-song-hong", year=2024)
    assert access.may(secretary, Permission.EDIT_RESULTS, year)


def test_the_demo_year_is_there_to_be_worked_in_and_hidden_from_the_public(
    record: None, settings: Settings, client: Client
) -> None:
    settings.DEMO = True
    run("prepare_demo")
    year = EmulationYear.objects.get(cluster__slug="dong-bang-song-hong-2025")
    address = f"/cum/{year.cluster.slug}/{year.year}"
    assert client.get(f"{address}/").status_code == 404
    secretary, officer = (
        User.objects.get(email=f"{name}@demo.example") for name in ("thu-ky", "hung-yen")
    )
    assert access.may(secretary, Permission.LEAD, year)
    client.force_login(secretary, backend=portal.PORTAL_BACKEND)
    assert "Tốc độ tăng trưởng kinh tế" in client.get(f"{address}/so-lieu/").content.decode()
    client.force_login(officer, backend=portal.PORTAL_BACKEND)
    assert client.get(f"{address}/bao-cao-tinh/hung-yen-2025/").status_code == 200
    assert not year.values.exists()


def test_demo_appointments_of_an_earlier_version_come_right(
    record: None, settings: Settings
) -> None:
    """As the migration leaves them: of the chair of the newest year, and one account less."""
    settings.DEMO = True
    run("prepare_demo")
    secretary = Appointment.objects.filter(user__email="thu-ky@demo.example")
    secretary.update(unit=Unit.objects.get(slug="nam-dinh"))
    Appointment.objects.filter(user__email="thu-ky-hai-phong@demo.example").delete()
    assert run("prepare_demo")
    assert set(secretary.values_list("unit__slug", flat=True)) == {"ninh-binh-2025"}
    assert AuditEvent.objects.filter(action="change").count() == 2
    assert run("prepare_demo") == ""


def test_a_demo_role_that_was_ended_begins_again(record: None, settings: Settings) -> None:
    settings.DEMO = True
    run("prepare_demo")
    rows = Appointment.objects.filter(user__email="ninh-binh@demo.example")
    rows.update(valid_to=timezone.localdate() - datetime.timedelta(1))
    run("prepare_demo")
    assert rows.on(timezone.localdate()).count() == 1
    assert rows.count() == 2


def test_demo_accounts_are_put_right_again(record: None, settings: Settings) -> None:
    settings.DEMO = True
    run("load_demo_accounts")
    user = User.objects.get(email="thu-ky@demo.example")
    user.set_password("một mật khẩu khác")
    user.is_active = False
    user.save()
    run("load_demo_accounts")
    assert User.objects.get(pk=user.pk).check_password(DEMO_PASSWORD)
    before = rows()
    run("load_demo_accounts")
    assert rows() == before


def test_demo_accounts_are_refused_outside_a_demo(record: None) -> None:
    with pytest.raises(CommandError, match="DEMO=True"):
        run("load_demo_accounts")
    assert not User.objects.exists()


def test_prepare_demo_looks_only_a_little_when_all_is_in_place(
    record: None, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEMO = True
    run("prepare_demo")
    rules = sum(len([*rule.statements(connection.vendor)]) for rule in triggers.standing())
    with django_assert_max_num_queries(rules + 15):  # it puts the triggers in place each time
        run("prepare_demo")


def test_reset_demo_refuses_a_database_in_earnest(record: None) -> None:
    before = rows()
    with pytest.raises(CommandError, match="--yes"):
        run("reset_demo")
    assert rows() == before
