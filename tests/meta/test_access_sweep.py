"""Every address, every person, every method.

`TABLE` is the permission table: for each address what each person gets on GET. A test fails when
an address of the portal is missing from it, so a new page has to say who may see it.
"""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cluster_portal.accounts.models import User
from clusters.models import Cluster, EmulationYear, Unit
from tests.meta.world import PEOPLE, TABLE, make_world

ADMINISTRATION = dict.fromkeys(PEOPLE, 403) | {"visitor": 302, "quan": 200}

# POST comes last: it signs out.
WRITING = ("options", "put", "patch", "delete", "post")
READ_ONLY = dict.fromkeys(WRITING, 405)
# What other methods get, where it is not that of a page that is only read, draft or not.
SIGN_IN = READ_ONLY | {"options": 200, "put": 200, "post": 200}  # the form again, with its errors
SIGN_OUT = READ_ONLY | {"post": 302}
ASKED_TO_SIGN_IN = dict.fromkeys(WRITING, 302)


def other_methods(name: str, person: str) -> dict[str, int]:
    """What `person` gets at the address for each method that is not for reading."""
    if name == "workspace:profile" and person == "visitor":
        return ASKED_TO_SIGN_IN
    return {"accounts:sign-in": SIGN_IN, "accounts:sign-out": SIGN_OUT}.get(name, READ_ONLY)


@pytest.fixture
def clients(
    request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> dict[str, Client]:
    """One client for each person of the cast."""
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    return {
        name: person if isinstance(person, Client) else client_of(person)
        for name, person in people.items()
    }


@pytest.fixture
def world(
    cluster_a: Cluster, year_a: EmulationYear, year_b: EmulationYear, unit_of_binh: Unit
) -> None:
    make_world(cluster_a, year_a, year_b, unit_of_binh)


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The full name of every address below `resolver`."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from names(entry, namespace + inner)


def portal_names() -> set[str]:
    return {name for name in names(get_resolver()) if not name.startswith("admin:")}


def test_the_table_names_every_address_of_the_portal():
    found = portal_names()
    assert len(found) >= 17
    assert found == {name for name, _, _ in TABLE}


@pytest.mark.usefixtures("world")
def test_everybody_gets_what_the_table_says(clients: dict[str, Client]):
    wrong = []
    for name, arguments, expected in TABLE:
        address = reverse(name, args=arguments)
        for person, status in expected.items():
            got = clients[person].get(address).status_code
            if got != status:
                wrong.append(f"{person} {address}: {got}, not {status}")
    assert wrong == []


@pytest.mark.usefixtures("world")
def test_head_answers_as_get_and_other_methods_are_refused(clients: dict[str, Client]):
    wrong = []
    # Signing out comes last, as nobody is signed in after it.
    for name, arguments, expected in sorted(TABLE, key=lambda row: row[0] == "accounts:sign-out"):
        address = reverse(name, args=arguments)
        for person, client in clients.items():
            statuses = {"head": expected[person]} | other_methods(name, person)
            for method, status in statuses.items():
                got = getattr(client, method)(address).status_code
                if got != status:
                    wrong.append(f"{person} {method} {address}: {got}, not {status}")
    assert wrong == []


@pytest.mark.usefixtures("world")
def test_administration_is_open_to_the_administrator_alone(clients: dict[str, Client]):
    addresses = [reverse("admin:index")]
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        addresses.append(reverse(f"admin:{label}_changelist"))
    assert len(addresses) >= 25
    wrong = []
    for address in addresses:
        for person, status in ADMINISTRATION.items():
            got = clients[person].get(address).status_code
            if got != status:
                wrong.append(f"{person} {address}: {got}, not {status}")
    assert wrong == []
