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
from emulation.models import ConferenceStatus, PledgeStatus
from tests.factories.clusters import ClusterFactory, EmulationYearFactory
from tests.factories.emulation import ConferenceFactory, PledgeFactory

PEOPLE = ("visitor", "lan", "binh", "chi", "dung", "hoa", "quan")
ALL_SEE = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = ALL_SEE | {"visitor": 302}
# Drafts of the first cluster: its secretary, its officers, the centre, the administrator.
DRAFT_OF_A = ALL_SEE | {"visitor": 404, "dung": 404}
DRAFT_OF_B = dict.fromkeys(PEOPLE, 404) | {"dung": 200, "hoa": 200, "quan": 200}
CENTRE = DRAFT_OF_B | {"dung": 404}
ADMINISTRATION = dict.fromkeys(PEOPLE, 403) | {"visitor": 302, "quan": 200}

# (name of the address, its arguments, what each person gets)
TABLE: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("public:front", (), ALL_SEE),
    ("clusters:clusters", (), ALL_SEE),
    ("clusters:cluster", ("dong-bang-song-hong",), ALL_SEE),
    ("clusters:cluster", ("cum-du-kien",), CENTRE),
    ("clusters:units", (), ALL_SEE),
    ("public:unit", ("nam-dinh",), ALL_SEE),
    ("public:year", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("public:year", ("cum-du-kien", 2026), CENTRE),
    ("public:year-xlsx", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("public:year-xlsx", ("cum-du-kien", 2026), CENTRE),
    ("public:conference", ("dong-bang-song-hong", "da-cong-bo"), ALL_SEE),
    ("public:conference", ("dong-bang-song-hong", "du-thao"), DRAFT_OF_A),
    ("public:conference", ("tay-nguyen", "du-thao"), DRAFT_OF_B),
    ("public:conference-pdf", ("dong-bang-song-hong", "da-cong-bo"), ALL_SEE),
    ("public:conference-pdf", ("dong-bang-song-hong", "du-thao"), DRAFT_OF_A),
    ("public:conference-pdf", ("tay-nguyen", "du-thao"), DRAFT_OF_B),
    ("emulation:conferences", (), ALL_SEE),
    ("emulation:pledges", (), ALL_SEE),
    ("emulation:pledge", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("emulation:pledge", ("dong-bang-song-hong", 2025), DRAFT_OF_A),
    ("emulation:pledge", ("tay-nguyen", 2024), DRAFT_OF_B),
    ("emulation:pledge-pdf", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("emulation:pledge-pdf", ("dong-bang-song-hong", 2025), DRAFT_OF_A),
    ("emulation:pledge-pdf", ("tay-nguyen", 2024), DRAFT_OF_B),
    ("awards:register", (), ALL_SEE),
    ("awards:register-xlsx", (), ALL_SEE),
    ("search:search", (), ALL_SEE),
    ("accounts:sign-in", (), ALL_SEE),
    ("accounts:sign-out", (), SIGNED_IN),
    ("workspace:profile", (), SIGNED_IN),
    ("workspace:roles", (), ALL_SEE),
)


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
    cluster_a: Cluster,
    cluster_b: Cluster,
    year_a: EmulationYear,
    year_b: EmulationYear,
    unit_of_binh: Unit,
) -> None:
    """Published things and drafts, of both clusters and of one that is not confirmed."""
    next_year = EmulationYearFactory(cluster=cluster_a, year=2025)
    for slug, status in (("da-cong-bo", "PUBLISHED"), ("du-thao", "DRAFT")):
        ConferenceFactory(
            cluster=cluster_a,
            slug=slug,
            kind="thematic",
            review_year=year_a,
            launch_year=None,
            status=ConferenceStatus[status],
        )
    ConferenceFactory(
        cluster=cluster_b,
        slug="du-thao",
        kind="thematic",
        review_year=year_b,
        launch_year=None,
        status=ConferenceStatus.DRAFT,
    )
    PledgeFactory(
        emulation_year=year_a,
        conference=None,
        status=PledgeStatus.PUBLISHED,
        signed_on="2024-03-13",
    )
    PledgeFactory(emulation_year=next_year, conference=None, status=PledgeStatus.DRAFT)
    PledgeFactory(emulation_year=year_b, conference=None, status=PledgeStatus.DRAFT)
    draft = ClusterFactory(slug="cum-du-kien", is_confirmed=False)
    EmulationYearFactory(cluster=draft, year=2026)


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
def test_no_method_opens_what_get_keeps_shut_and_none_breaks(clients: dict[str, Client]):
    """Public pages are read only: other methods are refused, and a draft stays not found."""
    wrong = []
    for name, arguments, expected in TABLE:
        if name.startswith("accounts:"):
            continue
        address = reverse(name, args=arguments)
        for person, client in clients.items():
            for method in ("head", "options", "post", "put", "patch", "delete"):
                got = getattr(client, method)(address).status_code
                allowed = {expected[person]} if method == "head" else {405, 404, 302, 403}
                if got not in allowed:
                    wrong.append(f"{person} {method} {address}: {got}")
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
