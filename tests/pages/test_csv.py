"""CSV files to download: what Excel opens as columns, and no formula among them."""

import codecs
import csv
import datetime
import io
from decimal import Decimal

from cluster_portal.pages.spreadsheets import LINES_AT_ONCE, Sheet, csv_response


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
