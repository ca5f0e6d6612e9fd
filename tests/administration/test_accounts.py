"""Accounts: made with a password, signed in by e-mail in lower case, never in a group."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from tests.accounts.conftest import sign_in
from tests.administration.forms import address, messages_on, post
from tests.factories.accounts import UserFactory

GOOD = "mot-mat-khau-that-dai"


def new_user(**changes):
    values = {"email": "Moi@Tinh.gov.vn", "full_name": "Người Mới"}
    return {**values, "password1": GOOD, "password2": GOOD, **changes}


def test_an_account_is_made_and_can_sign_in(administrator, visitor):
    response = administrator.post(address(User, "add"), new_user())
    user = User.objects.get(full_name="Người Mới")
    assert response.url == address(user)
    assert user.email == "moi@tinh.gov.vn"
    sign_in(visitor, "MOI@tinh.gov.vn", GOOD)
    assert visitor.get(reverse("workspace:profile")).context["user"] == user


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "CO@tinh.gov.vn"}, "Thư điện tử này đã có tài khoản."),
        ({"email": "khong phai"}, "Nhập địa chỉ email."),
        ({"full_name": " "}, "Trường này là bắt buộc."),
        ({"password2": GOOD + "x"}, "Hai trường mật khẩu không giống nhau"),
        ({"password1": "ngan", "password2": "ngan"}, "Mật khẩu quá ngắn: cần ít nhất 15 ký tự."),
        ({"password1": "", "password2": ""}, "Trường này là bắt buộc."),
    ],
)
def test_an_account_that_breaks_a_rule_is_not_made(administrator, changes, message):
    UserFactory(email="co@tinh.gov.vn")
    before = User.objects.count()
    response = administrator.post(address(User, "add"), new_user(**changes))
    assert any(message in each for each in messages_on(response)), messages_on(response)
    assert User.objects.count() == before
    assert GOOD not in response.content.decode()


def test_an_account_is_changed_and_closed(administrator):
    user = UserFactory(with_password=True)
    password = user.password
    page = administrator.get(address(user)).content.decode()
    assert password not in page
    post(administrator, address(user), email="DOI@tinh.gov.vn", is_active="")
    user.refresh_from_db()
    assert (user.email, user.is_active, user.password) == ("doi@tinh.gov.vn", True, password)


def chosen(administrator, action, *users, reason=""):
    """Do an action for the chosen accounts; return what the page says."""
    data = {"action": action, "_selected_action": [user.pk for user in users], "reason": reason}
    page = administrator.post(address(User, "changelist"), data, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_accounts_are_closed_and_opened_with_the_audit(administrator, quan):
    user = UserFactory()
    said = chosen(administrator, "close_accounts", user, quan, reason="Chuyển công tác")
    assert said == [
        f"{quan.full_name}: Không tự đóng tài khoản của chính mình.",
        "Đã thực hiện cho 1 tài khoản.",
    ]
    user.refresh_from_db()
    assert not user.is_active
    chosen(administrator, "reopen_accounts", user)
    user.refresh_from_db()
    assert user.is_active
    opened, closed = AuditEvent.objects.filter(target_id=user.pk)
    assert (closed.action, closed.actor, closed.reason) == (
        "close_account",
        quan,
        "Chuyển công tác",
    )
    assert opened.action == "reopen_account"


def test_second_factors_are_removed_with_a_reason_only(administrator):
    user = UserFactory()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "?"})
    assert chosen(administrator, "remove_second_factors", user) == [f"{user.full_name}: Nêu lý do."]
    assert user.authenticator_set.exists()
    chosen(administrator, "remove_second_factors", user, reason="Mất điện thoại")
    assert not user.authenticator_set.exists()
    assert AuditEvent.objects.get(target_id=user.pk).reason == "Mất điện thoại"


def test_the_address_of_another_account_is_refused_in_any_letters(administrator):
    user, other = UserFactory(), UserFactory(email="co@tinh.gov.vn")
    response = post(administrator, address(user), email="Co@Tinh.gov.vn")
    assert "Thư điện tử này đã có tài khoản." in messages_on(response)
    other.refresh_from_db()
    assert other.email == "co@tinh.gov.vn"


def test_a_new_password_is_set_and_ends_the_sessions_of_the_old_one(
    administrator, client_of, visitor
):
    user = UserFactory(with_password=True)
    somewhere = client_of(user)
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    weak = administrator.post(url, {"new_password1": "123", "new_password2": "123"})
    assert "Mật khẩu quá ngắn" in weak.content.decode()
    set_ = administrator.post(url, {"new_password1": GOOD, "new_password2": GOOD})
    assert set_.url == address(user)
    sign_in(visitor, user.email, GOOD)
    assert visitor.get(reverse("workspace:profile")).status_code == 200
    assert somewhere.get(reverse("workspace:profile")).status_code == 302
    assert visitor.get(url).status_code == 403
    assert administrator.get(url.replace(str(user.pk), "999999")).status_code == 404


def test_who_has_a_history_is_closed_and_not_deleted(administrator, lan):
    page = administrator.post(address(lan, "delete"), {"post": "yes"})
    assert page.context["protected"]
    assert User.objects.filter(pk=lan.pk).exists()


def test_there_are_no_groups():
    assert not admin.site.is_registered(Group)
    assert {field.name for field in User._meta.get_fields()}.isdisjoint(
        {"groups", "user_permissions", "is_superuser"}
    )
