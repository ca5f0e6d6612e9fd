"""Signing in as the demo accounts, by the page that people use."""

from playwright.sync_api import Page

from cluster_portal.record.demonstration import DEMO_PASSWORD

SECRETARY, CENTRE, ADMINISTRATOR, NINH_BINH, HUNG_YEN = (
    f"{name}@demo.example" for name in ("thu-ky", "trung-uong", "quan-tri", "ninh-binh", "hung-yen")
)


def sign_in(
    page: Page, address: str, email: str, path: str = "", *, password: str = DEMO_PASSWORD
) -> None:
    """Sign in and wait until it is done; then open `path`, where one is given."""
    page.goto(f"{address}/dang-nhap/")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    if path:
        page.goto(address + path)
