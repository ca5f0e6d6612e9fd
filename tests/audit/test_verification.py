"""`verify_audit` finds whatever is bent, in a database whose own rules were taken away."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cluster_portal.audit import chain, verification
from cluster_portal.audit.models import AuditEvent, AuditHead, AuditOrigin, record
from cluster_portal.audit.verification import (
    BEYOND_HEAD,
    CHANGED,
    MOVED,
    NO_ANCHOR,
    NO_HEAD,
    NO_ORIGIN,
    OTHER_ANCHOR,
    OTHER_HEAD,
    OTHER_ORIGIN,
    UNCHAINED,
    UNREADABLE,
    Chain,
    check_table,
)
from tests.audit import tampering as by

pytestmark = pytest.mark.django_db

Said = list[tuple[int, str]]


def gone(sequence: int) -> tuple[int, str]:
    return sequence, "đã bị xóa."


# What is done to numbers 1 to 9, and what is found, number by number.
TAMPERING: dict[str, tuple[Callable[[], object], Said]] = {
    "text": (lambda: by.change(4, target_name="Khác"), [(4, CHANGED)]),
    "author": (lambda: by.change(4, actor_name="Khác"), [(4, CHANGED)]),
    "account": (lambda: by.change(4, actor=None), [(4, CHANGED)]),
    "action": (lambda: by.change(4, action="add"), [(4, CHANGED)]),
    "kind": (lambda: by.change(4, target_type="clusters.cluster"), [(4, CHANGED)]),
    "target": (lambda: by.change(4, target_id="1"), [(4, CHANGED)]),
    "parent": (lambda: by.change(4, parent_type="x", parent_id="1"), [(4, CHANGED)]),
    "values": (lambda: by.change(4, changes={"name": ["Cũ", "Khác"]}), [(4, CHANGED)]),
    "reason": (lambda: by.change(5, reason=""), [(5, CHANGED)]),
    "search": (lambda: by.change(4, search_text=""), [(4, CHANGED)]),
    "time": (
        lambda: by.run(
            "UPDATE audit_auditevent SET at = '2020-01-01 00:00:00+00' WHERE sequence = 5"
        ),
        [(5, CHANGED)],
    ),
    "digest of the origin": (
        lambda: by.change(4, origin_digest="0" * 64),
        [(4, CHANGED), (4, OTHER_ORIGIN)],
    ),
    "hash": (lambda: by.change(4, hash="0" * 64), [(4, CHANGED), (5, UNCHAINED)]),
    "hash of the last": (lambda: by.change(9, hash="0" * 64), [(9, CHANGED), (9, OTHER_HEAD)]),
    "previous hash": (
        lambda: by.change(4, previous_hash="0" * 64),
        [(4, UNCHAINED), (4, CHANGED)],
    ),
    "first removed": (lambda: by.remove(1), [gone(1)]),
    "one removed": (lambda: by.remove(5), [gone(5)]),
    "several removed": (lambda: by.remove(4, 5, 6), [(4, "đã bị xóa, đến hết số 6.")]),
    "last removed": (lambda: by.remove(9), [gone(9)]),
    "all removed": (lambda: by.remove(*range(1, 10)), [(1, "đã bị xóa, đến hết số 9.")]),
    "one removed and the rest renumbered": (
        lambda: (by.remove(8), by.move(9, 8)),
        [(8, UNCHAINED), (8, CHANGED), gone(9)],
    ),
    "exchanged": (
        lambda: by.exchange(3, 5),
        [
            *((3, UNCHAINED), (3, CHANGED), (4, UNCHAINED)),
            *((5, UNCHAINED), (5, CHANGED), (6, UNCHAINED)),
        ],
    ),
    "renumbered": (
        lambda: by.move(5, 50),
        [gone(5), (10, "đã bị xóa, đến hết số 49."), (50, CHANGED), (50, BEYOND_HEAD)],
    ),
    "number nought": (
        lambda: by.move(5, 0),
        [(0, MOVED), (0, CHANGED), gone(5)],
    ),
    "inserted at the end": (lambda: by.insert_copy(10), [(10, BEYOND_HEAD)]),
    "inserted further on": (
        lambda: by.insert_copy(12),
        [(10, "đã bị xóa, đến hết số 11."), (12, BEYOND_HEAD)],
    ),
    "inserted between, in place of another": (
        lambda: (by.remove(5), by.insert_copy(5)),
        [(5, UNCHAINED), (6, UNCHAINED)],
    ),
    "origin changed": (
        lambda: AuditOrigin.objects.filter(event__sequence=4).update(address="192.0.2.200"),
        [(4, OTHER_ORIGIN)],
    ),
    "origins exchanged": (
        lambda: by.origins_exchanged(2, 8),
        [(2, OTHER_ORIGIN), (8, OTHER_ORIGIN)],
    ),
    "origin invented": (lambda: by.origin_invented(3), [(3, OTHER_ORIGIN)]),
    "origin removed": (
        lambda: AuditOrigin.objects.filter(event__sequence=6).delete(),
        [(6, NO_ORIGIN)],
    ),
    "head moved back": (lambda: by.head_back(7), [(9, BEYOND_HEAD)]),
    "head moved on": (
        lambda: AuditHead.objects.update(sequence=11),
        [(10, "đã bị xóa, đến hết số 11.")],
    ),
    "head of another hash": (lambda: AuditHead.objects.update(hash="0" * 64), [(9, OTHER_HEAD)]),
    "head removed": (lambda: AuditHead.objects.all().delete(), [(9, NO_HEAD)]),
    "changed and hashed again": (
        lambda: (by.change(4, target_name="Khác"), _rehash_one(4)),
        [(5, UNCHAINED)],
    ),
}


def _rehash_one(sequence: int) -> None:
    event = AuditEvent.objects.get(sequence=sequence)
    by.change(sequence, hash=chain.digest(event.facts()))


def test_a_sound_audit_is_counted_and_its_head_told(nine, verify):
    sound, said = verify()
    assert sound
    assert "Nhật ký nguyên vẹn: 9 việc." in said
    assert f"9:{nine[8].hash}" in said


def test_an_empty_audit_is_sound(verify, db):
    sound, said = verify()
    assert sound
    assert f"0:{chain.BEGINNING}" in said
    assert verify("--anchor", f"0:{chain.BEGINNING}")[0]


@pytest.mark.parametrize("page", [2, 1000])
@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found_where_it_was_done(nine, verify, monkeypatch, name, page):
    monkeypatch.setattr(verification, "PAGE", page)
    tamper, expected = TAMPERING[name]
    by.unprotected()
    tamper()
    by.protected()
    found = list(check_table(Chain()))
    assert [tuple(finding) for finding in found] == expected
    sound, said = verify()
    assert not sound
    for finding in found:
        assert str(finding) in said
    assert f"{len(found)} chỗ sai" in said


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "hôm qua"),
        ("changes", "{"),
        ("reason", b"\xff"),
        ("sequence", "năm"),
        ("actor_id", "ai"),
        ("hash", b"\xff\xfe"),
    ],
)
def test_what_cannot_be_read_is_found_too(nine, verify, column, value):
    if connection.vendor == "postgresql":
        return  # its columns hold nothing but their own type
    by.unprotected()
    connection.check_constraints()
    by.run("PRAGMA ignore_check_constraints = ON")
    by.run(f"UPDATE audit_auditevent SET {column} = %s WHERE sequence = 5", value)
    by.run("PRAGMA ignore_check_constraints = OFF")
    by.protected()
    found = list(check_table(Chain()))
    assert {finding.what for finding in found} & {UNREADABLE, CHANGED}
    assert not verify()[0]
    # Put right again, or the test's own end would stumble over it.
    by.unprotected()
    by.run("DELETE FROM audit_auditorigin")
    by.run("DELETE FROM audit_auditevent")


def test_a_wholly_rewritten_audit_is_found_by_a_head_noted_elsewhere(nine, verify):
    early, late = (f"{event.sequence}:{event.hash}" for event in (nine[1], nine[8]))
    assert verify("--anchor", early, "--anchor", late)[0]
    by.unprotected()
    by.change(4, target_name="Khác")
    by.rehash(4)
    by.protected()
    assert verify()[0], "without an anchor the forgery cannot be told"
    assert verify("--anchor", early)[0], "what came before the forgery is as it was"
    sound, said = verify("--anchor", early, "--anchor", late)
    assert not sound
    assert f"Việc số 9: {OTHER_ANCHOR}" in said


def test_an_audit_cut_short_and_its_head_with_it_is_found_by_an_anchor(nine, verify):
    late = f"9:{nine[8].hash}"
    by.unprotected()
    by.remove(8, 9)
    by.head_back(7)
    by.protected()
    assert verify()[0]
    sound, said = verify("--anchor", late)
    assert not sound
    assert f"Việc số 9: {NO_ANCHOR}" in said


def test_a_database_without_its_rules_is_told(nine, verify):
    by.unprotected()
    sound, said = verify()
    assert not sound
    assert "Cơ sở dữ liệu thiếu quy tắc audit_event_frozen" in said


def test_memory_and_queries_do_not_grow_with_one_event(nine, monkeypatch, quan):
    for _ in range(30):
        record(by=quan, action="change", target=None)
    monkeypatch.setattr(verification, "PAGE", 10)
    sizes = []
    read = verification._read

    def measured(first, last):
        rows = read(first, last)
        sizes.append(len(rows))
        return rows

    monkeypatch.setattr(verification, "_read", measured)
    checked = Chain()
    assert list(check_table(checked)) == []
    assert checked.count == 39
    assert sizes == [10, 10, 10, 9]


def test_an_event_written_meanwhile_is_no_fault(nine, monkeypatch, quan):
    """Between the reading of the events and that of the head somebody writes."""
    read, written = verification._read, []

    def slow(first, last):
        rows = read(first, last)
        if not written:
            written.append(record(by=quan, action="change", target=None))
        return rows

    monkeypatch.setattr(verification, "_read", slow)
    checked = Chain()
    assert list(check_table(checked)) == []
    assert checked.sequence == 10


@pytest.mark.parametrize("text", ["", "9", "9:", "9:xyz", "x:" + "0" * 64, "9:" + "0" * 63])
def test_an_anchor_is_a_number_and_a_hash(nine, text):
    with pytest.raises(CommandError, match="SỐ:MÃ BĂM"):
        call_command("verify_audit", "--anchor", text)


def test_two_anchors_of_one_number_agree(nine):
    with pytest.raises(CommandError, match="cùng số"):
        call_command("verify_audit", "--anchor", f"9:{'0' * 64}", "--anchor", f"9:{'1' * 64}")


# --- A file, without the database -----------------------------------------------------------


@pytest.fixture
def exported(nine, tmp_path: Path) -> Path:
    file = tmp_path / "nhat-ky.jsonl"
    call_command("export_audit", "--output", str(file))
    return file


def altered(file: Path, change: Callable[[list[str]], object]) -> Path:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    change(lines)
    file.write_text("".join(lines), encoding="utf-8")
    return file


def test_an_exported_file_is_checked_alone(exported, verify, django_assert_num_queries):
    with django_assert_num_queries(0):
        sound, said = verify("--file", str(exported))
    assert sound
    assert "10 việc, từ số 1 đến số 10." in said


def test_a_part_of_the_audit_is_checked_from_where_it_starts(exported, verify):
    altered(exported, lambda lines: lines.__delitem__(slice(3)))
    sound, said = verify("--file", str(exported))
    assert sound
    assert "7 việc, từ số 4 đến số 10." in said


def _set(lines: list[str], index: int, **values: object) -> None:
    lines[index] = json.dumps(json.loads(lines[index]) | values) + "\n"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda lines: _set(lines, 3, reason="Khác"), f"Việc số 4: {CHANGED}"),
        (lambda lines: lines.pop(3), "Việc số 4: đã bị xóa."),
        (lambda lines: lines.insert(3, lines.pop(5)), f"Việc số 4: {MOVED}"),
        (lambda lines: lines.insert(3, lines[3]), f"Việc số 4: {MOVED}"),
        (lambda lines: lines.insert(3, "{\n"), f"Việc số 4: {UNREADABLE}"),
        (lambda lines: lines.insert(3, "[1]\n"), f"Việc số 4: {UNREADABLE}"),
        (lambda lines: lines.insert(3, '{"sequence": Infinity}\n'), f"Việc số 4: {UNREADABLE}"),
        (lambda lines: lines.insert(3, "[" * 100_000 + "\n"), f"Việc số 4: {UNREADABLE}"),
        (lambda lines: _set(lines, 3, reason="\ud800"), f"Việc số 4: {CHANGED}"),
        (lambda lines: _set(lines, 3, extra=1), f"Việc số 4: {CHANGED}"),
    ],
)
def test_an_altered_file_is_found(exported, verify, change, what):
    sound, said = verify("--file", str(altered(exported, change)))
    assert not sound
    assert what in said


def test_a_file_that_was_cut_is_found_by_an_anchor(exported, verify):
    head = f"10:{AuditHead.objects.get().hash}"
    altered(exported, lambda lines: lines.pop())
    assert verify("--file", str(exported))[0]
    assert not verify("--file", str(exported), "--anchor", head)[0]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("verify_audit", "--file", str(tmp_path / "none.jsonl"))
