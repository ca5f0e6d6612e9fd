"""Fills the provider: `python -m tests.identity_provider.people` reads JSON from its input."""

import json
import sys

import django
from django.core.management import call_command


def fill(wanted: dict) -> None:
    """Make people as {"email", "verified"} and the client of the portal."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    for person in wanted["people"]:
        user = get_user_model().objects.create_user(
            person["email"], person["email"], wanted["password"]
        )
        EmailAddress.objects.create(
            user=user, email=person["email"], verified=person["verified"], primary=True
        )
    Client.objects.create(
        id=wanted["client_id"],
        name="Portal",
        secret=make_password(wanted["secret"]),
        scopes="openid\nprofile\nemail",
        redirect_uris=wanted["redirect_uri"],
        skip_consent=True,
    )


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    fill(json.load(sys.stdin))
