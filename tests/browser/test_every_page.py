"""Every page of the portal before axe, and on a narrow telephone: nothing to find, nothing cut off.

The pages are those of the permission table, each as the person sees it who sees most of it; pages
of everybody as a visitor sees them too. Forms are shown again as an empty one comes back. Those of
the administration have a test of their own beside this one.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cluster_portal.accounts.models import User
from tests.browser.axe import faults, open_answer, page_with_axe
from tests.factories.accounts import UserFactory
from tests.meta.belongings import give_belongings, give_passkey
from tests.meta.test_access_sweep import POSTED
from tests.meta.world import OF_A, TABLE, make_world

pytestmark = [pytest.mark.browser, pytest.mark.looks]

# The first of these who gets a page sees most of it.
SEEING_MOST = ("quan", "lan", "binh", "dung", "hoa", "mai", "visitor")
SIGNED_OUT = "account_logout"
OF_ONE_VIEW = 2  # such as a published conference and a draft; the third is like one of them
Pages = dict[tuple[str, str], str]  # the HTML by who sees it and where


@pytest.fixture
def people(request: pytest.FixtureRequest, client_of: Callable[[User], Client]) -> dict:
    found = {name: request.getfixturevalue(name) for name in SEEING_MOST}
    return {name: one if isinstance(one, Client) else client_of(one) for name, one in found.items()}


@pytest.fixture
def world(cluster_a, year_a, year_b, unit_of_binh, binh, dung, settings) -> None:
    make_world(cluster_a, year_a, year_b, unit_of_binh)
    give_belongings(binh=binh, dung=dung, settings=settings)
    give_passkey(UserFactory(), key=OF_A)


@pytest.fixture
def pages(world: None, people: dict[str, Client]) -> Pages:
    """What everybody reads, and what forms say that were sent empty."""
    found: Pages = {}

    def keep(person: str, address: str, data: dict | None = None) -> None:
        caches["default"].clear()  # the limits of asking count from nothing
        client = people[person]
        with transaction.atomic():
            answer = client.get(address) if data is None else client.post(address, data)
            content = answer.getvalue()
            transaction.set_rollback(data is not None)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            sent = " (sent empty)" * (data is not None)
            found[f"{person}{sent}", address] = content.decode()

    shown = Counter()
    for name, arguments, expected in TABLE:
        address = reverse(name, args=arguments)
        if name == SIGNED_OUT or shown[name] == OF_ONE_VIEW:
            continue
        shown[name] += any(expected[one] == 200 for one in SEEING_MOST)
        readers = [one for one in SEEING_MOST if expected[one] == 200]
        for person in {*readers[:1], *(["visitor"] if "visitor" in readers else [])}:
            keep(person, address)
        posted = POSTED.get(name, {}).get(arguments, {})
        for person in [one for one in SEEING_MOST if posted.get(one) == 200][:1]:
            keep(person, address, {})
    for person in ("visitor", "quan"):
        keep(person, "/khong-co/")
    keep("quan", reverse(SIGNED_OUT))
    return found


def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(pages: Pages):
    assert len(pages) > 120
    wrong = []
    with page_with_axe() as page:
        for (person, address), html in pages.items():
            open_answer(page, address, html)
            wrong += [f"{person} {address}: {one}" for one in faults(page)]
    assert "\n".join(wrong) == ""
