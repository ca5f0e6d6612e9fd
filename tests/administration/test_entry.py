"""The way into the administration site is the portal's own, and there is one."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from cluster_portal.accounts.encryption import encrypt
from cluster_portal.accounts.models import User
from clusters.models import Appointment
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.clusters import AppointmentFactory

INDEX = "/quan-tri/"
SECRET = "JBSWY3DPEHPK3PXP"


def test_the_whole_way_in_and_out(visitor):
    user = UserFactory(with_password=True)
    AppointmentFactory(user=user, administrator=True)
    codes = RecoveryCodes.activate(user).generate_codes()
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(SECRET)})
    asked = visitor.get(f"{INDEX}clusters/unit/?q=hue", follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_login"))
    signed_in = visitor.post(
        asked.request["PATH_INFO"],
        {"login": user.email, "password": PASSWORD, "next": asked.context["next"]},
        follow=True,
    )
    assert signed_in.redirect_chain == [(reverse("mfa_authenticate"), 302)]
    signed_in = visitor.post(reverse("mfa_authenticate"), {"code": codes[0]}, follow=True)
    assert signed_in.redirect_chain == [(f"{INDEX}clusters/unit/?q=hue", 302)]
    page = signed_in.content.decode()
    assert f'action="{reverse("account_logout")}"' in page
    assert reverse("workspace:profile") in page
    out = visitor.post(reverse("admin:logout"))
    assert (out.status_code, out.url) == (307, reverse("account_logout"))
    visitor.post(out.url)
    assert visitor.get(INDEX).status_code == 302


@pytest.mark.parametrize("name", ["lan", "binh", "dung", "hoa"])
@pytest.mark.parametrize("page", ["index", "login", "jsi18n", "autocomplete", "password_change"])
def test_who_is_signed_in_without_the_role_sees_403_and_no_second_form(
    request, client_of, name, page
):
    client = client_of(request.getfixturevalue(name))
    response = client.get(reverse(f"admin:{page}"), follow=True)
    assert response.status_code == 403
    assert b"<form" not in response.content.replace(b'<form class="site-search"', b"")


def test_who_is_in_already_is_not_asked_again(administrator):
    assert administrator.get(reverse("admin:login")).url == INDEX
    own_page = administrator.get(reverse("admin:password_change"))
    assert own_page.url == reverse("workspace:profile")


@pytest.mark.parametrize("state", ["closed", "expired"])
def test_a_closed_account_and_an_expired_role_are_out(client_of, quan, state):
    client = client_of(quan)
    assert client.get(INDEX).status_code == 200
    if state == "closed":
        User.objects.filter(pk=quan.pk).update(is_active=False)
    else:
        Appointment.objects.filter(user=quan).update(valid_to="2020-12-31")
    assert client.get(INDEX).status_code == (302 if state == "closed" else 403)


def test_the_page_brings_no_inline_script_or_style(administrator):
    pages = [INDEX, f"{INDEX}clusters/unit/", f"{INDEX}clusters/unit/add/", f"{INDEX}r/1/1/"]
    for url in pages[:3]:
        response = administrator.get(url)
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        page = response.content.decode()
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert "onclick" not in page
        assert "css/admin" in page


def test_the_calendar_writes_days_as_the_portal_does(administrator):
    catalogue = administrator.get(reverse("admin:jsi18n")).content.decode()
    assert '"DATE_INPUT_FORMATS": [\n      "%d/%m/%Y"\n    ]' in catalogue
    assert '"Sunday": "Ch\\u1ee7 nh\\u1eadt"' in catalogue
