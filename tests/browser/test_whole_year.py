"""A conference entered from nothing by keyboard alone, from what the press told of it.

The Red River Delta cluster met at Thái Bình on 13 March 2024: the review of 2023, the pledge of
2024. Its chair's secretary enters the whole of it, publishes it and hands over.
"""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cluster_portal.record.demonstration import DEMO_PASSWORD
from tests.browser.beginning import NEW_CHAIR, OLD_CHAIR
from tests.browser.chromium import context_of
from tests.browser.conftest import empty_database
from tests.browser.keyboard import Keyboard
from tests.browser.serving import run_python, serving
from tests.documents.reading import text_of

pytestmark = pytest.mark.browser

CLUSTER = "/cum/dong-bang-song-hong"
TITLE = "Hội nghị tổng kết công tác thi đua, khen thưởng năm 2023 và ký giao ước thi đua năm 2024"
DELEGATES = (
    ("Phạm Đức Toàn", "Phó Trưởng Ban Thi đua Khen thưởng Trung ương", ""),
    ("Nguyễn Khắc Thận", "Chủ tịch UBND tỉnh Thái Bình", "Tỉnh Thái Bình"),
)
SPEECHES = (
    ("Phạm Đức Toàn", "Phát biểu chỉ đạo", "Khen thưởng phải kịp thời, chính xác, công khai."),
    ("Nguyễn Khắc Thận", "Báo cáo", "Năm qua các tỉnh thi đua với nội dung cụ thể, rõ ràng."),
)
AGENDA = (
    ("8h00", "8h30", "Khai mạc, giới thiệu đại biểu", "Ban tổ chức"),
    ("8:30", "9:15", "Báo cáo tổng kết năm 2023", "Nguyễn Khắc Thận"),
    ("9.15", "11.00", "Tham luận, trao đổi kinh nghiệm", "Các điển hình tiên tiến"),
    ("11:00", "11:30", "Ký giao ước thi đua năm 2024, bàn giao Cụm trưởng", "Các tỉnh trong Cụm"),
)
SECTIONS = (
    ("Tình hình chung", "Năm 2023 GRDP của các tỉnh trong Cụm tăng bình quân 6,3%.", False),
    ("Kết quả phong trào thi đua", "Các tỉnh hưởng ứng tốt phong trào của Trung ương.", False),
    ("Nhiệm vụ trọng tâm", "Thực hiện tốt Luật Thi đua, khen thưởng năm 2022.", True),
)
MOVEMENTS = ("Cả nước chung sức xây dựng nông thôn mới", "Cả nước chung tay vì người nghèo")
# Of the cluster as a whole, as the report states them.
FIGURES = (
    ("Tốc độ tăng trưởng kinh tế (GRDP)", "6,3"),
    ("Thu nhập bình quân đầu người", "103"),
    ("Tổng thu ngân sách nhà nước trên địa bàn", "hơn 235.000"),
    ("Số xã đạt chuẩn nông thôn mới nâng cao", "571"),
    ("Số xã đạt chuẩn nông thôn mới kiểu mẫu", "138"),
)
# Recipients, kind, form, who gave it.
AWARDS = (
    ("76", "không nêu", "Huân chương", ""),
    ("98", "không nêu", "Cờ thi đua của Chính phủ", "Chính phủ"),
    ("267", "tập thể và cá nhân", "Bằng khen của Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
    ("1", "cá nhân", "Chiến sĩ thi đua toàn quốc", ""),
    (
        "18",
        "tập thể và cá nhân",
        "Bằng khen của Chủ tịch UBND tỉnh",
        "Chủ tịch UBND tỉnh Thái Bình",
    ),
)
YEAR_2023, YEAR_2024 = "Năm 2023", "Năm 2024"
NO_DECISION = "Tin báo chí không nêu quyết định"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of a portal as it was before the conference."""
    folder = tmp_path_factory.mktemp("whole_year")
    variables = {
        "DATABASE_URL": empty_database("whole_year", tmp_path_factory, worker_id),
        "PRIVATE_ROOT": str(folder / "private"),
        "DEMO": "True",
    }
    run_python(variables, "-m", "tests.browser.beginning", str(folder))
    with serving(variables, folder / "log") as address:
        yield address


@pytest.fixture
def secretary(chromium: Browser, portal: str) -> Iterator[Keyboard]:
    yield from signed_in(chromium, portal, OLD_CHAIR)


@pytest.fixture
def successor(chromium: Browser, portal: str) -> Iterator[Keyboard]:
    yield from signed_in(chromium, portal, NEW_CHAIR)


def signed_in(chromium: Browser, portal: str, email: str) -> Iterator[Keyboard]:
    context = context_of(chromium, base_url=portal, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/dang-nhap/")
    keys = Keyboard(page)
    keys.fill("Thư điện tử", email).fill("Mật khẩu", DEMO_PASSWORD).press("Đăng nhập")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    yield keys
    context.close()


def test_the_conference_of_2024_from_nothing_to_published(
    secretary: Keyboard, successor: Keyboard, portal: str, tmp_path: Path
):
    open_the_next_year(secretary)
    plan_the_conference(secretary)
    enter_the_meeting(secretary)
    enter_the_report(secretary)
    enter_the_figures(secretary)
    enter_the_awards(secretary)
    publish(secretary)
    read_it_as_the_public(portal, tmp_path)
    hand_over(secretary, successor)


def open_the_next_year(keys: Keyboard) -> None:
    keys.press("Mở năm").choose("Năm thi đua cần mở", "Năm 2024").press("Mở năm")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("2024")
    keys.page.goto(f"{CLUSTER}/2024/lanh-dao/")
    keys.choose("Cụm trưởng", "Tỉnh Nam Định").press("Lưu")


def plan_the_conference(keys: Keyboard) -> None:
    keys.page.goto(f"{CLUSTER}/2023/viec/")
    keys.press("Lên lịch hội nghị tổng kết").press("Lên kế hoạch mới")
    keys.choose("Loại", "Hội nghị tổng kết").fill("Tên hội nghị", TITLE)
    keys.choose("Năm được tổng kết", YEAR_2023).choose("Năm được phát động", YEAR_2024)
    keys.fill("Ngày họp", "13/3/2024").fill("Bắt đầu lúc", "8h").fill("Kết thúc lúc", "11h30")
    keys.choose("Đơn vị đăng cai", "Tỉnh Thái Bình").press("Lên kế hoạch")
    expect(keys.page.get_by_text(TITLE).first).to_be_visible()


def enter_the_meeting(keys: Keyboard) -> None:
    keys.press("Chương trình")
    for number, (start, end, title, speaker) in enumerate(AGENDA, start=1):
        keys.fill(f"Từ, dòng {number}", start).fill(f"Đến, dòng {number}", end)
        keys.fill(f"Nội dung, dòng {number}", title)
        keys.fill(f"Người thực hiện, dòng {number}", speaker)
        keys.page.keyboard.press("Enter")  # on the last row it adds one
    save(keys)
    keys.press("Đại biểu")
    for number, (name, title, unit) in enumerate(DELEGATES, start=1):
        keys.fill(f"Họ và tên, dòng {number}", name)
        keys.fill(f"Chức vụ hôm đó, dòng {number}", title)
        if unit:
            keys.choose(f"Đơn vị, dòng {number}", unit)
    save(keys)
    keys.press("Điểm danh").press("Lưu, các đơn vị còn lại có mặt")
    expect(keys.page.get_by_text("9/9").first).to_be_visible()
    keys.press("Phát biểu")
    for number, (name, kind, summary) in enumerate(SPEECHES, start=1):
        keys.choose(f"Đại biểu, dòng {number}", name).choose(f"Loại, dòng {number}", kind)
        keys.fill(f"Tóm tắt, dòng {number}", summary)
    save(keys)


def enter_the_report(keys: Keyboard) -> None:
    keys.press("Mục báo cáo")
    for number, (heading, body, is_outlook) in enumerate(SECTIONS, start=1):
        keys.fill(f"Tiêu đề, dòng {number}", heading).fill(f"Nội dung, dòng {number}", body)
        if is_outlook:
            keys.tick(f"Nhiệm vụ năm tới, dòng {number}")
    save(keys)
    keys.press("Phong trào")
    for number, name in enumerate(MOVEMENTS, start=1):
        keys.choose(f"Phong trào trong danh mục, dòng {number}", name)
    save(keys)


def save(keys: Keyboard) -> None:
    keys.press("Lưu")
    expect(keys.page.locator(".notice[data-level=success]")).to_be_visible()


def enter_the_figures(keys: Keyboard) -> None:
    keys.page.goto(f"{CLUSTER}/2023/viec/")
    keys.press("Chọn chỉ tiêu")
    for name, _ in FIGURES:
        keys.tick(f"Chọn {name}")
    save(keys)
    keys.page.goto(f"{CLUSTER}/2023/so-lieu/")
    board = keys.page.keyboard
    while not keys.page.evaluate("() => document.activeElement.closest('[role=grid]') !== null"):
        board.press("Tab")
    board.press("Control+End")
    board.press("Home")
    for _, figure in FIGURES:
        board.type(figure[0])  # a first key opens the cell
        board.insert_text(figure[1:])
        board.press("Tab")
    expect(keys.page.locator("[data-status]")).to_contain_text("Đã lưu")
    keys.page.reload()
    row = keys.page.locator("tr[data-unit=toan-cum] td")
    expect(row).to_contain_text([figure for _, figure in FIGURES])


def enter_the_awards(keys: Keyboard) -> None:
    keys.page.goto(f"{CLUSTER}/2023/khen-thuong/")
    for number, (recipient, kind, form, giver) in enumerate(AWARDS, start=1):
        row = f"dòng mới {number}"
        keys.fill(f"Người, tập thể hoặc số lượng, {row}", recipient)
        keys.choose(f"Đối tượng, {row}", kind).fill(f"Hình thức, {row}", form)
        keys.choose(f"Kết quả, {row}", "Được tặng")
        keys.fill(f"Vì sao chưa có quyết định, {row}", NO_DECISION)
        keys.fill(f"Người, cơ quan tặng, {row}", giver)
    save(keys)
    expect(keys.page.get_by_text("Đã có: 5 dòng")).to_be_visible()


def publish(keys: Keyboard) -> None:
    keys.page.goto(f"{CLUSTER}/2023/hoi-nghi/")
    keys.press(TITLE).press("Trạng thái")
    keys.press("Ghi là đã họp…").press("Ghi là đã họp")
    keys.press("Chốt báo cáo…").press("Chốt báo cáo")
    keys.press("Công bố…").press("Công bố")
    expect(keys.page.get_by_text("Đang ở: Đã công bố")).to_be_visible()


def read_it_as_the_public(portal: str, folder: Path) -> None:
    address = f"{portal}{CLUSTER}/hoi-nghi/tong-ket-2023"
    page = urllib.request.urlopen(f"{address}/").read().decode()
    assert TITLE in page
    report = folder / "report.pdf"
    report.write_bytes(urllib.request.urlopen(f"{address}/bao-cao.pdf").read())
    text = " ".join(text_of(report).split())
    for told in ("hơn 235.000", "Nguyễn Khắc Thận", "267", "BC-CTĐĐBSH", "Tình hình chung"):
        assert told in text


def hand_over(keys: Keyboard, successor: Keyboard) -> None:
    keys.page.goto(f"{CLUSTER}/2024/ban-giao/")
    keys.press("Chuẩn bị bàn giao").fill("Ngày bàn giao", "13/3/2024").press("Lưu")
    keys.press("Xác nhận thay Thái Bình…").press("Xác nhận")
    successor.page.goto(f"{CLUSTER}/2024/ban-giao/")
    successor.press("Xác nhận thay Nam Định…").press("Xác nhận")
    expect(successor.page.get_by_text("Đã bàn giao ngày 13/3/2024")).to_be_visible()
    # From now on the new chair's office writes and the old one reads.
    successor.page.goto(f"{CLUSTER}/2024/so-lieu/")
    expect(successor.page.get_by_text("Bạn xem được, không sửa được.")).to_have_count(0)
    keys.page.goto(f"{CLUSTER}/2024/so-lieu/")
    expect(keys.page.get_by_text("Bạn xem được, không sửa được.")).to_be_visible()
