"""Whose address the portal believes, and which host name."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cluster_portal.pages.middleware import ProxyMiddleware, client_address


def seen(forwarded: str | None, remote: str = "10.0.0.1") -> str:
    """The address that a view sees."""
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    ProxyMiddleware(lambda request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


def test_without_a_proxy_nobody_chooses_the_own_address(settings):
    settings.BEHIND_PROXY = False
    assert seen("1.2.3.4") == "10.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1,10.0.0.1 , 203.0.113.9 ", "203.0.113.9"),
        ("2001:DB8::0001", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, rubbish", "10.0.0.1"),
        ("203.0.113.9:4711", "10.0.0.1"),
        ("'; DROP TABLE x", "10.0.0.1"),
        ("", "10.0.0.1"),
        (None, "10.0.0.1"),
    ],
)
def test_behind_a_proxy_the_last_entry_counts(settings, forwarded, address):
    settings.BEHIND_PROXY = True
    assert seen(forwarded) == address


def test_a_socket_of_this_machine_is_this_machine(settings):
    settings.BEHIND_PROXY = False
    assert seen(None, remote="") == "127.0.0.1"


def test_a_zone_is_left_out():
    assert client_address("fe80::1%eth0") == "fe80::1"


def test_the_address_is_found_before_anything_uses_it(settings):
    assert settings.MIDDLEWARE[0] == "cluster_portal.pages.middleware.ProxyMiddleware"
    assert not settings.USE_X_FORWARDED_HOST
    assert not settings.USE_X_FORWARDED_PORT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "testserver.evil.example",
        "testserver@evil.example",
        "testserver:80@evil.example",
        "127.0.0.1/../evil",
        "evil.example\\@testserver",
        "testserver evil.example",
    ],
)
def test_another_host_name_gets_a_page_that_says_so(client: Client, host: str):
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Yêu cầu không đọc được" in page
    assert "evil" not in page


@pytest.mark.django_db
def test_a_forwarded_host_is_never_believed(client: Client):
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for address in ("/", "/dang-nhap/", "/.well-known/security.txt", "/tai-khoan/", "/cum"):
        response = client.get(address, headers=headers)
        assert b"evil.example" not in response.content
        assert "evil.example" not in str(response.headers)


@pytest.mark.django_db
def test_no_page_takes_an_address_from_the_host_name(client: Client, settings):
    """One host of several that are allowed must not appear in what another reader keeps."""
    settings.ALLOWED_HOSTS = ["testserver", "mirror.example"]
    for address in ("/", "/cum/", "/dang-nhap/", "/.well-known/security.txt", "/bao-loi-bao-mat/"):
        response = client.get(address, headers={"Host": "mirror.example"})
        assert response.status_code == 200
        assert b"mirror.example" not in response.content
