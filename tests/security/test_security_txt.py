"""Whom to write to about a weakness."""

import datetime

import pytest
import time_machine
from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = "/.well-known/security.txt"


def fields(client: Client) -> dict[str, str]:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert text.endswith("\n")
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_the_file_has_what_the_standard_asks_for(client: Client, settings):
    settings.PORTAL_ADDRESS = "https://portal.example"
    found = fields(client)
    assert found["Contact"] == "mailto:an-toan@portal.example"
    assert found["Preferred-Languages"] == "vi, en"
    assert found["Canonical"] == "https://portal.example/.well-known/security.txt"
    assert found["Policy"] == "https://portal.example/bao-loi-bao-mat/"


@pytest.mark.parametrize("day", ["2026-01-01", "2028-02-29", "2026-12-31"])
def test_it_never_runs_out_and_never_holds_for_a_year(client: Client, day: str):
    with time_machine.travel(f"{day}T23:30:00+07:00", tick=False):
        now = datetime.datetime.now(datetime.UTC)
        expires = datetime.datetime.fromisoformat(fields(client)["Expires"])
        assert datetime.timedelta(days=90) < expires - now < datetime.timedelta(days=365)


def test_without_a_contact_there_is_no_file(client: Client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(ADDRESS).status_code == 404
    assert "báo cho người quản trị cổng" in client.get("/bao-loi-bao-mat/").content.decode()


def test_the_policy_is_a_page_that_names_the_contact(client: Client):
    page = client.get("/bao-loi-bao-mat/").content.decode()
    assert '<a href="mailto:an-toan@portal.example">an-toan@portal.example</a>' in page
