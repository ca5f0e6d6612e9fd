"""The commands that load the record and make the demo accounts, where the record is loaded."""

from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError
from pytest_django import DjangoAssertNumQueries, Settings

from cluster_portal.accounts.models import User
from cluster_portal.record.demonstration import DEMO_ACCOUNTS, DEMO_PASSWORD
from clusters.models import Appointment, Role
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
        assert authenticate(username=account.email, password=DEMO_PASSWORD)
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
    assert {row.cluster.slug for row in secretariats} == {
        "dong-bang-song-hong",
        "dong-bang-song-hong-2025",
    }


def test_demo_accounts_are_put_right_again(record: None, settings: Settings) -> None:
    settings.DEMO = True
    run("load_demo_accounts")
    user = User.objects.get(email="thu-ky@demo.example")
    user.set_password("một mật khẩu khác")
    user.is_active = False
    user.save()
    run("load_demo_accounts")
    assert authenticate(username=user.email, password=DEMO_PASSWORD)
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
    with django_assert_max_num_queries(40):  # most of them put the triggers in place
        run("prepare_demo")


def test_reset_demo_refuses_a_database_in_earnest(record: None) -> None:
    before = rows()
    with pytest.raises(CommandError, match="--yes"):
        run("reset_demo")
    assert rows() == before
