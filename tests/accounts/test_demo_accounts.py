"""Accounts whose password is published work only on a portal for trying out."""

import pytest
from django.test import Client

from cluster_portal.accounts.models import DEMO_DOMAIN, User
from tests.accounts.conftest import sign_in

PASSWORD = "mot-mat-khau-dai-2026"


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_account_signs_in_only_where_demo_is_on(settings, demo: bool):
    settings.DEMO = demo
    email = f"thu-ky@{DEMO_DOMAIN}"
    User.objects.create_user(email, PASSWORD, full_name="Thư ký")
    client = Client()
    sign_in(client, email, PASSWORD)
    assert (client.get("/tai-khoan/").status_code == 200) is demo


@pytest.mark.django_db
def test_a_demo_session_ends_when_demo_is_turned_off(settings):
    settings.DEMO = True
    user = User.objects.create_user(f"thu-ky@{DEMO_DOMAIN}", PASSWORD, full_name="Thư ký")
    client = Client()
    client.force_login(user)
    assert client.get("/tai-khoan/").status_code == 200
    settings.DEMO = False
    assert client.get("/tai-khoan/").status_code == 302


@pytest.mark.django_db
def test_a_portal_for_trying_out_says_so_on_every_page(settings, client: Client):
    settings.DEMO = True
    assert "Bản dùng thử" in client.get("/").content.decode()
    settings.DEMO = False
    assert "Bản dùng thử" not in client.get("/").content.decode()
