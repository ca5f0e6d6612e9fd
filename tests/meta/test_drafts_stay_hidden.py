"""No word of a draft on any address, in any format, for who may not see it.

The words are those of `tests.meta.world`. They are searched for without their accents, so that a
page that repeats the question does not repeat the word.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote_plus

import openpyxl
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from cluster_portal.vietnamese.folding import fold
from tests.documents.reading import text_of
from tests.meta.world import HOST, TABLE, make_world

CONFERENCE = "/cum/dong-bang-song-hong/hoi-nghi/du-thao/"
MID_YEAR = "/cum/dong-bang-song-hong/hoi-nghi/da-cong-bo/"
YEAR = "/cum/dong-bang-song-hong/2024/"
DRAFT_PLEDGE = "/cum/dong-bang-song-hong/2025/giao-uoc/"
MEMBER = "/don-vi/nam-dinh/"
REGISTER = "/khen-thuong/"
SHEET = "/khen-thuong.xlsx"

# Each word of a draft of the first cluster, and where its secretary reads it.
OF_CLUSTER = {
    "Cúc Quỳ": (CONFERENCE, f"{YEAR}giao-uoc/", YEAR, "/hoi-nghi/"),
    "Trúc Đào": (CONFERENCE,),
    "Nắng Hạ": (CONFERENCE, f"{CONFERENCE}bao-cao.pdf", MEMBER),
    "Gió Chướng": (CONFERENCE, MEMBER),
    "Sen Đá": (CONFERENCE, f"{CONFERENCE}bao-cao.pdf"),
    "Đước Già": (CONFERENCE,),
    "Bần Chua": (CONFERENCE,),
    "Ốc Vặn": (CONFERENCE,),
    "Lúa Trĩu": (YEAR, f"{YEAR}ket-qua.xlsx", MEMBER, MID_YEAR),
    "98.765,43": (YEAR, MEMBER, MID_YEAR, f"{MID_YEAR}bao-cao.pdf"),
    "98765.43": (f"{YEAR}ket-qua.xlsx",),
    "Mận Hậu": (DRAFT_PLEDGE, "/giao-uoc/", "/cum/dong-bang-song-hong/2025/"),
    "Tre Ngà": (DRAFT_PLEDGE, "/cum/dong-bang-song-hong/2025/giao-uoc.pdf"),
    "Dừa Xiêm": (DRAFT_PLEDGE, "/cum/dong-bang-song-hong/2025/giao-uoc.pdf"),
    "Cá Kèo": (DRAFT_PLEDGE,),
    "Sếu Đỏ": (REGISTER, SHEET, YEAR, MEMBER),
    "4471/QĐ-SẾU": (REGISTER, SHEET),
    "Quỳnh Hoẵng": (REGISTER, SHEET, YEAR, MEMBER, CONFERENCE),
    "Vượn Bạc": (REGISTER, SHEET),
    "Nhãn Lồng": (SHEET,),
    "Sim Tím": ("/lam-viec/ten-gan-giong/",),
    "Ổi Găng": (REGISTER, SHEET, YEAR, MEMBER),
}
# The same of the cluster that is not confirmed, read by the central board.
OF_UNCONFIRMED = {
    "Mây Trắng": ("/", "/cum/", "/cum/cum-du-kien/", "/don-vi/yen-bai/", REGISTER),
    "Sao Khuê": ("/hoi-nghi/", "/cum/cum-du-kien/hoi-nghi/da-cong-bo/", "/don-vi/yen-bai/"),
    "Bèo Tây": ("/cum/cum-du-kien/hoi-nghi/da-cong-bo/", "/don-vi/yen-bai/"),
    "Rạ Nếp": ("/giao-uoc/", "/cum/cum-du-kien/2026/giao-uoc/"),
    "Cát Vàng": ("/cum/cum-du-kien/2026/", "/don-vi/yen-bai/"),
    "76.543,21": ("/cum/cum-du-kien/2026/", "/don-vi/yen-bai/"),
    "76543.21": ("/cum/cum-du-kien/2026/ket-qua.xlsx",),
    "Trâm Ổi": (REGISTER, SHEET, "/don-vi/yen-bai/"),
}
WORDS = OF_CLUSTER | OF_UNCONFIRMED
# Names of indicators, movements and award forms: working pages offer everybody the catalogues.
OF_CATALOGUES = {"Lúa Trĩu", "Cát Vàng", "Ốc Vặn", "Sếu Đỏ"}
WORKING_PAGES = {
    reverse(name, args=arguments) for name, arguments, _ in TABLE if name.startswith("workspace:")
}
FILTERS = (
    "nam=2024",
    "nam=2026",
    "cum=dong-bang-song-hong",
    "cum=cum-du-kien",
    "don_vi=nam-dinh",
    "don_vi=yen-bai",
    "hinh_thuc=seu-dau-do",
    "doi_tuong=individual",
    "ket_qua=proposed",
    "ket_qua=granted",
)
LEAST_VISITS = 140


@pytest.fixture(autouse=True)
def _world(cluster_a, year_a, year_b, unit_of_binh):
    make_world(cluster_a, year_a, year_b, unit_of_binh)


def addresses() -> list[str]:
    """Every address of the table, searches for every word, the register in every way."""
    tabled = [reverse(name, args=arguments) for name, arguments, _ in TABLE]
    further = ["/cum/dong-bang-song-hong/2025/", "/don-vi/quang-suong/", "/don-vi/yen-bai/"]
    asked = [quote_plus(fold(word)) for word in (*WORDS, HOST)]
    searches = [f"/tim-kiem/?q={query}" for query in asked]
    questions = [*(f"q={query}" for query in asked), *FILTERS]
    register = [f"{page}?{question}" for page in (REGISTER, SHEET) for question in questions]
    return list(dict.fromkeys([*tabled, *further, *searches, *register]))


def visits(client: Client, folder: Path) -> Iterator[tuple[str, str]]:
    """Each address with all that its answer says."""
    for address in addresses():
        yield address, said_at(client, address, folder)


def said_at(client: Client, address: str, folder: Path) -> str:
    """All that an answer says: a page with and without its markup, cells, the text of a PDF."""
    caches["default"].clear()  # the limits of asking count from nothing
    response = client.get(address)
    kind = response.headers["Content-Type"]
    content = b"".join(response)  # a file comes in pieces
    if kind == "application/pdf":
        file = folder / "read.pdf"
        file.write_bytes(content)
        said = text_of(file)
    elif kind == "application/zip":
        said = " ".join(said_in(content, folder))
    elif kind.startswith("image/"):
        said = ""
    elif "spreadsheet" in kind:
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        rows = (row for sheet in sheets for row in sheet.values)
        said = " ".join(str(cell) for row in rows for cell in row)
    else:
        page = unescape(content.decode())
        said = f"{page} {re.sub(r'<[^>]+>', '', page)}"
    return plain(said)


def said_in(content: bytes, folder: Path) -> Iterator[str]:
    """Names and texts of the PDF files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            if name.endswith(".pdf"):
                (folder / "packed.pdf").write_bytes(archive.read(name))
                yield text_of(folder / "packed.pdf")


