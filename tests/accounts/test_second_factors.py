"""Codes and passkeys: asked for, good once, not guessed, not taken from another account."""

import datetime
import json
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cluster_portal.accounts import lockout
from cluster_portal.audit.models import AuditEvent
from tests.accounts.conftest import sign_in
from tests.accounts.second_factor import code_at, give_app, give_recovery_codes
from tests.factories.accounts import PASSWORD, UserFactory

CODE_PAGE = "/dang-nhap/xac-thuc/"
FACTORS = "/tai-khoan/xac-thuc/"
NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)


def is_in(client):
    return client.get("/tai-khoan/").status_code == 200


def send_code(client, code):
    return client.post(CODE_PAGE, {"code": code})


@pytest.fixture
def with_app(person):
    give_app(person)
    return person


@pytest.fixture
def half_way(client, with_app):
    """A browser that has sent the right password and no code yet."""
    assert sign_in(client, with_app.email, PASSWORD).url == CODE_PAGE
    return client


@pytest.fixture
def inside(client, person):
    sign_in(client, person.email, PASSWORD)
    return client


# --- Without one that the role demands ------------------------------------------------------


def test_whoever_lacks_a_factor_may_leave_and_is_not_sent_in_a_circle(client, quan, client_of):
    client.force_login(quan, backend=settings.PORTAL_BACKEND)
    assert client.get("/tai-khoan/").url.startswith(FACTORS)
    page = client.get(FACTORS).content.decode()
    content = page.partition("<main")[2].partition("</main>")[0]
    assert 'action="/dang-xuat/"' in content
    assert "Trang của bạn" not in content
    client.post("/dang-xuat/")
    assert client.get("/tai-khoan/").url.startswith("/dang-nhap/")
    assert "Trang của bạn" in client_of(quan).get(FACTORS).content.decode()


# --- The code -------------------------------------------------------------------------------


def test_a_password_alone_does_not_let_in_and_the_code_does(half_way):
    assert not is_in(half_way)
    assert send_code(half_way, code_at()).url == "/lam-viec/"
    assert is_in(half_way)
    event = AuditEvent.objects.get()
    assert event.action == "sign_in"
    assert event.changes == {"cách đăng nhập": [None, "mật khẩu, mã của ứng dụng"]}


def test_a_code_is_good_once(with_app):
    with time_machine.travel(NOON, tick=False) as clock:
        first, second = Client(), Client()
        for browser in (first, second):
            sign_in(browser, with_app.email, PASSWORD)
        code = code_at()
        assert send_code(first, code).status_code == 302
        for later in (0, 20, 39):  # it would be accepted for so many seconds
            clock.move_to(NOON + datetime.timedelta(seconds=later))
            answer = send_code(second, code)
            assert answer.status_code == 200, later
            assert "Mã không đúng hoặc đã dùng." in answer.content.decode()
        assert not is_in(second)


def test_an_earlier_code_is_no_good_after_a_later_one(with_app):
    with time_machine.travel(NOON, tick=False):
        first, second = Client(), Client()
        for browser in (first, second):
            sign_in(browser, with_app.email, PASSWORD)
        send_code(first, code_at())
        assert send_code(second, code_at(NOON.timestamp() - 30)).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "is_accepted"), [(-60, False), (-30, True), (30, True), (60, False)]
)
def test_a_clock_may_be_half_a_minute_wrong(half_way, seconds, is_accepted):
    with time_machine.travel(time.time(), tick=False):
        answer = send_code(half_way, code_at(time.time() + seconds))
    assert (answer.status_code == 302) == is_accepted


def test_a_recovery_code_is_good_once(with_app):
    codes = give_recovery_codes(with_app)
    for expected in (302, 200):
        browser = Client()
        sign_in(browser, with_app.email, PASSWORD)
        assert send_code(browser, codes[0]).status_code == expected


@pytest.mark.parametrize(
    "code", ["", "000000", "abcdef", "1" * 500, "１２３４５６", "12\x003456", "-1"]
)
def test_a_wrong_code_is_a_message(half_way, code):
    answer = send_code(half_way, code)
    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()
    assert not is_in(half_way)


