"""A database that is locked, slow or gone is answered by a page that asks to try again."""

import sqlite3
import tempfile
import threading
from contextlib import closing

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path

from cluster_portal.pages import refusals
from clusters.models import Cluster
from tests.factories.clusters import ClusterFactory


def slow(request: HttpRequest) -> HttpResponse:
    """A query that takes longer than the limit, which is set low here."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 50")
            try:
                cursor.execute("SELECT pg_sleep(5)")
            finally:
                cursor.execute("SET statement_timeout = 15000")
        else:
            raise OperationalError("database is locked")
    return HttpResponse()


def broken(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM no_such_table")
    return HttpResponse()


urlpatterns = [
    path("cham/", slow),
    path("hong/", broken),
    path("", include("cluster_portal.urls")),
]
handler500 = refusals.failed


def answer(address: str):
    with override_settings(ROOT_URLCONF=__name__):
        return Client(raise_request_exception=False).get(address)


@pytest.mark.django_db(transaction=True)
def test_a_query_over_its_time_is_a_page_and_not_an_error():
    response = answer("/cham/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "Cổng đang bận" in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_mistake_in_a_query_stays_an_error():
    assert answer("/hong/").status_code == 500


def test_every_address_of_the_portal_has_this_answer():
    assert get_resolver("cluster_portal.urls").resolve_error_handler(500) is refusals.failed


@pytest.mark.django_db
def test_which_errors_pass_by_themselves():
    assert refusals.is_passing(OperationalError("database is locked"))
    assert not refusals.is_passing(None)
    assert not refusals.is_passing(ValueError("locked"))
    on_server = connection.vendor == "postgresql"
    assert refusals.is_passing(InterfaceError("connection already closed")) == on_server
    assert refusals.is_passing(OperationalError("no such table: x")) == on_server


@pytest.mark.django_db
def test_the_server_has_all_three_limits():
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["timeout"] == 20
        return
    found = {}
    # As any process of the portal connects.
    with closing(connection.get_new_connection(connection.get_connection_params())) as as_served:
        cursor = as_served.cursor()
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    assert found == {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "1min",
    }


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_holds_is_not_waited_for_without_end():
    """The same on both: the second writer gives up after its limit, which is set low here."""
    cluster = ClusterFactory()
    if connection.vendor == "sqlite":
        # In memory there is one connection; a file shows what SQLite says.
        assert "locked" in _locked_file()
        return
    failures = []

    def write() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = 100")
                Cluster.objects.filter(pk=cluster.pk).update(short_name="Khác")
        except OperationalError as error:
            failures.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        Cluster.objects.select_for_update().get(pk=cluster.pk)
        other = threading.Thread(target=write)
        other.start()
        other.join(60)
    assert len(failures) == 1
    assert refusals.is_passing(failures[0])


def _locked_file() -> str:
    with tempfile.TemporaryDirectory() as folder:
        first, second = (sqlite3.connect(f"{folder}/a", timeout=0.1) for _ in range(2))
        first.execute("CREATE TABLE t (x)")
        first.execute("BEGIN IMMEDIATE")
        try:
            second.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            return str(error)
        finally:
            first.close()
            second.close()
    return ""
