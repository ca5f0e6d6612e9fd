"""The settings as another machine would have them, read in a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "tests-only-5b1c8e2d7f3a90466e1d-0f9b2c7a4e8d1365-aa41c07e92d8",
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_ADDRESS": "https://portal.example",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example:587",
    "DATABASE_URL": "postgres://portal:secret@db.example:5432/portal?sslmode=require",
}
NEEDED = ("SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_ADDRESS", "EMAIL_URL")
EVERY_SETTING = (
    *NEEDED,
    *("DEBUG", "DEMO", "HTTPS", "BEHIND_PROXY", "CSRF_TRUSTED_ORIGINS", "STATIC_ROOT"),
    *("DEFAULT_FROM_EMAIL", "SINGLE_SIGN_ON", "SECRET_KEY_FALLBACKS"),
)


def run(code: str, **variables: str) -> subprocess.CompletedProcess:
    """Run `code` with these settings alone; a .env of this machine does not show through."""
    environment = {name: value for name, value in os.environ.items() if name not in EVERY_SETTING}
    isolated = (
        "import environ; environ.FileAwareEnv.read_env = classmethod(lambda *a, **k: None);" + code
    )
    return subprocess.run(
        [sys.executable, "-c", isolated],
        cwd=settings.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "cluster_portal.settings"} | variables,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", NEEDED)
def test_nothing_that_matters_has_a_default_outside_debug(missing: str):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    result = run("from django.conf import settings; settings.DEBUG", **given)
    assert result.returncode != 0
    assert missing in result.stderr


def test_a_portal_for_trying_out_writes_its_letters_to_the_log():
    given = {name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"}
    code = "from django.conf import settings; print(settings.EMAIL_BACKEND)"
    result = run(code, **given, DEMO="True")
    assert result.stdout.strip() == "django.core.mail.backends.console.EmailBackend"


def test_options_of_the_database_address_are_kept_beside_the_time_limits():
    code = (
        "import json; from django.conf import settings;"
        "print(json.dumps(settings.DATABASES['default']['OPTIONS']))"
    )
    options = json.loads(run(code, **PRODUCTION).stdout)
    assert options["sslmode"] == "require"
    assert "statement_timeout=15000" in options["options"]
    assert "lock_timeout" in options["options"]


@pytest.mark.parametrize(("demo", "warned"), [("True", True), ("False", False)])
def test_deployment_check_warns_of_demo_accounts(demo: str, warned: bool):
    code = (
        "from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
    )
    result = run(code, **PRODUCTION, DEMO=demo)
    assert (result.returncode != 0) == warned, result.stderr
    assert ("DEMO is on" in result.stderr) == warned
