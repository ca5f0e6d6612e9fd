"""Addresses are kept for a stated time, and then they go; the chain holds without them."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from cluster_portal.audit.apps import check_retention
from cluster_portal.audit.management.commands import forget_addresses
from cluster_portal.audit.management.commands.forget_addresses import months_before
from cluster_portal.audit.models import AuditEvent, AuditOrigin, record
from cluster_portal.audit.origin import coming_from
from tests.rules import refused

pytestmark = pytest.mark.django_db

NOW = datetime.datetime.now(tz=datetime.UTC)


def written(days_ago: int) -> AuditEvent:
    with time_machine.travel(NOW - datetime.timedelta(days=days_ago)), coming_from("192.0.2.1"):
        return record(by=None, action="change", target=None)


def test_old_addresses_go_and_the_chain_stays_sound(verify, capsys):
    for days_ago in (800, 400, 370, 360, 300, 0):
        written(days_ago)
    call_command("forget_addresses")
    assert "Đã xóa 3 địa chỉ IP" in capsys.readouterr().out
    assert sorted(AuditOrigin.objects.values_list("event__sequence", flat=True)) == [4, 5, 6]
    event = AuditEvent.objects.first()
    assert (event.action, event.actor, event.changes) == (
        "forget_addresses",
        None,
        {"số địa chỉ IP": [3, 0]},
    )
    assert verify()[0]
    call_command("forget_addresses")
    assert "Đã xóa 0 địa chỉ IP" in capsys.readouterr().out
    assert AuditEvent.objects.count() == 7


def test_many_go_in_batches_each_of_them_in_the_audit(monkeypatch):
    monkeypatch.setattr(forget_addresses, "BATCH", 2)
    for _ in range(5):
        written(500)
    call_command("forget_addresses")
    events = AuditEvent.objects.filter(action="forget_addresses").order_by("sequence")
    assert [event.changes["số địa chỉ IP"][0] for event in events] == [2, 2, 1]
    assert not AuditOrigin.objects.exists()


def test_the_setting_says_after_how_many_months(settings):
    settings.AUDIT_ADDRESS_MONTHS = 24
    written(700)
    written(760)
    call_command("forget_addresses")
    assert AuditOrigin.objects.get().event.sequence == 1


def test_no_setting_shortens_what_the_database_keeps(settings):
    settings.AUDIT_ADDRESS_MONTHS = 10
    assert [error.id for error in check_retention(None)] == ["audit.E001"]
    with pytest.raises(CommandError, match="từ 11 tháng"):
        call_command("forget_addresses")
    for months in (11, 12, 60):
        settings.AUDIT_ADDRESS_MONTHS = months
        assert check_retention(None) == []


@pytest.mark.parametrize(("days_ago", "kept"), [(333, True), (335, False)])
def test_the_database_itself_keeps_a_young_address(days_ago, kept):
    written(days_ago)
    if kept:
        with refused("Nơi gửi phải giữ ít nhất 334 ngày.", AuditOrigin):
            AuditOrigin.objects.all().delete()
    else:
        AuditOrigin.objects.all().delete()
    connection.check_constraints()


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-21", 12, "2025-11-21"),
        ("2026-01-31", 11, "2025-02-28"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-12-01", 11, "2026-01-01"),
        ("2026-12-01", 12, "2025-12-01"),
        ("2026-06-15", 30, "2023-12-15"),
    ],
)
def test_months_are_those_of_the_calendar(day, months, earlier):
    at = datetime.datetime.fromisoformat(f"{day}T08:30:00+00:00")
    assert months_before(at, months).isoformat() == f"{earlier}T08:30:00+00:00"
