"""A page as it was answered, before axe and on a narrow telephone."""

import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.http import HttpResponse
from playwright.sync_api import Page, Route

from tests.browser.chromium import context_of, running_chromium

PORTAL = "http://portal.example"
NARROWEST, WIDE = 360, 1280
# Nothing is fetched beforehand: only rules of sounds, of which there are none, and one that is off
# would wait for it.
RUN_AXE = """async () => {
  const found = await axe.run({ resultTypes: ["violations"], preload: false });
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
}"""


@contextmanager
def page_with_axe() -> Iterator[Page]:
    """A page of Chromium that knows axe."""
    with running_chromium() as chromium:
        context = context_of(chromium, bypass_csp=True)
        context.add_init_script(Axe().axe_script)
        yield context.new_page()


def open_answer(
    page: Page, address: str, html: str, others: Mapping[str, HttpResponse] = {}
) -> None:
    """Open `html` as what the portal answers at `address`.

    Files of the portal come from where they were collected, `others` are answers by their paths.
    """

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path in others:
            kind = others[path].headers["Content-Type"]
            route.fulfill(body=others[path].content, content_type=kind)
        elif path.startswith(settings.STATIC_URL):
            file = settings.STATIC_ROOT / path.removeprefix(settings.STATIC_URL)
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            route.fulfill(path=file, content_type=kind)
        else:
            route.fulfill(status=204)

    page.unroute_all()
    page.route("**", answer)
    page.goto(PORTAL + address)


def faults(page: Page) -> list[str]:
    """What axe says of the open page at its widest, and how far it reaches at its narrowest."""
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    reach = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": WIDE, "height": 900})
    wrong = page.evaluate(RUN_AXE)
    return [*wrong, f"{reach} px wide"] if reach > NARROWEST else wrong
