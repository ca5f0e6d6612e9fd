"""Rows typed by keyboard alone and pasted from a spreadsheet, photos, indicators in order."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.signed_in import SECRETARY, sign_in
from tests.files.samples import image

pytestmark = pytest.mark.browser
YEAR = "/cum/dong-bang-song-hong/2024/hoi-nghi/"
SHEET = (
    "Trần Văn An\tChủ tịch UBND tỉnh\tUBND tỉnh Nam Định\r\n"
    '"Lê Thị Ba"\tGiám đốc Sở Nội vụ\tHà Nam\r\n'
    "Đỗ Văn Cao\tVụ trưởng\tBan Thi đua\r\n"
    "Vũ Thị Dung\tTrưởng phòng\tThái Bình\r\n"
    "Phan Văn Em\tChuyên viên\tTỉnh Ninh Bình\r\n"
)


def plan(page: Page, address: str, title: str) -> str:
    """Plan a thematic conference by keyboard; return the address of its working page."""
    sign_in(page, address, SECRETARY, YEAR)
    page.get_by_role("link", name="Lên kế hoạch mới").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Loại").select_option("thematic")
    page.get_by_label("Tên hội nghị").fill(title)
    page.get_by_label("Ngày họp").fill("20/6/2024")
    page.get_by_label("Ngày họp").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổng quan")
    return page.url


def test_an_agenda_is_typed_by_keyboard_alone(page: Page, address: str):
    work = plan(page, address, "Hội nghị bàn phím")
    page.get_by_role("link", name="Chương trình", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Từ, dòng 1").focus()
    keyboard = page.keyboard
    rows = (("8h", "8h30", "Khai mạc"), ("8:30", "9.30", "Báo cáo"), ("9h30", "10h", "Thảo luận"))
    for place, (first, last, title) in enumerate(rows, start=1):
        for text in (first, last):
            keyboard.type(text)
            keyboard.press("Tab")
        keyboard.type(title)
        # Down a row, in the same column; back to its beginning.
        keyboard.press("Enter")
        if place < len(rows):
            keyboard.press("Shift+Tab")
            keyboard.press("Shift+Tab")
    # Enter on the last row has added one, as there were three.
    expect(page.get_by_label("Từ, dòng 4")).to_be_focused()
    keyboard.type("8h")
    keyboard.press("Tab")
    keyboard.type("7h")
    keyboard.press("Tab")
    keyboard.type("Bế mạc")
    expect(page.get_by_text("Chưa lưu.")).to_be_visible()
    page.get_by_role("button", name="Lưu", exact=True).focus()
    keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Dòng 4, Đến: Giờ kết thúc phải sau giờ bắt đầu.")
    expect(summary).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_label("Đến, dòng 4")).to_be_focused()
    keyboard.press("Control+a")
    keyboard.type("11h30")
    page.get_by_role("button", name="Lưu", exact=True).focus()
    keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu chương trình.")).to_be_visible()
    expect(page.get_by_label("Đến, dòng 4")).to_have_value("11h30")
    page.goto(work)
    expect(page.get_by_text("4 mục")).to_be_visible()


def test_delegates_are_pasted_from_a_spreadsheet(page: Page, address: str):
    work = plan(page, address, "Hội nghị dán danh sách")
    page.goto(f"{work}dai-bieu/")
    field = page.get_by_label("Họ và tên, dòng 1")
    field.focus()
    field.evaluate(
        """(field, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true,
            cancelable: true }));
        }""",
        SHEET,
    )
    expect(page.get_by_text("Đã dán 5 dòng, chưa lưu.")).to_contain_text(
        "Chưa nhận ra: Ban Thi đua."
    )
    expect(page.get_by_label("Họ và tên, dòng 5")).to_have_value("Phan Văn Em")
    chosen = [
        page.get_by_label(f"Đơn vị, dòng {place}").evaluate(
            "field => field.selectedOptions[0].text"
        )
        for place in range(1, 6)
    ]
    assert chosen == [
        "Tỉnh Nam Định",
        "Tỉnh Hà Nam",
        "Ban Thi đua",
        "Tỉnh Thái Bình",
        "Tỉnh Ninh Bình",
    ]
    # What names no unit is no unit silently: it stands in its cell, marked, until one is chosen.
    unknown = page.get_by_label("Đơn vị, dòng 3")
    expect(unknown.locator("xpath=..")).to_contain_text("Không có trong danh sách.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("“Ban Thi đua” không có trong danh sách.")
    expect(unknown).to_have_value("Ban Thi đua")
    unknown.select_option("")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu danh sách đại biểu.")).to_be_visible()
    expect(page.get_by_label("Họ và tên, dòng 2")).to_have_value("Lê Thị Ba")


def photo(name: str, content: bytes | None = None) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content or image()}


def test_photos_are_chosen_together_and_none_is_sent_without_its_words(page: Page, address: str):
    work = plan(page, address, "Hội nghị nhiều ảnh")
    page.goto(f"{work}anh/")
    expect(page.get_by_role("group", name="Ảnh 2")).to_have_count(0)
    page.get_by_label("Chọn nhiều ảnh một lúc").set_input_files([photo("a.jpg"), photo("b.jpg")])
    expect(page.get_by_label("Chú thích, ảnh 1")).to_be_focused()
    expect(page.get_by_role("group", name="Ảnh 2").locator("img")).to_be_visible()
    page.get_by_label("Chú thích, ảnh 1").fill("Khai mạc")
    page.get_by_label("Mô tả ảnh, ảnh 1").fill("Một hội trường.")
    page.get_by_label("Chú thích, ảnh 2").fill("Bế mạc")
    page.get_by_role("button", name="Thêm ảnh", exact=True).click()
    expect(page.get_by_label("Mô tả ảnh, ảnh 2")).to_be_focused()
    page.get_by_label("Mô tả ảnh, ảnh 2").fill("Người đứng.")
    page.get_by_role("button", name="Thêm ảnh", exact=True).click()
    expect(page.get_by_text("Đã thêm 2 ảnh.")).to_be_visible()
    expect(page.get_by_label("Chú thích, dòng 2")).to_have_value("Bế mạc")


def test_what_was_saved_after_a_refusal_is_not_offered_again(page: Page, address: str):
    work = plan(page, address, "Hội nghị ảnh hỏng")
    page.goto(f"{work}anh/")
    file = page.get_by_label("Tệp, ảnh 1")
    file.set_input_files(photo("a.jpg", b"no picture"))
    page.get_by_label("Chú thích, ảnh 1").fill("Khai mạc")
    page.get_by_label("Mô tả ảnh, ảnh 1").fill("Một hội trường.")
    page.wait_for_function("() => Object.keys(sessionStorage).length > 0")
    page.get_by_role("button", name="Thêm ảnh", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nội dung tệp không đúng loại")
    # The refused form stands under another address than the page that it is of.
    expect(page).to_have_url(re.compile("/anh/them/$"))
    file.set_input_files(photo("a.jpg"))
    page.get_by_role("button", name="Thêm ảnh", exact=True).click()
    expect(page.get_by_text("Đã thêm 1 ảnh.")).to_be_visible()
    expect(page.get_by_role("button", name="Lấy lại")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Chú thích, dòng 1")).to_have_value("Khai mạc")
    expect(page.get_by_role("button", name="Lấy lại")).to_have_count(0)


INDICATORS = f"/cum/dong-bang-song-hong-2025/{datetime.date.today().year}/chi-tieu/"


def test_indicators_are_put_in_order_by_buttons(page: Page, address: str):
    sign_in(page, address, SECRETARY, INDICATORS)
    rows = page.locator("[data-indicators] tbody tr")
    names = [rows.nth(place).locator("th").inner_text().splitlines()[0] for place in range(3)]
    page.get_by_role("button", name=f"Đưa {names[2]} lên").press("Enter")
    expect(page.get_by_role("button", name=f"Đưa {names[2]} lên")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="thứ 2, chưa lưu")).to_be_visible()
    expect(rows.nth(1)).to_contain_text(names[2])
    expect(page.get_by_label(f"Thứ tự của {names[1]}")).to_have_value("3")
    # Enter in a box saves, and moves nothing.
    page.get_by_label(f"Thứ tự của {names[0]}").press("Enter")
    expect(page.get_by_text("Đã lưu chỉ tiêu của năm.")).to_be_visible()
    expect(rows.nth(1)).to_contain_text(names[2])


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_fit_and_axe_finds_nothing(examined_page: Page, address: str, width: int):
    page = examined_page
    page.set_viewport_size({"width": width, "height": 850})
    work = plan(page, address, f"Hội nghị {width}")
    parts = ("", "thong-tin/", "chuong-trinh/", "dai-bieu/", "diem-danh/", "phat-bieu/")
    more = ("ket-luan/", "muc-bao-cao/", "phong-trao/", "tai-lieu/", "anh/")
    found = {}
    for part in (*parts, *more):
        page.goto(work + part)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, part
        violations = Axe().run(page).response["violations"]
        found |= {(part, row["id"]): row["nodes"][0]["html"][:150] for row in violations}
    assert found == {}
