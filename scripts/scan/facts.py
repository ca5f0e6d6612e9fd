"""What a scan has to know of the portal under attack, printed as JSON.

    python -m scripts.scan.facts

Reads the database of the environment: a cookie of a session for each role of the demo accounts,
and every address pattern with what its parts take.
"""

import json
from collections.abc import Iterator

import django


def sessions() -> dict[str, str]:
    """Return e-mail to "name=value" of a fresh session for each account with a role of its own."""
    from django.conf import settings
    from django.test import Client

    from cluster_portal.accounts.models import User

    cookies = {}
    for user in User.objects.filter(is_active=True).order_by("pk"):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookies[user.email] = f"{name}={client.cookies[name].value}"
    return cookies


def patterns(resolver=None, prefix: str = "") -> Iterator[list]:
    """Yield each address as a list of plain strings and names of converters in brackets."""
    from django.urls import URLPattern, get_resolver

    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).lstrip("^").replace("\\Z", "").rstrip("$")
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from patterns(entry, route)


def main() -> None:
    """Print sessions and addresses."""
    django.setup()
    print(json.dumps({"sessions": sessions(), "patterns": sorted(set(patterns()))}))


if __name__ == "__main__":
    main()
