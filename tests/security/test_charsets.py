"""A request in another encoding than UTF-8 gets a page, not a failure without one."""

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from cluster_portal.wsgi import application

pytestmark = pytest.mark.django_db

CHARSETS = ("hex", "base64", "rot13", "zlib", "punycode", "undefined", "idna", "utf-16", "latin-1")
KINDS = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
)


@pytest.fixture(autouse=True)
def _connection_of_the_test_stays_open():
    """The application closes it at the end of a request; the test's transaction lives in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answer(method: str, kind: str, body: bytes = b"") -> tuple[str, dict[str, str], str]:
    """What the application that gunicorn runs says: status, headers, page."""
    environ = RequestFactory(SERVER_NAME="localhost").generic(method, "/tim-kiem/?q=abc").environ
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    environ["wsgi.input"] = io.BytesIO(body)
    said = []
    response = application(environ, lambda status, headers: said.append((status, dict(headers))))
    page = b"".join(response).decode()
    return (*said[0], page)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("charset", CHARSETS)
def test_another_encoding_is_refused_with_a_page(method: str, kind: str, charset: str):
    status, headers, page = answer(method, f"{kind}; charset={charset}", b"--x--\r\n")
    assert status == "400 Bad Request"
    assert "Yêu cầu không đọc được" in page
    assert "Content-Security-Policy" in headers


@pytest.mark.parametrize(
    "parameter",
    ["charset=nonsense", "charset*=nonsense''a", "charset*=hex''a", 'charset=""', "x*=q''"],
)
def test_an_encoding_that_nobody_knows_is_refused_too(parameter: str):
    status, _, page = answer("GET", f"text/plain; {parameter}")
    assert (status, "Yêu cầu không đọc được" in page) == ("400 Bad Request", True)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "utf8", "us-ascii"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_portals_own_encoding_is_read(kind: str, charset: str):
    status, _, page = answer("GET", f"{kind}; charset={charset}")
    assert status == "200 OK"
    assert 'value="abc"' in page


def test_the_application_is_djangos_with_this_difference_alone():
    assert isinstance(application, WSGIHandler)
