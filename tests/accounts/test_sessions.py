"""One's sessions: seen, ended, fixed in time, bound to one browser's cookie."""

import datetime

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cluster_portal.accounts import sessions
from cluster_portal.audit.models import AuditEvent
from tests.accounts.conftest import sign_in
from tests.factories.accounts import PASSWORD

PROFILE = "/tai-khoan/"
SESSIONS = "/tai-khoan/phien/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def is_in(client):
    return client.get(PROFILE).status_code == 200


@pytest.fixture
def here(person):
    client = Client(HTTP_USER_AGENT=FIREFOX)
    sign_in(client, person.email, PASSWORD)
    return client


@pytest.fixture
def elsewhere(person):
    client = Client(HTTP_USER_AGENT=EDGE, REMOTE_ADDR="203.0.113.7")
    sign_in(client, person.email, PASSWORD)
    return client


def test_the_list_names_browser_address_and_time(here, elsewhere):
    page = here.get(SESSIONS).content.decode()
    for words in ("Firefox trên Linux", "Edge trên Windows", "203.0.113.7", "phiên này"):
        assert words in page
    assert page.count("phiên này") == 1


def test_nobody_sees_sessions_of_others(here, client_of, lan):
    assert "Firefox trên Linux" not in client_of(lan).get(SESSIONS).content.decode()


def test_the_other_sessions_end_and_this_one_stays_under_a_new_key(here, elsewhere, person):
    untracked = Client()
    untracked.force_login(person, backend=settings.PORTAL_BACKEND)
    key = here.session.session_key
    here.post(SESSIONS, {"where": "elsewhere"})
    assert (is_in(here), is_in(elsewhere), is_in(untracked)) == (True, False, False)
    assert here.session.session_key != key
    assert [place["is_this"] for place in here.get(SESSIONS).context["browsers"]] == [True]
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor) == ("end_sessions", person)


def test_signing_out_everywhere_ends_this_one_too(here, elsewhere):
    answer = here.post(SESSIONS, {"where": "everywhere"}, follow=True)
    assert "Đã đăng xuất khỏi mọi nơi." in answer.content.decode()
    assert (is_in(here), is_in(elsewhere)) == (False, False)


def test_the_key_changes_at_signing_in_so_that_a_planted_one_is_worthless(client, person):
    """Session fixation: somebody puts a session of his own into the victim's browser."""
    client.get("/dang-nhap/khoa/", HTTP_ACCEPT="application/json")  # begins an anonymous session
    planted = client.session.session_key
    assert planted
    sign_in(client, person.email, PASSWORD)
    assert client.session.session_key != planted
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(attacker)


def test_a_made_up_key_is_never_taken_over(client, person):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    sign_in(client, person.email, PASSWORD)
    assert client.session.session_key != "a" * 32


def test_a_session_lasts_twelve_hours_however_often_it_is_used(person):
    client = Client()
    with time_machine.travel("2026-03-02 08:00+07:00", tick=False) as clock:
        sign_in(client, person.email, PASSWORD)
        for _ in range(23):
            clock.shift(datetime.timedelta(minutes=30))
            assert is_in(client)
        clock.shift(datetime.timedelta(minutes=31))
        assert not is_in(client)


def test_reading_pages_writes_the_time_seldom(here):
    here.get(PROFILE)
    seen = UserSession.objects.get().last_seen_at
    here.get(PROFILE)
    assert UserSession.objects.get().last_seen_at == seen
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        here.get(PROFILE)
    assert UserSession.objects.get().last_seen_at > seen


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (EDGE, "Edge trên Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari trên macOS"),
        ("Mozilla/5.0 (Windows) coc_coc_browser/110 Chrome/104", "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome trên Android"),
        ("<script>alert(1)</script>", "Trình duyệt khác"),
        ("", "Trình duyệt khác"),
    ],
)
def test_browsers_in_words(user_agent, words):
    assert sessions.browser_in_words(user_agent) == words


def test_what_has_expired_is_forgotten(here, elsewhere):
    Session.objects.filter(session_key=elsewhere.session.session_key).update(
        expire_date=timezone.now() - datetime.timedelta(seconds=1)
    )
    call_command("prune_sign_ins", verbosity=0)
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]
