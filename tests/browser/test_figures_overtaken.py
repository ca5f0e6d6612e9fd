"""The grid when answers are late, columns go, and letters come from an input method."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Route, expect

from tests.browser.chromium import context_of
from tests.browser.signed_in import SECRETARY, sign_in
from tests.browser.test_figures import (
    GRID,
    cell,
    status,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = context_of(chromium, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, address, SECRETARY)
    yield page
    context.close()


def fill(page: Page, unit: str, code: str, text: str) -> None:
    cell(page, unit, code).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_an_answer_that_a_save_has_overtaken_changes_nothing(page: Page, address: str):
    page.clock.install()
    page.goto(address + GRID)
    before = page.evaluate(
        "fetch(document.querySelector('[data-figures]').dataset.changes).then(r => r.text())"
    )
    held: list[Route] = []
    changes = "**/thay-doi.json"
    page.route(changes, lambda route: route.fallback() if len(held) > 1 else held.append(route))
    page.reload()
    expect(status(page)).to_be_visible()
    fill(page, "hung-yen", "imports", "7,11")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    # From here on the page's own time stands, and goes on when told.
    page.clock.pause_at(page.evaluate("Date.now()") / 1_000 + 5)
    with page.expect_response(changes):
        held[0].fulfill(body=before, content_type="application/json", headers={"ETag": '"x"'})
    for _ in range(
        35
    ):  # it asks again at once, in less than the four seconds that it usually waits
        page.clock.run_for(100)
        page.wait_for_timeout(100)
        if len(held) > 1:
            break
    typed = cell(page, "hung-yen", "imports")
    expect(typed).to_have_text("7,11")
    page.clock.resume()
    held[1].fallback()
    fill(page, "hung-yen", "imports", "7,12")
    expect(page.locator("td.unsaved")).to_have_count(0)
    expect(page.locator("td.problem")).to_have_count(0)
    page.reload()
    expect(typed).to_have_text("7,12")


def test_what_belongs_to_a_column_that_is_gone_is_there_to_copy(page: Page, address: str):
    page.goto(address + GRID)
    page.evaluate(
        """() => {
          const { account, place } = document.querySelector("[data-figures]").dataset;
          const before = `figures ${account} ${place} `;
          const keep = (key, text) => localStorage.setItem(before + key, text);
          const entry = { typed: "39,8", base: "", why: "", at: Date.now() };
          keep("ha-nam/da-bo", JSON.stringify({ ...entry, name: "Hà Nam – Chỉ tiêu đã bỏ" }));
          keep("ha-nam/hong", "{");
        }"""
    )
    for _ in range(2):  # it is offered until it is thrown away
        page.reload()
        expect(page.get_by_label("không còn trong bảng")).to_have_value(
            "Hà Nam – Chỉ tiêu đã bỏ: 39,8"
        )
    page.get_by_role("button", name="Bỏ").click()
    page.reload()
    expect(status(page)).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_empty()


def test_a_cell_of_a_column_that_goes_meanwhile_keeps_back_no_others(page: Page, address: str):
    # A page of yesterday, with a column that the portal no longer has.
    page.add_init_script(
        """document.addEventListener("readystatechange", () => {
          const head = document.querySelector("th[data-code=trade]");
          if (head) head.dataset.code = "da-bo";
        });"""
    )
    page.goto(address + GRID)
    fill(page, "hung-yen", "da-bo", "5,5")
    fill(page, "hung-yen", "imports", "6,6")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    expect(status(page)).to_contain_text("1 ô cần bạn xem")
    cell(page, "hung-yen", "da-bo").click()
    expect(page.locator("#figures-message")).to_contain_text("không còn trong bảng")
    page.get_by_role("button", name="Bỏ phần vừa gõ").click()
    expect(cell(page, "hung-yen", "da-bo")).to_have_text("")
    expect(page.locator("td.problem")).to_have_count(0)


# --- Input methods --------------------------------------------------------------------------


def press(keyboard: CDPSession, key: str) -> None:
    """A key that an input method has taken: 229, without a letter."""
    for kind in ("rawKeyDown", "keyUp"):
        keyboard.send(
            "Input.dispatchKeyEvent", {"type": kind, "key": key, "windowsVirtualKeyCode": 229}
        )


@pytest.mark.parametrize(("key", "number"), [("Process", 5), ("Unidentified", 6), ("Dead", 7)])
def test_the_first_letter_of_an_input_method_is_not_lost(
    page: Page, address: str, key: str, number: int
):
    page.goto(address + GRID)
    at = cell(page, "thai-binh", "imports")
    at.click()
    keyboard = page.context.new_cdp_session(page)
    press(keyboard, key)
    for composed in ("ư", "ươ", "ước"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    keyboard.send("Input.insertText", {"text": "ước"})
    page.keyboard.type(f" {number}")
    page.keyboard.press("Enter")
    expect(at).to_have_text(f"khoảng {number}")  # as the portal writes what it has saved


def test_a_key_of_which_nothing_comes_empties_no_cell(page: Page, address: str):
    page.goto(address + GRID)
    at = cell(page, "vinh-phuc", "imports")
    fill(page, "vinh-phuc", "imports", "4,4")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    at.click()
    keyboard = page.context.new_cdp_session(page)
    press(keyboard, "Process")
    expect(at.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(at).to_have_text(re.compile("^4,4$"))
