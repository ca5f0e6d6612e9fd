"""The audit leaves the portal as a file for machines and as a table for people."""

import csv
import datetime
import io
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.audit import chain, export
from cluster_portal.audit.models import AuditEvent, AuditHead, record
from cluster_portal.audit.origin import coming_from
from tests.factories.clusters import UnitFactory

pytestmark = pytest.mark.django_db

JSONL, CSV, PAGE = "/nhat-ky.jsonl", "/nhat-ky.csv", "/nhat-ky/xuat/"


def content(response) -> str:
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def on_day(day: str) -> AuditEvent:
    with time_machine.travel(f"{day}T12:00:00+07:00"):
        return record(by=None, action="change", target=UnitFactory())


@pytest.fixture
def administrator(client_of, quan):
    return client_of(quan)


def test_every_line_proves_itself(nine, administrator):
    lines = content(administrator.get(JSONL)).splitlines()
    assert len(lines) == 10
    previous = chain.BEGINNING
    for number, line in enumerate(lines, start=1):
        facts = json.loads(line)
        digest = facts.pop("hash")
        assert (facts["sequence"], facts["previous_hash"]) == (number, previous)
        assert digest == chain.digest(facts)
        previous = digest
    assert previous == AuditHead.objects.get().hash


def test_no_file_holds_an_address(nine, administrator):
    with coming_from("192.0.2.99"):
        record(by=None, action="change", target=None)
    for address in (JSONL, CSV):
        assert "192.0.2." not in content(administrator.get(address))


def test_a_download_stands_in_the_audit_itself(nine, administrator, quan):
    text = content(administrator.get(CSV, {"tu": "1/2/2024", "den": ""}))
    event = AuditEvent.objects.get(action="export_audit")
    assert (event.actor, event.sequence) == (quan, 10)
    assert event.changes == {
        "tệp": [None, "nhat-ky.csv"],
        "từ ngày": [None, "2024-02-01"],
    }
    assert rows_of(text)[-1][3] == "xuất nhật ký"


def test_looking_at_the_headers_is_no_download(nine, administrator):
    response = administrator.head(JSONL)
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="nhat-ky.jsonl"'
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.count() == 9


def test_the_table_is_read_by_people_and_holds_no_formula(administrator, quan):
    quan.full_name = "@SUM(A1)"
    record(
        by=quan,
        action="change",
        target=UnitFactory(name="Huế"),
        changes={"name": ["=1+1", "+84"]},
        reason="-2+3",
    )
    for name in ("=cmd()", "\t=1", "\r=1"):
        record(by=None, action="change", target=None, reason=name)
    text = content(administrator.get(CSV))
    assert text.startswith("\ufeff")
    heading, first, *others = rows_of(text)
    assert heading == list(export.HEADINGS)
    assert first[2:8] == [
        "'@SUM(A1)",
        "sửa",
        "đơn vị",
        "Tỉnh Huế",
        "tên: =1+1 → +84",
        "'-2+3",
    ]
    assert [row[7] for row in others[:3]] == ["'=cmd()", "'\t=1", "'\r=1"]
    for row in rows_of(text):
        assert not any(cell[:1] in tuple("=+-@\t\r") for cell in row if cell)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"tu": "2/3/2024"}, [2, 3, 4]),
        ({"den": "2/3/2024"}, [1, 2]),
        ({"tu": "2024-03-02", "den": "2-3-2024"}, [2]),
        ({"tu": "4/3/2099"}, []),
        ({"tu": "", "den": ""}, [1, 2, 3, 4]),
    ],
)
def test_days_are_those_of_vietnam_and_both_included(administrator, asked, numbers):
    for day in ("2024-03-01", "2024-03-02", "2024-03-03"):
        on_day(day)
    lines = content(administrator.get(JSONL, asked)).splitlines()
    assert [json.loads(line)["sequence"] for line in lines] == numbers


def test_midnight_is_that_of_vietnam(administrator):
    with time_machine.travel("2024-03-01T17:00:00+00:00", tick=False):
        record(by=None, action="change", target=None)
    asked = {"tu": "2/3/2024", "den": "2/3/2024"}
    assert len(content(administrator.get(JSONL, asked)).splitlines()) == 1


def test_a_clock_put_back_leaves_no_hole(administrator, verify, tmp_path):
    for day in ("2024-03-02", "2024-02-01", "2024-03-03"):
        on_day(day)
    text = content(administrator.get(JSONL, {"tu": "1/3/2024", "den": "3/3/2024"}))
    file = tmp_path / "part.jsonl"
    file.write_text(text, encoding="utf-8")
    assert verify("--file", str(file))[0]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"tu": "hôm qua"}, "không đúng cách viết ngày"),
        ({"tu": "30/2/2024"}, "chỉ có các ngày"),
        ({"den": "<script>"}, "&lt;script&gt;"),
        ({"tu": "2/3/2024", "den": "1/3/2024"}, "Ngày cuối phải bằng hoặc sau ngày đầu."),
        ({"tu": "1" * 5000}, "quá dài"),
    ],
)
def test_a_day_that_is_none_is_said_beside_its_field(administrator, asked, message):
    for address in (JSONL, CSV):
        response = administrator.get(address, asked)
        assert response.status_code == 400
        page = response.content.decode()
        assert message in page
        assert all(f'value="{value}"' in page for value in asked.values() if "<" not in value)
    assert not AuditEvent.objects.exists()


def test_only_an_administrator_takes_the_audit_away(client_of, lan, hoa, binh, visitor):
    for address in (PAGE, JSONL, CSV):
        for user in (lan, hoa, binh):
            assert client_of(user).get(address).status_code == 403
        assert visitor.get(address).status_code == 302
    assert not AuditEvent.objects.filter(action="export_audit").exists()


def test_the_page_offers_both_and_the_administration_leads_there(administrator):
    page = administrator.get(PAGE).content.decode()
    assert f'action="{CSV}"' in page
    assert f'formaction="{JSONL}"' in page
    listing = administrator.get("/quan-tri/audit/auditevent/").content.decode()
    assert f'href="{PAGE}"' in listing


@pytest.mark.parametrize("address", [JSONL, CSV])
def test_a_long_audit_is_read_page_by_page(nine, administrator, monkeypatch, address):
    monkeypatch.setattr(export, "PAGE", 2)
    with CaptureQueriesContext(connection) as queries:
        text = content(administrator.get(address))
    assert len(text.splitlines()) >= 10
    reads = [query["sql"] for query in queries if "ASC LIMIT 2" in query["sql"]]
    assert len(reads) == 6


def test_the_command_writes_a_file_that_is_there_once(nine, tmp_path, capsys):
    file = tmp_path / "nhat-ky.jsonl"
    call_command("export_audit", "--output", str(file))
    assert len(file.read_text(encoding="utf-8").splitlines()) == 10
    assert f"10:{AuditHead.objects.get().hash}" in capsys.readouterr().err
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("export_audit", "--output", str(file))
    today = f"{datetime.date.today():%d/%m/%Y}"
    call_command("export_audit", "--from", "1/1/2020", "--to", today)
    assert len(capsys.readouterr().out.splitlines()) >= 10
    with pytest.raises(CommandError, match="sau ngày đầu"):
        call_command("export_audit", "--from", "2/1/2020", "--to", "1/1/2020")
    with pytest.raises(CommandError, match="viết ngày"):
        call_command("export_audit", "--from", "hôm qua")
    assert AuditEvent.objects.filter(action="export_audit", actor=None).exists()
