"""A real Chromium before a real gunicorn, on a database of its own with the real record."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_WITHIN = 30  # seconds


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium a module: while Playwright runs, Django takes the thread for async code."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """An empty database of the kind that the tests run on."""
    url = environ.Env().db_url_config(os.environ["DATABASE_URL"])
    if "sqlite" in url["ENGINE"]:
        return f"sqlite:///{tmp_path_factory.mktemp('browser') / 'portal.sqlite3'}"
    name = f"browser_{worker_id}"
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
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": database_url, "DEMO": "True"}
    subprocess.run(
        [sys.executable, "manage.py", "prepare_demo"],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
    )
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "cluster_portal.wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "1"),
            ],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=lines,
            stderr=lines,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/dang-nhap/", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page 1280 px wide that fails the test on a console error or a request elsewhere."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
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
    context = chromium.new_context(bypass_csp=True, locale="vi-VN")
    yield context.new_page()
    context.close()
