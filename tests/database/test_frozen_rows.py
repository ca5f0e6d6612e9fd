"""An issued document and a row of the audit are written once, whoever holds the connection."""

import pytest
from django.db import connection
from django.db.models import ProtectedError

from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.database import triggers
from cluster_portal.documents.models import IssuedDocument, SignedRevision, Withdrawal
from cluster_portal.files.models import StoredFile
from tests.factories.accounts import AuditEventFactory, IssuedDocumentFactory, UserFactory
from tests.factories.documents import SignedRevisionFactory, WithdrawalFactory
from tests.factories.files import StoredFileFactory
from tests.rules import (
    Rule,
    assert_form_explains,
    by_rule,
    insert_by_bulk_create,
    insert_by_save,
    refused,
)

pytestmark = pytest.mark.django_db

FROZEN = "Bản ghi này đã chốt: không sửa, không xóa được."
REPLACEMENT = "Lần ban hành sau phải nêu văn bản bị thay và lý do."

FACTORIES = [
    AuditEventFactory,
    IssuedDocumentFactory,
    SignedRevisionFactory,
    StoredFileFactory,
    WithdrawalFactory,
]
TEXT = {
    AuditEvent: "target_name",
    IssuedDocument: "title",
    SignedRevision: "signer_name",
    StoredFile: "name",
    Withdrawal: "reason",
}


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def save(row, model, table):
    setattr(row, TEXT[model], "Khác")
    row.save()


def save_unchanged(row, model, table):
    row.save()


def update(row, model, table):
    model.objects.update(**{TEXT[model]: "Khác"})


def bulk_update(row, model, table):
    setattr(row, TEXT[model], "Khác")
    model.objects.bulk_update([row], [TEXT[model]])


def upsert(row, model, table):
    setattr(row, TEXT[model], "Khác")
    model.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[TEXT[model]]
    )


def delete(row, model, table):
    row.delete()


def delete_all(row, model, table):
    model.objects.all().delete()


def raw_delete(row, model, table):
    model.objects.all()._raw_delete("default")


def sql_update(row, model, table):
    run(f"UPDATE {table} SET {TEXT[model]} = %s WHERE id = %s", "Khác", row.pk)


def sql_delete(row, model, table):
    run(f"DELETE FROM {table}")


def sql_replace(row, model, table):
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    if connection.vendor == "sqlite":
        run(f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        run(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}"
            f" ON CONFLICT (id) DO UPDATE SET {TEXT[model]} = 'Khác'"
        )


def sql_empty(row, model, table):
    connection.check_constraints()  # PostgreSQL empties no table with checks put off
    emptying = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"
    run(emptying.format(table))


ATTACKS = [
    save,
    save_unchanged,
    update,
    bulk_update,
    upsert,
    delete,
    delete_all,
    raw_delete,
    sql_update,
    sql_delete,
    sql_replace,
    sql_empty,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.parametrize("factory", FACTORIES)
def test_a_frozen_row_stays_as_it_is(factory, attack):
    row = factory()
    model = type(row)
    with refused(FROZEN, model):
        attack(row, model, model._meta.db_table)
    if model is IssuedDocument:
        assert IssuedDocument.objects.get().is_intact()


def test_a_changed_content_would_show():
    document = IssuedDocumentFactory()
    assert document.is_intact()
    document.content = b"%PDF-forged"
    assert not document.is_intact()


def test_people_of_the_history_are_not_deleted():
    event = AuditEventFactory()
    with pytest.raises(ProtectedError):
        event.actor.delete()
    document = IssuedDocumentFactory()
    with pytest.raises(ProtectedError):
        document.issued_by.delete()


def test_an_event_reads_as_a_sentence(quan):
    event = record(by=quan, action="change", target=quan, changes={"email": ["a", "b"]})
    assert event.actor_name == quan.full_name
    assert str(event) == f"{quan.full_name}: sửa {quan.full_name}"
    assert record(by=None, action="no_such_action", target=None).action_label == "no_such_action"


def same_revision():
    first = IssuedDocumentFactory()
    return IssuedDocumentFactory(), {"document_number": first.document_number}


def same_content():
    return IssuedDocumentFactory(), {"sha256": IssuedDocumentFactory().sha256}


def replaced_twice():
    first = IssuedDocumentFactory(replacing=True)
    return IssuedDocumentFactory(replacing=True), {"replaces": first.replaces}


DOCUMENT_RULES = (
    Rule("revision_once", "Lần ban hành này của văn bản đã có.", same_revision),
    Rule("content_once", "Văn bản đã ban hành có Mã băm SHA-256 đã tồn tại.", same_content),
    Rule("replaced_once", "Văn bản đã ban hành có Thay cho đã tồn tại.", replaced_twice),
    Rule(
        "first_revision_replaces",
        REPLACEMENT,
        lambda: (IssuedDocumentFactory(), {"replaces": IssuedDocumentFactory()}),
    ),
    Rule(
        "second_revision_replaces_nothing",
        REPLACEMENT,
        lambda: (IssuedDocumentFactory(), {"revision": 2}),
    ),
    Rule(
        "second_revision_without_a_reason",
        REPLACEMENT,
        lambda: (IssuedDocumentFactory(replacing=True), {"reason": ""}),
    ),
    Rule(
        "revision_zero",
        REPLACEMENT,
        lambda: (IssuedDocumentFactory(), {"revision": 0}),
    ),
)


@pytest.fixture
def _thawed(db):
    """To test the other rules a document must be able to make room for a broken copy of it."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


@pytest.mark.usefixtures("_thawed")
@pytest.mark.parametrize("attack", [insert_by_save, insert_by_bulk_create])
@by_rule(DOCUMENT_RULES)
def test_the_database_keeps_the_rule_of_documents(rule, attack):
    row, changes = rule.given()
    write = attack(row, changes)
    with refused(rule.message, IssuedDocument):
        write()


@by_rule(DOCUMENT_RULES)
def test_a_form_says_what_is_wrong(rule):
    assert_form_explains(rule)


def test_a_document_does_not_replace_itself():
    document = IssuedDocumentFactory.build(
        pk=7, replaces_id=7, revision=2, reason="Sửa số liệu.", issued_by=UserFactory()
    )
    with refused("Văn bản không thể thay chính nó.", IssuedDocument):
        document.save(force_insert=True)
