"""Signing in through a real OpenID Connect server, and every way of bending that."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from cluster_portal.accounts import single_sign_on_adapter
from cluster_portal.accounts.models import User
from cluster_portal.accounts.single_sign_on import read_providers
from cluster_portal.audit.models import AuditEvent
from tests.accounts.second_factor import code_at, give_app
from tests.factories.accounts import UserFactory

START = "/dang-nhap/co-quan/bo-noi-vu/"
ANSWER = START + "tra-loi/"
WANTED = {
    "people": [
        {"email": "hoa@moha.example.vn", "verified": True},
        {"email": "chua-xac-nhan@moha.example.vn", "verified": False},
        {"email": "la@tinh-khac.example.vn", "verified": True},
        {"email": "khong-co@moha.example.vn", "verified": True},
        {"email": "dong@moha.example.vn", "verified": True},
    ],
    "password": "mat-khau-o-bo",
    "client_id": "cong-thi-dua",
    "secret": "bi-mat-cua-cong",
    "redirect_uri": f"http://testserver{ANSWER}",
}
STARTS_WITHIN = 120  # seconds


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """The address of a running identity provider."""
    folder = tmp_path_factory.mktemp("provider")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.identity_provider.settings",
        "IDENTITY_PROVIDER_FOLDER": str(folder),
    }
    run = {"cwd": django_settings.BASE_DIR, "env": environment}
    subprocess.run(
        [sys.executable, "-m", "tests.identity_provider.people"],
        input=json.dumps(WANTED).encode(),
        check=True,
        **run,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()"),
            *("--bind", f"127.0.0.1:{port}", "--threads", "2", "--log-level", "error"),
        ],
        **run,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/.well-known/openid-configuration")
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(url):
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            requests.get(url, timeout=60).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the identity provider did not start")


def entry(**changes):
    return {
        "id": "bo-noi-vu",
        "name": "Bộ Nội vụ",
        "server_url": "https://sso.moha.example.vn",
        "client_id": WANTED["client_id"],
        "secret": WANTED["secret"],
        "domains": ["moha.example.vn"],
    } | changes


@pytest.fixture
def portal(settings, provider, db):
    """A browser before a portal that trusts the provider for one domain."""
    settings.SOCIALACCOUNT_PROVIDERS = read_providers([entry(server_url=provider)])
    return Client()


def answer_for(portal, email, start=START):
    """Go to the provider, sign in there as `email`, and return the query that it sends back."""
    leave = portal.get(start)
    assert leave.status_code == 302, leave.content
    browser = requests.Session()
    asked = browser.get(leave.url, timeout=60)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.text)[1]
    values = {"login": email, "password": WANTED["password"], "csrfmiddlewaretoken": token}
    answer = browser.post(asked.url, values, allow_redirects=False, timeout=60)
    while not answer.headers["Location"].startswith(WANTED["redirect_uri"]):
        next_url = requests.compat.urljoin(answer.url, answer.headers["Location"])
        answer = browser.get(next_url, allow_redirects=False, timeout=60)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def come_back(portal, query):
    return portal.get(f"{ANSWER}?{urlencode(query)}", follow=True)


def is_in(client):
    return client.get("/tai-khoan/").status_code == 200


def refused(portal, answer, words):
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/dang-nhap/"
    assert words in page
    assert not is_in(portal)
    assert not AuditEvent.objects.exists()
    assert not SocialAccount.objects.exists()


# --- The way in -----------------------------------------------------------------------------


def test_the_whole_way_into_an_existing_account(portal):
    user = UserFactory(email="hoa@moha.example.vn")
    page = portal.get("/dang-nhap/?next=/khen-thuong/").content.decode()
    assert "Bộ Nội vụ" in page
    assert f'href="{START}?next=' in page
    query = answer_for(portal, user.email, f"{START}?next=/khen-thuong/")
    answer = come_back(portal, query)
    assert answer.redirect_chain == [("/khen-thuong/", 302)]
    assert answer.context["user"] == user
    event = AuditEvent.objects.get()
    assert event.changes == {"cách đăng nhập": [None, "đăng nhập một lần"]}
    assert not SocialAccount.objects.exists()


def test_the_code_is_bound_to_this_browser_by_state_and_challenge(portal):
    asked = parse_qs(urlsplit(portal.get(START).url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["redirect_uri"] == [WANTED["redirect_uri"]]
    assert len(asked["state"][0]) >= 16


def test_the_portals_second_factor_still_applies(portal):
    user = UserFactory(email="hoa@moha.example.vn")
    give_app(user)
    answer = come_back(portal, answer_for(portal, user.email))
    assert answer.redirect_chain == [("/dang-nhap/xac-thuc/", 302)]
    assert not is_in(portal)
    portal.post("/dang-nhap/xac-thuc/", {"code": code_at()})
    assert is_in(portal)


# --- Attempts -------------------------------------------------------------------------------


def test_an_unknown_address_makes_no_account(portal):
    query = answer_for(portal, "khong-co@moha.example.vn")
    refused(portal, come_back(portal, query), "không ứng với tài khoản nào")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("chua-xac-nhan@moha.example.vn", "chưa xác nhận thư điện tử"),
        ("la@tinh-khac.example.vn", "không ứng với tài khoản nào"),
    ],
)
def test_an_address_that_the_provider_may_not_or_does_not_vouch_for(portal, email, words):
    UserFactory(email=email)
    refused(portal, come_back(portal, answer_for(portal, email)), words)


def test_a_letter_whose_lower_case_is_anothers_is_refused(portal, monkeypatch):
    UserFactory(email="hoa@moha.example.vn")
    UserFactory(email="khanh@moha.example.vn")
    query = answer_for(portal, "hoa@moha.example.vn")
    claims = {"email": "\u212ahanh@moha.example.vn", "email_verified": True}  # the Kelvin sign
    monkeypatch.setattr(single_sign_on_adapter, "_claims", lambda data: claims)
    refused(portal, come_back(portal, query), "không ứng với tài khoản nào")


def test_a_closed_account_stays_closed(portal):
    UserFactory(email="dong@moha.example.vn", closed=True)
    query = answer_for(portal, "dong@moha.example.vn")
    refused(portal, come_back(portal, query), "không ứng với tài khoản nào")


def test_an_answer_with_a_tampered_state_is_refused(portal):
    UserFactory(email="hoa@moha.example.vn")
    query = answer_for(portal, "hoa@moha.example.vn") | {"state": "x" * 16}
    refused(portal, come_back(portal, query), "Chưa đăng nhập được qua Bộ Nội vụ")


def test_an_answer_in_another_browser_is_refused(portal):
    UserFactory(email="hoa@moha.example.vn")
    query = answer_for(portal, "hoa@moha.example.vn")
    refused(other := Client(), come_back(other, query), "Chưa đăng nhập được")


def test_an_answer_is_good_once(portal):
    UserFactory(email="hoa@moha.example.vn")
    query = answer_for(portal, "hoa@moha.example.vn")
    come_back(portal, query)
    portal.post("/dang-xuat/")
    assert "Chưa đăng nhập được" in come_back(portal, query).content.decode()
    assert not is_in(portal)


def test_a_code_is_good_once_even_with_a_new_state(portal):
    UserFactory(email="hoa@moha.example.vn")
    used = answer_for(portal, "hoa@moha.example.vn")
    come_back(portal, used)
    portal.post("/dang-xuat/")
    fresh = answer_for(portal, "hoa@moha.example.vn") | {"code": used["code"]}
    assert "Chưa đăng nhập được" in come_back(portal, fresh).content.decode()
    assert not is_in(portal)


@pytest.mark.parametrize(
    "query",
    [{}, {"code": "x"}, {"error": "access_denied"}, {"state": "\x00"}, {"code": "a" * 5000}],
)
def test_a_made_up_answer_is_refused(portal, query):
    refused(portal, come_back(portal, query), "Chưa đăng nhập được")


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_no_account_is_tied_to_a_provider(portal, process, client_of, hoa):
    signed_in = client_of(hoa)
    query = answer_for(signed_in, "hoa@moha.example.vn", f"{START}?process={process}&next=/cum/")
    come_back(signed_in, query)
    assert not SocialAccount.objects.exists()


def test_the_query_adds_nothing_to_what_the_provider_is_asked(portal):
    extra = urlencode({"auth_params": "redirect_uri=https://evil.example", "scope": "admin"})
    assert "evil" not in portal.get(f"{START}?{extra}").url
    assert "admin" not in portal.get(f"{START}?{extra}").url


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/"])
def test_one_comes_back_to_the_portal_only(portal, next_page):
    UserFactory(email="hoa@moha.example.vn")
    query = answer_for(portal, "hoa@moha.example.vn", f"{START}?{urlencode({'next': next_page})}")
    assert come_back(portal, query).redirect_chain == [("/lam-viec/", 302), ("/tai-khoan/", 302)]


def test_a_provider_that_is_down_is_a_message(portal, settings):
    settings.SOCIALACCOUNT_PROVIDERS = read_providers([entry(server_url="http://127.0.0.1:9")])
    page = portal.get(START, follow=True)
    assert "Chưa đăng nhập được qua Bộ Nội vụ" in page.content.decode()


def test_without_providers_there_is_no_such_way(db, client):
    assert client.get(START).status_code == 404
    assert "co-quan" not in client.get("/dang-nhap/").content.decode()


# --- The setting ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entries",
    [
        "x",
        [{}],
        [entry(server_url="http://sso.moha.example.vn")],
        [entry(server_url="https://")],
        [entry(domains=[])],
        [entry(domains=["*"])],
        [entry(id="Bộ")],
        [entry(secret="")],
        [entry(more=1)],
        [entry(), entry()],
    ],
)
def test_a_wrong_setting_stops_the_start_and_tells_no_secret(entries):
    with pytest.raises(ImproperlyConfigured) as refused:
        read_providers(entries)
    assert "SINGLE_SIGN_ON" in str(refused.value)
    assert WANTED["secret"] not in str(refused.value)
