"""The results grid in Chromium: as quick as a spreadsheet, and nothing that is typed is lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.browser.chromium import context_of
from tests.browser.signed_in import ADMINISTRATOR, CENTRE, SECRETARY, sign_in

pytestmark = pytest.mark.browser

CLUSTER = "/cum/dong-bang-song-hong"
GRID = f"{CLUSTER}/2024/so-lieu/"
# Each test has columns of its own, as they share one portal.
GRDP, INCOME, IIP, RETAIL, REVENUE, EXPENDITURE, EXPORTS = (
    *("grdp_growth", "income_per_capita", "iip_growth", "retail_sales", "budget_revenue"),
    *("budget_expenditure", "exports"),
)

SignIn = Callable[..., Page]


@pytest.fixture
def people(chromium: Browser, address: str) -> Iterator[SignIn]:
    """Opens a page as somebody, in a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_as(email: str, path: str = GRID, **options: object) -> Page:
        context = context_of(
            chromium,
            viewport={"width": 1280, "height": 900},
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        sign_in(page, address, email, path)
        return page

    yield open_as
    for context in contexts:
        context.close()


def expect_copied(page: Page, text: str) -> None:
    """The clipboard comes to hold `text`."""
    holds = "async (text) => (await navigator.clipboard.readText()) === text"
    page.wait_for_function(holds, arg=text)


def cell(page: Page, unit: str, code: str) -> Locator:
    column = page.evaluate(
        "code => document.querySelector(`th[data-code=${code}]`).cellIndex", code
    )
    return page.locator(f"tr[data-unit={unit}] > :nth-child({column + 1})")


def status(page: Page) -> Locator:
    return page.locator("[data-status]")


def paste(page: Page, block: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", block)
    page.keyboard.press("Control+V")


def active(page: Page) -> str:
    """Where one is: unit and indicator."""
    return page.evaluate(
        """() => {
          const td = document.activeElement.closest("td");
          const code = td.closest("table").tHead.rows[0].cells[td.cellIndex].dataset.code;
          return `${td.parentNode.dataset.unit} ${code}`;
        }"""
    )


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def test_the_nine_growth_rates_of_2020_are_pasted_in_one_go(people: SignIn):
    record = settings.BASE_DIR / "data/conferences/2021-01-18-dong-bang-song-hong.yaml"
    rows = yaml.load(record.read_text(), Loader=yaml.BaseLoader)["indicators"]
    rates = {row["unit"]: row["value"] for row in rows if row["indicator"] == GRDP}
    assert len(rates) == 9
    page = people(SECRETARY, f"{CLUSTER}/2021/so-lieu/")
    page.get_by_label("Lý do đính chính").fill("Nhập lại theo tin ngày 19/1/2021.")
    units = page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.dataset.unit)")
    assert sorted(units[:-1]) == sorted(rates)
    cell(page, units[0], GRDP).click()
    paste(page, "".join(f"{rates[unit]}\r\n" for unit in units[:-1]))
    expect(status(page)).to_contain_text("Đã lưu lúc")
    expect(status(page)).to_contain_text("Thư ký cụm, tỉnh Ninh Bình")
    expect(page.locator("tfoot")).to_contain_text("Trung bình cộng · 9/9 tỉnh")
    page.reload()
    for unit, rate in rates.items():
        expect(cell(page, unit, GRDP)).to_have_text(rate)


def test_a_block_with_names_goes_to_the_rows_of_those_names(people: SignIn):
    page = people(SECRETARY)
    cell(page, "bac-ninh", INCOME).click()
    block = 'Tỉnh Vĩnh Phúc\t70,5\r\nquảng ninh\t"81,2"\r\nHà Nam\t"66,1"\r\n'
    paste(page, block)
    expect(status(page)).to_contain_text("đã đặt 3 dòng theo tên đơn vị")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    expect(cell(page, "vinh-phuc", INCOME)).to_have_text(re.compile("^70,5"))
    expect(cell(page, "ha-nam", INCOME)).to_have_text(re.compile("^66,1"))


def test_what_has_no_place_is_said(people: SignIn):
    page = people(SECRETARY)
    cell(page, "toan-cum", "targets_met").click()
    paste(page, "12/14\t99\r\n13/14\t98\r\n")
    expect(status(page)).to_contain_text("1 dòng dưới cùng của khối không có chỗ")
    expect(status(page)).to_contain_text("1 cột bên phải của khối không có chỗ")


def test_the_keyboard_walks_and_edits_as_in_a_spreadsheet(people: SignIn):
    page = people(SECRETARY)
    press, kind = page.keyboard.press, page.keyboard.type
    cell(page, "bac-ninh", RETAIL).click()
    kind("1.000")
    press("Tab")
    assert active(page) == f"bac-ninh {REVENUE}"
    kind("2.000")
    press("Enter")  # back to the column where the row began
    assert active(page) == f"ha-nam {RETAIL}"
    kind("3.000")
    press("ArrowDown")  # typing, arrows lead on
    assert active(page) == f"hai-duong {RETAIL}"
    press("Shift+Enter")
    expect(cell(page, "ha-nam", RETAIL)).to_have_text("3.000")
    press("F2")
    press("End")
    press("Backspace")
    kind("5")
    press("ArrowLeft")  # after F2, arrows stay in the text
    press("Enter")
    expect(cell(page, "ha-nam", RETAIL)).to_have_text("3.005")
    press("ArrowUp")
    kind("9")
    press("Escape")
    expect(cell(page, "ha-nam", RETAIL)).to_have_text("3.005")
    press("Home")
    assert active(page).startswith("ha-nam grdp")
    press("End")
    assert active(page) == "ha-nam targets_met"
    press("Control+Home")
    assert active(page).startswith("bac-ninh grdp")
    press("Control+ArrowDown")
    press("Control+End")
    assert active(page) == "toan-cum targets_met"
    cell(page, "bac-ninh", RETAIL).click()
    press("Control+ArrowDown")
    assert active(page) == f"ha-nam {RETAIL}"
    press("Shift+ArrowUp")
    press("Control+C")
    expect_copied(page, "1.000\n3.005")
    press("Delete")
    expect(cell(page, "bac-ninh", RETAIL)).to_have_text("")
    press("Control+Z")
    expect(cell(page, "bac-ninh", RETAIL)).to_have_text("1.000")
    press("Control+Y")
    expect(cell(page, "ha-nam", RETAIL)).to_have_text("")
    press("Control+Z")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    expect(page.locator("td.unsaved")).to_have_count(0)
    page.reload()
    expect(cell(page, "ha-nam", RETAIL)).to_have_text("3.005")
    cell(page, "ha-nam", RETAIL).click()
    press("Escape")  # out of the table
    assert page.evaluate("document.activeElement.textContent") == "Nguồn, minh chứng"


def test_the_error_stands_at_its_cell_and_the_good_ones_are_saved(people: SignIn):
    page = people(SECRETARY)
    cell(page, "bac-ninh", IIP).click()
    paste(page, "5,1\n5.2\n5,3\n")
    wrong = cell(page, "ha-nam", IIP)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_text("5.2")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    page.get_by_role("link", name="1 ô cần bạn xem").click()
    page.get_by_role("link", name="Hà Nam – Chỉ số sản xuất công nghiệp").click()
    assert active(page) == f"ha-nam {IIP}"
    expect(page.locator("#figures-message")).to_contain_text("ví dụ 5,2")
    field = wrong.get_by_role("textbox", name="Hà Nam, Chỉ số sản xuất công nghiệp")
    expect(field).to_have_attribute("aria-invalid", "")
    expect(field).to_have_attribute("aria-describedby", re.compile("^figures-message "))
    page.keyboard.type("5,2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-summary]")).to_be_hidden()
    expect(page.locator("td.unsaved")).to_have_count(0)
    page.reload()
    for unit, text in (("bac-ninh", "5,1"), ("ha-nam", "5,2"), ("hai-duong", "5,3")):
        expect(cell(page, unit, IIP)).to_have_text(text)


