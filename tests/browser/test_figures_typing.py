"""Typing into the grid by other ways than keys, and what a spreadsheet's user expects besides."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import context_of
from tests.browser.signed_in import SECRETARY, sign_in
from tests.browser.test_figures import (
    GRID,
    SignIn,
    active,
    cell,
    expect_copied,
    paste,
    people,
    status,
)
from tests.browser.touching import touching

pytestmark = pytest.mark.browser
__all__ = ["people"]  # the fixture

# Each test has columns of its own, as they share one portal.
SCALE, PER_HEAD, FARMING, INVESTMENT, POOR, JOBS, HOUSES = (
    *("grdp_nominal", "grdp_per_capita", "agri_growth", "social_investment"),
    *("poverty_rate", "unemployment", "temp_houses"),
)


def field(page: Page) -> str:
    """What a screen reader calls the place where one types."""
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


def saved(page: Page) -> None:
    expect(status(page)).to_contain_text("Đã lưu lúc")
    expect(page.locator("td.unsaved")).to_have_count(0)


def test_text_that_comes_without_keys_replaces_the_cell(people: SignIn):
    page = people(SECRETARY)
    at = cell(page, "bac-ninh", SCALE)
    at.click()
    page.keyboard.insert_text("1.500")  # dictation, the panel of letters, an input method
    page.keyboard.press("ArrowDown")
    expect(at).to_have_text("1.500")
    page.keyboard.insert_text("1.600")
    page.keyboard.press("Escape")
    expect(cell(page, "ha-nam", SCALE)).to_have_text("")
    at.click()
    page.keyboard.insert_text("1.700")
    page.keyboard.press("Tab")
    saved(page)
    expect(at).to_have_text("1.700")


def test_enter_ends_a_composition_that_a_phone_leaves_open(people: SignIn):
    page = people(SECRETARY)
    at = cell(page, "bac-ninh", PER_HEAD)
    at.click()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "81,5", "selectionStart": 4, "selectionEnd": 4}
    )
    page.keyboard.press("Enter")
    assert active(page) == f"ha-nam {PER_HEAD}"
    saved(page)
    expect(at).to_have_text("81,5")


def test_by_finger_on_a_phone(chromium: Browser, address: str):
    context = context_of(
        chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(page, address, SECRETARY, GRID)
    page.get_by_label("Tìm chỉ tiêu").fill("nong lam")
    expect(page.locator("th[data-code]:visible")).to_have_count(1)
    at = cell(page, "bac-ninh", FARMING)
    with touching(page):
        at.tap()
    # What makes the phone show its keyboard: a field that can be written has the focus.
    assert page.evaluate("document.activeElement.matches('input:not([readonly])')")
    assert page.evaluate("document.activeElement.enterKeyHint") == "next"
    page.keyboard.insert_text("2,5")
    page.keyboard.press("Enter")
    assert active(page) == f"ha-nam {FARMING}"
    page.keyboard.insert_text("3,5")
    page.keyboard.press("Enter")
    saved(page)
    for _ in ("to the cell", "into the text"):
        with touching(page):
            at.tap()
    page.keyboard.insert_text("5")
    page.keyboard.press("Enter")
    expect(at).to_have_text("2,55")
    saved(page)
    context.close()


def test_a_selection_is_filled_copied_and_gone_round(people: SignIn):
    page = people(SECRETARY)
    press, kind = page.keyboard.press, page.keyboard.type
    cell(page, "bac-ninh", INVESTMENT).click()
    press("Shift+ArrowDown")
    press("Shift+ArrowDown")
    expect(page.locator("[data-range]")).to_have_text("Chọn 3 dòng × 1 cột")
    kind("10")  # into the cell where the selection began
    press("Enter")
    assert active(page) == f"ha-nam {INVESTMENT}"
    expect(cell(page, "bac-ninh", INVESTMENT)).to_have_text("10")
    kind("20")
    press("Enter")
    press("Enter")  # round to the first
    assert active(page) == f"bac-ninh {INVESTMENT}"
    press("Control+D")
    expect(cell(page, "hai-duong", INVESTMENT)).to_have_text("10")
    kind("30")
    press("Control+Enter")
    expect(cell(page, "ha-nam", INVESTMENT)).to_have_text("30")
    press("Control+C")
    expect_copied(page, "30\n30\n30")
    press("Control+X")
    expect(cell(page, "hai-duong", INVESTMENT)).to_have_text("")
    press("Control+Z")
    expect(cell(page, "hai-duong", INVESTMENT)).to_have_text("30")
    saved(page)
    page.locator(f"th[data-code={INVESTMENT}]").click()
    expect(page.locator("[data-range]")).to_have_text("Chọn 10 dòng × 1 cột")


def test_the_filter_hides_columns_at_once_and_the_keys_pass_over_them(people: SignIn, address: str):
    page = people(SECRETARY)
    heads = page.locator("th[data-code]:visible")
    every = heads.count()
    page.get_by_label("Tìm chỉ tiêu").fill("ngan sach nha nuoc")
    expect(heads).to_have_count(2)
    page.keyboard.press("Enter")
    assert field(page).startswith("Bắc Ninh, Tổng thu ngân sách")
    page.keyboard.press("ArrowRight")
    assert field(page).startswith("Bắc Ninh, Thu ngân sách nhà nước so với")
    page.keyboard.press("Tab")
    assert field(page).startswith("Hà Nam, Tổng thu ngân sách")
    page.reload()
    expect(heads).to_have_count(2)
    page.get_by_label("Tìm chỉ tiêu").fill("không có chỉ tiêu này")
    expect(page.get_by_text("Không có chỉ tiêu nào như vậy.")).to_be_visible()
    expect(page.get_by_role("grid")).to_be_hidden()
    page.get_by_label("Tìm chỉ tiêu").fill("")
    expect(heads).to_have_count(every)
    page.get_by_label("Chỉ hiện").select_option("Chưa có nguồn, minh chứng")
    page.get_by_label("Chỉ hiện").select_option("Còn thiếu số liệu")
    expect(heads).not_to_have_count(2)


def test_the_own_change_in_another_window_is_called_so(people: SignIn, address: str):
    page = people(SECRETARY)
    other = page.context.new_page()
    other.goto(address + GRID)
    at = ("ninh-binh", INVESTMENT)
    cell(page, *at).click()
    page.route("**/thay-doi.json", lambda route: route.abort())
    page.keyboard.type("41")
    other.bring_to_front()
    cell(other, *at).click()
    other.keyboard.type("42")
    other.keyboard.press("Enter")
    saved(other)
    page.bring_to_front()
    page.keyboard.press("Enter")
    expect(cell(page, *at)).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#figures-message")).to_contain_text("Bạn, ở cửa sổ khác, đã sửa thành 42")
    expect(page.get_by_role("button", name="Lấy giá trị ở cửa sổ kia: 42")).to_be_visible()


def test_a_row_that_closes_while_one_types_loses_nothing(people: SignIn):
    page = people(SECRETARY)
    at = cell(page, "thai-binh", INVESTMENT)
    at.click()
    page.keyboard.type("51")
    page.evaluate("document.querySelector('tr[data-unit=thai-binh]').dataset.closed = 'Đã nộp.'")
    page.keyboard.press("Enter")
    saved(page)  # the portal had not closed it
    expect(at).to_have_text("51")


def test_the_form_of_a_member_is_filtered_and_keeps_what_is_typed(people: SignIn, address: str):
    page = people(SECRETARY, f"{GRID}vinh-phuc/")
    lines = page.locator(".figures-line:visible")
    page.get_by_label("Tìm chỉ tiêu").fill("ngan sach nha nuoc")
    expect(lines).to_have_count(2)
    page.get_by_label("Tổng thu ngân sách").fill("12.000")
    page.get_by_label("Tìm chỉ tiêu").fill("can ngheo")
    expect(lines).to_have_count(1)
    save = page.get_by_role("button", name="Lưu", exact=True)
    expect(save).to_be_in_viewport()
    page.get_by_label("Tìm chỉ tiêu").fill("")
    expect(save).to_be_in_viewport()  # it stays at the bottom of a long form
    page.wait_for_function("() => Object.values(sessionStorage).join().includes('12.000')")
    page.reload()
    page.get_by_role("button", name="Lấy lại").click()
    save.click()
    expect(page.get_by_text("Đã lưu 1 số liệu.")).to_be_visible()
    expect(page.get_by_label("Tổng thu ngân sách")).to_have_value("12.000")


def test_a_block_with_headings_goes_under_its_names(people: SignIn):
    page = people(SECRETARY)
    cell(page, "bac-ninh", POOR).click()
    paste(page, "7\n")
    saved(page)
    cell(page, "toan-cum", "targets_met").click()  # wherever one stands
    block = (
        "Tỉnh\tTỷ lệ thất nghiệp (%)\tTỷ lệ hộ nghèo (đa chiều)\nHA NAM\t2,1\t1,5\nBắc Ninh\t–\t\n"
    )
    paste(page, block)
    expect(status(page)).to_contain_text("2 dòng theo tên đơn vị; đã đặt 2 cột theo tên chỉ tiêu")
    expect(status(page)).to_contain_text("1 ô đang có số thành ô trống")
    saved(page)
    for unit, code, text in (
        ("ha-nam", JOBS, "2,1"),
        ("ha-nam", POOR, "1,5"),
        ("bac-ninh", POOR, ""),
    ):
        expect(cell(page, unit, code)).to_have_text(text)


def test_a_selection_of_several_times_the_block_is_filled_with_it(people: SignIn):
    page = people(SECRETARY)
    cell(page, "quang-ninh", POOR).click()
    page.keyboard.press("Shift+ArrowDown")
    paste(page, "1,1\n")
    saved(page)
    for unit in ("quang-ninh", "thai-binh"):
        expect(cell(page, unit, POOR)).to_have_text("1,1")


def test_a_block_with_names_that_the_table_does_not_have_is_refused_whole(people: SignIn):
    page = people(SECRETARY)
    asked: list[str] = []
    page.on("request", lambda request: "luu.json" in request.url and asked.append(request.url))
    at = cell(page, "bac-ninh", HOUSES)
    for block, why in (
        ("Đơn vị\tSố nhà\nHà Nam\t6\nBắc Ninh\t11\n", "không có chỉ tiêu “Số nhà”"),
        ("Thanh Hóa\t6\nHà Nam\t7\n", "không có đơn vị “Thanh Hóa”"),
        ("Thanh Hóa\t6\n", "không có đơn vị “Thanh Hóa”"),
        ("1\tThanh Hóa\t6\n", "không có đơn vị “Thanh Hóa”"),
        ("Số nhà\n6\n7\n", "không có chỉ tiêu “Số nhà”"),
        ("Hà Nam\t6\nHà Nam\t7\n", "đơn vị “Hà Nam” có hai lần"),
        ("Hà Nam\tBắc Ninh\n", "khối không có số"),
    ):
        at.click()
        paste(page, block)
        expect(status(page)).to_contain_text(f"Chưa dán ô nào: {why}")
    expect(page.locator("td.unsaved, td.problem")).to_have_count(0)
    assert asked == []
    at.click()
    paste(page, "STT\tTỉnh\n1\tHà Nam\t6\n")
    expect(status(page)).to_contain_text("đã đặt 1 dòng theo tên đơn vị")
    saved(page)
    paste(page, "6\tchưa có\n7\t\n")  # a wrong figure among others is told at its cell
    expect(page.locator("td.problem")).to_have_count(1)
    paste(page, "\t\n\t\n")
    expect(page.locator("td.unsaved, td.problem")).to_have_count(0)
