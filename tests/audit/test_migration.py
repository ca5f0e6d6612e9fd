"""An audit from before there was a chain is chained by `migrate`, its rules in place as ever."""

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cluster_portal.audit.models import AuditEvent, AuditHead, record
from cluster_portal.database import triggers
from cluster_portal.database.triggers import frozen
from tests.factories.accounts import UserFactory
from tests.rules import refused

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ["Tỉnh Hà Nam", "Tỉnh “Đắk Lắk”", "", "Thành phố Huế"]


@pytest.fixture
def before_the_chain(transactional_db) -> Apps:
    """The database as the first version left it; afterwards it is brought up to date again."""
    triggers.remove(connection)
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", "0001_initial")])
    apps = executor.loader.project_state([("audit", "0001_initial")]).apps
    with connection.cursor() as cursor:
        old_rule = frozen("audit_event_frozen", "audit_auditevent")
        for statement in old_rule.statements(connection.vendor):
            cursor.execute(statement)
    yield apps
    call_command("migrate", verbosity=0)


def write_as_before(apps: Apps, count: int) -> None:
    user = apps.get_model("accounts", "User").objects.first()
    for number in range(count):
        apps.get_model("audit", "AuditEvent").objects.create(
            actor=user if number % 2 else None,
            actor_name="Hệ thống",
            action="change",
            target_type="clusters.unit",
            target_id=str(number),
            target_name=NAMES[number % len(NAMES)],
            changes={"value": ["1.5", None], "flag": [True, number]},
        )


@pytest.mark.parametrize("count", [0, 1, 260])
def test_older_events_are_chained_in_their_order(before_the_chain, verify, count):
    UserFactory()
    write_as_before(before_the_chain, count)
    call_command("migrate", verbosity=0)
    events = list(AuditEvent.objects.order_by("sequence"))
    assert [event.sequence for event in events] == list(range(1, count + 1))
    assert [event.target_id for event in events] == [str(number) for number in range(count)]
    assert AuditHead.objects.get().sequence == count
    assert triggers.missing(connection) == []
    assert verify()[0]
    assert record(by=None, action="change", target=None).sequence == count + 1
    assert verify()[0]
    with refused("không sửa, không xóa được.", AuditEvent):
        AuditEvent.objects.update(target_name="Khác")


def test_there_is_a_head_from_the_first_migration_on(before_the_chain):
    call_command("migrate", verbosity=0)
    assert str(AuditHead.objects.get()) == f"0:{'0' * 64}"
