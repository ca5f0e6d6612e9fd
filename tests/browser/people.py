"""Makes accounts in the running portal's database: `python -m tests.browser.people EMAIL...`."""

import json
import sys

import django


def make(emails: list[str]) -> dict[str, list[str]]:
    """An account with password and app for each address; return their recovery codes."""
    from cluster_portal.accounts.services import create_account
    from tests.accounts.second_factor import give_app, give_recovery_codes
    from tests.factories.accounts import PASSWORD

    codes = {}
    for email in emails:
        user = create_account(email=email, full_name="Nguyễn Văn Thử", password=PASSWORD, by=None)
        give_app(user)
        codes[email] = give_recovery_codes(user)
    return codes


if __name__ == "__main__":
    django.setup()
    json.dump(make(sys.argv[1:]), sys.stdout)
