"""A year's published pledges in one file."""

import hashlib
import io
import zipfile

import pytest

from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import PledgeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledges(year_a, year_b):
    PledgeFactory(emulation_year=year_a, theme="Đoàn kết")
    PledgeFactory(emulation_year=year_b)
    PledgeFactory(emulation_year=EmulationYearFactory(year=2024), draft=True)


def whole(response):
    return b"".join(response.streaming_content)


def test_it_holds_what_is_published_and_the_hashes(pledges, client):
    response = client.get("/giao-uoc/2024.zip")
    assert response.headers["Content-Type"] == "application/zip"
    assert "giao-uoc-2024.zip" in response.headers["Content-Disposition"]
    content = whole(response)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "giao-uoc-dong-bang-song-hong-2024.pdf",
            "giao-uoc-tay-nguyen-2024.pdf",
            "SHA256SUMS",
        ]
        lines = archive.read("SHA256SUMS").decode().splitlines()
        for line in lines:
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert len(lines) == 2
        single = client.get("/cum/dong-bang-song-hong/2024/giao-uoc.pdf").content
        assert archive.read("giao-uoc-dong-bang-song-hong-2024.pdf") == single
    assert whole(client.get("/giao-uoc/2024.zip")) == content


def test_the_list_of_pledges_offers_the_years_that_have_some(pledges, client, lan, client_of):
    PledgeFactory(emulation_year=EmulationYearFactory(year=2023), draft=True)
    for reader in (client, client_of(lan)):
        page = reader.get("/giao-uoc/").content.decode()
        assert "/giao-uoc/2024.zip" in page
        assert "/giao-uoc/2023.zip" not in page


@pytest.mark.parametrize("year", ["2023", "9999", "20240"])
def test_a_year_without_any_is_not_found(pledges, client, year):
    assert client.get(f"/giao-uoc/{year}.zip").status_code == 404
