"""Every event takes its place at the end of the chain, and the database keeps it there."""

import datetime
import hashlib
import json
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse

from cluster_portal.audit import chain
from cluster_portal.audit.middleware import OriginMiddleware
from cluster_portal.audit.models import AuditEvent, AuditHead, AuditOrigin, record
from cluster_portal.audit.origin import coming_from, current_address, normalised
from cluster_portal.audit.wholes import whole_of
from tests.audit.tampering import protected, run, unprotected
from tests.factories.accounts import AuditEventFactory
from tests.factories.clusters import HandoverFactory, LeadershipFactory, MembershipFactory
from tests.factories.emulation import DelegatePartFactory, IndicatorValueFactory
from tests.rules import refused

pytestmark = pytest.mark.django_db

NEXT_ONLY = "Việc mới chỉ ghi nối vào cuối nhật ký."
ODD = {
    "fraction": [1.5, 1e5],
    "exact": [Decimal("1.50"), 10**30],
    "NUL": ["a\x00b", "\ud800"],
    "day": [datetime.date(2025, 7, 1), True],
    "deep": [{"b": [1, 2.0], "a": None}, ("x", {"y"})],
    7: ["Đ\u0323a\u0302", '“ngoặc” \u2028 \t \\ " 🎌'],
}


def test_numbers_are_dense_and_each_event_holds_the_hash_of_the_one_before(nine):
    assert [event.sequence for event in nine] == list(range(1, 10))
    assert [event.previous_hash for event in nine] == [
        chain.BEGINNING,
        *(event.hash for event in nine[:-1]),
    ]
    assert str(AuditHead.objects.get()) == f"9:{nine[-1].hash}"
    assert len({event.hash for event in nine}) == 9


def test_the_hash_is_that_of_the_documented_form(nine):
    """Written out as decision 11 says it, without the portal's code."""
    event = nine[4]
    values = {
        name: getattr(event, "actor_id" if name == "actor" else name)
        for name in (
            *("sequence", "actor", "actor_name", "action", "target_type", "target_id"),
            *("target_name", "parent_type", "parent_id", "changes", "reason", "search_text"),
            *("origin_digest", "previous_hash"),
        )
    }
    values["at"] = event.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()
    columns = {field.name for field in AuditEvent._meta.concrete_fields}
    assert columns == {*values, "id", "hash"}


def test_the_database_gives_back_what_was_hashed(quan, verify):
    event = record(by=quan, action="change", target=None, changes=ODD, reason="a\x00\ud800")
    stored = AuditEvent.objects.get()
    assert stored.facts() == event.facts()
    assert chain.digest(stored.facts()) == stored.hash
    assert stored.changes["fraction"] == ["1.5", "100000.0"]
    assert stored.reason == "a\ufffd?"
    assert verify()[0]


@pytest.mark.parametrize("micro", ["123456", "000000", "100000"])
def test_a_time_is_kept_to_the_microsecond(quan, micro):
    with time_machine.travel(f"2026-03-13T08:30:00.{micro}+07:00", tick=False):
        record(by=quan, action="change", target=None)
    assert AuditEvent.objects.get().facts()["at"] == f"2026-03-13T01:30:00.{micro}Z"


def test_what_was_nothing_and_stays_nothing_is_no_change(quan, verify):
    event = record(
        by=quan, action="change", target=quan, changes={"a": [None, None], "b": [None, "x"]}
    )
    assert event.changes == {"b": [None, "x"]}
    assert verify()[0]


def test_what_is_undone_leaves_no_hole(nine, quan):
    with transaction.atomic():
        assert record(by=quan, action="change", target=None).sequence == 10
        transaction.set_rollback(True)
    assert record(by=quan, action="change", target=None).sequence == 10


def test_an_event_costs_at_most_four_queries(django_assert_num_queries, nine, quan):
    with django_assert_num_queries(3):
        record(by=quan, action="change", target=quan)
    with coming_from("192.0.2.1"), django_assert_num_queries(4):
        record(by=quan, action="change", target=quan)


# --- What the database refuses --------------------------------------------------------------


