"""Charts in Chromium, under the portal's own security policy: read in full, walked by keyboard."""

import mimetypes
from collections.abc import Iterator
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.chromium import context_of
from tests.browser.keyboard import Keyboard
from tests.charts import samples

pytestmark = [pytest.mark.browser, pytest.mark.looks]

ADDRESS = "http://charts.example/"
PAGE = """{% extends "base.html" %}{% load static charts %}
{% block head %}<link rel="stylesheet" href="{% static 'css/charts.css' %}">{% endblock head %}
{% block title %}Biểu đồ{% endblock title %}
{% block heading %}Biểu đồ{% endblock heading %}
{% block content %}
<div class="columns">{% for one in cards %}
<section class="sheet"><h2>{{ forloop.counter }}</h2>{% chart one %}</section>{% endfor %}</div>
{% for one in broad %}
<section class="sheet"><h2>{{ one.key }}</h2>{% chart one wide=True %}</section>{% endfor %}
{% endblock content %}"""
# Words that another word or the edge of their picture cuts off, in pictures that are shown.
CUT_OFF = """() => {
  const found = [];
  for (const picture of document.querySelectorAll("svg.chart-picture")) {
    if (!picture.getClientRects().length) continue;
    const frame = picture.getBoundingClientRect();
    const words = [...picture.querySelectorAll("text")].map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      // Lines are higher than their letters.
      const air = (bottom - top) * 0.22;
      return { text: one.textContent.trim(), left, right, top: top + air, bottom: bottom - air };
    });
    for (const [at, one] of words.entries()) {
      if (one.left < frame.left - 1 || one.right > frame.right + 1
          || one.top < frame.top - 1 || one.bottom > frame.bottom + 1)
        found.push(`${picture.id}: ${one.text} over the edge`);
      for (const other of words.slice(at + 1))
        if (one.left < other.right - 1 && other.left < one.right - 1
            && one.top < other.bottom && other.top < one.bottom)
          found.push(`${picture.id}: ${one.text} and ${other.text}`);
    }
  }
  return found;
}"""
SHOWN = """() => [...document.querySelectorAll("figure.chart")].map((figure) =>
  [...figure.querySelectorAll("svg")].filter((one) => one.getClientRects().length)
    .map((one) => one.id))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("svg.chart-picture text")]
  .filter((one) => one.getClientRects().length)
  .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.getScreenCTM()])
  .map(([size, screen]) => size * Math.hypot(screen.a, screen.b)))"""


@pytest.fixture(scope="module")
def html() -> str:
    """A page with every form, as a view would make it, of data that no machine made."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    cards = (
        *(samples.bars(), samples.grouped_bars(), samples.lines(), samples.slope()),
        *samples.harsh(),
    )
    broad = (
        samples.lines(key="broad"),
        samples.grouped_bars(key="broad-bars"),
        samples.cluster_map(),
        samples.number_map(),
    )
    page = engines["django"].from_string(PAGE)
    with patch("cluster_portal.record.generated.is_generated", return_value=False):
        return page.render({"cards": cards, "broad": broad}, request)


@pytest.fixture(params=[1280, 390])
def context(
    request: pytest.FixtureRequest, html: str, chromium: Browser
) -> Iterator[BrowserContext]:
    """A browser, at two widths, to which the page is served; no error may reach its console."""
    # Only an examiner's own script needs to be let past the policy.
    context = context_of(
        chromium,
        viewport={"width": request.param, "height": 900},
        bypass_csp="axe" in request.node.name,
    )
    policy = build_policy()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            headers = {"Content-Security-Policy": policy}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
            return
        file = settings.STATIC_ROOT / path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")

    problems: list[str] = []
    context.on("console", lambda line: line.type == "error" and problems.append(line.text))
    context.route(f"{ADDRESS}**", answer)
    yield context
    context.close()
    assert not problems


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The page with every form, its fonts loaded."""
    page = context.new_page()
    page.goto(ADDRESS)
    page.evaluate("document.fonts.ready")
    return page


def test_each_chart_shows_the_picture_that_fits(page: Page):
    fits = "narrow" if page.viewport_size["width"] < 500 else None
    for shown in page.evaluate(SHOWN):
        assert len(shown) == 1
        assert fits is None or shown[0].endswith(fits)
    if fits is None:
        names = {shown[0].rsplit("-", 1)[1] for shown in page.evaluate(SHOWN)}
        assert names == {"middle", "wide", "map"}
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_are_readable_and_nothing_cuts_them_off(page: Page):
    assert "\n".join(page.evaluate(CUT_OFF)) == ""
    assert page.evaluate(SMALLEST) >= 10
    assert page.evaluate("document.fonts.check('14px \"Be Vietnam Pro\"', 'Đắk Lắk')")


def test_axe_finds_nothing(page: Page):
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []


def test_the_map_is_walked_by_keyboard(page: Page):
    keyboard = Keyboard(page)
    keyboard.to("Lai Châu: Miền núi biên giới phía Bắc")
    edge = "getComputedStyle(document.activeElement.querySelector('.square')).strokeWidth"
    assert page.evaluate(edge) == "3px"
    keyboard.to("Lào Cai: Miền núi biên giới phía Bắc")
    keyboard.to("Đà Nẵng (gồm quần đảo Hoàng Sa): Các thành phố trực thuộc Trung ương")
    target = page.evaluate("document.activeElement.href.baseVal")
    assert target == "/don-vi/da-nang/"


def test_the_data_open_under_the_picture(page: Page):
    figure = page.locator("figure.chart").first
    assert not figure.locator("table").is_visible()
    figure.locator("summary").click()
    assert figure.locator("table").is_visible()
    assert figure.locator("tbody tr").count() == len(samples.GROWTH) + 1
