"""Touching a page as a finger does."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

# Chromium takes touches that follow within 300 ms for one of two or three: three select a text.
APART = 600  # milliseconds

AWAIT_CLICK = """() => {
  window.touches = 0;
  addEventListener("click", ({ detail }) => { window.touches = detail; }, { once: true });
}"""


@contextmanager
def touching(page: Page) -> Iterator[None]:
    """A touch by itself, and the click that Chromium makes of it: text put in may overtake that."""
    page.wait_for_timeout(APART)
    page.evaluate(AWAIT_CLICK)
    yield
    assert page.wait_for_function("window.touches").json_value() == 1
