"""What was typed into a working form and not saved is there again."""

import datetime
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import context_of
from tests.browser.signed_in import SECRETARY, sign_in

pytestmark = pytest.mark.browser
FORM = "/cum/dong-bang-song-hong/2024/giao-viec/"
TYPED = "Công văn số 12 còn đang soạn"


@pytest.fixture
def form(page: Page, address: str) -> Page:
    return open_form(page, address)


def open_form(page: Page, address: str) -> Page:
    sign_in(page, address, SECRETARY, FORM)
    expect(page.get_by_label("Theo văn bản")).to_be_visible()
    return page


def type_and_wait(form: Page) -> None:
    form.get_by_label("Theo văn bản").fill(TYPED)
    form.get_by_label("Nhập kết quả của cụm").check()
    form.wait_for_function("() => Object.keys(sessionStorage).length > 0")


def leave_and_come_back(page: Page) -> None:
    """Follow a link and go back; each is waited for, as a click may end before its page begins."""
    left = page.url
    page.get_by_role("link", name="Giao ước").first.click()
    page.wait_for_url("**/giao-uoc/")
    page.go_back()
    page.wait_for_url(left)


def test_after_the_back_button_and_a_reload(form: Page) -> None:
    type_and_wait(form)
    leave_and_come_back(form)
    form.reload()
    form.get_by_role("button", name="Lấy lại").click()
    expect(form.get_by_label("Theo văn bản")).to_have_value(TYPED)
    expect(form.get_by_label("Nhập kết quả của cụm")).to_be_checked()


def test_words_typed_just_before_leaving(form: Page) -> None:
    form.get_by_label("Theo văn bản").fill(TYPED)
    form.reload()
    form.get_by_role("button", name="Lấy lại").click()
    expect(form.get_by_label("Theo văn bản")).to_have_value(TYPED)


def test_a_tick_is_kept_at_once(form: Page) -> None:
    form.clock.install()  # no time passes for the page's own waiting
    form.clock.pause_at(datetime.datetime.now() + datetime.timedelta(minutes=1))
    form.reload()
    form.get_by_label("Nhập kết quả của cụm").check()
    assert form.evaluate("Object.keys(sessionStorage).length") == 1


def test_after_the_sign_in_has_ended(chromium: Browser, address: str) -> None:
    # A page of its own: an answer of 403 is an error on the console.
    form = open_form(context_of(chromium).new_page(), address)
    form.get_by_label("Theo văn bản").fill(TYPED)
    cookies = form.context.cookies()
    form.context.clear_cookies(name="sessionid")
    with form.expect_response(lambda answer: answer.status == 403):
        form.get_by_role("button", name="Giao việc").click()
    expect(form.get_by_role("heading", level=1)).to_contain_text("Chưa lưu")
    form.get_by_text("Xem những gì đã nhập").click()
    expect(form.get_by_text(TYPED)).to_be_visible()
    form.context.add_cookies([each for each in cookies if each["name"] == "sessionid"])
    form.get_by_role("button", name="Gửi lại").click()
    # It was sent whole: what is missing is said beside its field, what was typed is there.
    expect(form.get_by_text("Chọn ít nhất một việc.").first).to_be_visible()
    expect(form.get_by_label("Theo văn bản")).to_have_value(TYPED)
    form.context.close()


def test_what_was_thrown_away_is_not_offered_again(form: Page) -> None:
    type_and_wait(form)
    form.reload()
    form.get_by_role("button", name="Bỏ").click()
    form.reload()
    expect(form.get_by_label("Theo văn bản")).to_be_visible()
    expect(form.get_by_role("button", name="Lấy lại")).to_have_count(0)


# Gives the form two more fields, both of one name, before the page's own scripts run.
TWO_LINES = """
document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const form = document.querySelector("main form[method=post]");
  for (const number of [1, 2]) {
    const field = document.createElement("input");
    field.name = "dong";
    field.setAttribute("aria-label", `Dòng ${number}`);
    form.append(field);
  }
});
"""


def test_each_of_several_fields_of_one_name_gets_its_own_text(form: Page) -> None:
    form.add_init_script(TWO_LINES)
    form.reload()
    form.get_by_label("Dòng 1").fill("Một")
    form.get_by_label("Dòng 2").fill("Hai")
    form.wait_for_function("() => Object.keys(sessionStorage).length > 0")
    form.reload()
    form.get_by_role("button", name="Lấy lại").click()
    expect(form.get_by_label("Dòng 1")).to_have_value("Một")
    expect(form.get_by_label("Dòng 2")).to_have_value("Hai")


