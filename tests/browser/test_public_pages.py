"""Every public page in Chromium: no script, no request elsewhere, nothing for axe to find."""

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.looks]

PAGES = (
    "/",
    "/cum/",
    "/cum/dong-bang-song-hong/",
    "/cum/dong-bang-song-hong/2020/",
    "/cum/dong-bang-song-hong/2022/",
    "/cum/dong-bang-song-hong/2021/giao-uoc/",
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2022/",
    "/cum/khoi-thi-dua-tinh-ha-nam/hoi-nghi/tong-ket-2022/",
    "/hoi-nghi/",
    "/giao-uoc/",
    "/khen-thuong/",
    "/khen-thuong/?q=thai+binh",
    "/don-vi/",
    "/don-vi/nam-dinh/",
    "/don-vi/ninh-binh-2025/",
    "/tim-kiem/",
    "/tim-kiem/?q=nam+dinh",
    "/dang-nhap/",
    "/ai-lam-duoc-gi/",
)


def test_axe_finds_nothing_on_any_page(examined_page: Page, address: str):
    found = {}
    for path in PAGES:
        examined_page.goto(address + path)
        violations = Axe().run(examined_page).response["violations"]
        if violations:
            found[path] = [
                (violation["id"], violation["nodes"][0]["html"][:120]) for violation in violations
            ]
    assert found == {}


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_no_page_scrolls_sideways(page: Page, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    too_wide = {}
    for path in PAGES:
        page.goto(address + path)
        content = page.evaluate("document.documentElement.scrollWidth")
        if content > width:
            too_wide[path] = content
    assert too_wide == {}


def test_keyboard_reaches_the_content_first(page: Page, address: str):
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()


def test_a_reader_goes_from_the_front_page_to_the_report(page: Page, address: str):
    page.goto(address + "/")
    page.get_by_role("link", name="Đồng bằng sông Hồng").first.click()
    page.get_by_role("link", name="2023", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Thái Bình")
    page.get_by_role("link", name="năm 2023 và ký giao ước").first.click()
    report = page.locator("article.document")
    expect(report).to_contain_text("CHƯA KÝ", use_inner_text=True)
    expect(report).to_contain_text("hơn 235.000")
    link = page.get_by_role("link", name="Báo cáo (PDF)").get_attribute("href")
    answer = page.request.get(address + link)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-1.7")


def test_search_from_any_page_ignores_diacritics(page: Page, address: str):
    page.goto(address + "/hoi-nghi/")
    page.get_by_role("searchbox", name="Tìm trong cổng").fill("dong bang song hong")
    page.get_by_role("button", name="Tìm", exact=True).click()
    found = page.get_by_role("link", name="Cụm thi đua các tỉnh Đồng bằng sông Hồng")
    expect(found.first).to_be_visible()


def test_the_portal_font_is_the_one_that_is_shown(page: Page, address: str):
    page.goto(address + "/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    assert loaded >= 2
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Ặ')")


@pytest.mark.parametrize("path", ["/tim-kiem/", "/khen-thuong/"])
@pytest.mark.parametrize("letter", ["a", "ệ", "!"])
def test_a_search_of_10000_characters_is_answered_by_a_page(
    page: Page, address: str, path: str, letter: str
):
    answer = page.goto(f"{address}{path}?q={quote(letter * 10_000)}")
    assert answer.status == 200
    expect(page.get_by_text("Câu tìm quá dài nên chỉ dùng 200 ký tự đầu.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