def test_an_event_out_of_turn_is_refused(nine):
    for sequence in (9, 10, 11):
        values = {
            field.name: getattr(nine[8], field.name) for field in AuditEvent._meta.concrete_fields
        }
        forged = AuditEvent(**values | {"id": None, "sequence": sequence, "hash": "0" * 64})
        message = NEXT_ONLY if sequence > 9 else ""
        with refused(message, AuditEvent, AuditHead):
            forged.save(force_insert=True)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE audit_audithead SET sequence = 8", NEXT_ONLY),
        ("UPDATE audit_audithead SET sequence = sequence", NEXT_ONLY),
        ("UPDATE audit_audithead SET sequence = 11", NEXT_ONLY),
        ("UPDATE audit_audithead SET sequence = 10, id = 2", ""),
        ("INSERT INTO audit_audithead (id, sequence, hash) VALUES (2, 0, '')", "một chỗ cuối."),
        ("DELETE FROM audit_audithead", "Chỗ cuối của nhật ký không xóa được."),
        ("UPDATE audit_auditorigin SET address = '192.0.2.1'", "thì không sửa được."),
        ("UPDATE audit_auditorigin SET event_id = event_id", "thì không sửa được."),
        ("DELETE FROM audit_auditorigin", "Nơi gửi phải giữ ít nhất 334 ngày."),
    ],
)
def test_head_and_origins_are_kept(nine, sql, message):
    with refused(message, AuditEvent, AuditHead, AuditOrigin):
        run(sql)


@pytest.mark.parametrize("table", ["audit_audithead", "audit_auditorigin"])
def test_no_table_of_the_audit_is_emptied_at_once(nine, table):
    connection.check_constraints()  # PostgreSQL empties no table with checks put off
    with refused("", AuditHead, AuditOrigin):
        run(f"TRUNCATE {table}" if connection.vendor == "postgresql" else f"DELETE FROM {table}")


def test_without_its_head_the_audit_takes_no_more_events(nine, quan):
    unprotected()
    AuditHead.objects.all().delete()
    protected()
    with pytest.raises(IntegrityError), transaction.atomic():
        record(by=quan, action="change", target=None)


# --- From where -----------------------------------------------------------------------------


def test_the_address_stands_apart_and_the_event_holds_its_digest(nine):
    origin = nine[1].origin
    assert (origin.address, len(origin.salt)) == ("192.0.2.2", 32)
    digest = hashlib.sha256(f"{origin.salt}192.0.2.2".encode()).hexdigest()
    assert nine[1].origin_digest == digest
    assert nine[0].origin_digest == ""
    assert not hasattr(nine[0], "origin")
    assert AuditOrigin.objects.count() == 4
    assert str(origin) == "192.0.2.2"


def test_the_same_address_has_another_digest_each_time(quan):
    with coming_from("192.0.2.1"):
        digests = {record(by=quan, action="change", target=None).origin_digest for _ in range(3)}
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 2001:DB8:0::1 ", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.1, 10.0.0.1", ""),
        ("<script>", ""),
    ],
)
def test_an_address_has_one_form(given, kept):
    assert normalised(given) == kept
    with coming_from(given):
        assert current_address() == kept
    assert current_address() == ""


def test_a_request_tells_where_it_comes_from_and_is_forgotten(rf):
    seen = []

    def view(request):
        seen.append(current_address())
        return HttpResponse()

    OriginMiddleware(view)(rf.get("/", REMOTE_ADDR="2001:db8::7"))
    assert seen == ["2001:db8::7"]
    assert current_address() == ""

    def failing(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        OriginMiddleware(failing)(rf.get("/", REMOTE_ADDR="192.0.2.1"))
    assert current_address() == ""


def test_a_write_through_a_page_has_the_address_of_its_client(client_of, quan):
    client_of(quan).get("/nhat-ky.csv", REMOTE_ADDR="192.0.2.77")
    event = AuditEvent.objects.get(action="export_audit")
    assert event.origin.address == "192.0.2.77"


# --- Of what --------------------------------------------------------------------------------


def test_a_part_names_the_record_that_it_belongs_to():
    leadership = LeadershipFactory()
    year = ("clusters.emulationyear", str(leadership.emulation_year_id))
    assert whole_of(leadership) == year
    assert whole_of(HandoverFactory(emulation_year=leadership.emulation_year)) == year
    part = DelegatePartFactory()
    conference = str(part.delegate.conference_id)
    assert whole_of(part) == ("emulation.conference", conference)
    assert whole_of(part.delegate) == ("emulation.conference", conference)
    assert whole_of(part.delegate.conference) == ("", "")
    value = IndicatorValueFactory()
    assert whole_of(value) == ("clusters.emulationyear", str(value.emulation_year_id))
    membership = MembershipFactory()
    assert whole_of(membership) == ("clusters.cluster", str(membership.cluster_id))
    event = record(by=None, action="delete", target=part)
    assert (event.parent_type, event.parent_id) == ("emulation.conference", conference)


def test_the_factory_writes_the_next_event(verify):
    AuditEventFactory.create_batch(3)
    assert verify() == (True, verify()[1])
