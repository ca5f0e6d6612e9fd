"""What a stolen session of an administrator cannot do quietly, and what owners are told."""

import datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from cluster_portal.accounts.mail import wait_until_sent
from cluster_portal.accounts.models import DEMO_DOMAIN, User
from tests.administration.forms import address, messages_on, post, sent
from tests.factories.accounts import PASSWORD, UserFactory

NEW = "ngua trang an bon bong lua"
NEW_PASSWORD = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def later(administrator):
    """Long enough after signing in that a factor is asked for again."""
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        yield


@pytest.fixture
def person(db):
    return UserFactory(email="nguoi@tinh.gov.vn", with_password=True)


def password_page(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


def is_in(client):
    return client.get(reverse("workspace:profile")).status_code == 200


def told(mailoutbox):
    wait_until_sent()
    return [(message.to, message.subject.partition("] ")[2]) for message in mailoutbox]


def test_the_own_password_is_not_set_without_the_old_one(administrator, quan):
    before = quan.password
    for response in (
        administrator.get(password_page(quan)),
        administrator.post(password_page(quan), NEW_PASSWORD),
        administrator.post(password_page(quan).replace(f"/{quan.pk}/", f"/0{quan.pk}/")),
    ):
        assert response.url == reverse("account_change_password")
    quan.refresh_from_db()
    assert quan.password == before


@pytest.mark.usefixtures("later")
def test_a_password_is_set_after_proving_again_only(administrator, person):
    url = password_page(person)
    assert administrator.post(url, NEW_PASSWORD).url == url
    assert NEW not in str(dict(administrator.session))
    assert administrator.get(url).url.startswith(reverse("mfa_reauthenticate"))
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.usefixtures("later")
def test_an_address_is_changed_after_proving_again_only(administrator, person):
    answer = post(administrator, address(person), email="ke-trom@tinh.gov.vn")
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    person.refresh_from_db()
    assert person.email == "nguoi@tinh.gov.vn"
    assert post(administrator, address(person), full_name="Trần Thị Khác").url == address(
        User, "changelist"
    )


@pytest.mark.usefixtures("later")
def test_second_factors_are_removed_after_proving_again_only(administrator, person):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "?"})
    data = {"action": "remove_second_factors", "_selected_action": [person.pk], "reason": "Mất máy"}
    answer = administrator.post(address(User, "changelist"), data)
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert person.authenticator_set.exists()


@pytest.mark.usefixtures("later")
def test_what_was_sent_is_done_once_the_password_is_typed_again(administrator, quan, person):
    quan.set_password(PASSWORD)
    quan.save()
    administrator.force_login(quan)
    Authenticator.objects.filter(user=quan).update(data={"secret": "?"})
    post(administrator, address(person), email="moi@tinh.gov.vn")
    prove = reverse("account_reauthenticate")
    administrator.post(prove, {"password": PASSWORD, "next": address(person)})
    person.refresh_from_db()
    assert person.email == "moi@tinh.gov.vn"


@pytest.mark.parametrize("new", ["moi@tinh.gov.vn", f"moi@{DEMO_DOMAIN}"])
def test_a_new_address_ends_the_sessions_and_the_old_one_is_told(
    administrator, client_of, person, mailoutbox, django_capture_on_commit_callbacks, new
):
    elsewhere = client_of(person)
    with django_capture_on_commit_callbacks(execute=True):
        post(administrator, address(person), email=new)
    assert not is_in(elsewhere)
    assert is_in(administrator)
    assert told(mailoutbox) == [(["nguoi@tinh.gov.vn"], "Thư điện tử của tài khoản đã đổi")]
    assert new in mailoutbox[0].body


def test_who_changes_the_own_address_stays_in_here_only(administrator, client_of, quan):
    elsewhere = client_of(quan)
    post(administrator, address(quan), email="quan.moi@moha.gov.vn")
    assert (is_in(administrator), is_in(elsewhere)) == (True, False)


def test_a_name_alone_ends_nothing(administrator, client_of, person, mailoutbox):
    elsewhere = client_of(person)
    post(administrator, address(person), full_name="Trần Thị Khác")
    assert is_in(elsewhere)
    assert told(mailoutbox) == []


def test_the_owner_is_told_of_a_password_that_somebody_set(
    administrator, person, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(password_page(person), {"new_password1": "a", "new_password2": "a"})
        assert told(mailoutbox) == []
        administrator.post(password_page(person), NEW_PASSWORD)
    assert told(mailoutbox) == [([person.email], "Mật khẩu đã được người quản trị đặt lại")]
    assert NEW not in mailoutbox[0].body


def test_a_password_without_end_is_refused_unread(administrator, person):
    endless = "a" + "\u0301" * 200_000 + "\u0316" * 200_000
    long = {"new_password1": endless, "new_password2": endless}
    answer = administrator.post(password_page(person), long)
    assert "Mật khẩu quá dài" in answer.content.decode()
    values = {"email": "b@tinh.gov.vn", "full_name": "Người Mới"}
    answer = administrator.post(
        address(User, "add"), values | {"password1": endless, "password2": endless}
    )
    assert any("Mật khẩu quá dài" in message for message in messages_on(answer))


def test_the_page_of_an_account_tells_nothing_of_the_hash(administrator, person):
    response = administrator.get(address(person))
    page = response.content.decode()
    assert not [part for part in person.password.split("$") if part in page]
    assert "../password/" in page
    assert "password" in sent(response)
