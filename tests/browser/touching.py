"""Touching a page as a finger does."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

AWAIT_CLICK = """() => {
  window.isTouched = false;
  addEventListener("click", () => { window.isTouched = true; }, { once: true });
}"""


@contextmanager
def touching(page: Page) -> Iterator[None]:
    """Wait for the click that Chromium makes of a touch: text that is put in may overtake it."""
    page.evaluate(AWAIT_CLICK)
    yield
    page.wait_for_function("window.isTouched")
