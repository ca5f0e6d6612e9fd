"""A short run of the fuzzer against a running server; `make scan` runs it for longer.

What it found once stays here by name.
"""

import os
from pathlib import Path

import environ
import psycopg
import pytest
from django.test import Client

from clusters.models import Membership
from scripts.scan.fuzz import Fuzzer
from scripts.scan.portal import running_portal
from tests.administration.forms import address

SECONDS = 20


@pytest.fixture
def database_url(tmp_path: Path, worker_id: str) -> str:
    """An empty database of the kind that the tests run on."""
    url = environ.Env().db_url_config(os.environ["DATABASE_URL"])
    if "sqlite" in url["ENGINE"]:
        return f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    name = f"fuzz_{worker_id}"
    with psycopg.connect(
        host=url["HOST"],
        port=url["PORT"],
        user=url["USER"],
        password=url["PASSWORD"],
        dbname=url["NAME"],
        autocommit=True,
    ) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


def test_no_question_is_answered_by_an_error(database_url: str, tmp_path: Path):
    with running_portal(database_url, tmp_path) as portal:
        fuzzer = Fuzzer(portal)
        findings = fuzzer.run(questions=100_000, seconds=SECONDS)
        assert findings == [], "\n".join(map(str, findings)) + portal.log.read_text()[-5_000:]
    assert fuzzer.asked > 50
    assert len(fuzzer.cookies) >= 6  # a visitor and the demo accounts
    assert {200, 302, 403} <= set(fuzzer.statuses)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["0000", "0001", "9999", "0000-00-00", "٢٠٢٤"])
def test_a_year_that_no_calendar_has_is_a_word_like_others(client: Client, word: str):
    for page in ("/tim-kiem/", "/khen-thuong/"):
        assert client.get(page, {"q": word}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["镕", " ", "1e3", "-1", str(2**63), str(2**70), "1,2", "None"])
def test_a_made_up_key_is_refused_beside_its_field(client_of, quan, key: str):
    response = client_of(quan).post(address(Membership, "add"), {"cluster": key, "unit": key})
    assert response.status_code == 200
    assert {"cluster", "unit"} <= set(response.context["adminform"].form.errors)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/dang-nhap/", "/don-vi/nam-dinh/", "/khong-co/"])
@pytest.mark.parametrize("charset", ["utf-32", "latin-1", "utf-16"])
def test_a_form_in_another_encoding_is_refused_with_a_page(client: Client, page: str, charset: str):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.generic("POST", page, b"a=b", content_type=kind)
    assert response.status_code == 400
    assert "Yêu cầu không đọc được" in response.content.decode()
    assert "Content-Security-Policy" in response
