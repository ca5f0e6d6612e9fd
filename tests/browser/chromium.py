"""The Chromium of the tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 30_000  # milliseconds that something may take to be seen on a machine with much to do
expect.set_options(timeout=PATIENCE)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start a Chromium. While it runs, Django takes the thread for async code: no queries."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()


def context_of(chromium: Browser, **options: Any) -> BrowserContext:
    """The browser of one person, in Vietnamese; `options` as Playwright's.

    Nothing moves in it: axe would measure colours that are on their way to others.
    """
    return chromium.new_context(locale="vi-VN", reduced_motion="reduce", **options)
