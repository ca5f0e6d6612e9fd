"""Awards entered by keyboard and pasted from a spreadsheet, wrong ones and doubles among them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.signed_in import SECRETARY, sign_in

pytestmark = pytest.mark.browser

PLACE = "/cum/dong-bang-song-hong/2024/khen-thuong/"
HEADINGS = ("Hình thức", "Người, tập thể hoặc số lượng", "Đối tượng", "Thuộc tỉnh", "Kết quả")
MERIT = "Bằng khen của Thủ tướng Chính phủ"
NAMES = (
    *("Nguyễn Thị Lan", "Trần Văn Bảy", "Lê Thị Cúc", "Phạm Văn Dũng"),
    *("Hoàng Thị Én", "Vũ Văn Giang", "Đỗ Thị Hạnh", "Bùi Văn Khánh"),
)
# Eight good rows, one of a form that such recipients do not get, one double.
BLOCK = "\n".join(
    "\t".join(row)
    for row in (
        HEADINGS,
        *((MERIT, name, "cá nhân", "Nam Định", "Đề nghị") for name in NAMES),
        ("Chiến sĩ thi đua toàn quốc", "Trường Xuân Trường", "tập thể", "Hà Nam", "Đề nghị"),
        (MERIT, "đ/c LAN NGUYỄN THỊ", "cá nhân", "Nam Định", "Đề nghị"),
    )
)
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


def box(page: Page, column: str, number: int):
    return page.get_by_label(f"{column}, dòng mới {number}", exact=True)


def count(page: Page) -> int:
    """How many rows the year has; other tests add some of their own."""
    return int(re.search(r"\d+", page.locator("#da-co").inner_text()).group())


def test_ten_rows_are_pasted_and_the_doubtful_ones_mended_by_keyboard(page: Page, address: str):
    sign_in(page, address, SECRETARY, PLACE)
    there = count(page)
    first = box(page, "Người, tập thể hoặc số lượng", 1)
    first.focus()
    page.evaluate(PASTE, BLOCK)
    expect(box(page, "Hình thức", 10)).to_have_value(MERIT)
    expect(page.locator("[data-state]")).to_contain_text("Đã dán 10 dòng")

    # What is typed and not saved outlives a reload.
    page.reload()
    expect(box(page, "Người, tập thể hoặc số lượng", 3)).to_have_value("Lê Thị Cúc")
    box(page, "Người, tập thể hoặc số lượng", 3).focus()
    page.keyboard.press("Control+Enter")

    problem = page.locator("#cho-sai")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("1 dòng có chỗ sai; 1 dòng có thể trùng")
    expect(page.get_by_text("Đã lưu 8 dòng.")).to_be_visible()
    wrong = page.locator("tr[data-about=n8]")
    expect(wrong).to_contain_text("Luật không có hình thức này cho tập thể")
    expect(wrong).to_contain_text("chỉ dành cho cá nhân (khoản 1 Điều 19")
    expect(page.locator("tr[data-about=n9]")).to_contain_text(f"{MERIT} – Nguyễn Thị Lan")

    # From the list of what is wrong to the box, mend it; say of the double: save it all the same.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    kind = box(page, "Đối tượng", 9)
    expect(kind).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("bang khen thu tuong")
    page.keyboard.press("Tab")
    expect(box(page, "Hình thức", 9)).to_have_value(MERIT)
    page.locator("#row-n9-confirmed").focus()
    page.keyboard.press("Space")
    box(page, "Hình thức", 9).focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã lưu 2 dòng.")).to_be_visible()
    assert count(page) == there + 10

    # Nothing comes back that has been saved.
    page.reload()
    expect(box(page, "Người, tập thể hoặc số lượng", 1)).to_have_value("")


def test_enter_adds_rows_and_escape_restores(page: Page, address: str):
    sign_in(page, address, SECRETARY, PLACE)
    last = box(page, "Ghi chú", 5)
    last.focus()
    page.keyboard.press("Enter")
    sixth = box(page, "Ghi chú", 6)
    expect(sixth).to_be_focused()
    page.keyboard.type("nhầm")
    expect(page.locator("[data-state]")).to_contain_text("Chưa lưu: 1 dòng")
    page.keyboard.press("Escape")
    expect(sixth).to_have_value("")
    expect(page.locator("[data-state]")).to_have_text("")


def test_the_list_holds_what_the_law_gives_such_recipients(page: Page, address: str):
    sign_in(page, address, SECRETARY, PLACE)
    box(page, "Đối tượng", 1).select_option("hộ gia đình")
    offered = page.evaluate(
        "(name) => [...document.getElementById(name).list.options].map((one) => one.value)",
        "row-n0-form",
    )
    assert "Gia đình văn hóa" in offered
    assert "Chiến sĩ thi đua toàn quốc" not in offered


def test_a_phone_shows_one_empty_card_and_adds_one_at_a_time(page: Page, address: str):
    page.set_viewport_size({"width": 390, "height": 850})
    sign_in(page, address, SECRETARY, PLACE)
    cards = page.locator("[data-grid=new] tbody tr[data-row]")
    expect(cards).to_have_count(1)
    page.get_by_role("button", name="Thêm dòng", exact=True).click()
    expect(cards).to_have_count(2)
    expect(cards.nth(1).get_by_role("textbox").first).to_be_focused()
    # A block that was pasted still has all the cards that it needs.
    box(page, "Người, tập thể hoặc số lượng", 1).focus()
    page.evaluate(PASTE, BLOCK)
    expect(cards).to_have_count(10)
