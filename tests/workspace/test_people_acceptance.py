"""Taking an invitation up: by a new account, by one that exists, by nobody else, and only once."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cluster_portal.accounts.models import User
from clusters import services
from clusters.models import Appointment, Invitation, Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.clusters import InvitationFactory

pytestmark = pytest.mark.django_db

PAGE = "/loi-moi/"
EMAIL = "moi@namdinh.gov.vn"
FORM = {"full_name": "Ngô Thị Mới", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def sent(binh, unit_of_binh):
    """An invitation by Bình with its token."""
    return services.invite(
        email=EMAIL,
        full_name="Ngô Thị Mới",
        role=Role.PROVINCIAL_OFFICER,
        unit=unit_of_binh,
        decision="Công văn số 9/SNV",
        by=binh,
    )


@pytest.fixture
def at_the_page(sent, visitor) -> Client:
    """A visitor who has opened the link of the letter."""
    response = visitor.get(f"{PAGE}{sent[1]}/")
    assert response.url == PAGE
    return visitor


def test_the_token_leaves_the_address_and_no_page_names_it(sent, at_the_page):
    response = at_the_page.get(PAGE)
    page = response.content.decode()
    assert sent[1] not in page
    assert "no-store" in response["Cache-Control"]
    for words in (
        *("Trần Thanh Bình mời Ngô Thị Mới (moi@namdinh.gov.vn)", "Tỉnh Nam Định"),
        *("Cán bộ thi đua - khen thưởng của tỉnh", "Công văn số 9/SNV"),
        f"ngày {timezone.localtime(sent[0].expires_at):%-d/%-m/%Y}",
    ):
        assert words in page
    assert page.count('autocomplete="new-password"') == 2


def test_a_new_account_is_made_and_signs_in(sent, at_the_page, unit_of_binh):
    response = at_the_page.post(PAGE, FORM)
    assert response.url == "/dang-nhap/"
    user = User.objects.get(email=EMAIL)
    assert user.check_password(PASSWORD)
    assert user.appointments.get().unit == unit_of_binh
    page = at_the_page.get("/dang-nhap/").content.decode()
    assert "Đã nhận lời mời: Cán bộ thi đua - khen thưởng của tỉnh – Tỉnh Nam Định." in page
    signed_in = at_the_page.post("/dang-nhap/", {"login": EMAIL, "password": PASSWORD})
    assert signed_in.status_code == 302


def test_a_replayed_form_and_a_used_link_do_nothing(sent, at_the_page):
    at_the_page.post(PAGE, FORM)
    other = Client()
    assert other.get(f"{PAGE}{sent[1]}/").status_code == 404
    assert at_the_page.post(PAGE, FORM).status_code == 404
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Appointment.objects.filter(user__email=EMAIL).count() == 1


def test_what_is_not_valid_gets_one_answer(sent, visitor, binh, unit_of_binh):
    withdrawn = InvitationFactory(unit=unit_of_binh, withdrawn_at=timezone.now(), token="t" * 43)
    InvitationFactory(unit=unit_of_binh, expired=True, token="e" * 43)
    answers = {
        visitor.get(f"{PAGE}{token}/").content
        for token in ("t" * 43, "e" * 43, "unknown", "x" * 5000, "%E2%80%AE", "a" + sent[1])
    }
    answers.add(visitor.get(PAGE).content)
    assert len(answers) == 1
    (page,) = answers
    assert withdrawn.email not in page.decode()
    assert "Lời mời không còn hiệu lực" in page.decode()
    assert not visitor.session.keys()


def test_one_that_ends_while_the_page_is_open_makes_no_account(sent, at_the_page, binh):
    assert at_the_page.get(PAGE).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1), tick=False):
        assert Client(cookies=at_the_page.cookies).get(f"{PAGE}{sent[1]}/").status_code == 404
    services.withdraw_invitation(invitation=sent[0], by=binh)
    for response in (at_the_page.post(PAGE, FORM), at_the_page.get(PAGE)):
        assert response.status_code == 404
    assert not User.objects.filter(email=EMAIL).exists()


def test_one_whose_sender_is_gone_is_not_valid(sent, at_the_page, binh):
    User.objects.filter(pk=binh.pk).update(is_active=False)
    assert at_the_page.get(PAGE).status_code == 404
    assert at_the_page.get(f"{PAGE}{sent[1]}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"password1": "ngắn", "password2": "ngắn"}, "password1", "quá ngắn"),
        ({"password1": "1" * 20, "password2": "1" * 20}, "password1", "lặp lại"),
        (
            {"password1": "ngothimoi namdinh"} | {"password2": "ngothimoi namdinh"},
            "password1",
            "dễ",
        ),
        ({"password1": "b" * 5000}, "password1", "quá dài|lặp"),
        ({"password1": "a" + "\u0301" * 90_000 + "\u0316" * 90_000}, "password1", "quá dài"),
        ({"full_name": "a" + "\u0301" * 90_000 + "\u0316" * 90_000}, "full_name", "150"),
        ({"password2": "một mật khẩu khác hẳn"}, "password2", "không giống nhau"),
        ({"password1": "", "password2": ""}, "password1", "Nhập mật khẩu"),
        ({"full_name": ""}, "full_name", "Nhập họ và tên"),
        ({"full_name": "Ngô \u202eiớM"}, "full_name", "ẩn"),
        ({"full_name": "Ng\u043e Thị Mới"}, "full_name", "La-tinh"),
        ({"full_name": "Ngô " * 200}, "full_name", "150"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(sent, at_the_page, changes, field, message):
    response = at_the_page.post(PAGE, FORM | changes)
    assert response.status_code == 200
    found = response.context["form"].errors[field][0]
    assert any(word in found for word in message.split("|")), found
    assert PASSWORD not in response.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()
    assert Invitation.objects.get(pk=sent[0].pk).is_open


def test_fields_that_the_form_does_not_have_change_nothing(sent, at_the_page, quan, unit_of_chi):
    more = {
        "email": "khac@tinh.gov.vn",
        "role": "administrator",
        "user": str(quan.pk),
        "unit": str(unit_of_chi.pk),
        "is_active": "",
        "session_round": "9",
        "token": "x",
    }
    at_the_page.post(PAGE, FORM | more)
    user = User.objects.get(email=EMAIL)
    assert user.is_active
    assert user.session_round == 0
    assert [row.role for row in user.appointments.all()] == [Role.PROVINCIAL_OFFICER]
    assert not User.objects.filter(email="khac@tinh.gov.vn").exists()


def test_somebody_with_an_account_signs_in_first(sent, at_the_page, unit_of_binh):
    user = UserFactory(email=EMAIL, with_password=PASSWORD)
    page = at_the_page.get(PAGE).content.decode()
    assert "/dang-nhap/?next=/loi-moi/" in page
    assert "password1" not in page
    assert at_the_page.post(PAGE, FORM).status_code == 200
    assert not user.appointments.exists()
    response = at_the_page.post(
        "/dang-nhap/?next=/loi-moi/", {"login": EMAIL, "password": PASSWORD, "next": PAGE}
    )
    assert response.url == PAGE
    assert "Nhận lời mời" in at_the_page.get(PAGE).content.decode()
    assert at_the_page.post(PAGE).url == "/tai-khoan/"
    assert user.appointments.get().unit == unit_of_binh
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_somebody_else_is_told_so_and_takes_nothing(sent, client_of, chi):
    client = client_of(chi)
    client.get(f"{PAGE}{sent[1]}/")
    page = client.get(PAGE).content.decode()
    assert "Bạn đang đăng nhập là Phạm Linh Chi" in page
    assert 'action="/dang-xuat/"' in page
    assert client.post(PAGE, FORM).status_code == 403
    assert chi.appointments.count() == 1
    assert Invitation.objects.get(pk=sent[0].pk).is_open


def test_a_form_from_another_site_takes_nothing(sent):
    client = Client(enforce_csrf_checks=True)
    client.get(f"{PAGE}{sent[1]}/")
    assert client.post(PAGE, FORM).status_code == 403
    assert not User.objects.filter(email=EMAIL).exists()


def test_the_role_that_came_in_the_meantime_is_said_above_the_button(
    sent, client_of, unit_of_binh, binh
):
    user = UserFactory(email=EMAIL)
    client = client_of(user)
    client.get(f"{PAGE}{sent[1]}/")
    services.appoint(
        user=user, role=Role.PROVINCIAL_OFFICER, unit=unit_of_binh, decision="QĐ 2", by=binh
    )
    client = client_of(user)
    client.get(f"{PAGE}{sent[1]}/")
    assert "đã giữ vai trò đó" in client.post(PAGE).content.decode()


def test_guessing_is_slowed_down(visitor):
    with time_machine.travel("2026-03-02 09:00:00+07:00", tick=False):
        found = [visitor.get(f"{PAGE}doan-{n}/").status_code for n in range(31)]
    assert found == [404] * 30 + [429]