def test_the_same_page_of_something_else_is_another_form(form: Page, address: str) -> None:
    type_and_wait(form)
    form.goto(f"{address}{FORM}?trang=2")
    expect(form.get_by_label("Theo văn bản")).to_be_visible()
    expect(form.get_by_role("button", name="Lấy lại")).to_have_count(0)
    form.goto(f"{address}{FORM}")
    expect(form.get_by_role("button", name="Lấy lại")).to_be_visible()


def test_a_store_that_is_shut_or_spoilt_stops_nothing(form: Page) -> None:
    type_and_wait(form)
    form.evaluate("Object.keys(sessionStorage).forEach(key => sessionStorage.setItem(key, '{'))")
    form.reload()
    # It is kept anew over what could not be read.
    type_and_wait(form)
    form.wait_for_function("() => !Object.values(sessionStorage).includes('{')")
    form.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    form.reload()
    form.get_by_label("Theo văn bản").fill("Khác")
    form.wait_for_timeout(500)
    form.get_by_role("button", name="Giao việc").click()
    expect(form.get_by_text("Chọn ít nhất một việc.").first).to_be_visible()


# --- What it was typed against --------------------------------------------------------------

FIGURES = "/cum/dong-bang-song-hong/2024/so-lieu/hung-yen/"
NUMBERS = count(400)  # each test begins with another figure


@pytest.fixture
def tabs(chromium: Browser, address: str) -> Iterator[tuple[Page, Page]]:
    """The page of one figure, open in two tabs of one browser."""
    context = context_of(chromium)
    pages = context.new_page(), context.new_page()
    open_form(pages[0], address)
    pages[0].goto(address + FIGURES)
    pages[0].get_by_label("Số vụ tai nạn giao thông").fill(str(next(NUMBERS)))
    pages[0].get_by_role("button", name="Lưu", exact=True).click()
    expect(pages[0].get_by_text("Đã lưu 1 số liệu.")).to_be_visible()
    for page in pages:
        page.goto(f"{address}{FIGURES}traffic_accidents/")
    yield pages
    context.close()


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Ghi chú")


def save(page: Page, text: str) -> None:
    note(page).fill(text)
    page.get_by_role("button", name="Lưu", exact=True).click()


def keep(page: Page, text: str) -> None:
    note(page).fill(text)
    page.wait_for_function("() => Object.keys(sessionStorage).length > 0")


def test_what_is_put_back_does_not_overwrite_a_later_save(tabs: tuple[Page, Page]) -> None:
    mine, other = tabs
    keep(mine, "Của tôi")
    save(other, "Của thẻ kia")
    expect(other.get_by_text("Đã lưu.")).to_be_visible()
    mine.reload()
    expect(note(mine)).to_have_value("Của thẻ kia")
    mine.get_by_role("button", name="Lấy lại").click()
    expect(note(mine)).to_have_value("Của tôi")
    save(mine, "Của tôi")
    # It was typed against what stood there before: that is told, and nothing is saved yet.
    expect(mine.locator(".error-summary")).to_contain_text("đã đổi từ khi bạn mở trang")
    expect(note(mine)).to_have_value("Của tôi")
    other.reload()
    expect(note(other)).to_have_value("Của thẻ kia")
    # The refused page holds all of it, so that nothing is offered there.
    expect(mine.get_by_role("button", name="Lấy lại")).to_have_count(0)
    mine.get_by_role("button", name="Lưu", exact=True).click()
    expect(mine.get_by_text("Đã lưu.")).to_be_visible()
    mine.reload()
    expect(note(mine)).to_have_value("Của tôi")
    expect(mine.get_by_role("button", name="Lấy lại")).to_have_count(0)


def test_each_tab_keeps_its_own(tabs: tuple[Page, Page]) -> None:
    mine, other = tabs
    keep(mine, "Thẻ một")
    other.reload()
    expect(other.get_by_role("button", name="Lấy lại")).to_have_count(0)
    keep(other, "Thẻ hai")
    for page, text in ((mine, "Thẻ một"), (other, "Thẻ hai")):
        page.reload()
        page.get_by_role("button", name="Lấy lại").click()
        expect(note(page)).to_have_value(text)


def test_the_back_button_alone_brings_it_back(tabs: tuple[Page, Page]) -> None:
    page, _ = tabs
    keep(page, "Đang gõ dở")
    leave_and_come_back(page)
    offer = page.get_by_role("button", name="Lấy lại")
    expect(note(page).or_(offer).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    if offer.count():
        offer.click()
    expect(note(page)).to_have_value("Đang gõ dở")


def test_the_back_button_after_a_save_offers_nothing_that_was_saved(
    tabs: tuple[Page, Page],
) -> None:
    page, _ = tabs
    save(page, "Đã lưu rồi")
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    leave_and_come_back(page)
    page.wait_for_load_state("networkidle")
    expect(note(page)).to_have_value("Đã lưu rồi")
    expect(page.get_by_role("button", name="Lấy lại")).to_have_count(0)
