"""Signatures come into an issued document one behind the other, and nothing is ever changed."""

import datetime
import hashlib

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from cluster_portal.audit.models import AuditEvent
from cluster_portal.database import triggers
from cluster_portal.documents import services
from cluster_portal.documents.models import (
    IssuedDocument,
    SignatureUpload,
    SignedRevision,
    SigningLease,
    Withdrawal,
)
from cluster_portal.documents.render import render_pdf
from tests.documents import samples
from tests.documents.signed_files import addition_of
from tests.factories.accounts import IssuedDocumentFactory, UserFactory
from tests.factories.documents import (
    SignatureUploadFactory,
    SignedRevisionFactory,
    WithdrawalFactory,
)
from tests.rules import Rule, by_rule, refused

pytestmark = pytest.mark.django_db
FOLLOWS = "Lần ký phải nối vào đúng bản trước đó của văn bản."


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(samples.html_of(samples.pledge()))


@pytest.fixture
def ky(db):
    return UserFactory(full_name="Trần Thị Ký")


@pytest.fixture
def document(pdf, ky):
    return services.issue_document(
        kind="pledge",
        document_number="01/GƯTĐ",
        title="Giao ước",
        content=pdf,
        code="K7MN40PX92TR",
        made_from=samples.pledge(),
        by=ky,
    )


def facts(field, **changes):
    return services.SignatureFacts(
        **{
            "field": field,
            "signer_name": "Nguyễn Văn Ký",
            "certificate_serial": "54010F",
            "certificate_issuer": "CN=CA thử nghiệm",
            "certificate_sha256": hashlib.sha256(field.encode()).hexdigest(),
        }
        | changes
    )


def sign(document, by, field="ky_nam-dinh", head=None, **changes):
    return services.add_signed_revision(
        document=document,
        head_sha256=head or document.head_sha256,
        addition=addition_of(document.head_content(), field),
        facts=facts(field, **changes),
        by=by,
    )


def code_of(error):
    return error.value.code


def test_an_issued_document_keeps_its_code_its_form_and_what_it_was_made_from(document):
    kept = IssuedDocument.objects.get()
    assert kept.shown_code == "K7MN-40PX-92TR"
    assert kept.data["head"]["number"] == "01/GƯTĐ-CTĐ"
    assert kept.data["head"]["date"] == "2021-01-18"
    assert len(kept.data["cells"]) == 9
    assert len(kept.template_version) == 64
    assert len(kept.file_identifier) == 32


def test_signatures_are_appended_and_every_revision_stays(document, ky, pdf):
    first = sign(document, ky)
    second = sign(document, ky, "ky_ha-nam", is_portal_seal=True)
    assert (first.number, second.number) == (1, 2)
    assert document.content_at(0) == pdf
    whole = document.head_content()
    assert whole.startswith(document.content_at(1))
    assert document.content_at(1).startswith(pdf)
    for revision in (first, second):
        content = document.content_at(revision.number)
        assert hashlib.sha256(content).hexdigest() == revision.sha256
        assert len(content) == revision.length
    assert document.head_sha256 == second.sha256
    assert IssuedDocument.objects.get().is_intact()
    event = AuditEvent.objects.get(action="add_signature", target_id=str(second.pk))
    assert event.changes["sha256"] == [first.sha256, second.sha256]
    assert event.action_label == "nhận chữ ký số vào"


def test_a_signature_on_an_older_revision_is_refused_whole(document, ky):
    old = document.head_sha256
    addition = addition_of(document.head_content(), "ky_ha-nam")
    sign(document, ky)
    with pytest.raises(ValidationError) as error:
        services.add_signed_revision(
            document=document, head_sha256=old, addition=addition, facts=facts("ky_ha-nam"), by=ky
        )
    assert code_of(error) == "stale"
    assert "tải bản mới nhất về rồi ký lại" in str(error.value)
    assert SignedRevision.objects.count() == 1


