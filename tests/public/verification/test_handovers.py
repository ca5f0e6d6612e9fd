"""Minutes of a handover are verified by anybody and read by the cluster."""

import re

import pytest

from clusters.models import HandoverSide
from tests.factories.accounts import IssuedDocumentFactory
from tests.factories.clusters import HandoverFactory
from tests.factories.work import HandoverConfirmationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(year_a, unit_of_binh, lan):
    document = IssuedDocumentFactory(
        kind="handover",
        code="K7MN40PX92TR",
        title="Biên bản Bàn giao nhiệm vụ Cụm trưởng",
        document_number="01/BB-CTĐ",
    )
    row = HandoverFactory(emulation_year=year_a, document=document)
    HandoverConfirmationFactory(
        handover=row, side=HandoverSide.GIVES, unit=unit_of_binh, confirmed_by=lan
    )
    return document


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_everybody_learns_who_confirmed_and_the_cluster_reads_it(
    minutes, client, client_of, binh, dung
):
    address = minutes.get_absolute_url()
    for reader in (client, client_of(dung)):
        page = words(reader.get(address))
        assert "Biên bản bàn giao số 01/BB-CTĐ" in page
        assert "chưa công bố" in page
        assert "Ủy ban nhân dân tỉnh Nam Định" in page
        assert "Xác nhận trên cổng, không phải chữ ký" in page
        assert "Tệp không có chữ ký số." in page
        assert reader.get(f"{address}van-ban.pdf").status_code == 404
    own = client_of(binh)
    assert "Bàn giao nhiệm vụ Cụm trưởng" in words(own.get(address))
    assert own.get(f"{address}van-ban.pdf").content == bytes(minutes.content)


def test_a_kind_that_nobody_knows_is_closed(client, client_of, quan):
    document = IssuedDocumentFactory(kind="unknown", code="K7MN40PX92TR", title="Bí mật Ngọc Lan")
    for reader in (client, client_of(quan)):
        response = reader.get(document.get_absolute_url())
        assert "Ngọc Lan" not in response.content.decode()
        assert reader.get(f"{document.get_absolute_url()}van-ban.pdf").status_code == 404
