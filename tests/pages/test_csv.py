"""CSV files to download: what Excel opens as columns, and no formula among them."""

import codecs
import csv
import datetime
import io
from decimal import Decimal

import openpyxl

from cluster_portal.open_data.catalogue import CATALOGUE
from cluster_portal.pages.datasets import Dataset, Field, Kind
from cluster_portal.pages.spreadsheets import LINES_AT_ONCE, Sheet, csv_response, spreadsheet


def lines_of(rows: list[list[object]]) -> list[list[str]]:
    response = csv_response(Sheet("Bảng", ["Tỉnh", "Số"], rows), "bảng.csv")
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert "filename*=utf-8''b%E1%BA%A3ng.csv" in response["Content-Disposition"]
    content = b"".join(response)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_values_are_written_as_vietnamese_writes_them():
    rows = [[Decimal("413612.50"), datetime.date(2024, 3, 13)], [True, None], ["a;b", 'c"d']]
    assert lines_of(rows) == [
        ["Tỉnh", "Số"],
        ["413.612,5", "13/3/2024"],
        ["Có", ""],
        ["a;b", 'c"d'],
    ]


def test_what_looks_like_a_formula_is_text_and_a_negative_number_a_number():
    rows = [["=1+1", "-3,5"], ["-3+1", "@x"], ["+84", "-"]]
    assert lines_of(rows)[1:] == [["'=1+1", "-3,5"], ["'-3+1", "'@x"], ["'+84", "'-"]]


def test_rows_are_read_as_they_are_sent():
    read = []

    def rows():
        for number in range(3 * LINES_AT_ONCE):
            read.append(number)
            yield [number]

    response = csv_response(Sheet("Bảng", ["Số"], rows()), "a.csv")
    parts = iter(response)
    assert next(parts) == codecs.BOM_UTF8
    assert read == []
    assert len(next(parts).splitlines()) == LINES_AT_ONCE
    assert len(read) < LINES_AT_ONCE
    assert len(b"".join(parts).splitlines()) == 2 * LINES_AT_ONCE + 1


def test_a_year_counts_nothing_and_has_no_dot():
    dataset = Dataset(
        key="years",
        title="Năm",
        what="",
        origin="",
        address="",
        fields=(
            Field(name="year", heading="Năm", kind=Kind.YEAR, value=lambda row: row),
            Field(name="count", heading="Số lượng", kind=Kind.INTEGER, value=lambda row: 2024),
        ),
    )
    sheet = dataset.sheet([2024, None])
    lines = b"".join(csv_response(sheet, "nam.csv")).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["2024;2.024", ";2.024"]
    page = openpyxl.load_workbook(io.BytesIO(spreadsheet(dataset.sheet([2024])))).active
    assert [(cell.value, cell.number_format) for cell in page[2]] == [
        (2024, "0"),
        (2024, "#,##0"),
    ]
    assert dataset.records([2024]) == [{"year": 2024, "count": 2024}]


def test_every_year_of_the_public_tables_is_declared_as_one():
    tables = [one for entry in CATALOGUE for one in (entry.dataset, *entry.dataset.parts)]
    years = [
        field
        for table in tables
        for field in table.fields
        if field.name == "year" or field.name.endswith("_year")
    ]
    assert {field.kind for field in years} == {Kind.YEAR}
    assert len(years) > 10
