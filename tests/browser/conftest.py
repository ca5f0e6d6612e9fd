"""A real Chromium before a real gunicorn, on a database of its own with the real record."""

import os
from collections.abc import Iterator

import environ
import psycopg
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import context_of, running_chromium
from tests.browser.serving import run_python, serving


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium a module: while Playwright runs, Django takes the thread for async code."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """An empty database of the kind that the tests run on."""
    return empty_database("browser", tmp_path_factory, worker_id)


def empty_database(purpose: str, folders: pytest.TempPathFactory, worker_id: str) -> str:
    """Make an empty database beside the one of the tests; return its address."""
    url = environ.Env().db_url_config(os.environ["DATABASE_URL"])
    if "sqlite" in url["ENGINE"]:
        return f"sqlite:///{folders.mktemp(purpose) / 'portal.sqlite3'}"
    name = f"{purpose}_{worker_id}"
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


@pytest.fixture(scope="session")
def address(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running portal that holds the real record and the demo accounts."""
    variables = {"DATABASE_URL": database_url, "DEMO": "True"}
    run_python(variables, "manage.py", "prepare_demo")
    with serving(variables, tmp_path_factory.mktemp("gunicorn") / "log") as found:
        yield found


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page 1280 px wide that fails the test on a console error or a request elsewhere."""
    context = context_of(chromium, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda line: line.type == "error" and problems.append(line.text))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:")) or problems.append(f"asks {request.url}")
        ),
    )
    yield page
    context.close()
    assert not problems


@pytest.fixture
def examined_page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page into which an examiner may inject its own script and styles."""
    context = context_of(chromium, bypass_csp=True)
    yield context.new_page()
    context.close()
