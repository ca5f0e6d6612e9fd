"""Cookies as a portal behind HTTPS sets them, read from a process with those settings."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

CODE = """
import json
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
call_command("migrate", verbosity=0)
from cluster_portal.accounts.models import User
User.objects.create_user("a@tinh.gov.vn", "mot mat khau that la dai", full_name="A")
client = Client(headers={"x-forwarded-proto": "https", "host": "portal.example"})
page = client.get("/dang-nhap/")
client.post("/dang-nhap/", {"login": "a@tinh.gov.vn", "password": "mot mat khau that la dai"})
cookies = {name: dict(morsel) for name, morsel in client.cookies.items()}
print(json.dumps([client.get("/tai-khoan/").status_code, cookies]))
"""


@pytest.fixture(scope="module")
def production():
    """Status of one's own page after signing in, and every cookie with its attributes."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cluster_portal.settings",
        "HTTPS": "True",
        "BEHIND_PROXY": "True",
        "ALLOWED_HOSTS": "portal.example",
        "PORTAL_ADDRESS": "https://portal.example",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example",
        "DATABASE_URL": "sqlite://:memory:",
    }
    result = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_signing_in_works_behind_https(production):
    assert production[0] == 200


@pytest.mark.parametrize("name", ["__Host-sessionid", "__Host-csrftoken"])
def test_no_other_host_of_the_domain_can_plant_a_cookie(production, name):
    """A cookie named __Host- is taken only with Secure, for / and without a domain."""
    cookie = production[1][name]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_there_is_no_other_cookie(production):
    assert set(production[1]) == {"__Host-sessionid", "__Host-csrftoken"}
