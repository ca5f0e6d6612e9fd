"""An officer without a script: the province's work after signing in, and mails turned off."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import context_of
from tests.browser.signed_in import HUNG_YEN, sign_in

pytestmark = pytest.mark.browser
KIND = "Giao ước: nhắc hạn góp ý, hạn ký"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_an_officer_needs_no_script(chromium: Browser, address: str, width: int):
    context = context_of(
        chromium, viewport={"width": width, "height": 850}, java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, address, HUNG_YEN)
    page.wait_for_url("**/viec-cua-tinh/")
    page.get_by_role("link", name="Làm báo cáo").first.click()
    page.wait_for_url("**/bao-cao-tinh/**")
    page.goto(f"{address}/tai-khoan/")
    page.get_by_label(KIND).uncheck()
    page.get_by_role("button", name="Lưu thư báo").click()
    expect(page.get_by_text("Đã lưu thư báo muốn nhận.")).to_be_visible()
    expect(page.get_by_label(KIND)).not_to_be_checked()
    page.get_by_label(KIND).check()
    page.get_by_role("button", name="Lưu thư báo").click()
    expect(page.get_by_label(KIND)).to_be_checked()
    context.close()
