"""Passwords by NIST SP 800-63B: long, unexpected, in any letters; changed and reset safely."""

import re
import time
import unicodedata

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from cluster_portal import settings as portal_settings
from cluster_portal.accounts.models import DEMO_DOMAIN, User
from cluster_portal.audit.models import AuditEvent
from tests.accounts.conftest import sign_in
from tests.factories.accounts import PASSWORD, UserFactory

CHANGE = "/tai-khoan/mat-khau/"
RESET = "/quen-mat-khau/"
NEW = "ngựa trắng ăn bốn bông lúa"


def is_in(client):
    return client.get("/tai-khoan/").status_code == 200


def change(client, new=NEW, again=None, old=PASSWORD):
    values = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post(CHANGE, values)


@pytest.fixture
def inside(client, person):
    sign_in(client, person.email, PASSWORD)
    return client


# --- Which passwords ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "khanh linh thich an pho",
        "chỉ có chữ thường thôi",
        "năm con cá bơi ngược dòng",
        "😀 mười lăm ký tự có hình",
        " dấu cách ở hai đầu vẫn được ",
        "x7" + "qwertzuiopü" * 11,
    ],
)
def test_length_alone_makes_a_password(person, password):
    validate_password(password, person)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("muoi bon ky tu", "ít nhất 15 ký tự"),
        ("Aa1!Aa1!Bb2@Cc", "ít nhất 15 ký tự"),
        ("dài quá " * 17, "nhiều nhất 128 ký tự"),
        ("aaaaaaaaaaaaaaaaaaaa", "lặp lại"),
        ("1234123412341234", "lặp lại"),
        ("abABabABabABabAB", "lặp lại"),
        ("congthidua2026!!", "dễ đoán"),
        ("Cổng thi đua 2026", "dễ đoán"),
        ("Thi đua Khen thưởng 1", "dễ đoán"),
        ("nguyễn văn người 1990", "dễ đoán"),
        ("nguoi@tinh.gov.vn", "dễ đoán"),
        ("matkhau-dangnhap-1", "dễ đoán"),
        ("passwordpasswordpassword", "dễ đoán"),
    ],
)
def test_a_short_or_expected_password_is_refused_in_words(person, password, words):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert words in " ".join(refused.value.messages)


def test_a_common_long_password_is_refused(person):
    with pytest.raises(ValidationError) as refused:
        validate_password("1qaz2wsx3edc4rfv", person)
    assert refused.value.messages


def test_letters_are_counted_and_compared_as_people_see_them(client, person):
    composed = unicodedata.normalize("NFC", NEW)
    decomposed = unicodedata.normalize("NFD", NEW)
    assert composed != decomposed
    person.set_password(decomposed)
    person.save()
    assert person.check_password(composed)
    sign_in(client, person.email, composed)
    assert is_in(client)
    with pytest.raises(ValidationError):
        validate_password(unicodedata.normalize("NFD", "ếếếếếếếệệ"), person)


# Composing this takes the square of its length: a minute.
ENDLESS = "a" + "\u0301" * 200_000 + "\u0316" * 200_000


@pytest.fixture
def composed(monkeypatch):
    """How long each text is that is composed from here on."""
    lengths, normalize = [0], unicodedata.normalize

    def noted(form, text):
        lengths.append(len(text))
        return normalize(form, text[:1_000])

    monkeypatch.setattr(unicodedata, "normalize", noted)
    return lengths


@pytest.mark.parametrize("email", ["nguoi@tinh.gov.vn", "khong-co@tinh.gov.vn"])
def test_a_password_without_end_is_refused_unread(client, person, composed, email):
    assert "Mật khẩu quá dài" in sign_in(client, email, ENDLESS).content.decode()
    assert not person.check_password(ENDLESS)
    with pytest.raises(ValidationError) as refused:
        validate_password(ENDLESS, person)
    assert refused.value.messages == ["Mật khẩu quá dài: nhiều nhất 128 ký tự."]
    assert max(composed) <= 1_000


def test_no_field_for_a_password_takes_more(inside, person, mails):
    long = "a1" * 513
    changed = change(inside, old=long, new=long)
    for name in ("oldpassword", "password1", "password2"):
        assert "quá dài" in changed.context["form"].errors[name][0]
    again = inside.post("/tai-khoan/xac-nhan/", {"password": long})
    assert "quá dài" in again.context["form"].errors["password"][0]
    ask(inside, person.email)
    reset = set_by_link(inside, link_in(mails()[0]), new=long)
    assert "quá dài" in reset.context["form"].errors["password1"][0]


def test_a_few_letters_are_short_and_repeat_nothing(person):
    with pytest.raises(ValidationError) as refused:
        validate_password("ngan", person)
    assert not any("lặp lại" in message for message in refused.value.messages)


def test_passwords_are_kept_with_argon2(settings):
    settings.PASSWORD_HASHERS = portal_settings.PASSWORD_HASHERS
    assert make_password(PASSWORD).startswith("argon2")


# --- Changing -------------------------------------------------------------------------------