def test_guessing_codes_locks_as_guessing_passwords_does(half_way, with_app):
    answers = [send_code(half_way, "000000").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert send_code(half_way, code_at()).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(elsewhere, with_app.email, PASSWORD)
    assert send_code(elsewhere, code_at()).status_code == 302


def test_who_knows_the_password_cannot_guess_from_many_addresses(with_app, monkeypatch):
    monkeypatch.setattr(lockout, "WRONG_CODES", 3)
    for number in range(3):
        browser = Client(REMOTE_ADDR=f"203.0.113.{number}")
        sign_in(browser, with_app.email, PASSWORD)
        send_code(browser, "000000")
    assert send_code(browser, code_at()).status_code == 200
    assert not is_in(browser)


def test_an_account_closed_between_password_and_code_stays_closed(half_way, with_app):
    with_app.is_active = False
    with_app.save()
    assert send_code(half_way, code_at()).url == "/dang-nhap/"
    assert not is_in(half_way)
    assert not AuditEvent.objects.exists()


def test_the_code_page_needs_a_password_first(client, with_app):
    assert send_code(client, code_at()).url == "/dang-nhap/"


def test_the_secret_is_sealed_in_the_database(inside, person):
    page = inside.get(FACTORS + "ung-dung/")
    secret = page.context["form"].secret
    inside.post(FACTORS + "ung-dung/", {"code": code_at(secret=secret)})
    for row in Authenticator.objects.filter(user=person):
        assert secret not in json.dumps(row.data)
    assert Authenticator.objects.filter(user=person).count() == 2  # with the recovery codes


def test_after_a_change_of_the_key_nothing_breaks_and_the_old_key_helps(inside, with_app, settings):
    give_recovery_codes(with_app)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-" * 8
    browser = Client()
    sign_in(browser, with_app.email, PASSWORD)
    assert "không đọc được yếu tố xác thực" in send_code(browser, code_at()).content.decode()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert send_code(browser, code_at()).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    browser.force_login(with_app, backend=settings.PORTAL_BACKEND)
    assert "Còn 0 mã" in browser.get(FACTORS).content.decode()


# --- Setting up -----------------------------------------------------------------------------


def test_an_app_is_added_other_sessions_end_and_the_owner_is_told(
    inside, person, mails, django_capture_on_commit_callbacks
):
    elsewhere = Client()
    sign_in(elsewhere, person.email, PASSWORD)
    secret = inside.get(FACTORS + "ung-dung/").context["form"].secret
    code = code_at(secret=secret)
    with django_capture_on_commit_callbacks(execute=True):
        answer = inside.post(FACTORS + "ung-dung/", {"code": code})
    assert answer.url == FACTORS + "ma-du-phong/"
    shown = inside.get(answer.url).context["unused_codes"]
    assert len(set(shown)) == 10
    assert "****" in inside.get(answer.url).content.decode() or not set(shown) & set(
        inside.get(answer.url).context["unused_codes"]
    )
    assert (is_in(inside), is_in(elsewhere)) == (True, False)
    assert "Đã bật ứng dụng xác thực" in mails()[0].subject
    assert person.email in mails()[0].body
    assert AuditEvent.objects.latest("pk").action == "add_second_factor"
    # The code that proved the app signs nobody in.
    sign_in(elsewhere, person.email, PASSWORD)
    assert send_code(elsewhere, code).status_code == 200


def test_a_wrong_code_adds_no_app(inside, person):
    inside.get(FACTORS + "ung-dung/")
    assert inside.post(FACTORS + "ung-dung/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.filter(user=person).exists()


def test_changing_factors_asks_again_when_signed_in_long_ago(inside):
    assert inside.get(FACTORS + "ung-dung/").status_code == 200
    with time_machine.travel(time.time() + 601):
        asked = inside.get(FACTORS + "ung-dung/")
        assert asked.url.startswith("/tai-khoan/xac-nhan/?next=")
        assert inside.post(asked.url, {"password": "sai"}).status_code == 200
        assert inside.post(asked.url, {"password": PASSWORD}).url == FACTORS + "ung-dung/"
        assert inside.get(FACTORS + "ung-dung/").status_code == 200


def test_an_app_is_removed_by_who_need_not_have_one(half_way, with_app, mails):
    send_code(half_way, code_at())
    half_way.post(FACTORS + "ung-dung/go/")
    assert not Authenticator.objects.filter(user=with_app).exists()
    assert AuditEvent.objects.latest("pk").action == "remove_second_factor"
    assert "Đã gỡ ứng dụng xác thực" in mails()[0].subject


# --- Who must have one ----------------------------------------------------------------------


@pytest.fixture
def bare(quan):
    """The administrator, before setting anything up."""
    quan.set_password(PASSWORD)
    quan.save()
    client = Client()
    sign_in(client, quan.email, PASSWORD)
    return client


@pytest.mark.parametrize(
    "path", ["/", "/tai-khoan/", "/quan-tri/", "/khen-thuong/", "/tai-khoan/mat-khau/"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_who_needs_a_factor_gets_nothing_but_setting_one_up(bare, path, method):
    assert getattr(bare, method)(path).url == FACTORS


def test_the_set_up_page_says_why_and_works(bare, quan):
    assert "phải có xác thực hai lớp" in bare.get(FACTORS).content.decode()
    secret = bare.get(FACTORS + "ung-dung/").context["form"].secret
    bare.post(FACTORS + "ung-dung/", {"code": code_at(secret=secret)})
    assert bare.get("/quan-tri/").status_code == 200


def test_signing_out_is_always_possible(bare):
    assert bare.post("/dang-xuat/").status_code == 302


def test_the_last_needed_factor_stays(bare, quan):
    app = give_app(quan)
    answer = bare.post(FACTORS + "ung-dung/go/")
    assert "không gỡ được cách cuối cùng" in answer.content.decode()
    assert Authenticator.objects.filter(pk=app.pk).exists()


# --- Passkeys -------------------------------------------------------------------------------

MADE_UP = [
    "",
    "không phải JSON",
    "[]",
    "1",
    '"x"',
    "null",
    "{}",
    '{"id": 1, "response": 2}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "AA", '
    '"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"attestationObject": "AA", '
    '"clientDataJSON": "AA"}}',
    "[" * 40_000,
    '{"a":' * 9_000,
    '{"x": "' + "a" * 60_000 + '"}',
]


@pytest.mark.django_db
@pytest.mark.parametrize("credential", MADE_UP, ids=lambda text: text[:12])
def test_a_made_up_passkey_signs_nobody_in(client, credential):
    client.get("/dang-nhap/khoa/", HTTP_ACCEPT="application/json")
    answer = client.post("/dang-nhap/khoa/", {"credential": credential}, follow=True)
    assert answer.status_code == 200
    assert "Khóa truy cập này không dùng được" in answer.content.decode()


@pytest.mark.parametrize("credential", MADE_UP, ids=lambda text: text[:12])
def test_a_made_up_passkey_is_not_added(inside, person, credential):
    inside.get(FACTORS + "khoa/")
    answer = inside.post(FACTORS + "khoa/", {"name": "Máy", "credential": credential})
    assert answer.status_code == 200
    assert "Khóa truy cập này không dùng được" in answer.content.decode()
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("credential", MADE_UP, ids=lambda text: text[:12])
def test_a_made_up_passkey_is_no_second_factor(half_way, credential):
    answer = half_way.post(CODE_PAGE, {"credential": credential})
    assert answer.status_code == 200
    assert not is_in(half_way)


def test_a_passkey_of_another_account_is_not_found(inside):
    other = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "x"})
    url = reverse("mfa_remove_webauthn", args=[other.pk])
    assert inside.get(url).status_code == 404
    assert inside.post(url).status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()
