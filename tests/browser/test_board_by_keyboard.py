"""The national board read by somebody without a mouse: year, clusters, map, figures."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import NAME, Keyboard
from tests.browser.signed_in import CENTRE, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.looks]

BOARD = "/tong-quan/2023/"
PROVINCES = 63  # of that year, whether a cluster of theirs is on record or not
# What has the focus: is it told apart, is it in sight, and where does it stand in the page.
STOP = """() => {
  const found = document.activeElement;
  if (!found || found === document.body) return null;
  const style = getComputedStyle(found);
  const square = found.querySelector(".square");
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const edge = square && parseFloat(getComputedStyle(square).strokeWidth) >= 3;
  const box = found.getBoundingClientRect();
  return {
    isMarked: ring || style.boxShadow !== "none" || Boolean(edge),
    isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isSquare: Boolean(square),
    place: [...document.querySelectorAll("*")].indexOf(found),
  };
}"""
REACHABLE = """() =>
  [...document.querySelectorAll("main a, main button, main select, main summary")]
  .filter((one) => one.getClientRects().length).length"""


def test_every_stop_is_marked_in_sight_and_in_the_order_of_the_page(page: Page, address: str):
    page.emulate_media(reduced_motion="reduce")  # scrolls at once
    page.goto(address + BOARD)
    stops = []
    page.keyboard.press("Tab")
    while stop := page.evaluate(STOP):
        stops.append(stop | {"name": page.evaluate(NAME)})
        page.keyboard.press("Tab")
    assert [stop["name"] for stop in stops if not stop["isMarked"]] == []
    assert [stop["name"] for stop in stops if not stop["isInSight"]] == []
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)
    assert len(stops) > page.evaluate(REACHABLE)
    assert sum(stop["isSquare"] for stop in stops) == PROVINCES


def test_the_board_is_read_and_left_by_keyboard(page: Page, address: str):
    sign_in(page, address, CENTRE, BOARD)
    keyboard = Keyboard(page)
    page.keyboard.press("Tab")
    assert keyboard.here == "Đến nội dung chính"
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()
    keyboard.press("2022")
    expect(page.get_by_role("heading", level=1)).to_have_text("Toàn quốc · năm thi đua 2022")

    keyboard.to("Các cụm thi đua của cả nước")  # which arrows scroll
    keyboard.press("Đồng bằng sông Hồng")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đồng bằng sông Hồng")
    page.go_back()

    keyboard.to("Tỉnh Nam Định: Đồng bằng sông Hồng")
    keyboard.to("Thành phố Đà Nẵng (gồm quần đảo Hoàng Sa): Các thành phố trực thuộc Trung ương")
    keyboard.to("Tỉnh Khánh Hòa (gồm quần đảo Trường Sa)")
    data = page.locator("figure.chart").first
    expect(data.locator("table")).to_be_hidden()
    keyboard.to("Số liệu của biểu đồ")
    page.keyboard.press("Enter")
    expect(data.locator("table")).to_be_visible()

    page.goto(address + BOARD)
    keyboard.press("Tỉnh Nam Định: Đồng bằng sông Hồng")
    expect(page).to_have_url(f"{address}/don-vi/nam-dinh/")


def test_the_map_is_coloured_anew_by_keyboard(page: Page, address: str):
    page.goto(f"{address}/tong-quan/2022/")
    keyboard = Keyboard(page)
    keyboard.choose("Tô màu theo", "Tốc độ tăng trưởng kinh tế")
    keyboard.press("Xem")
    expect(page.locator("figure.chart").first).to_contain_text("Tốc độ tăng trưởng kinh tế")
    keyboard.to("Tỉnh Nam Định")
