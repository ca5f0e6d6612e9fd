"""Files of what other files point at by code, and of lists that pages do not draw as tables."""

from typing import Any

import pytest
from django.core.cache import caches
from django.urls import reverse
from lxml import html

from tests.factories.awards import AwardFactory
from tests.factories.clusters import LeadershipFactory
from tests.factories.emulation import (
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeItemFactory,
    PledgeSignatureFactory,
)
from tests.meta.world import TABLE, make_world

pytestmark = pytest.mark.django_db
CLUSTER = "/cum/dong-bang-song-hong"
PLEDGE = f"{CLUSTER}/2024/giao-uoc"
OF_INDICATORS = ("indicator", "indicator_code")


def rows_of(client: Any, address: str) -> list[dict[str, Any]]:
    caches["default"].clear()
    response = client.get(f"{address}.json")
    assert response.status_code == 200
    return response.json()["rows"]


def values_under(names: tuple[str, ...], data: Any) -> set[str]:
    """Every text that stands under one of the names, however deep."""
    if isinstance(data, list):
        return set().union(*(values_under(names, one) for one in data)) if data else set()
    if not isinstance(data, dict):
        return set()
    own = {value for name, value in data.items() if name in names and isinstance(value, str)}
    return own.union(*(values_under(names, value) for value in data.values()))


def test_every_code_in_a_public_file_is_explained(visitor, cluster_a, year_a, year_b, unit_of_binh):
    make_world(cluster_a, year_a, year_b, unit_of_binh)
    only_pledged = IndicatorFactory()
    PledgeItemFactory(pledge=year_a.pledge, targeted=True, indicator=only_pledged)
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    AwardFactory(emulation_year=year_a, unit=unit_of_binh)
    explained = {row["indicator"] for row in rows_of(visitor, "/du-lieu/chi-tieu")}
    forms = {row["form_code"] for row in rows_of(visitor, "/du-lieu/hinh-thuc-khen-thuong")}
    indicators, given = set(), set()
    for name, arguments, who in TABLE:
        address = reverse(name, args=arguments)
        if not address.endswith(".json") or who["visitor"] != 200 or "tien-do" in address:
            continue
        caches["default"].clear()
        data = visitor.get(address).json()
        indicators |= values_under(OF_INDICATORS, data)
        given |= values_under(("form_code",), data)
        given |= values_under(("form",), data.get("granted_by_form", []))
    assert only_pledged.code in indicators
    assert given
    assert indicators <= explained
    assert given <= forms


def test_the_files_of_a_cluster_hold_who_its_page_names(visitor, year_a, unit_of_binh, unit_of_chi):
    LeadershipFactory(emulation_year=year_a, unit=unit_of_chi, vice=True, is_inferred=True)
    page = html.fromstring(visitor.get(f"{CLUSTER}/").content.decode())
    members = page.xpath("//section[@aria-labelledby='thanh-vien']//li/a/@href")
    found = rows_of(visitor, f"{CLUSTER}/thanh-vien")
    assert members == [f"/don-vi/{row['unit']}/" for row in found]
    leaders = [
        (row["year"], row["role"], row["unit"], row["is_inferred"])
        for row in rows_of(visitor, f"{CLUSTER}/lanh-dao")
    ]
    assert leaders == [
        (2024, "chair", unit_of_binh.slug, False),
        (2024, "vice_chair", unit_of_chi.slug, True),
    ]


def test_the_files_of_a_pledge_hold_what_it_says_and_who_signed(
    visitor, year_a, unit_of_binh, unit_of_chi
):
    pledge = PledgeFactory(emulation_year=year_a)
    item = PledgeItemFactory(pledge=pledge, targeted=True)
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_binh, capacity="Chủ tịch")
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_chi, unsigned=True)
    page = html.fromstring(visitor.get(f"{PLEDGE}/").content.decode())
    links = page.xpath("//p[contains(@class, 'downloads')]/a/@href")
    for ending in ("xlsx", "csv", "json"):
        for name in ("chu-ky", "noi-dung"):
            caches["default"].clear()
            address = f"{PLEDGE}/{name}.{ending}"
            assert address in links
            assert visitor.get(address).status_code == 200
    (wanted,) = rows_of(visitor, f"{PLEDGE}/noi-dung")
    assert (wanted["item"], wanted["text"]) == (item.number, item.text)
    assert wanted["indicator"] == item.indicator.code
    assert (wanted["comparison"], wanted["target"]) == ("at_least", "9.5")
    signed = {row["unit"]: row for row in rows_of(visitor, f"{PLEDGE}/chu-ky")}
    mine, other = signed[unit_of_binh.slug], signed[unit_of_chi.slug]
    assert (mine["role"], mine["signed_on"], mine["method"]) == ("chair", "2024-03-13", "paper")
    assert (mine["capacity"], mine["signer_name"]) == ("Chủ tịch", "Lê Văn Ký")
    assert {name for name, value in other.items() if value} == {"unit"}
