"""Every address, every person, every method.

`TABLE` is the permission table: for each address what each person gets on GET. A test fails when
an address of the portal is missing from it, so a new page has to say who may see it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib import admin
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cluster_portal.accounts.models import User
from clusters.models import Cluster, EmulationYear, Unit
from tests.factories.accounts import UserFactory
from tests.meta.belongings import give_belongings, give_passkey
from tests.meta.world import (
    ACCOUNTS,
    OF_A,
    PEOPLE,
    RIGHTS,
    RIGHTS_POSTED,
    STAFF,
    STAFF_POSTED,
    TABLE,
    make_world,
)
from tests.meta.world_awards import AWARDS, AWARDS_POSTED
from tests.meta.world_board import BOARD, BOARD_POSTED
from tests.meta.world_conference import CONFERENCE_POSTED
from tests.meta.world_conference import FOR_THE_SIGNED_IN as CONFERENCE_SIGNED_IN
from tests.meta.world_exchange import EXCHANGE, EXCHANGE_POSTED
from tests.meta.world_figures import FIGURES, FIGURES_POSTED
from tests.meta.world_lifecycle import LIFECYCLE, LIFECYCLE_POSTED
from tests.meta.world_officers import OFFICER, OFFICER_POSTED
from tests.meta.world_pledge import PLEDGE, PLEDGE_POSTED
from tests.meta.world_verification import VERIFICATION_POSTED
from tests.security.headers import wrong_on_pages

ADMINISTRATION = dict.fromkeys(PEOPLE, 403) | {"visitor": 302, "quan": 200}

# POST comes last: it signs out.
REFUSED = ("options", "put", "patch", "delete")
WRITING = (*REFUSED, "post")
READ_ONLY = dict.fromkeys(WRITING, 405)
# What other methods get, where it is not that of a page that is only read, draft or not.
FOR_THE_SIGNED_IN = {
    *("workspace:profile", "workspace:history"),
    *CONFERENCE_SIGNED_IN,
    *("audit:exports", "audit:jsonl", "audit:csv"),
    *(name for name, _, _ in LIFECYCLE if name.startswith("workspace:")),
    *(name for name, _, _ in (*AWARDS, *BOARD, *EXCHANGE, *FIGURES, *PLEDGE, *RIGHTS, *STAFF)),
    *(name for name, _, _ in OFFICER),
}
ASKED_TO_SIGN_IN = dict.fromkeys(WRITING, 302)


def other_methods(name: str, arguments: tuple, person: str) -> dict[str, int]:
    """What `person` gets at the address for each method that is not for reading."""
    if name in FOR_THE_SIGNED_IN and person == "visitor":
        return ASKED_TO_SIGN_IN
    if name in POSTED:
        return READ_ONLY | {"post": POSTED[name][arguments][person]}
    if (name, arguments) in OF_ACCOUNTS:
        return READ_ONLY | {"post": posted_to_accounts(name, arguments, person)}
    return READ_ONLY


POSTED = (
    BOARD_POSTED
    | OFFICER_POSTED
    | PLEDGE_POSTED
    | RIGHTS_POSTED
    | STAFF_POSTED
    | CONFERENCE_POSTED
    | EXCHANGE_POSTED
    | FIGURES_POSTED
    | LIFECYCLE_POSTED
    | AWARDS_POSTED
    | VERIFICATION_POSTED
)
OF_ACCOUNTS = {(name, arguments): expected for name, arguments, expected in ACCOUNTS}
ONLY_READ = {
    *("account_reset_password_done", "account_reset_password_from_key_done"),
    *("mfa_index", "mfa_view_recovery_codes"),
}


def posted_to_accounts(name: str, arguments: tuple, person: str) -> int:
    """An empty form: the page again with its errors, or done where nothing is to be filled in."""
    read = OF_ACCOUNTS[name, arguments][person]
    if name in ONLY_READ:
        return 302 if read == 302 else 405
    if name in {"usersessions_list", "account_logout"}:
        return 302
    return read


def status_of(response: HttpResponseBase) -> int:
    """The status of an answer; a file is read to its end, which closes it."""
    if response.streaming:
        b"".join(response)
    return response.status_code


@pytest.fixture
def clients(
    request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> dict[str, Client]:
    """One client for each person of the cast, all signed in so long ago that they prove it anew."""
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    clients = {}
    for name, person in people.items():
        clients[name] = person if isinstance(person, Client) else client_of(person)
        session = clients[name].session
        for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()):
            record["at"] = 0
        if not isinstance(person, Client):
            session.save()
    return clients


@pytest.fixture
def world(
    cluster_a: Cluster,
    year_a: EmulationYear,
    year_b: EmulationYear,
    unit_of_binh: Unit,
    binh: User,
    dung: User,
    settings: Any,
) -> None:
    make_world(cluster_a, year_a, year_b, unit_of_binh)
    give_belongings(binh=binh, dung=dung, settings=settings)
    give_passkey(UserFactory(), key=OF_A)


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
def test_everybody_gets_what_the_table_says_with_every_header(clients: dict[str, Client]):
    wrong, kinds = [], set()
    for name, arguments, expected in TABLE:
        address = reverse(name, args=arguments)
        caches["default"].clear()  # the limits of asking count from nothing
        for person, status in expected.items():
            response = clients[person].get(address)
            got = status_of(response)
            if got != status:
                wrong.append(f"{person} {address}: {got}, not {status}")
            problems = wrong_on_pages(response, is_signed_in=person != "visitor")
            wrong += [f"{person} {address}: {problem}" for problem in problems]
            kinds.add(response.get("Content-Type", "").partition(";")[0])
    assert wrong == []
    assert kinds >= {"text/html", "application/pdf", "text/plain"}


@pytest.mark.usefixtures("world")
def test_head_answers_as_get_and_other_methods_are_refused(clients: dict[str, Client]):
    wrong = []
    seen = set()
    # Signing out comes last, as nobody is signed in after it.
    for name, arguments, expected in sorted(TABLE, key=lambda row: row[0] == "account_logout"):
        address = reverse(name, args=arguments)
        caches["default"].clear()  # the limits of asking count from nothing
        # A view takes or refuses a method whatever the address names: asked at one of each.
        left_out = ("head", *REFUSED) if name in seen else ()
        seen.add(name)
        for person, client in clients.items():
            statuses = {"head": expected[person]} | other_methods(name, arguments, person)
            for method, status in statuses.items():
                if method in left_out:
                    continue
                with transaction.atomic():
                    # As no page of the portal would send it: without what its form holds.
                    got = status_of(getattr(Client, method)(client, address))
                    # In the workspace the next person finds what this one removed.
                    transaction.set_rollback(name.startswith("workspace:"))
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
