"""A form of the workspace that comes after the sign-in had ended loses nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
ORIGIN = {"Origin": "http://testserver"}
TYPED = {"reason": "Nghỉ phép <năm>", "email": "chi@namdinh.gov.vn", "valid_from": "1/8/2026"}


@pytest.fixture
def leave():
    return reverse("workspace:leave")


def hidden(response):
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.text)
    return dict(fields)


def test_what_was_typed_comes_back_to_be_sent_again(leave):
    response = Client().post(leave, TYPED, headers=ORIGIN)
    assert response.status_code == 403
    assert "còn nguyên" in response.text
    assert hidden(response)["reason"] == "Nghỉ phép &lt;năm&gt;"
    assert hidden(response)["email"] == TYPED["email"]
    assert f"{reverse('account_login')}?next={leave}" in response.text
    assert response["Cache-Control"] == "no-store"


def test_after_signing_in_anew_it_is_sent_again_with_the_new_token(hoa, leave):
    client = Client(enforce_csrf_checks=True)
    client.force_login(hoa)
    late = client.post(leave, TYPED, headers=ORIGIN)  # the token of the page was of before
    assert late.status_code == 403
    assert "Bấm “Gửi lại” để lưu" in late.text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', late.text).group(1)
    again = client.post(leave, TYPED | {"csrfmiddlewaretoken": token}, headers=ORIGIN)
    assert again.status_code == 200
    assert "chi@namdinh.gov.vn" in again.text


@pytest.mark.parametrize("origin", ["https://noi-khac.example", "null", None])
def test_a_form_of_another_site_is_not_kept(hoa, leave, origin):
    headers = {"Origin": origin} if origin else {}
    client = Client(enforce_csrf_checks=True)
    assert client.post(leave, TYPED, headers=headers).status_code in {302, 403}
    client.force_login(hoa)
    response = client.post(leave, TYPED, headers=headers)
    assert response.status_code == 403
    assert "chi@namdinh.gov.vn" not in response.text


def test_passwords_never_come_back():
    typed = {"oldpassword": "mật khẩu cũ rất dài", "password1": "mật khẩu mới rất dài"}
    response = Client().post(reverse("account_change_password"), typed, headers=ORIGIN)
    assert response.status_code == 302
    assert "mật khẩu" not in response.text
