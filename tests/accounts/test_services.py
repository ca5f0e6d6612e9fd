"""Accounts are made, closed, opened; second factors are forgotten; each with its audit row."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Upper
from django.test import Client

from cluster_portal.accounts import services
from cluster_portal.accounts.fields import lower_case
from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from tests.accounts.conftest import sign_in
from tests.accounts.second_factor import give_app, give_recovery_codes
from tests.factories.accounts import PASSWORD, UserFactory


def create(**changes):
    values = {"email": "Moi@Tinh.gov.vn", "full_name": "Người Mới", "password": PASSWORD}
    return services.create_account(**(values | changes), by=None)


def is_in(client):
    return client.get("/tai-khoan/").status_code == 200


@pytest.mark.django_db
def test_an_account_is_made_and_can_sign_in(client):
    user = create()
    assert user.email == "moi@tinh.gov.vn"
    sign_in(client, "moi@tinh.gov.vn", PASSWORD)
    assert is_in(client)
    assert AuditEvent.objects.earliest("pk").action == "create_account"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"email": "Co@Tinh.gov.vn"}, "email", "đã có tài khoản"),
        ({"email": "không@tinh.gov.vn"}, "email", ""),
        ({"email": "a@tỉnh.gov.vn"}, "email", "chữ cái không dấu"),
        ({"email": "a@tinh.gov.vn\r\nBcc: b@c.vn"}, "email", ""),
        ({"full_name": ""}, "full_name", ""),
        ({"full_name": "Nguyễn Vаn A"}, "full_name", "La-tinh"),
        ({"full_name": "Nguyễn \u202eA năV"}, "full_name", "đảo chiều"),
        ({"full_name": "N" * 151}, "full_name", "dài nhất 150"),
        ({"password": "ngan"}, "password", "quá ngắn"),
        ({"password": "nguoi moi 123456789"}, "password", "dễ đoán"),
    ],
)
def test_an_account_that_breaks_a_rule_is_not_made(changes, field, words):
    UserFactory(email="co@tinh.gov.vn")
    with pytest.raises(ValidationError) as refused:
        create(**changes)
    assert words in " ".join(refused.value.message_dict[field])
    assert User.objects.count() == 1
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_the_database_keeps_addresses_in_lower_case():
    UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(email=Upper("email"))


def test_a_look_alike_of_an_address_is_not_the_address():
    """The lower case of the Kelvin sign is a plain k."""
    assert lower_case(" KHOA@Tinh.gov.vn ") == "khoa@tinh.gov.vn"
    assert lower_case("\u212ahoa@tinh.gov.vn") == "\u212ahoa@tinh.gov.vn"


def test_closing_ends_the_sessions_at_once_and_for_good(client, person, quan):
    sign_in(client, person.email, PASSWORD)
    assert is_in(client)
    services.close_account(user=person, by=quan)
    assert not is_in(client)
    services.reopen_account(user=person, by=quan)
    assert not is_in(client), "a session of before the closing lives again"
    sign_in(client, person.email, PASSWORD)
    assert is_in(client)
    actions = AuditEvent.objects.filter(target_id=person.pk, actor=quan)
    assert [event.action for event in actions] == ["reopen_account", "close_account"]


def test_a_closed_account_gets_in_by_no_way(person, quan):
    services.close_account(user=person, by=quan)
    client = Client()
    page = sign_in(client, person.email, PASSWORD)
    assert "Thư điện tử hoặc mật khẩu không đúng." in page.content.decode()


def test_a_lost_phone_is_forgotten_by_an_administrator_with_a_reason(
    client, person, quan, mails, django_capture_on_commit_callbacks
):
    give_app(person)
    give_recovery_codes(person)
    with pytest.raises(ValidationError, match="lý do"):
        services.remove_second_factors(user=person, by=quan, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_second_factors(user=person, by=quan, reason="Mất điện thoại")
    assert not person.authenticator_set.exists()
    assert sign_in(client, person.email, PASSWORD).url == "/lam-viec/"
    assert "Đã gỡ xác thực hai lớp" in mails()[0].subject
    assert AuditEvent.objects.earliest("pk").reason == "Mất điện thoại"


@pytest.mark.parametrize(
    "do",
    [
        lambda user, by: services.close_account(user=user, by=by),
        lambda user, by: services.reopen_account(user=user, by=by),
        lambda user, by: services.remove_second_factors(user=user, by=by, reason="Thử"),
    ],
)
@pytest.mark.parametrize("name", ["lan", "binh", "hoa"])
def test_who_does_not_administer_may_not(request, person, do, name):
    with pytest.raises(PermissionDenied):
        do(person, request.getfixturevalue(name))


def test_nobody_closes_or_strips_the_own_account(quan):
    give_app(quan)
    with pytest.raises(ValidationError):
        services.close_account(user=quan, by=quan)
    with pytest.raises(ValidationError):
        services.remove_second_factors(user=quan, by=quan, reason="Thử")
