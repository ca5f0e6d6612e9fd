"""Files that may hold drafts: who took them is written down."""

import pytest

from cluster_portal.audit.models import AuditEvent
from tests.factories.emulation import ConferenceFactory, PledgeFactory

A = "/cum/dong-bang-song-hong/"


@pytest.fixture
def files(year_a):
    """The address of every file, with the record that it is made of."""
    return {
        f"{A}2024/giao-uoc.pdf": PledgeFactory(emulation_year=year_a, draft=True),
        f"{A}hoi-nghi/du-thao/bao-cao.pdf": ConferenceFactory(
            cluster=year_a.cluster, review_year=year_a, slug="du-thao", draft=True
        ),
        f"{A}2024/ket-qua.xlsx": year_a,
        "/khen-thuong.xlsx": None,
    }


NAMES = {
    "giao-uoc.pdf": "giao-uoc-dong-bang-song-hong-2024.pdf",
    "bao-cao.pdf": "bao-cao-dong-bang-song-hong-du-thao.pdf",
    "ket-qua.xlsx": "ket-qua-dong-bang-song-hong-2024.xlsx",
    "khen-thuong.xlsx": "khen-thuong.xlsx",
}


def test_who_sees_drafts_leaves_a_trace(client_of, binh, files):
    client = client_of(binh)
    for number, (address, record) in enumerate(files.items()):
        downloads = AuditEvent.objects.filter(action="download")
        assert client.head(address).status_code == 200
        assert downloads.count() == number
        assert client.get(address).status_code == 200
        event = downloads.first()
        assert event.actor == binh
        assert event.target_id == (str(record.pk) if record else "")
        assert event.changes["file"] == [None, NAMES[address.rsplit("/", 1)[1]]]
        assert event.origin.address == "127.0.0.1"
    assert downloads.count() == len(files)


def test_what_the_public_takes_leaves_none(visitor, client_of, dung, files):
    public = [f"{A}2024/ket-qua.xlsx", "/khen-thuong.xlsx"]
    for address in public:
        assert visitor.get(address).status_code == 200
    assert client_of(dung).get(public[0]).status_code == 200  # of another cluster: as the public
    assert not AuditEvent.objects.filter(action="download").exists()
