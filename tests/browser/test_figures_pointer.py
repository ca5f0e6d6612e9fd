"""The pointer in the grid: the cell that is pressed is the active one, and the table stays put."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import context_of
from tests.browser.signed_in import SECRETARY, sign_in
from tests.browser.test_figures import (
    SignIn,
    active,
    cell,
    people,
    status,
)
from tests.browser.touching import touching

pytestmark = pytest.mark.browser
__all__ = ["people"]  # the fixture

RATE, EXPORTS = "grdp_growth", "exports"
# Its line above the table is longer in one cell than in another.
LINES = "/cum/dong-bang-song-hong-2025/2026/so-lieu/"
A_FRAME = 40  # milliseconds in which the browser moves what it has to move


def places(page: Page) -> list[tuple[str, str]]:
    """A cell of each column, the rows in turn."""
    units, codes = (
        page.locator(each).evaluate_all(f"all => all.map(one => one.dataset.{name})")
        for each, name in (("tr[data-unit]", "unit"), ("th[data-code]", "code"))
    )
    return [(units[i * 2 % len(units)], code) for i, code in enumerate(codes)]


def middle(at: Locator) -> tuple[float, float]:
    box = at.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def in_sight(at: Locator) -> None:
    at.evaluate("td => td.scrollIntoView({ inline: 'center', behavior: 'instant' })")


def top(page: Page) -> float:
    return page.locator(".figures-scroll").evaluate(
        "table => table.getBoundingClientRect().top + scrollY"
    )


def selected(page: Page) -> int:
    return page.locator("td.selected").count()


@pytest.mark.parametrize("width", [1280, 390])
def test_each_cell_that_is_clicked_is_the_active_one(people: SignIn, width: int):
    page = people(SECRETARY, LINES)
    page.set_viewport_size({"width": width, "height": 1400})
    page.locator("tbody td").first.click()
    stood, wrong = top(page), []
    for unit, code in places(page):
        in_sight(cell(page, unit, code))
        page.mouse.move(*middle(cell(page, unit, code)))
        page.mouse.down()
        page.wait_for_timeout(A_FRAME)
        page.mouse.up()
        if (active(page), selected(page), top(page)) != (f"{unit} {code}", 0, stood):
            wrong.append((unit, code, active(page), selected(page), top(page) - stood))
    assert wrong == []


def test_each_cell_that_is_touched_is_the_active_one(chromium: Browser, address: str):
    context = context_of(
        chromium, viewport={"width": 390, "height": 1400}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(page, address, SECRETARY)
    page.goto(address + LINES)
    with touching(page):
        page.locator("tbody td").first.tap()
    stood, wrong = top(page), []
    for unit, code in places(page):
        in_sight(cell(page, unit, code))
        with touching(page):
            page.touchscreen.tap(*middle(cell(page, unit, code)))
        if (active(page), selected(page), top(page)) != (f"{unit} {code}", 0, stood):
            wrong.append((unit, code, active(page), selected(page), top(page) - stood))
    context.close()
    assert wrong == []


@pytest.mark.parametrize(("width", "amount"), [(1280, 1), (390, 2)])
def test_what_is_told_over_the_table_does_not_move_it(people: SignIn, width: int, amount: int):
    page = people(SECRETARY)
    page.set_viewport_size({"width": width, "height": 1400})
    cell(page, "bac-ninh", EXPORTS).click()
    stood = top(page)
    page.keyboard.press("Shift+ArrowDown")
    assert top(page) == stood
    page.keyboard.press("ArrowUp")
    page.keyboard.type(f"{amount}.5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="1 ô cần bạn xem")).to_be_visible()
    assert top(page) == stood
    page.keyboard.press("ArrowUp")
    page.keyboard.type(f"{amount},5")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    assert top(page) == stood


def test_a_pointer_that_stands_still_drags_nothing_though_the_table_moves(people: SignIn):
    page = people(SECRETARY)
    page.mouse.move(*middle(cell(page, "hai-duong", RATE)))
    page.mouse.down()
    page.evaluate("document.querySelector('[data-bar]').style.paddingBottom = '3.5rem'")
    page.wait_for_timeout(A_FRAME)
    page.mouse.up()
    assert active(page) == f"hai-duong {RATE}"
    assert selected(page) == 0


def test_a_pointer_that_moves_with_the_button_held_selects(people: SignIn):
    page = people(SECRETARY)
    page.mouse.move(*middle(cell(page, "bac-ninh", RATE)))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "hai-duong", RATE)), steps=4)
    page.mouse.up()
    assert selected(page) == 3
    assert active(page) == f"bac-ninh {RATE}"
    page.mouse.move(*middle(cell(page, "nam-dinh", RATE)))  # released: nothing more
    assert selected(page) == 3
