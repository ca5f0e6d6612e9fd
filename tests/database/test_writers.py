"""Two processes that write at the same time wait for each other, and together break no rule."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from cluster_portal.audit import chain
from cluster_portal.audit.models import AuditEvent, AuditHead, record
from clusters.models import Leadership, Membership, Source
from emulation.models import IndicatorValue
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    MembershipFactory,
    SourceFactory,
    UnitFactory,
)
from tests.factories.emulation import IndicatorFactory

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared_file(tmp_path: Path) -> Path:
    """Where the database of this test goes for the writers, when it is SQLite in memory."""
    return tmp_path / "shared.sqlite3"


@pytest.fixture
def write_at_once(shared_file: Path) -> Callable[..., list[str]]:
    """Run jobs of `tests.database.writer` at the same time; return what each said at its end."""

    def run(*jobs: tuple[str, object]) -> list[str]:
        environment = {**os.environ, "DATABASE_URL": _address(shared_file)}
        environment["DJANGO_SETTINGS_MODULE"] = "cluster_portal.settings"
        writers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.database.writer", job, str(key)],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for job, key in jobs
        ]
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        return [writer.communicate(timeout=120)[0].strip() for writer in writers]

    return run


def _address(shared_file: Path) -> str:
    """The database of this test as another process reaches it; from memory it goes to a file."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(shared_file)
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as `migrate`, always alone, leaves the file
        copy.close()
        return f"sqlite:///{shared_file}"
    password, host = quote(settings["PASSWORD"], safe=""), quote(settings["HOST"], safe="")
    return f"postgres://{settings['USER']}:{password}@{host}:{settings['PORT']}/{settings['NAME']}"


def _rows(shared_file: Path, queryset) -> list[tuple]:
    """The rows as the writers left them."""
    if connection.vendor != "sqlite":
        return list(queryset)
    sql, values = queryset.query.sql_with_params()
    copy = sqlite3.connect(shared_file)
    rows = copy.execute(sql.replace("%s", "?"), values).fetchall()
    copy.close()
    return rows


def test_two_writers_wait_for_each_other(write_at_once, shared_file):
    source = SourceFactory(title="Bài báo")
    assert write_at_once(("append", source.code), ("append", source.code)) == ["done", "done"]
    titles = Source.objects.filter(pk=source.pk).values_list("title")
    assert _rows(shared_file, titles) == [("Bài báo++",)]


def test_nobody_leaves_the_cluster_while_being_made_its_chair(write_at_once, shared_file):
    year = EmulationYearFactory(year=2024)
    MembershipFactory(cluster=year.cluster)
    outcome = write_at_once(("lead", year.pk), ("leave", year.pk))
    assert sorted(outcome) == ["done", "refused"]
    chairs = _rows(shared_file, Leadership.objects.values_list("pk"))
    left = _rows(shared_file, Membership.objects.exclude(valid_to=None).values_list("pk"))
    assert len(chairs) + len(left) == 1


def test_nobody_becomes_a_member_twice_at_once(write_at_once, shared_file):
    year = EmulationYearFactory()
    UnitFactory()
    assert sorted(write_at_once(("join", year.pk), ("join", year.pk))) == ["done", "refused"]
    assert len(_rows(shared_file, Membership.objects.values_list("pk"))) == 1


def test_one_of_two_who_fill_the_same_cell_is_shown_the_other_value(write_at_once, shared_file):
    year = EmulationYearFactory()
    MembershipFactory(cluster=year.cluster)
    IndicatorFactory()
    AppointmentFactory(administrator=True)
    outcome = write_at_once(("figure", f"{year.pk}:5"), ("figure", f"{year.pk}:6"))
    assert sorted(outcome) == ["done", "refused"]
    assert len(_rows(shared_file, IndicatorValue.objects.values_list("pk"))) == 1


@pytest.mark.parametrize("before", [0, 1])
def test_writers_of_the_audit_make_one_dense_chain(write_at_once, shared_file, before):
    """Also when none has written before, and so no head is there to wait for."""
    for _ in range(before):
        record(by=None, action="change", target=None)
    assert write_at_once(("note", 3), ("note", 4), ("note", 5)) == ["done"] * 3
    columns = ("sequence", "previous_hash", "hash")
    rows = _rows(shared_file, AuditEvent.objects.order_by("sequence").values_list(*columns))
    assert [sequence for sequence, _, _ in rows] == list(range(1, before + 13))
    hashes = [chain.BEGINNING, *(found for _, _, found in rows)]
    assert [previous for _, previous, _ in rows] == hashes[:-1]
    heads = _rows(shared_file, AuditHead.objects.values_list("sequence", "hash"))
    assert heads == [(before + 12, hashes[-1])]
