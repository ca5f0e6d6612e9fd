"""JSON of the public tables: pages, checksums, names; and the dictionary of them."""

import hashlib
import io
import weakref

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from lxml import html

from awards.register.asked import Asked
from awards.register.paging import every_award
from awards.register.sight import Sight
from cluster_portal.audit.models import AuditEvent
from cluster_portal.pages.spreadsheets import Sheet, csv_response, spreadsheet_response
from tests.factories.awards import AwardFactory
from tests.factories.clusters import ClusterFactory

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Sếu"
ENDINGS = ("xlsx", "csv", "json")


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response)


def test_pages_of_data_join_to_all_rows_filtered_and_sorted(visitor, year_a, monkeypatch):
    monkeypatch.setattr("awards.files.ROWS_OF_DATA", 2)
    wanted = [AwardFactory(emulation_year=year_a, counted=True, count=n) for n in (5, 1, 4, 2, 3)]
    AwardFactory(emulation_year=year_a)
    address, counts, pages = "/khen-thuong.json?doi_tuong=mixed&sort=-count", [], 0
    while address:
        data = visitor.get(address).json()
        assert data["lines"] == len(wanted)
        counts += [row["count"] for row in data["rows"]]
        address, pages = data["next"], pages + 1
    assert counts == [5, 4, 3, 2, 1]
    assert pages == 3


def test_the_same_data_are_the_same_bytes_under_their_checksum(visitor, year_a):
    first, second = visitor.get("/cum.json"), visitor.get("/cum.json")
    assert body(first) == body(second)
    tag = f'"{hashlib.sha256(body(first)).hexdigest()}"'
    assert first["ETag"] == second["ETag"] == tag
    assert visitor.get("/cum.json", headers={"If-None-Match": tag}).status_code == 304
    ClusterFactory()
    changed = visitor.get("/cum.json", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_the_dictionary_tells_the_checksum_of_the_files_as_they_are_served(
    visitor, client_of, lan, year_a, settings
):
    settings.DATA_LICENCE = "Được dùng lại khi ghi nguồn."
    AwardFactory(emulation_year=year_a)
    text = client_of(lan).get("/du-lieu/").content.decode()
    page = html.fromstring(text)
    addresses = page.xpath("//main//a[contains(@href, '.json')]/@href")
    sums = [code.text for code in page.xpath("//code[@class='checksum']")]
    served = [body(visitor.get(address)) for address in addresses]
    assert sums == [hashlib.sha256(content).hexdigest() for content in served]
    assert len(sums) == 7
    assert settings.DATA_LICENCE in text
    assert visitor.get("/cum.json").json()["licence"] == settings.DATA_LICENCE


@pytest.mark.parametrize(
    ("rule", "told"),
    [("full", "Mọi tên ghi đủ"), ("initials", "bằng chữ cái đầu"), ("hidden", "không đọc tên")],
)
def test_the_dictionary_says_what_becomes_of_names_as_it_is_set(visitor, settings, rule, told):
    settings.NAMES_FOR_PUBLIC = rule
    assert told in visitor.get("/du-lieu/").content.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_file_tells_the_public_a_private_name(
    visitor, client_of, lan, year_a, unit_of_binh, ending
):
    AwardFactory(emulation_year=year_a, unit=unit_of_binh, recipient_name=NAME, note="Mẹ anh Sếu")
    for address in (
        "/khen-thuong",
        "/cum/dong-bang-song-hong/2024/khen-thuong",
        "/don-vi/nam-dinh/khen-thuong",
    ):
        public = said(visitor.get(f"{address}.{ending}"), ending)
        assert "Nguyễn T. S." in public
        assert "Sếu" not in public
        own = said(client_of(lan).get(f"{address}.{ending}"), ending)
        assert NAME in own
        assert "Mẹ anh Sếu" in own


def said(response, ending: str) -> str:
    content = body(response)
    if ending != "xlsx":
        return content.decode()
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.values
    return " ".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_sees_drafts_leaves_a_trace_with_each_file(client_of, lan, visitor, year_a, ending):
    address = f"/cum/dong-bang-song-hong/2024/khen-thuong.{ending}"
    body(visitor.get(address))
    assert not AuditEvent.objects.filter(action="download").exists()
    body(client_of(lan).get(address))
    event = AuditEvent.objects.get(action="download")
    assert event.changes["file"] == [None, f"khen-thuong-dong-bang-song-hong-2024.{ending}"]


@pytest.mark.parametrize(("ending", "limit"), [("csv", "spreadsheet"), ("json", "data")])
def test_files_and_data_are_limited(visitor, settings, ending, limit):
    most = int(settings.RATE_LIMITS[limit].split("/")[0])
    asked = [visitor.get(f"/don-vi.{ending}").status_code for _ in range(most + 1)]
    assert asked == [200] * most + [429]


@pytest.mark.parametrize("query", ["", "&q=co+thi+dua"])
def test_more_rows_than_a_file_may_have_are_refused_with_the_way_back(
    visitor, year_a, monkeypatch, query
):
    monkeypatch.setattr("awards.files.ROWS_OF_FILE", 3)
    monkeypatch.setattr("awards.register.counting.MOST_COUNTED", 2)
    AwardFactory.create_batch(4, emulation_year=year_a)
    for ending in ("xlsx", "csv"):
        refused = visitor.get(f"/khen-thuong.{ending}?nam=2024{query}")
        assert refused.status_code == 400
        page = refused.content.decode()
        assert "nhiều nhất 3 dòng" in page
        assert 'href="/khen-thuong/?nam=2024' in page
        assert body(visitor.get(f"/khen-thuong.{ending}?nam=2024&ket_qua=proposed{query}"))
    assert len(visitor.get(f"/khen-thuong.json?nam=2024{query}").json()["rows"]) == 4


def test_an_ending_that_is_none_is_not_found(visitor):
    assert visitor.get("/khen-thuong.ods").status_code == 404
    assert visitor.post("/khen-thuong.csv").status_code == 405


class Row(list):
    """A row that says when nobody holds it any longer."""


@pytest.mark.parametrize("respond", [csv_response, spreadsheet_response])
def test_a_file_of_many_rows_holds_few_of_them_at_once(respond):
    living: list[weakref.ref] = []
    most = 0

    def rows():
        nonlocal most
        for number in range(20_000):
            row = Row([number, f"Tập thể {number}"])
            living.append(weakref.ref(row))
            if number % 100 == 0:
                living[:] = [one for one in living if one() is not None]
                most = max(most, len(living))
            yield row
            del row

    response = respond(Sheet("Bảng", ["Số", "Tên"], rows()), "bang")
    size = sum(len(part) for part in response)
    response.close()
    assert size > 100_000
    assert most <= 1000


def test_the_register_is_read_in_batches_that_are_let_go(year_a):
    AwardFactory.create_batch(60, emulation_year=year_a)
    user = AnonymousUser()
    seen, most = [], 0
    for award in every_award(Asked(), Sight.of(user), user, batch=10):
        seen.append(weakref.ref(award))
        most = max(most, sum(one() is not None for one in seen))
    assert len(seen) == 60
    assert most <= 25


def test_the_fields_of_each_table_are_folded(visitor, db):
    page = html.fromstring(visitor.get("/du-lieu/").content.decode())
    tables = page.xpath("//main//table")
    assert tables
    assert all(table.xpath("ancestor::details[summary]") for table in tables)
    for link in page.xpath("//ul[@class='tables']//a/@href"):
        assert page.xpath(f"//section[.//h2[@id='{link[1:]}']]")