def test_a_field_is_signed_once_and_something_is_added(document, ky):
    sign(document, ky)
    with pytest.raises(ValidationError) as error:
        services.add_signed_revision(
            document=document,
            head_sha256=document.head_sha256,
            addition=b"x",
            facts=facts("ky_nam-dinh"),
            by=ky,
        )
    assert code_of(error) == "taken"
    with pytest.raises(ValidationError) as error:
        services.add_signed_revision(
            document=document,
            head_sha256=document.head_sha256,
            addition=b"",
            facts=facts("ky_ha-nam"),
            by=ky,
        )
    assert code_of(error) == "nothing"


def test_who_signs_in_steps_is_not_disturbed(document, ky):
    other = UserFactory(full_name="Lê Văn Chờ")
    now = datetime.datetime(2025, 4, 20, 2, 0, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False):
        services.take_lease(document=document, field="ky_nam-dinh", by=ky)
        for refused_write in (
            lambda: services.take_lease(document=document, field="ky_ha-nam", by=other),
            lambda: sign(document, other, "ky_ha-nam"),
        ):
            with pytest.raises(ValidationError) as error:
                refused_write()
            assert code_of(error) == "leased"
            assert "Trần Thị Ký đang ký văn bản này, đến 9h10" in error.value.messages[0]
        assert services.lease_of(document).holder == ky
        services.take_lease(document=document, field="ky_nam-dinh", by=ky)  # once more
        sign(document, ky)
        assert services.release_lease(document=document, by=ky)
        assert not services.release_lease(document=document, by=ky)
        services.take_lease(document=document, field="ky_ha-nam", by=other)
    # A turn that was not given back ends by itself.
    with time_machine.travel(now + datetime.timedelta(minutes=11)):
        assert services.lease_of(document) is None
        services.take_lease(document=document, field="ky_ha-nam", by=ky)
    assert SigningLease.objects.count() == 1
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("take_lease") == 4
    assert actions.count("release_lease") == 1


def test_a_withdrawn_document_stays_and_takes_no_signature(document, ky):
    with pytest.raises(ValidationError):
        services.withdraw_document(document=document, reason="  ", by=ky)
    services.withdraw_document(document=document, reason="Sai tên đơn vị", by=ky)
    assert AuditEvent.objects.get(action="withdraw_document").reason == "Sai tên đơn vị"
    with pytest.raises(ValidationError) as error:
        sign(document, ky)
    assert code_of(error) == "withdrawn"
    with pytest.raises(ValidationError) as error:
        services.withdraw_document(document=document, reason="Lần nữa", by=ky)
    assert code_of(error) == "withdrawn"
    assert Withdrawal.objects.count() == 1
    with pytest.raises(ValidationError):
        replace(document, ky)


def replace(document, by):
    return services.issue_document(
        kind="pledge",
        document_number=document.document_number,
        title="Giao ước",
        content=b"%PDF-another",
        replaces=document,
        reason="Sửa",
        by=by,
    )


def test_a_replaced_document_takes_no_signature(document, ky):
    replace(document, ky)
    with pytest.raises(ValidationError) as error:
        sign(document, ky)
    assert code_of(error) == "replaced"
    with pytest.raises(ValidationError) as error:
        services.withdraw_document(document=document, reason="Sai", by=ky)
    assert code_of(error) == "replaced"


