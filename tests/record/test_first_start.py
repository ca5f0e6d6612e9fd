"""The commands that ready a demo, where nothing is loaded yet."""

import pytest
from django.core.management import CommandError
from django.db import connection
from pytest_django import Settings

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.database import triggers
from cluster_portal.record.demonstration import DEMO_ACCOUNTS
from clusters.models import Cluster, Unit
from emulation.models import Conference
from tests.record.changing import rows, run

pytestmark = pytest.mark.django_db


def test_demo_accounts_need_the_record(settings: Settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="load_record"):
        run("load_demo_accounts")
    assert not User.objects.exists()


def test_prepare_demo_loads_once(settings: Settings) -> None:
    settings.DEMO = True
    assert "Đã nạp hồ sơ" in run("prepare_demo")
    assert User.objects.count() == len(DEMO_ACCOUNTS)
    before = rows()
    assert run("prepare_demo") == ""
    assert rows() == before


def test_prepare_demo_makes_no_accounts_outside_a_demo() -> None:
    run("prepare_demo")
    assert Conference.objects.count() == 5
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reset_demo_brings_the_record_back(settings: Settings) -> None:
    settings.DEMO = True
    run("prepare_demo")
    Cluster.objects.filter(slug="tay-nam-bo").update(name="Một cụm khác")
    Unit.objects.create(name="Sở Nội vụ", slug="so-noi-vu", kind="body")
    run("reset_demo", "--yes")
    assert Cluster.objects.get(slug="tay-nam-bo").name == "Cụm thi đua các tỉnh miền Tây Nam Bộ"
    assert Unit.objects.count() == 88
    assert AuditEvent.objects.filter(action="load_record").count() == 1
    assert triggers.missing(connection) == []
