"""Headers of refusals, of files and in production; those of every address: test_access_sweep."""

import json
from collections.abc import Callable

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings
from django.urls import reverse

from cluster_portal.accounts.models import User
from tests.meta.test_settings import PRODUCTION, run
from tests.security.headers import POLICY, wrong_headers

STATIC = ("css/portal.css", "img/emblem.svg", "vendor/bootstrap/bootstrap.min.css")

pytestmark = pytest.mark.django_db


def test_refusals_carry_them_too(visitor: Client, client_of: Callable[[User], Client], lan: User):
    answers = {
        400: visitor.get("/", headers={"Host": "evil.example"}),
        403: client_of(lan).get(reverse("admin:index")),
        404: visitor.get("/khong-co/"),
        405: visitor.post("/"),
        413: visitor.post("/", CONTENT_LENGTH=str(10**9)),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert wrong_headers(response) == []


@pytest.mark.parametrize("path", STATIC)
def test_static_files_carry_them_too(client: Client, path: str):
    """A picture opened by itself is a page: an SVG there could run a script."""
    response = client.get(staticfiles_storage.url(path))
    assert response.status_code == 200
    assert wrong_headers(response) == []
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response)


def test_no_policy_allows_what_is_written_into_a_page():
    policy = " ".join(POLICY)
    assert "unsafe" not in policy
    assert "*" not in policy


def test_what_a_visitor_sees_may_be_kept(visitor: Client):
    assert "no-store" not in visitor.get("/").get("Cache-Control", "")


@override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_SSL_REDIRECT=True)
def test_plain_http_is_sent_to_https_and_https_says_to_stay(db):
    response = Client().get("/cum/")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/cum/")
    assert "max-age=31536000" in Client().get("/cum/", secure=True)["Strict-Transport-Security"]


def test_settings_of_a_server():
    expected = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        # Cookies of this host alone: a neighbour on a subdomain neither reads nor plants them.
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    }
    code = (
        "import json; from django.conf import settings;"
        f"found = {{name: getattr(settings, name) for name in {list(expected)}}};"
        "print(json.dumps([found, settings.CONTENT_SECURITY_POLICY]))"
    )
    found, policy = json.loads(run(code, **PRODUCTION).stdout)
    assert found == expected
    assert policy["DIRECTIVES"]["upgrade-insecure-requests"] is True


def test_forms_work_with_the_referrer_policy_over_https():
    """Under "no-referrer" browsers send Origin: null, which the check of forms must refuse."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/dang-nhap/", secure=True)
    token = page.context["csrf_token"]
    data = {"csrfmiddlewaretoken": str(token)}
    origin = {"Origin": "https://testserver", "Referer": "https://testserver/dang-nhap/"}
    assert client.post("/dang-nhap/", data, secure=True, headers=origin).status_code == 200
    for foreign in ("null", "https://evil.example", "https://sub.testserver"):
        headers = {"Origin": foreign}
        assert client.post("/dang-nhap/", data, secure=True, headers=headers).status_code == 403
