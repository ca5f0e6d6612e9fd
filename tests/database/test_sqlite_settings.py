"""The connection settings that let two writers wait for each other, and no query run for ever.

On SQLite they are looked at on a database file, since a database in memory has no second writer.
On PostgreSQL the same questions are answered by its two time limits.
"""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db

IS_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def open_file(tmp_path: Path) -> Callable[[], BaseDatabaseWrapper]:
    """Open a new connection with the portal's settings to the SQLite file of this test."""
    options = settings.DATABASES["default"] | {"NAME": tmp_path / "portal.sqlite3"}
    return lambda: ConnectionHandler({"default": options})["default"]


def answer(database: BaseDatabaseWrapper, question: str) -> object:
    with database.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def limit_of_the_server(name: str) -> str:
    """A limit of a connection as the portal opens it; that of a test has its own."""
    with closing(connection.get_new_connection(connection.get_connection_params())) as opened:
        return opened.execute(f"SHOW {name}").fetchone()[0]


def test_readers_and_a_writer_do_not_stop_each_other(open_file):
    if IS_SQLITE:
        database = open_file()
        assert answer(database, "PRAGMA journal_mode") == "wal"
        database.close()
    else:
        assert limit_of_the_server("statement_timeout") == "15s"


def test_a_writer_waits_long_enough(open_file):
    if IS_SQLITE:
        database = open_file()
        assert answer(database, "PRAGMA busy_timeout") >= 20_000
        database.close()
    else:
        assert limit_of_the_server("lock_timeout") == "5s"


def test_a_transaction_is_a_writer_from_its_first_moment(open_file, tmp_path):
    if not IS_SQLITE:
        assert answer(connection, "SHOW transaction_isolation") == "read committed"
        return
    first = open_file()
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other = sqlite3.connect(tmp_path / "portal.sqlite3", timeout=0, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()

    order: list[str] = []

    def second() -> None:
        database = open_file()
        database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        order.append("second")
        database.rollback()
        database.close()

    thread = threading.Thread(target=second)
    thread.start()
    thread.join(0.5)
    order.append("first")
    first.rollback()
    first.close()
    thread.join(60)
    assert order == ["first", "second"]
