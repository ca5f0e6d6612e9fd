"""A year's awards by Excel: downloaded, filled in, uploaded, looked through, saved."""

import re
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.signed_in import SECRETARY, sign_in

pytestmark = pytest.mark.browser

PASSWORD = "cum-thi-dua-2026"
SHEET = re.compile(r"/excel/\d+/$")
CHECKED_WITHIN = 120_000  # milliseconds; the machine of the tests has more to do


def open_exchange(page: Page, address: str) -> None:
    """Go to the files of the first year on which the signed-in secretary works."""
    sign_in(page, address, SECRETARY, PLACE)


PLACE = "/cum/dong-bang-song-hong/2024/excel/"


def fits(page: Page) -> bool:
    width = page.viewport_size["width"]
    return page.evaluate("document.documentElement.scrollWidth") <= width


def awards(page: Page) -> Locator:
    """The part of the page about awards."""
    return page.get_by_role("region", name="Khen thưởng", exact=True)


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        awards(page).get_by_role("link", name="Tải tệp để điền").click()
    path = folder / "khen-thuong.xlsx"
    waiting.value.save_as(path)
    return path


def filled(path: Path, names: list[str], form: str = "") -> Path:
    book = openpyxl.load_workbook(path)
    page = book["Khen thưởng"]
    headings = {cell.value: cell.column for cell in page[3]}
    first = page.max_row + 1
    form = form or book["Danh mục"]["A2"].value
    for row, name in enumerate(names, start=first):
        page.cell(row, headings["Hình thức khen thưởng *"]).value = form
        page.cell(row, headings["Đối tượng *"]).value = "tập thể"
        page.cell(row, headings["Người, tập thể được khen hoặc số lượng *"]).value = name
        page.cell(row, headings["Kết quả *"]).value = "Đề nghị"
    filled_in = path.with_name("da-dien.xlsx")
    book.save(filled_in)
    return filled_in


@pytest.mark.parametrize("width", [1280, 390])
def test_awards_go_out_and_come_back(page: Page, address: str, tmp_path: Path, width: int):
    page.set_viewport_size({"width": width, "height": 850})
    open_exchange(page, address)
    assert fits(page)
    empty = downloaded(page, tmp_path)
    button = awards(page).get_by_role("button", name="Tải lên và kiểm tra")
    button.click()
    expect(page.get_by_role("alert").filter(has_text="Chọn tệp.")).to_be_visible()

    chooser = page.locator("#id_awards_upload")
    chooser.set_input_files(filled(empty, ["Đội Thử"], form="Bằng khen không có"))
    button.click()
    expect(page.get_by_role("heading", name="1 chỗ sai, chưa lưu gì")).to_be_focused(
        timeout=CHECKED_WITHIN
    )
    expect(page.get_by_role("main")).to_contain_text("Bằng khen không có")
    assert fits(page)

    page.get_by_role("link", name="Tải lên tệp khác").click()
    names = [f"Đội sản xuất số {number}, lần {width}" for number in range(1, 4)]
    chooser.set_input_files(filled(empty, names))
    button.click()
    expect(page.get_by_role("heading", name="Sẽ thay đổi")).to_be_visible(timeout=CHECKED_WITHIN)
    expect(page.get_by_role("main")).to_contain_text("3 mới")
    assert fits(page)
    save = page.get_by_role("button", name="Lưu tất cả thay đổi")
    page.route(SHEET, lambda route: route.fulfill(status=204))  # an answer after which it stays
    save.click()
    expect(page.get_by_role("progressbar", name="Đang lưu")).to_be_visible()
    expect(page.get_by_text("Đang lưu 3 dòng.")).to_be_visible()
    expect(save).to_be_disabled()
    assert fits(page)
    page.unroute(SHEET)
    page.reload()
    expect(page.get_by_role("progressbar", name="Đang lưu")).to_be_hidden()
    save.click()
    expect(page.get_by_text("Đã lưu tệp")).to_be_visible()
    assert fits(page)


def test_a_file_that_is_no_sheet_is_told_beside_its_field(page: Page, address: str, tmp_path: Path):
    open_exchange(page, address)
    path = tmp_path / "trang.xls"
    path.write_text("<html><table></table></html>")
    page.locator("#id_awards_upload").set_input_files(path)
    awards(page).get_by_role("button", name="Tải lên và kiểm tra").click()
    expect(page.get_by_role("alert").filter(has_text="trang web")).to_be_visible()


def test_axe_finds_nothing_on_the_exchange(examined_page: Page, address: str, tmp_path: Path):
    page = examined_page
    open_exchange(page, address)
    found = {row["id"]: row["nodes"][0]["html"] for row in Axe().run(page).response["violations"]}
    path = downloaded(page, tmp_path)
    page.locator("#id_awards_upload").set_input_files(filled(path, ["Đội A", "Đội A"]))
    awards(page).get_by_role("button", name="Tải lên và kiểm tra").click()
    expect(page.get_by_role("heading", name="Cần trả lời: 1")).to_be_visible(timeout=CHECKED_WITHIN)
    found |= {row["id"]: row["nodes"][0]["html"] for row in Axe().run(page).response["violations"]}
    assert found == {}
