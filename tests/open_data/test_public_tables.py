"""Every table that the public sees comes as Excel, CSV and JSON with the numbers of the page."""

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.cache import caches
from django.urls import resolve, reverse
from lxml import html

from cluster_portal.open_data.catalogue import CATALOGUE
from cluster_portal.pages.datasets import Dataset
from cluster_portal.vietnamese.numbers import NumberError, parse_number
from tests.factories.awards import AwardFactory
from tests.factories.emulation import IndicatorFactory, IndicatorValueFactory, PledgeItemFactory
from tests.meta.world import TABLE, make_world

COMPARED = (
    "/tong-quan/so-sanh-tinh/?tinh1=nam-dinh&tinh2=ha-nam&nam=2024",
    "/khen-thuong/?doi_tuong=individual&sort=-recipient",
)
# Who may do what, and the dictionary itself: words about the portal, no data.
NO_DATA = {"workspace:roles", "open-data:dictionary"}
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
DATASETS = {entry.dataset.key: entry.dataset for entry in CATALOGUE}


@pytest.fixture(autouse=True)
def _world(cluster_a, year_a, year_b, unit_of_binh, unit_of_chi):
    make_world(cluster_a, year_a, year_b, unit_of_binh)
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_chi)
    pledged = IndicatorFactory(decimals=1)
    for unit, size in ((unit_of_binh, "1.5"), (unit_of_chi, "2.6")):
        IndicatorValueFactory(
            emulation_year=year_a, unit=unit, indicator=pledged, value=Decimal(size)
        )
    PledgeItemFactory(
        pledge=year_a.pledge,
        targeted=True,
        indicator=pledged,
        comparison="at_most",
        target=Decimal(2),
    )
    for unit in (unit_of_binh, unit_of_chi):
        AwardFactory(emulation_year=year_a, unit=unit, counted=True)


def public_addresses() -> list[str]:
    """Every page that a visitor may read, found by the routes of the permission table."""
    rows = [(name, arguments) for name, arguments, expected in TABLE if expected["visitor"] == 200]
    pages = [reverse(name, args=arguments) for name, arguments in rows if name not in NO_DATA]
    return list(dict.fromkeys([*pages, *COMPARED]))


def tables_in(page: Any) -> Iterator[tuple[Any, dict[str, str]]]:
    """Each table outside of documents with the files offered next below it, by their ending."""
    for table in page.xpath("//main//table[not(ancestor::article)]"):
        links = table.xpath("following::p[contains(@class, 'downloads')][1]//a")
        named = {link.text.strip(): link.get("href") for link in links}
        yield table, named


def numbers_in(text: str) -> set[Decimal]:
    """Every number in Vietnamese writing, but for percentages that are made from two others."""
    found = set()
    for written in NUMBER.findall(re.sub(r"\([^)]*%\)", "", text)):
        try:
            found.add(parse_number(written.rstrip(".")).normalize())
        except NumberError:
            continue
    return found


def numbers_of(value: Any) -> set[Decimal]:
    """The same of cells and of JSON, where numbers are numbers or have a decimal point."""
    if isinstance(value, dict):
        return numbers_of(list(value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(numbers_of(one) for one in value)) if value else set()
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float):
        return {Decimal(str(value)).normalize()}
    text = str(value)
    plain = {Decimal(text).normalize()} if re.fullmatch(r"-?\d+(\.\d+)?", text) else set()
    return plain | numbers_in(text)


def taken(client: Any, page: str, address: str) -> Any:
    """The rows of a file, or what JSON says."""
    caches["default"].clear()
    response = client.get(page.partition("?")[0] + address if address[0] == "?" else address)
    assert response.status_code == 200, address
    content = b"".join(response)
    if "spreadsheet" in response["Content-Type"]:
        return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.values]
    if response["Content-Type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return json.loads(content)


def test_every_public_table_has_its_files_with_the_numbers_of_the_page(visitor):
    seen: list[str] = []
    for address in public_addresses():
        caches["default"].clear()
        response = visitor.get(address)
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(b"".join(response).decode())
        for table, files in tables_in(page):
            seen.append(table.get("data-file", ""))
            assert {"Excel", "CSV", "JSON"} <= set(files), address
            cells = table.xpath(".//td[contains(concat(' ', @class, ' '), ' number ')]")
            shown = set().union(*(numbers_in(cell.text_content()) for cell in cells), set())
            sheet = taken(visitor, address, files["Excel"])
            data = taken(visitor, address, files["JSON"])
            lines = taken(visitor, address, files["CSV"])
            assert shown <= numbers_of(sheet), (address, files)
            # A count of nobody has no row in data.
            assert shown - {Decimal(0)} <= numbers_of(data), (address, files)
            assert shown <= set().union(*(numbers_in(" ".join(row)) for row in lines)), address
            assert len(lines) == len(sheet)
            assert data["table"] in DATASETS, address
            assert f"#{data['table']}" in files["Ý nghĩa các trường"]
    assert len(seen) >= 15
    assert "giao-uoc-ket-qua" in seen


def test_the_dictionary_names_every_field_of_every_json_file(visitor):
    """Found by route: whatever ends in .json, is public, and is data."""
    described = set()
    addresses = [
        reverse(name, args=arguments) for name, arguments, who in TABLE if who["visitor"] == 200
    ]
    for address in (*addresses, COMPARED[0].replace("/?", "/tinh.json?")):
        is_data = address.partition("?")[0].endswith(".json")
        if not is_data or address.endswith("tien-do.json"):
            continue
        data = taken(visitor, "", address)
        dataset = DATASETS[data["table"]]
        described.add(dataset.key)
        _check_names(dataset, data)
    # A person's awards are for who reads the name.
    assert described == set(DATASETS) - {"recipient-awards"}


def _check_names(dataset: Dataset, data: dict[str, Any]) -> None:
    names = [field.name for field in dataset.named_fields]
    rows = data.get("rows")
    if rows is None:
        assert set(names) <= set(data)
    for row in rows or []:
        assert list(row) == names
    for part in dataset.parts:
        for row in data[part.key]:
            assert list(row) == [field.name for field in part.named_fields]


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.key)
def test_every_table_of_the_dictionary_says_enough_and_lies_where_it_says(dataset):
    found = dataset.address.format(cluster="a", year=2024, unit="a", award=1)
    for ending in dataset.endings:
        resolve(f"{found}.{ending}")
    assert dataset.what
    assert dataset.origin
    assert dataset.title
    for field in (*dataset.named_fields, *(one for part in dataset.parts for one in part.fields)):
        assert re.fullmatch(r"[a-z][a-z_]*", field.name), field
        assert field.meaning.endswith((".", "…")), field