def test_an_unusual_value_is_asked_about_at_its_cell(people: SignIn):
    page = people(SECRETARY)
    cell(page, "toan-cum", GRDP).click()  # 6,3 in 2023
    page.keyboard.type("63")
    page.keyboard.press("Enter")
    asked = cell(page, "toan-cum", GRDP)
    expect(asked).to_have_class(re.compile(r"\bproblem\b"))
    asked.click()
    expect(page.locator("#figures-message")).to_have_text("Năm 2023 là 6,3; nay 63: gấp 10 lần.")
    page.keyboard.press("Enter")  # into the answer
    page.keyboard.type("Nhà máy mới")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    assert active(page) == f"toan-cum {GRDP}"
    expect(page.locator("[data-here]")).to_contain_text("giải thích: Nhà máy mới")


def test_two_browsers_clash_on_one_cell(people: SignIn):
    mine, theirs = people(SECRETARY), people(ADMINISTRATOR)
    at = ("nam-dinh", EXPENDITURE)
    cell(mine, *at).click()
    mine.keyboard.type("100")
    with cut_off(mine):  # so that the other's value does not arrive before
        cell(theirs, *at).click()
        theirs.keyboard.type("200")
        theirs.keyboard.press("Enter")
        expect(status(theirs)).to_contain_text("Đã lưu lúc")
    mine.keyboard.press("Enter")
    # The other's value, which came without a source, is told of within some seconds.
    expect(cell(mine, *at)).to_have_class("problem unsourced")
    mine.keyboard.press("ArrowUp")
    expect(mine.locator("#figures-message")).to_contain_text("đã sửa thành 200 lúc ")
    mine.keyboard.press("Enter")
    assert mine.evaluate("document.activeElement.textContent") == "Giữ của tôi: 100"
    mine.keyboard.press("Tab")
    assert mine.evaluate("document.activeElement.textContent") == "Lấy của người kia: 200"
    mine.keyboard.press("Shift+Tab")
    mine.keyboard.press("Enter")
    expect(status(mine)).to_contain_text("Đã lưu lúc")
    # The other sees it within some seconds, and by whom.
    expect(cell(theirs, *at)).to_have_text("100")
    expect(status(theirs)).to_contain_text("Thư ký cụm, tỉnh Ninh Bình (dùng thử) vừa sửa 1 ô")


