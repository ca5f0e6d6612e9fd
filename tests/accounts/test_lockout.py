"""Guessing is stopped where it happens, and locks nobody else out."""

import datetime

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cluster_portal.audit.models import AuditEvent
from tests.accounts.conftest import sign_in
from tests.factories.accounts import PASSWORD

WRONG = "sai-mat-khau-hoan-toan"


def guess(client, email, times=5):
    return [sign_in(client, email, WRONG).status_code for _ in range(times)]


def test_the_fifth_wrong_password_locks_for_fifteen_minutes(client, person):
    with time_machine.travel("2026-03-02 08:00+07:00", tick=False) as clock:
        assert guess(client, person.email) == [200, 200, 200, 200, 429]
        page = sign_in(client, person.email, PASSWORD)
        assert page.status_code == 429
        assert "08:15" in page.content.decode()
        assert page.headers["Retry-After"] == "900"
        clock.shift(datetime.timedelta(minutes=16))
        assert sign_in(client, person.email, PASSWORD).url == "/lam-viec/"


def test_trying_on_does_not_make_the_lock_longer(client, person):
    with time_machine.travel("2026-03-02 08:00+07:00", tick=False) as clock:
        guess(client, person.email)
        clock.shift(datetime.timedelta(minutes=14))
        assert guess(client, person.email, 2) == [429, 429]
        clock.shift(datetime.timedelta(minutes=2))
        assert sign_in(client, person.email, PASSWORD).url == "/lam-viec/"


def test_somebody_elsewhere_cannot_lock_the_owner_out(person):
    attacker = Client(REMOTE_ADDR="203.0.113.66")
    assert guess(attacker, person.email)[-1] == 429
    assert sign_in(Client(), person.email, PASSWORD).url == "/lam-viec/"


def test_a_forged_address_is_not_believed(person):
    """Without a proxy nobody asks what X-Forwarded-For says."""
    client = Client()
    for number in range(5):
        answer = sign_in(client, person.email, WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert answer.status_code == 429


def test_one_network_of_ipv6_is_one_address(person):
    for number in range(5):
        answer = sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), person.email, WRONG)
    assert answer.status_code == 429
    other = Client(REMOTE_ADDR="2001:db8:1:3::1")
    assert sign_in(other, person.email, PASSWORD).url == "/lam-viec/"


@pytest.mark.django_db
def test_an_account_that_does_not_exist_is_locked_in_the_same_words(person):
    known, unknown = Client(), Client(REMOTE_ADDR="127.0.0.2")
    guess(known, person.email)
    guess(unknown, "khong-co@tinh.gov.vn")
    with time_machine.travel(timezone.now(), tick=False):
        pages = [
            sign_in(known, person.email, WRONG),
            sign_in(unknown, "khong-co@tinh.gov.vn", WRONG),
        ]
    assert [page.status_code for page in pages] == [429, 429]
    assert len({page.content for page in pages}) == 1


def test_the_right_password_clears_the_count(client, person):
    guess(client, person.email, 4)
    sign_in(client, person.email, PASSWORD)
    client.post("/dang-xuat/")
    assert guess(client, person.email, 4) == [200] * 4


def test_a_lock_is_one_row_of_the_audit_and_a_wrong_password_none(client, person):
    guess(client, person.email, 4)
    assert not AuditEvent.objects.exists()
    guess(client, person.email, 3)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target_id) == ("lock_sign_in", None, str(person.pk))


def test_no_password_and_no_token_is_kept_of_a_failure(client, person):
    guess(client, person.email, 2)
    kept = str(list(AccessAttempt.objects.values()) + list(AccessFailureLog.objects.values()))
    assert person.email in kept
    assert WRONG not in kept


def test_old_failures_are_forgotten(client, person, capsys):
    now = timezone.now()
    with time_machine.travel(now - datetime.timedelta(days=91)):
        guess(client, person.email, 1)
    guess(client, person.email, 1)
    call_command("prune_sign_ins")
    assert "1 lần đăng nhập sai" in capsys.readouterr().out
    assert AccessFailureLog.objects.count() == 1


@pytest.mark.django_db
def test_one_address_cannot_try_many_accounts(client):
    answers = [
        sign_in(client, f"nguoi-{number}@tinh.gov.vn", WRONG).status_code for number in range(31)
    ]
    assert answers[-1] == 429
