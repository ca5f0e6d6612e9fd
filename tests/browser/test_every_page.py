"""Every page of the portal before axe, and on a narrow telephone: nothing to find, nothing cut off.

The pages are those of the permission table, each as the person sees it who sees most of it; pages
of everybody as a visitor sees them too. Forms are shown again as an empty one comes back.
"""

import mimetypes
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route

from cluster_portal.accounts.models import User
from tests.browser.chromium import running_chromium
from tests.factories.accounts import UserFactory
from tests.meta.belongings import give_belongings, give_passkey
from tests.meta.test_access_sweep import POSTED
from tests.meta.world import OF_A, TABLE, make_world

pytestmark = pytest.mark.browser

PORTAL = "http://portal.example"
NARROWEST, WIDE = 360, 1280
# The first of these who gets a page sees most of it.
SEEING_MOST = ("quan", "lan", "binh", "dung", "hoa", "mai", "visitor")
SIGNED_OUT = "account_logout"
OF_ONE_VIEW = 2  # such as a published conference and a draft; the third is like one of them
AXE = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
}"""
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
    """What everybody reads, what forms say that were sent empty, and the administration."""
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
    for address in administration():
        keep("quan", address)
    return found


def administration() -> list[str]:
    """Its lists; its forms hold Django's own tables of rows, with faults that axe names."""
    found = [reverse("admin:index"), reverse("admin:app_list", args=["clusters"])]
    for label in ("clusters_unit", "awards_decision", "accounts_user", "emulation_indicator"):
        found.append(reverse(f"admin:{label}_changelist"))
    return found


def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(pages: Pages):
    assert len(pages) > 120
    wrong = []
    with running_chromium() as chromium:
        context = chromium.new_context(bypass_csp=True, locale="vi-VN")
        context.add_init_script(Axe().axe_script)
        page = context.new_page()
        for (person, address), html in pages.items():
            wrong += [f"{person} {address}: {one}" for one in examine(page, address, html)]
    assert "\n".join(wrong) == ""


def examine(page: Page, address: str, html: str) -> list[str]:
    """What is wrong with a page: what axe says of it at its widest, and how far it reaches."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith(settings.STATIC_URL):
            file = settings.STATIC_ROOT / path.removeprefix(settings.STATIC_URL)
            route.fulfill(
                path=file, content_type=mimetypes.guess_type(file.name)[0] or "font/woff2"
            )
        else:
            route.fulfill(status=204)

    page.unroute_all()
    page.route("**", answer)
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    page.goto(PORTAL + address)
    reach = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": WIDE, "height": 900})
    wrong = page.evaluate(AXE)
    return [*wrong, f"{reach} px wide"] if reach > NARROWEST else wrong
