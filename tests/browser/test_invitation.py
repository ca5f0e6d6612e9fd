"""From the invitation to an account that is asked for its second factor, in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.signed_in import ADMINISTRATOR, NINH_BINH, sign_in

pytestmark = pytest.mark.browser

PASSWORD = "bảy con mèo ngồi trên mái ngói"
LONG_NAME = "Nguyễn Phước Bảo Tôn Nữ Huyền Trân Công Tằng " * 3


def invite(page: Page, address: str, name: str, email: str) -> str:
    """Invite as whoever has signed in; return the link of the letter."""
    page.goto(address + "/nhan-su/moi/")
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Theo văn bản").fill("Công văn số 9/SNV ngày 5/1/2026")
    page.get_by_role("button", name="Gửi lời mời").click()
    expect(page).to_have_url(address + "/nhan-su/loi-moi/")
    return link_on(page, address)


def link_on(page: Page, address: str) -> str:
    """The link that is shown once, at the address of the portal of this test."""
    link = page.get_by_label("Bản dùng thử không gửi thư").input_value()
    return link.replace(settings.PORTAL_ADDRESS, address)


@pytest.fixture(params=[1280, 390])
def sized(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size({"width": request.param, "height": 850})
    return page


def assert_fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    page.wait_for_load_state()
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_somebody_is_invited_and_makes_an_account(sized: Page, address: str):
    page = sized
    width = page.viewport_size["width"]
    name, email = f"Ngô Thị Mới {width}", f"moi-{width}@ninhbinh.gov.vn"
    sign_in(page, address, NINH_BINH, "/tai-khoan/")
    page.get_by_role("link", name="Người và phân công").click()
    assert_fits(page)
    page.get_by_role("link", name="Mời người").click()
    page.get_by_role("button", name="Gửi lời mời").click()
    # Above the form and beside the field.
    expect(page.get_by_text("Nhập họ và tên.")).to_have_count(2)
    assert_fits(page)
    link = invite(page, address, name, email)
    assert_fits(page)
    expect(page.get_by_role("button", name=f"Thu hồi lời mời gửi {name}")).to_be_visible()

    page.context.clear_cookies()
    page.goto(link)
    expect(page).to_have_url(address + "/loi-moi/")
    expect(page.get_by_role("main")).to_contain_text(f"Cán bộ tỉnh Ninh Bình (dùng thử) mời {name}")
    page.get_by_label("Mật khẩu", exact=True).fill("ngắn")
    page.get_by_label("Nhập lại mật khẩu").fill("ngắn")
    page.get_by_role("button", name="Mở tài khoản và nhận lời mời").click()
    expect(page.get_by_text("Mật khẩu quá ngắn")).to_have_count(2)
    assert_fits(page)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Mở tài khoản và nhận lời mời").click()
    expect(page).to_have_url(address + "/dang-nhap/")
    expect(page.get_by_role("main")).to_contain_text("Đã nhận lời mời")
    sign_in(page, address, email, password=PASSWORD)
    expect(page).to_have_url(address + "/tai-khoan/xac-thuc/")
    assert_fits(page)


def test_long_names_stay_within_the_page(sized: Page, address: str):
    page = sized
    sign_in(page, address, ADMINISTRATOR, "/nhan-su/moi/")
    page.get_by_label("Vai trò và phạm vi").select_option("central")
    page.get_by_label("Họ và tên").fill(LONG_NAME.strip())
    local = f"ten-rat-dai-{page.viewport_size['width']}".ljust(60, "x")
    page.get_by_label("Thư điện tử").fill(f"{local}@{'moha.' * 8}gov.vn")
    page.get_by_label("Theo văn bản").fill("QĐ" * 60)
    page.get_by_role("button", name="Gửi lời mời").click()
    link = link_on(page, address)
    assert_fits(page)
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text("không phải người được mời")
    assert_fits(page)
    page.goto(address + "/nhan-su/")
    assert_fits(page)
    page.get_by_role("link", name="Cán bộ tỉnh Hưng Yên (dùng thử)").first.click()
    expect(page.get_by_role("heading", name="Kết thúc phân công")).to_be_visible()
    assert_fits(page)


def test_axe_finds_nothing_on_the_pages_of_people(examined_page: Page, address: str):
    page = examined_page
    sign_in(page, address, NINH_BINH)
    link = invite(page, address, "Đỗ Văn Kiểm", "kiem@ninhbinh.gov.vn")
    found = {}
    page.goto(address + "/nhan-su/")
    page.get_by_role("main").get_by_role("link", name="Cán bộ tỉnh Ninh Bình").click()
    own = page.url
    lists = (f"{address}/nhan-su/{part}" for part in ("", "moi/", "loi-moi/"))
    for path in (*lists, own, link):
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        found |= {(path, row["id"]): row["nodes"][0]["html"][:120] for row in violations}
    assert found == {}