def leaked(words: Iterable[str], address: str, said: str) -> list[str]:
    """Which of the words an answer says, but for catalogues on a page to work on."""
    secret = set(words) - (OF_CATALOGUES if address in WORKING_PAGES else set())
    return [f"{word} at {address}" for word in secret if plain(word) in said]


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@pytest.mark.parametrize("person", ["visitor", "dung"])
def test_no_word_of_a_draft_is_said_to_outsiders(request, client_of, tmp_path, person):
    who = request.getfixturevalue(person)
    client = who if isinstance(who, Client) else client_of(who)
    seen, leaks = 0, []
    for address, said in visits(client, tmp_path):
        seen += 1
        leaks += leaked(WORDS, address, said)
        # A name alone is no secret: these offer or find every unit that there is.
        of_units = ("/don-vi", "/tim-kiem/", "/tong-quan/so-sanh-tinh/")
        if not address.startswith(of_units) and plain(HOST) in said:
            leaks.append(f"{HOST} at {address}")
    assert leaks == []
    assert seen >= LEAST_VISITS


@pytest.mark.parametrize(("person", "words"), [("lan", OF_CLUSTER), ("hoa", WORDS)])
def test_only_the_words_of_own_drafts_are_said(request, client_of, tmp_path, person, words):
    client = client_of(request.getfixturevalue(person))
    said = dict(visits(client, tmp_path))
    missing = [
        f"{word} at {address}"
        for word, places in words.items()
        for address in places
        if plain(word) not in said[address]
    ]
    assert missing == []
    others = set(WORDS) - set(words)
    assert [leak for address, text in said.items() for leak in leaked(others, address, text)] == []
    assert plain(HOST) in said[f"{YEAR}giao-uoc/"]
    assert len(said) >= LEAST_VISITS


def test_the_words_can_be_found_by_those_who_may(client_of, hoa, tmp_path):
    client = client_of(hoa)
    findable = ("Cúc Quỳ", "Nắng Hạ", "Sen Đá", "Bần Chua", "Ốc Vặn", "Lúa Trĩu", "Mận Hậu")
    findable += ("Dừa Xiêm", "Quỳnh Hoẵng", "Mây Trắng", "Sao Khuê", "Rạ Nếp", "Trâm Ổi")
    for word in findable:
        address = f"/tim-kiem/?q={quote_plus(fold(word))}"
        assert plain(word) in said_at(client, address, tmp_path), word