def test_a_change_ends_other_sessions_and_tells_the_owner(inside, person, mails):
    elsewhere = Client()
    sign_in(elsewhere, person.email, PASSWORD)
    assert change(inside).url == "/tai-khoan/"
    assert (is_in(inside), is_in(elsewhere)) == (True, False)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert "Mật khẩu đã đổi" in mails()[0].subject
    assert AuditEvent.objects.latest("pk").action == "change_password"
    assert NEW not in str(AuditEvent.objects.latest("pk").changes)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"again": NEW + "x"}, "Hai lần nhập mật khẩu không giống nhau."),
        ({"new": "ngan"}, "Mật khẩu quá ngắn"),
        ({"new": ""}, "Nhập mật khẩu."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_sent_back(inside, person, values, words):
    page = change(inside, **values).content.decode()
    assert words in page
    assert NEW not in page
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_guessing_the_old_password_is_limited(inside):
    answers = [change(inside, old=f"sai {number}").status_code for number in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize(
    "path", [CHANGE, "/tai-khoan/xac-thuc/", "/tai-khoan/xac-thuc/ung-dung/", "/tai-khoan/phien/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_demo_accounts_are_not_changed_by_one_of_their_users(client, settings, path, method, db):
    settings.DEMO = True
    user = UserFactory(email=f"thu-ky@{DEMO_DOMAIN}", with_password=True)
    sign_in(client, user.email, PASSWORD)
    answer = getattr(client, method)(path)
    assert answer.status_code == 403
    assert "nhiều người dùng chung" in answer.content.decode()


# --- Forgetting -----------------------------------------------------------------------------


def ask(client, email, **headers):
    return client.post(RESET, {"email": email}, **headers)


def link_in(message):
    return re.search(r"http\S+", message.body)[0]


def set_by_link(client, link, new=NEW):
    path = "/" + link.split("/", 3)[3]
    form = client.get(path)
    return client.post(form.url, {"password1": new, "password2": new}) if form.url else form


def test_the_link_of_the_mail_sets_a_new_password_once(client, person, mails):
    elsewhere = Client()
    sign_in(elsewhere, person.email, PASSWORD)
    ask(client, person.email.upper())
    message = mails()[0]
    assert message.to == [person.email]
    assert message.subject == "[Cổng thi đua] Đặt mật khẩu mới"
    link = link_in(message)
    assert set_by_link(client, link).url == RESET + "xong/"
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not is_in(elsewhere)
    assert AuditEvent.objects.latest("pk").action == "reset_password"
    again = Client().get("/" + link.split("/", 3)[3])
    assert "Liên kết không dùng được nữa" in again.content.decode()


def test_the_link_leads_to_the_portal_whatever_host_is_named(client, person, mails, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PORTAL_ADDRESS = "https://portal.example"
    ask(client, person.email, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")
    assert link_in(mails()[0]).startswith("https://portal.example/quen-mat-khau/")
    assert "evil" not in mails()[0].body


def test_a_foreign_host_is_refused_outright(client, person, mails):
    assert ask(client, person.email, HTTP_HOST="evil.example").status_code == 400
    assert mails() == []


def test_nobody_learns_from_the_answer_whether_an_account_exists(db, mails, person):
    closed = UserFactory(closed=True, with_password=True)
    demo = UserFactory(email=f"thu-ky@{DEMO_DOMAIN}")
    emails = [person.email, "khong-co@tinh.gov.vn", closed.email, demo.email]
    answers = [Client().post(RESET, {"email": email}, follow=True) for email in emails]
    assert len({answer.content for answer in answers}) == 1
    assert [message.to for message in mails()] == [[person.email]]


def test_a_mail_is_composed_for_nobody_as_for_somebody(person, monkeypatch):
    composed = []
    monkeypatch.setattr(
        "cluster_portal.accounts.adapters.AccountAdapter._compose",
        lambda self, template, email, context: composed.append(context["password_reset_url"]),
    )
    monkeypatch.setattr("cluster_portal.accounts.mail.send_later", lambda message: None)
    for email in (person.email, "khong-co@tinh.gov.vn"):
        Client().post(RESET, {"email": email})
    assert len(composed) == 2


def test_a_mailbox_is_not_flooded(client, person, mails):
    answers = [ask(client, person.email).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mails()) == 5


def test_a_link_is_good_for_an_hour(client, person, mails):
    ask(client, person.email)
    with time_machine.travel(time.time() + 61 * 60):
        page = client.get("/" + link_in(mails()[0]).split("/", 3)[3])
    assert "Liên kết không dùng được nữa" in page.content.decode()


@pytest.mark.parametrize("key", ["0-a", "1-abc-def", "zzzzzzzzzzzzz-a-b", "1-set-password"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_made_up_link_is_a_page_that_helps(db, client, key, method):
    answer = getattr(client, method)(f"{RESET}{key}/")
    assert answer.status_code == 200
    assert "Liên kết không dùng được nữa" in answer.content.decode()


@pytest.mark.parametrize(
    "email", ["", "không phải", "a" * 300 + "@x.vn", "a@b.vn\x00", "a@b.vn\r\nBcc: x@y.vn"]
)
def test_a_bad_address_is_said_beside_the_field(db, client, mails, email):
    answer = ask(client, email)
    assert answer.status_code == 200
    assert "id_email_error" in answer.content.decode()
    assert mails() == []


def test_no_account_is_ever_made_by_a_stranger(db, client):
    for path in ("/signup/", "/dang-ky/", "/accounts/signup/"):
        assert client.post(path, {"email": "a@b.vn", "password1": NEW}).status_code == 404
    assert not User.objects.exists()


def test_fields_that_the_form_does_not_have_change_nothing(inside, person):
    other = UserFactory(with_password=True)
    values = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    extra = {"user": other.pk, "id": other.pk, "email": "khac@tinh.gov.vn", "is_active": ""}
    assert inside.post(CHANGE, values | extra).status_code == 302
    before = (person.email, person.full_name)
    person.refresh_from_db()
    other.refresh_from_db()
    assert person.check_password(NEW)
    assert other.check_password(PASSWORD)
    assert (person.email, person.full_name, person.is_active) == (*before, True)