def test_an_upload_is_examined_once_and_its_bytes_go(document, ky):
    upload = services.receive_upload(
        document=document, field="ky_nam-dinh", content=b"%PDF-a", by=ky
    )
    assert services.begin_examination(upload=upload)
    assert not services.begin_examination(upload=upload)
    settled = services.settle_upload(upload=upload, state="refused", message="Chứng thư hết hạn.")
    assert (settled.content, settled.message) == (None, "Chứng thư hết hạn.")
    with pytest.raises(ValidationError):
        services.settle_upload(upload=upload, state="accepted")
    outdated = SignatureUploadFactory(document=document)
    services.settle_upload(upload=outdated, state="outdated", message="Đã có chữ ký mới hơn.")
    assert bytes(SignatureUpload.objects.get(pk=outdated.pk).content) == b"%PDF-signed"
    with pytest.raises(ValidationError):
        services.settle_upload(upload=SignatureUploadFactory(), state="refused")
    with pytest.raises(ValidationError):
        services.receive_upload(document=document, field="ky", content=b"", by=ky)


def _second(**changes):
    def given():
        first = SignedRevisionFactory()
        row = SignedRevisionFactory(document=first.document)
        return row, changes

    return given


REVISION_RULES = (
    Rule("number_once", "Lần ký này của văn bản đã có.", _second(number=1)),
    Rule("no_gap", FOLLOWS, _second(number=3)),
    Rule("number_zero", FOLLOWS, _second(number=0)),
    Rule("length", FOLLOWS, _second(length=5)),
    Rule("nothing_added", FOLLOWS, _second(addition=b"")),
)


@by_rule(REVISION_RULES)
def test_the_database_takes_a_revision_only_behind_the_last(rule):
    row, changes = rule.given()
    triggers.remove(connection)
    SignedRevision.objects.filter(pk=row.pk).delete()
    triggers.install(connection)
    for name, value in changes.items():
        setattr(row, name, value)
    row.pk = None
    with refused(rule.message, SignedRevision):
        row.save(force_insert=True)


@pytest.fixture
def _thawed(db):
    triggers.remove(connection)
    yield
    triggers.install(connection)


def test_issued_documents_and_signatures_are_verified(document, ky, capsys):
    sign(document, ky)
    sign(document, ky, "ky_ha-nam")
    call_command("verify_documents")
    out = capsys.readouterr().out
    assert "K7MN-40PX-92TR  01/GƯTĐ" in out
    assert "1 văn bản còn nguyên vẹn." in out


@pytest.mark.usefixtures("_thawed")
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda pdf: pdf[:-1] + b"x", "mã băm"),
        (lambda pdf: pdf + b"x", "byte, đã ghi"),
        (lambda pdf: b"%PDF-", "không đọc được tệp"),
    ],
)
def test_a_changed_byte_is_found(document, ky, capsys, harm, words):
    revision = sign(document, ky)
    IssuedDocumentFactory(content=bytes(document.content).replace(b"%PDF-1.7", b"%PDF-1.6"))
    SignedRevision.objects.filter(pk=revision.pk).update(addition=harm(bytes(revision.addition)))
    if words == "không đọc được tệp":
        IssuedDocument.objects.filter(pk=document.pk).update(content=b"%PDF-")
    with pytest.raises(CommandError, match="1 trong 2 văn bản khác với lúc ghi"):
        call_command("verify_documents")
    assert words in capsys.readouterr().out


@pytest.mark.usefixtures("_thawed")
def test_a_missing_signature_is_found(document, ky, capsys):
    first = sign(document, ky)
    sign(document, ky, "ky_ha-nam")
    SignedRevision.objects.filter(pk=first.pk).delete()
    with pytest.raises(CommandError):
        call_command("verify_documents")
    assert "thiếu lần ký 1" in capsys.readouterr().out


def test_a_signature_that_the_file_does_not_have_is_found(document, capsys):
    SignedRevisionFactory(document=document, addition=b"\n% nothing but a remark\n")
    with pytest.raises(CommandError):
        call_command("verify_documents")
    assert "0 chữ ký trong tệp, phải là 1" in capsys.readouterr().out


def test_withdrawals_name_their_reason():
    with pytest.raises(ValidationError, match="Nêu lý do thu hồi"):
        WithdrawalFactory.build(
            document=IssuedDocumentFactory(), withdrawn_by=UserFactory(), reason=""
        ).full_clean()
