"""Whoever asks too often is told to wait; whoever asks as people do never notices."""

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from cluster_portal.accounts.models import User
from cluster_portal.pages.limits import limited

pytestmark = pytest.mark.django_db

SEARCH = "/tim-kiem/?q=nam+dinh"


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch):
    """Counting windows end by the clock: hold it."""
    with time_machine.travel("2026-03-02 09:00:00+07:00", tick=False):
        caches["default"].clear()
        yield


def asked(client: Client, times: int, address: str = SEARCH, **extra) -> list[int]:
    return [client.get(address, **extra).status_code for _ in range(times)]


def test_the_page_says_when_to_ask_again(client: Client):
    assert asked(client, 60) == [200] * 60
    response = client.get(SEARCH)
    assert response.status_code == 429
    wait = int(response["Retry-After"])
    assert 1 <= wait <= 60
    assert f"Hãy thử lại sau {wait} giây." in response.content.decode()
    assert "<h1>" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_after_the_wait_it_answers_again(client: Client):
    asked(client, 61)
    with time_machine.travel("2026-03-02 09:02:01+07:00", tick=False):
        assert asked(client, 1) == [200]


@pytest.mark.parametrize(
    ("address", "times"),
    [("/khen-thuong.xlsx", 20), (SEARCH, 60)],
)
def test_what_costs_much_is_limited(client: Client, address: str, times: int):
    assert asked(client, times + 1, address) == [200] * times + [429]


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/cum/khong-co/hoi-nghi/khong-co/bao-cao.pdf", 30),
        ("/cum/khong-co/2024/giao-uoc.pdf", 30),
        ("/cum/khong-co/2024/ket-qua.xlsx", 20),
    ],
)
def test_guessing_addresses_of_documents_is_limited_too(client: Client, address: str, limit: int):
    assert asked(client, limit + 1, address) == [404] * limit + [429]


def test_other_pages_and_other_people_are_not_held_up(client: Client, client_of, lan: User):
    asked(client, 61)
    assert asked(client, 1, "/cum/") == [200]
    assert asked(client, 1, "/khen-thuong.xlsx") == [200]
    assert asked(client, 1, REMOTE_ADDR="203.0.113.7") == [200]
    assert asked(client_of(lan), 1) == [200]


def test_people_of_one_office_are_counted_by_account(client_of, lan: User, binh: User):
    assert asked(client_of(lan), 61)[-1] == 429
    assert asked(client_of(binh), 1) == [200]


def test_an_account_is_counted_wherever_it_asks_from(client_of, lan: User):
    client = client_of(lan)
    asked(client, 60, REMOTE_ADDR="203.0.113.7")
    assert asked(client, 1, REMOTE_ADDR="203.0.113.8") == [429]


def test_addresses_of_one_network_count_as_one(client: Client):
    for host in range(60):
        assert asked(client, 1, REMOTE_ADDR=f"2001:db8:0:1::{host:x}") == [200]
    assert asked(client, 1, REMOTE_ADDR="2001:db8:0:1:ffff::1") == [429]
    assert asked(client, 1, REMOTE_ADDR="2001:db8:0:2::1") == [200]


def test_a_made_up_forwarding_gives_nobody_a_fresh_count(client: Client):
    for host in range(60):
        asked(client, 1, headers={"X-Forwarded-For": f"203.0.113.{host}"})
    assert asked(client, 1, headers={"X-Forwarded-For": "198.51.100.1"}) == [429]


def test_refused_questions_cost_no_query(client: Client, django_assert_num_queries):
    asked(client, 60)
    with django_assert_num_queries(0):
        assert asked(client, 1) == [429]


def test_measuring_can_switch_the_limits_off(client: Client, settings):
    settings.RATELIMIT_ENABLE = False
    assert asked(client, 70) == [200] * 70


@pytest.mark.parametrize("name", ["export", "archive"])
def test_limits_of_what_is_packed_have_their_numbers(name: str):
    assert callable(limited(name)(lambda request: None))


def test_a_limit_without_a_number_is_noticed_at_the_start():
    with pytest.raises(KeyError):
        limited("no-such-limit")


def test_counts_of_signing_in_are_not_pushed_out_by_other_requests(settings):
    """allauth counts in the cache named default; documents, which are large, have their own."""
    caches["default"].set("allauth:rl:login", [1.0], 300)
    for number in range(5_000):
        caches["default"].set(f"count:{number}", 1, 300)
    assert caches["default"].get("allauth:rl:login") == [1.0]
    assert caches["documents"]._max_entries == 64
    assert settings.CACHES["documents"]["LOCATION"] != settings.CACHES["default"]["LOCATION"]