def test_whoever_stands_on_a_link_stays_there_while_others_write(people: SignIn):
    mine, theirs = people(SECRETARY), people(ADMINISTRATOR)
    cell(mine, "quang-ninh", EXPENDITURE).click()
    paste(mine, "1.2\n")
    wrong = mine.locator("[data-summary] a")
    expect(wrong).to_have_count(1)
    at = ("bac-ninh", EXPENDITURE)
    cell(mine, *at).click()
    beside = mine.get_by_role("link", name="Nguồn, minh chứng")
    for link, text in ((beside, "310"), (wrong, "320")):
        link.focus()
        cell(theirs, *at).click()
        theirs.keyboard.type(text)
        theirs.keyboard.press("Enter")
        expect(cell(mine, *at)).to_contain_text(text)
        expect(mine.locator("[data-here]")).to_contain_text("Quản trị")
        expect(link).to_be_focused()


def test_without_connection_nothing_is_lost(people: SignIn, address: str):
    page = people(SECRETARY)
    with cut_off(page):
        cell(page, "bac-ninh", EXPORTS).click()
        page.keyboard.type("39,8")
        page.keyboard.press("Enter")
        expect(status(page)).to_contain_text("Chưa lưu 1 ô: mất kết nối")
    expect(status(page)).to_contain_text("Đã lưu lúc")
    with cut_off(page):
        page.keyboard.type("5,5")
        page.keyboard.press("Enter")
        expect(status(page)).to_contain_text("Chưa lưu 1 ô")
        # The tab is closed; another one, later, offers what was typed.
        later = page.context.new_page()
        page.close(run_before_unload=False)
    later.goto(address + GRID)
    expect(later.locator("[data-kept]")).to_contain_text("Hà Nam – Kim ngạch xuất khẩu: 5,5")
    later.get_by_role("button", name="Nhập lại và lưu").click()
    expect(status(later)).to_contain_text("Đã lưu lúc")
    later.reload()
    expect(cell(later, "bac-ninh", EXPORTS)).to_have_text("39,8")
    expect(cell(later, "ha-nam", EXPORTS)).to_have_text("5,5")
    expect(later.locator("[data-kept]")).to_be_empty()


