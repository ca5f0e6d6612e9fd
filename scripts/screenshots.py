"""Takes the pictures of docs/screenshots/ from the portal that runs on 127.0.0.1:PORT.

Wide (1280 px) and narrow (390 px), the top of each page; PDF files by pdftoppm.
"""

import datetime
import io
import os
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PAGES = {
    "front": "/",
    "cluster": "/cum/dong-bang-song-hong/",
    "year": "/cum/dong-bang-song-hong/2020/",
    "conference": "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/",
    "pledge": "/cum/dong-bang-song-hong/2021/giao-uoc/",
    "register": "/khen-thuong/",
    "statistics": "/khen-thuong/thong-ke/",
    "cluster-board": "/tong-quan/cum/dong-bang-song-hong/2023/",
    "province-board": "/tong-quan/tinh/nam-dinh/2022/",
    "comparison": "/tong-quan/so-sanh/"
    "?cum1=dong-bang-song-hong&nam1=2022&cum2=dong-bang-song-hong&nam2=2023",
    "search": "/tim-kiem/?q=nam+dinh",
    "unit": "/don-vi/nam-dinh/",
}
# Seen by the secretary of the demo, in the year to try things in or in the real record.
TRY_OUT = f"/cum/dong-bang-song-hong-2025/{datetime.date.today().year}"
WORKING_PAGES = {
    "board": f"{TRY_OUT}/viec/",
    "rotation": "/cum/dong-bang-song-hong/luan-phien/",
    "figures": f"{TRY_OUT}/so-lieu/",
    "figures-of-one-unit": f"{TRY_OUT}/so-lieu/hung-yen-2025/",
    "conferences": "/cum/dong-bang-song-hong/2023/hoi-nghi/",
    "conference-work": "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/soan/",
    "lifecycle": "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/trang-thai/",
    "awards-entry": f"{TRY_OUT}/khen-thuong/",
    "excel": f"{TRY_OUT}/excel/",
    "handover": "/cum/dong-bang-song-hong/2024/ban-giao/",
}
# Seen by an officer, once the pledge of that year waits for signatures.
OFFICERS_PAGES = {
    "unit-work": "/viec-cua-tinh/",
    "signing": f"{TRY_OUT}/giao-uoc/ky/ninh-binh-2025/",
}
# Seen by the central board: what needs attention stands first.
CENTRAL_PAGES = {"country-board": "/tong-quan/2023/"}
SECRETARY, OFFICER = "thu-ky@demo.example", "ninh-binh@demo.example"
CENTRE = "trung-uong@demo.example"
PASSWORD = "cum-thi-dua-2026"  # nosec B105 # published
PLEDGE = {
    "theme": "Đoàn kết, kỷ cương, sáng tạo, bứt phá",
    "items-0-heading": "Phát triển kinh tế - xã hội",
    "items-0-text": "Hoàn thành và hoàn thành vượt mức các chỉ tiêu của năm.",
    "items-1-heading": "Cải cách hành chính, chuyển đổi số",
    "items-1-text": "Nâng các chỉ số cải cách hành chính và chuyển đổi số của từng địa phương.",
}
DOCUMENTS = {
    "report-pdf": "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2020/bao-cao.pdf",
    "pledge-pdf": "/cum/dong-bang-song-hong/2021/giao-uoc.pdf",
}
SIZES = {1280: 1700, 390: 1500}


def main() -> None:
    chromium = subprocess.run(  # nosec B603 B607 # the project's own script
        ["scripts/chromium.sh"], check=True, capture_output=True, text=True
    ).stdout.strip()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": 900})
            take_pages(page, PAGES, width, height)
            sign_in(page, SECRETARY)
            take_pages(page, WORKING_PAGES, width, height)
            page = browser.new_page(viewport={"width": width, "height": 900})
            sign_in(page, CENTRE)
            take_pages(page, CENTRAL_PAGES, width, height)
            page = browser.new_page(viewport={"width": width, "height": 900})
            code = issue_pledge(browser)
            sign_in(page, OFFICER)
            take_pages(page, OFFICERS_PAGES, width, height)
            take_pages(page, {"verification": code}, width, height)
        browser.close()
    for name, path in DOCUMENTS.items():
        take_document(name, path)


def take_pages(page: Page, places: dict[str, str], width: int, height: int) -> None:
    for name, path in places.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(ADDRESS + path)
        # As tall as the page, so that a bar kept in view stands where it belongs.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": tall})
        picture = page.screenshot()
        save(picture, FOLDER / f"{name}-{width}.png", height)


def issue_pledge(browser: Browser) -> str:
    """Have the try-out year's pledge issued for signing; return where it is verified."""
    page = browser.new_page()
    sign_in(page, SECRETARY)
    signing = ADDRESS + OFFICERS_PAGES["signing"]
    if not page.goto(signing).ok:
        page.goto(f"{ADDRESS}{TRY_OUT}/giao-uoc/soan/")
        for name, text in PLEDGE.items():
            page.locator(f"[name={name}]").fill(text)
        page.get_by_role("button", name="Lưu").first.click()
        page.get_by_text("Đã lưu").first.wait_for()
        page.goto(f"{ADDRESS}{TRY_OUT}/giao-uoc/buoc/issued/")
        page.get_by_role("button", name="Chuyển sang chờ ký").click()
        page.get_by_text("Giao ước: chờ ký.").wait_for(timeout=60_000)
        page.goto(signing)
    code = page.locator("main a[href*='/xac-minh/']").first.get_attribute("href")
    page.close()
    return code


def sign_in(page: Page, email: str) -> None:
    page.goto(f"{ADDRESS}/dang-nhap/")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def take_document(name: str, path: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(urllib.request.urlopen(ADDRESS + path).read())  # nosec B310 # always http
        file.flush()
        picture = subprocess.run(  # nosec B603 B607 # found on the developer's own PATH
            ["pdftoppm", "-png", "-r", "70", "-f", "1", "-l", "1", "-singlefile", file.name],
            check=True,
            capture_output=True,
        ).stdout
    save(picture, FOLDER / f"{name}.png", 2000)


def save(picture: bytes, target: Path, height: int) -> None:
    """Keep the top of the picture, in few colours: the repository stays small."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    top = image.crop((0, 0, image.width, min(height, image.height)))
    top.quantize(96, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
