"""What a database of an earlier version becomes."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cluster_portal.database import triggers
from clusters.models import Appointment
from tests.factories.accounts import UserFactory

BEFORE = ("clusters", "0001_initial")


@pytest.fixture
def _at_the_end_all_migrations_again():
    yield
    call_command("migrate", verbosity=0)


def _old_cluster(old, slug):
    return old.get_model("clusters", "Cluster").objects.create(
        name=slug, short_name=slug, slug=slug, sort_key=slug, search_text=slug
    )


def _old_member(old, cluster, slug):
    """A province that is a member of the cluster."""
    unit = old.get_model("clusters", "Unit")(name=slug, kind="province", slug=slug)
    unit.official_name = slug  # a property, which no row of an earlier time has
    unit.save()
    old.get_model("clusters", "Membership").objects.create(cluster=cluster, unit=unit)
    return unit


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_at_the_end_all_migrations_again")
def test_secretaries_of_a_cluster_become_those_of_the_unit_that_led_it_last():
    call_command("migrate", *BEFORE, verbosity=0)
    old = MigrationExecutor(connection).loader.project_state([BEFORE]).apps
    old_appointments = old.get_model("clusters", "Appointment")
    led, unled, empty = (_old_cluster(old, slug) for slug in ("co-cum-truong", "chua-co", "trong"))
    for year in (2023, 2024):
        chair = _old_member(old, led, f"don-vi-{year}")
        led_year = old.get_model("clusters", "EmulationYear").objects.create(cluster=led, year=year)
        old.get_model("clusters", "Leadership").objects.create(
            emulation_year=led_year, unit=chair, role="chair"
        )
    member = _old_member(old, unled, "don-vi-khong-lanh-dao")
    for cluster in (led, unled, empty):
        old_appointments.objects.create(
            user_id=UserFactory().pk,
            role="secretariat",
            cluster_id=cluster.pk,
            decision="Quyết định số 1",
            valid_from=datetime.date(2024, 1, 1),
        )
    call_command("migrate", verbosity=0)
    units = dict(Appointment.objects.values_list("cluster", "unit"))
    assert units == {led.pk: chair.pk, unled.pk: member.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_at_the_end_all_migrations_again")
def test_a_migration_that_fails_leaves_the_rules_in_place(monkeypatch):
    call_command("migrate", *BEFORE, verbosity=0)

    def fail(*arguments, **options):
        raise RuntimeError("no disk left")

    with monkeypatch.context() as broken:
        broken.setattr(MigrationExecutor, "apply_migration", fail)
        with pytest.raises(RuntimeError):
            call_command("migrate", verbosity=0)
    assert [name for name in triggers.missing(connection) if "audit" in name] == []
