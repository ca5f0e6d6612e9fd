"""Signing in with everything a person has: password, app, recovery code, passkey."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.accounts.second_factor import code_at
from tests.browser.chromium import context_of
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
APP, RECOVERY, PASSKEY, OTHER = (f"{name}@tinh.gov.vn" for name in ("app", "ma", "khoa", "khac"))


@pytest.fixture(scope="module")
def codes(address: str, database_url: str) -> dict[str, list[str]]:
    """Four accounts, each with an app; their recovery codes."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.people", APP, RECOVERY, PASSKEY, OTHER],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "cluster_portal.settings"},
        check=True,
        capture_output=True,
    )
    return json.loads(made.stdout)


@pytest.fixture
def portal(chromium: Browser, address: str, codes: dict[str, list[str]]) -> Iterator[Page]:
    """A browser with a key of its own, on localhost: a number is no place for passkeys."""
    context = context_of(chromium, base_url=address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    problems: list[str] = []
    page.on("console", lambda line: line.type == "error" and problems.append(line.text))
    yield page
    context.close()
    assert not problems


def send_password(page: Page, email: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác thực hai lớp")


def send_code(page: Page, code: str) -> None:
    page.get_by_label("Mã xác thực").fill(code)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def expect_inside(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn Thử")


def sign_out(page: Page) -> None:
    page.goto("/tai-khoan/")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Bạn đã đăng xuất.")).to_be_visible()


def add_passkey(page: Page, name: str) -> None:
    page.goto("/tai-khoan/xac-thuc/khoa/")
    page.get_by_label("Tên gọi").fill(name)
    page.get_by_role("button", name="Thêm").click()
    expect(page.get_by_text("Đã thêm khóa truy cập.")).to_be_visible()


def test_password_and_code(portal: Page):
    send_password(portal, APP)
    send_code(portal, "000000")
    expect(portal.get_by_role("alert").first).to_contain_text("Mã không đúng")
    send_code(portal, code_at())
    expect_inside(portal)


def test_password_and_recovery_code(portal: Page, codes: dict[str, list[str]]):
    send_password(portal, RECOVERY)
    send_code(portal, codes[RECOVERY][3])
    expect_inside(portal)


def test_a_passkey_is_added_and_signs_in_without_a_password(
    portal: Page, codes: dict[str, list[str]]
):
    send_password(portal, PASSKEY)
    send_code(portal, codes[PASSKEY][0])
    add_passkey(portal, "Máy cơ quan")
    portal.goto("/tai-khoan/xac-thuc/")
    expect(portal.locator("main li strong")).to_have_text("Máy cơ quan")
    sign_out(portal)
    portal.goto("/dang-nhap/")
    portal.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect_inside(portal)
    sign_out(portal)
    send_password(portal, PASSKEY)
    portal.get_by_role("button", name="Dùng khóa truy cập").click()
    expect_inside(portal)


def test_a_passkey_of_another_account_is_no_second_factor(
    portal: Page, codes: dict[str, list[str]]
):
    send_password(portal, PASSKEY)
    send_code(portal, codes[PASSKEY][1])
    add_passkey(portal, "Khóa của người khác")
    sign_out(portal)
    send_password(portal, OTHER)
    portal.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(portal.get_by_text("không dùng được cho tài khoản")).to_be_visible()
    portal.goto("/tai-khoan/")
    expect(portal.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_an_address_in_numbers_says_why_there_are_no_passkeys(page: Page, address: str):
    page.goto(address + "/dang-nhap/")
    expect(page.get_by_text("mở cổng bằng địa chỉ số")).to_be_visible()
    expect(page.get_by_role("button", name="Đăng nhập bằng khóa truy cập")).to_be_disabled()


def test_without_a_key_the_page_says_so_and_stays(chromium: Browser, address: str):
    context = context_of(chromium, base_url=address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": KEY | {"isUserVerified": False}},
    )
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_text("Chưa nhận được khóa truy cập.")).to_be_visible(timeout=70_000)
    context.close()
