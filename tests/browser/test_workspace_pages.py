"""Every working page in Chromium: nothing for axe to find, nothing that scrolls sideways."""

import datetime
import re
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.signed_in import HUNG_YEN, SECRETARY, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.looks]

YEAR = f"/cum/dong-bang-song-hong-2025/{datetime.date.today().year}/"
# From here every link to a working page is followed.
BEGINNINGS = (
    f"{YEAR}hoi-nghi/",
    "/lam-viec/",
    "/viec-cua-tinh/",
    "/cum/dong-bang-song-hong/2023/viec/",
    "/cum/dong-bang-song-hong/2023/khen-thuong/",
    "/cum/dong-bang-song-hong/2024/ban-giao/",
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/soan/",
    "/nhan-su/",
    "/tai-khoan/vang-mat/",
)
NO_PAGE = re.compile(
    r"xlsx|csv|pdf|calendar|table-file|-file$|-minutes$|-invitation$|-photo$|^file-to-sign$"
)
# What both must have come to, lest the walk ends early.
REACHED = {
    HUNG_YEN: {
        *("awards", "board", "figures", "figures-unit", "unit-report", "submit-unit-report"),
        *("unit-work", "profile"),
    },
    SECRETARY: {
        *("award", "awards", "board", "conference-agenda", "conference-attendance"),
        *("conference-conclusions", "conference-delegates", "conference-documents"),
        *("conference-facts", "conference-lifecycle", "conference-movements"),
        *("conference-photos", "conference-plan", "conference-sections", "conference-speeches"),
        *("conference-work", "conferences", "corrections", "deadlines", "decisions", "exchange"),
        *("figures", "handover", "invite", "leadership", "move-conference", "outcomes", "people"),
        *("pledge", "pledge-signatures", "rotation", "start-year", "unit-report", "unit-reports"),
        *("year-indicators", "delegations", "leave", "history"),
    },
}


def plan_a_conference(page: Page, address: str) -> None:
    """A conference that stands open, so that its pages are there to type in."""
    page.goto(f"{address}{YEAR}hoi-nghi/")
    if page.locator("main a[href*='/soan/']").count():
        return
    page.goto(f"{address}{YEAR}hoi-nghi/len-ke-hoach/")
    page.get_by_label("Ngày họp").fill(f"13/3/{datetime.date.today().year + 1}")
    page.get_by_role("button", name="Lên kế hoạch").click()
    page.wait_for_url("**/soan/")


def most_of(name: str) -> int:
    """How many pages of a view are looked at: of a year that is open, and of a settled one."""
    return 2 if name.startswith(("conference-", "awards")) else 1


def walk(page: Page, address: str, width: int) -> dict[str, list[str]]:
    """Open the working pages that links lead to; give what is wrong, by page."""
    queue, seen, wrong = list(BEGINNINGS), {}, {}
    while queue:
        path = queue.pop(0)
        try:
            view = resolve(path)
        except Resolver404:
            continue
        found = seen.setdefault(view.url_name, [])
        is_page = view.namespace == "workspace" and not NO_PAGE.search(view.url_name)
        if not is_page or path in found or len(found) == most_of(view.url_name):
            continue
        found.append(path)
        answer = page.goto(address + path)
        if answer.status == 404 and path in BEGINNINGS:
            continue
        wrong[path] = [] if answer.ok else [f"answers {answer.status}"]
        content = page.evaluate("document.documentElement.scrollWidth")
        if content > width:
            wrong[path].append(f"is {content} px wide")
        wrong[path] += [
            f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
        ]
        links = "links => links.map(link => link.getAttribute('href'))"
        for link in page.eval_on_selector_all("main a[href]", links):
            parts = urlsplit(urljoin(path, link))
            if not parts.netloc:
                queue.append(parts.path)
    wrong["reached"] = sorted(name for name, found in seen.items() if found)
    return wrong


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("email", [SECRETARY, HUNG_YEN])
def test_every_working_page_is_accessible_and_fits(
    examined_page: Page, address: str, email: str, width: int
):
    examined_page.set_viewport_size({"width": width, "height": 900})
    sign_in(examined_page, address, email)
    if email == SECRETARY:
        plan_a_conference(examined_page, address)
    found = walk(examined_page, address, width)
    assert REACHED[email] <= set(found.pop("reached"))
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_a_box_for_one_line_shows_all_of_it_and_enter_makes_no_second_line(
    page: Page, address: str
):
    sign_in(page, address, SECRETARY)
    page.goto(f"{address}{YEAR}hoi-nghi/len-ke-hoach/")
    box = page.get_by_label("Địa điểm")
    box.fill("Hội trường Trung tâm Hội nghị quốc tế tỉnh Ninh Bình, phường Hoa Lư, " * 3)
    height, content = box.evaluate("box => [box.clientHeight, box.scrollHeight]")
    assert content <= height
    box.press("Enter")
    page.get_by_text("Nhập ngày, ví dụ 13/3/2026.").first.wait_for()
    assert "\n" not in box.input_value()
