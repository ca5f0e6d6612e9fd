"""Nine officers sign one pledge through the browser; everybody can see it, and others agree."""

import datetime
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from cluster_portal.documents.signing.signing import sign
from cluster_portal.documents.signing.stamps import StampText
from cluster_portal.documents.signing.trust import Trust
from cluster_portal.documents.signing.verification import verify
from tests.browser.chromium import context_of
from tests.browser.conftest import empty_database
from tests.browser.serving import run_python, serving
from tests.browser.signed_in import sign_in
from tests.signing import officer
from tests.signing.authority import Authority
from tests.signing.pledges import SLUGS
from tests.tools.verapdf import validate

pytestmark = pytest.mark.browser
NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
SECONDS = 120_000  # milliseconds, for the worker's work on a loaded machine
LET_TIME_PASS = """
import datetime
from django.db.models import F
from cluster_portal.workspace.models import IssueRequest
earlier = F("requested_at") - datetime.timedelta(minutes=11)
IssueRequest.objects.update(requested_at=earlier)
"""


@pytest.fixture(scope="module")
def authority():
    return Authority(NOW)


@pytest.fixture(scope="module")
def holders(authority):
    return {
        slug: authority.signer(f"Chủ tịch {slug}", curve=number % 3 != 0)
        for number, slug in enumerate(SLUGS)
    }


@dataclass
class Portal:
    """A portal that is served, without its worker; `year` begins the addresses of the year."""

    address: str
    year: str
    variables: dict[str, str]
    folder: Path

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen]:
        """The worker process beside it."""
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "db_worker", "--no-reload", "--no-startup-delay"],
                cwd=settings.BASE_DIR,
                env=os.environ | self.variables,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def portal(tmp_path_factory, worker_id, authority, holders):
    """A portal before the pledge of the year is issued."""
    folder = tmp_path_factory.mktemp("nine")
    certificates = folder / "certificates"
    certificates.mkdir()
    for slug, holder in holders.items():
        (certificates / f"{slug}.pem").write_bytes(holder.certificate_pem)
    variables = {
        "DATABASE_URL": empty_database("nine", tmp_path_factory, worker_id),
        "PRIVATE_ROOT": str(folder / "private"),
        "SIGNATURE_TRUST": str(authority.write(folder / "trust")),
        "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        "DEMO": "True",
        "DJANGO_SETTINGS_MODULE": "cluster_portal.settings",
    }
    made = json.loads(run_python(variables, "-m", "tests.browser.signing_year", str(certificates)))
    with serving(variables, folder / "log") as address:
        yield Portal(address, f"{address}{made['year']}", variables, folder)


def signed_in(chromium: Browser, address: str, name: str) -> Page:
    """A page of somebody's own browser."""
    page = context_of(chromium, viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, address, f"{name}@demo.example")
    return page


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path()).read_bytes()


def signed_outside(content: bytes, slug: str, holders: dict, authority: Authority) -> bytes:
    """The officer's own program; in a thread, as Playwright's loop runs in this one."""
    stamp = StampText(signer=f"Chủ tịch {slug}", unit=f"UBND {slug}", signed_at=NOW)
    backend = officer.backend(holders[slug], authority)
    with ThreadPoolExecutor() as program:
        return program.submit(
            sign, content, field=f"ky_{slug}", backend=backend, stamp=stamp
        ).result()


