"""Takes the pictures of docs/screenshots/ from the portal that runs on 127.0.0.1:PORT.

Wide (1280 px) and narrow (390 px), the top of each page; PDF files by pdftoppm.
"""

import io
import os
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PAGES = {
    "front": "/",
    "cluster": "/cum/dong-bang-song-hong/",
    "year": "/cum/dong-bang-song-hong/2020/",
    "conference": "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/",
    "pledge": "/cum/dong-bang-song-hong/2021/giao-uoc/",
    "register": "/khen-thuong/",
    "search": "/tim-kiem/?q=nam+dinh",
    "unit": "/don-vi/nam-dinh/",
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
            take_pages(browser, width, height)
        browser.close()
    for name, path in DOCUMENTS.items():
        take_document(name, path)


def take_pages(browser: Browser, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for name, path in PAGES.items():
        page.goto(ADDRESS + path)
        picture = page.screenshot(full_page=True)
        save(picture, FOLDER / f"{name}-{width}.png", height)


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
