"""Somebody with a password, ways to sign in, and the mails that went out."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client

from cluster_portal.accounts.mail import wait_until_sent
from cluster_portal.accounts.models import User
from tests.factories.accounts import UserFactory

SIGN_IN = "/dang-nhap/"


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    """Rate limits are counted in caches that outlive a test."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    yield
    wait_until_sent()


@pytest.fixture
def person(db: None) -> User:
    """An officer of nothing in particular, whose password is `PASSWORD`."""
    return UserFactory(email="nguoi@tinh.gov.vn", full_name="Nguyễn Văn Người", with_password=True)


@pytest.fixture
def mails() -> Callable[[], list]:
    """What was sent until now."""

    def sent() -> list:
        wait_until_sent()
        return mail.outbox

    return sent


def sign_in(client: Client, email: str, password: str, **more: str) -> HttpResponse:
    """Send the form of the sign-in page."""
    extra = {key: more.pop(key) for key in list(more) if key.isupper()}
    return client.post(SIGN_IN, {"login": email, "password": password, **more}, **extra)