def type_after_the_sign_in_has_expired(page: Page, unit: str, typed: str) -> None:
    page.context.clear_cookies()
    cell(page, unit, EXPORTS).click()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("Phiên đăng nhập đã hết")


def sign_in_from_the_grid(page: Page, address: str) -> None:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Mở trang đăng nhập").click()
    sign_in(opened.value, address, SECRETARY)
    page.bring_to_front()


def test_an_expired_sign_in_keeps_everything(people: SignIn, address: str):
    page = people(SECRETARY)
    type_after_the_sign_in_has_expired(page, "thai-binh", "2,5")
    sign_in_from_the_grid(page, address)
    # The grid notices by itself that somebody has signed in.
    expect(status(page)).to_contain_text("Đã lưu lúc")


def test_who_has_signed_in_again_need_not_wait(people: SignIn, address: str):
    page = people(SECRETARY)
    type_after_the_sign_in_has_expired(page, "vinh-phuc", "7,5")
    # The grid's own question stays without an answer until the button has been pressed.
    saves: list[Request] = []
    page.on("request", lambda request: request.method == "POST" and saves.append(request))
    question = page.locator("[data-changes]").get_attribute("data-changes")
    page.route(f"**{question}", lambda route: route.continue_() if saves else route.abort())
    sign_in_from_the_grid(page, address)
    page.get_by_role("button", name="Thử lại").click()
    expect(status(page)).to_contain_text("Đã lưu lúc")


def test_who_only_reads_cannot_type_but_sees_what_others_do(people: SignIn):
    reader, writer = people(CENTRE), people(ADMINISTRATOR)
    expect(reader.get_by_text("Bạn xem được, không sửa được.")).to_be_visible()
    at = ("hai-duong", EXPENDITURE)
    cell(reader, *at).click()
    reader.keyboard.type("9")
    expect(status(reader)).to_contain_text("không sửa được dòng này")
    expect(cell(reader, *at)).to_have_text("")
    cell(writer, *at).click()
    writer.keyboard.type("300")
    writer.keyboard.press("Enter")
    expect(cell(reader, *at)).to_have_text("300")
    expect(status(reader)).to_contain_text("vừa sửa 1 ô")
    expect(reader.locator("[data-bar] button:visible")).to_have_count(0)
    reader.keyboard.press("Control+C")
    expect_copied(reader, "300")


def test_without_script_the_form_of_a_member_does_the_same(people: SignIn, address: str):
    page = people(SECRETARY, java_script_enabled=False)
    page.get_by_role("link", name="Quảng Ninh", exact=True).click()
    page.get_by_label("Kim ngạch nhập khẩu").fill("2,125")
    page.get_by_label("Kim ngạch xuất khẩu").fill("3.2")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu 1 số liệu.")).to_be_visible()
    expect(page.get_by_label("Kim ngạch xuất khẩu")).to_have_value("3.2")
    page.get_by_role("link", name="Kim ngạch xuất khẩu: “3.2”").click()
    page.get_by_label("Kim ngạch xuất khẩu").fill("3,2")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu 1 số liệu.")).to_be_visible()
    expect(page.get_by_label("Kim ngạch nhập khẩu")).to_have_value("2,125")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_fit_and_axe_finds_nothing(people: SignIn, address: str, width: int):
    page = people(SECRETARY, bypass_csp=True)
    page.set_viewport_size({"width": width, "height": 850})
    found = {}
    cell(page, "bac-ninh", "trade").click()
    paste(page, "x\n")
    expect(page.locator("td.problem")).to_have_count(1)
    figure = f"{CLUSTER}/2022/so-lieu/nam-dinh/{GRDP}/"
    for path in ("", f"{GRID}bac-ninh/", figure):
        if path:
            page.evaluate("localStorage.clear()")
            page = page.context.new_page()
            page.set_viewport_size({"width": width, "height": 850})
            page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        violations = Axe().run(page).response["violations"]
        found |= {(path, row["id"]): row["nodes"][0]["html"][:160] for row in violations}
    assert found == {}