def bring(page: Page, content: bytes) -> None:
    page.get_by_label("Tệp PDF đã ký").set_input_files(
        {"name": "giao-uoc.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.get_by_role("button", name="Gửi tệp đã ký").click()


def issue_pledge(page: Page, portal: Portal) -> None:
    """The secretary has the pledge issued; the page waits for a worker."""
    page.goto(f"{portal.year}giao-uoc/buoc/issued/")
    page.get_by_role("button", name="Chuyển sang chờ ký").click()
    expect(page.get_by_role("status")).to_contain_text("Đang làm văn bản: trình ký giao ước.")
    expect(page.get_by_role("progressbar", name="Đang làm văn bản")).to_be_visible()
    expect(page.get_by_role("link", name="Chuyển sang chờ ký")).to_have_count(0)


def kill_at_work(page: Page, worker: subprocess.Popen, address: str) -> None:
    """End the worker, as a power cut does, once it has begun."""
    progress = address + page.locator("[data-wait]").get_attribute("data-wait")
    deadline = time.monotonic() + SECONDS / 1000
    while page.request.get(progress).json()["state"] != "Đang làm":
        assert time.monotonic() < deadline
    worker.kill()
    worker.wait()
    assert page.request.get(progress).json() == {"state": "Đang làm", "is_answered": False}


def test_nine_officers_sign_one_pledge(chromium, portal, authority, holders, tmp_path):
    address, year = portal.address, portal.year
    secretary = signed_in(chromium, address, "thu-ky-chin")
    issue_pledge(secretary, portal)
    with portal.worker() as worker:
        kill_at_work(secretary, worker, address)
    # Nothing is left of it but the request, which is given up when its time is over.
    secretary.goto(f"{year}giao-uoc/soan/")
    expect(secretary.get_by_role("progressbar", name="Đang làm văn bản")).to_be_visible()
    run_python(portal.variables, "manage.py", "shell", "-c", LET_TIME_PASS)
    told = secretary.get_by_text("Cổng chưa làm xong văn bản trong 10 phút")
    expect(told).to_be_visible(timeout=SECONDS)  # the page opens itself anew
    issue_pledge(secretary, portal)
    with portal.worker():
        expect(secretary.get_by_text("Giao ước: chờ ký.")).to_be_visible(timeout=SECONDS)
        sign_and_publish(chromium, portal, secretary, (authority, holders), tmp_path)


def sign_and_publish(chromium, portal, secretary, signing, tmp_path) -> None:
    """Nine officers sign, the secretary publishes, everybody verifies."""
    (authority, holders), address, year = signing, portal.address, portal.year
    overtaken = None
    for number, slug in enumerate(SLUGS):
        page = signed_in(chromium, address, slug)
        page.goto(f"{year}giao-uoc/ky/{slug}/")
        # The number that the killed worker took was given back.
        expect(page.get_by_text("số 01/GƯTĐ")).to_be_visible()
        content = downloaded(page, "Tải giao ước để ký")
        signed = signed_outside(content, slug, holders, authority)
        if number == 1:
            # Another province signs between: the file is kept, and the newest one is signed.
            bring(page, overtaken)
            expect(page.get_by_role("cell", name="Đơn vị khác đã ký trước")).to_be_visible(
                timeout=SECONDS
            )
        if number == 0:
            overtaken = signed_outside(content, SLUGS[1], holders, authority)
        bring(page, signed)
        expect(page.get_by_text("Đã ký số ngày")).to_be_visible(timeout=SECONDS)
        page.context.close()

    secretary.goto(f"{year}giao-uoc/buoc/published/")
    secretary.get_by_role("button", name="Công bố giao ước").click()
    expect(secretary.get_by_text("Giao ước: đã công bố.")).to_be_visible()

    visitor = context_of(chromium).new_page()
    visitor.goto(f"{year}giao-uoc/")
    content = visitor.request.get(f"{year}giao-uoc.pdf").body()
    code = visitor.request.get(f"{year}giao-uoc/").text()
    assert content.startswith(b"%PDF-")
    path = tmp_path / "giao-uoc.pdf"
    path.write_bytes(content)
    require_good(path, authority, tmp_path)

    # The page that takes any file knows this one, an earlier one, and a changed one.
    assert re.search(r"/xac-minh/[0-9A-Z-]{14}/", code)
    for file, words in (
        (content, "Tệp đúng từng byte với bản mới nhất"),
        (content[:5000] + b"x" + content[5001:], "nội dung không đúng với văn bản đó"),
        (content + b"\n% more", "có phần thêm vào mà cổng chưa nhận"),
    ):
        visitor.goto(f"{address}/xac-minh/")
        visitor.get_by_label("Tệp PDF", exact=True).set_input_files(
            {"name": "giao-uoc.pdf", "mimeType": "application/pdf", "buffer": file}
        )
        visitor.get_by_role("button", name="Kiểm tra tệp").click()
        expect(visitor.locator("main")).to_contain_text(words, timeout=SECONDS)


def require_good(path: Path, authority: Authority, folder: Path) -> None:
    """pyHanko, poppler with the authority in its store, and veraPDF say the same of the file."""
    trust = Trust.read(authority.write(folder / "trust"))
    verdict = verify(path.read_bytes(), trust=trust, now=datetime.datetime.now(datetime.UTC))
    assert verdict.is_good
    assert [one.field for one in verdict.signatures] == [f"ky_{slug}" for slug in SLUGS]
    assert all(one.compliant for one in validate([path]))
    store, root = f"sql:{folder}", folder / "root.pem"
    root.write_bytes(authority.root.certificate_pem)
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    command = ["certutil", "-A", "-d", store, "-n", "root", "-t", "C,C,C", "-i", str(root)]
    subprocess.run(command, check=True)

    def said(file: Path) -> str:
        done = subprocess.run(
            ["pdfsig", "-nssdir", store, str(file)], capture_output=True, text=True, check=False
        )
        return done.stdout

    assert said(path).count("Signature is Valid") == len(SLUGS)
    assert said(path).count("Certificate is Trusted") == len(SLUGS)
    flipped = bytearray(path.read_bytes())
    flipped[5000] ^= 1
    changed = folder / "changed.pdf"
    changed.write_bytes(flipped)
    assert "Signature is Valid" not in said(changed)
    again = verify(bytes(flipped), trust=trust, now=datetime.datetime.now(datetime.UTC))
    assert not any(one.is_good for one in again.signatures)
