"""Headers that every answer carries, whatever it is and whoever asks."""

import json
from collections.abc import Callable

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings
from django.urls import reverse

from cluster_portal.accounts.models import User
from cluster_portal.pages.middleware import PERMISSIONS_POLICY
from clusters.models import Cluster, EmulationYear, Unit
from tests.meta.test_settings import PRODUCTION, run
from tests.meta.world import TABLE, make_world

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
}
POLICY_OF_FILES = {"default-src 'none'", "sandbox"}  # of what people uploaded: stricter still
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
STATIC = ("css/portal.css", "img/emblem.svg", "vendor/bootstrap/bootstrap.min.css")

pytestmark = pytest.mark.django_db


def wrong_headers(response) -> list[str]:
    """What is missing or loosened in an answer."""
    wrong = [name for name, value in ALWAYS.items() if response.get(name) != value]
    policy = {part.strip() for part in response.get("Content-Security-Policy", "").split(";")}
    is_file = "Content-Disposition" in response
    if policy != POLICY and not (is_file and policy == POLICY_OF_FILES):
        wrong.append(f"policy {sorted(policy ^ POLICY)}")
    if "Access-Control-Allow-Origin" in response:
        wrong.append("open to other origins")
    return wrong


@pytest.fixture
def world(
    cluster_a: Cluster, year_a: EmulationYear, year_b: EmulationYear, unit_of_binh: Unit
) -> None:
    make_world(cluster_a, year_a, year_b, unit_of_binh)


@pytest.mark.usefixtures("world")
def test_every_view_answers_everybody_with_every_header(
    visitor: Client, client_of: Callable[[User], Client], lan: User, quan: User
):
    wrong, seen = [], set()
    one_of_each_view = {name: arguments for name, arguments, _ in reversed(TABLE)}
    del one_of_each_view["account_logout"]
    for client, signed_in in ((visitor, False), (client_of(lan), True), (client_of(quan), True)):
        for name, arguments in one_of_each_view.items():
            address = reverse(name, args=arguments)
            response = client.get(address)
            if response.streaming:
                b"".join(response)  # read to its end, a file is closed
            kind = response.get("Content-Type", "").partition(";")[0]
            seen.add((response.status_code, kind))
            wrong += [f"{address}: {problem}" for problem in wrong_headers(response)]
            if response.get("X-Frame-Options") != "DENY":
                wrong.append(f"{address}: can be framed")
            if signed_in and "no-store" not in response.get("Cache-Control", ""):
                wrong.append(f"{address}: {response.get('Cache-Control')} for a person signed in")
    assert wrong == []
    statuses, kinds = ({row[at] for row in seen} for at in (0, 1))
    assert statuses >= {200, 302, 404}
    assert kinds >= {"text/html", "application/pdf", "text/plain"}


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
