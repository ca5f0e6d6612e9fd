"""Many issue and sign at the same moment, each with a connection of their own."""

import hashlib
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from cluster_portal.accounts.models import User
from cluster_portal.documents import services
from cluster_portal.documents.codes import new_code
from cluster_portal.documents.models import IssuedDocument, NumberSeries, SignedRevision
from cluster_portal.documents.services import revisions
from tests.factories.accounts import IssuedDocumentFactory, UserFactory
from tests.racing import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, EACH = 6, 5


class Broken(Exception):
    """What goes wrong after a number was taken."""


def test_numbers_have_no_gaps_and_no_doubles(ky):
    """Six people issue five documents each; every third fails after it took its number."""
    errors = []

    def issue(person: int) -> None:
        by = User.objects.get(pk=ky.pk)
        for turn in range(EACH):
            try:
                with transaction.atomic():
                    number = services.next_number("cum BC 2025")
                    services.issue_document(
                        kind="report",
                        series="cum BC 2025",
                        document_number=f"{number:02}/BC",
                        title="Báo cáo",
                        content=f"%PDF-{person} {turn}".encode(),
                        code=new_code(),
                        by=by,
                    )
                    if (person + turn) % 3 == 0:
                        raise Broken
            except Broken:
                continue
            except Exception as error:
                errors.append(error)
        connections.close_all()

    if connection.vendor == "sqlite":  # one write at a time, in one memory
        for person in range(PEOPLE):
            issue(person)
    else:
        threads = [threading.Thread(target=issue, args=(person,)) for person in range(PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert errors == []
    numbers = sorted(IssuedDocument.objects.values_list("document_number", flat=True))
    assert numbers == [f"{number:02}/BC" for number in range(1, len(numbers) + 1)]
    assert len(numbers) == PEOPLE * EACH * 2 // 3
    assert NumberSeries.objects.get().last == len(numbers)


@pytest.fixture
def ky(db):
    return UserFactory()


def test_of_two_signatures_on_one_revision_one_is_told_to_sign_anew(monkeypatch, ky):
    document = IssuedDocumentFactory()
    head = document.sha256

    def sign(field):
        return services.add_signed_revision(
            document=IssuedDocument.objects.get(),
            head_sha256=head,
            addition=field.encode(),
            facts=services.SignatureFacts(
                field=field,
                signer_name="Ký",
                certificate_serial="1",
                certificate_issuer="CA",
                certificate_sha256=hashlib.sha256(field.encode()).hexdigest(),
            ),
            by=User.objects.get(pk=ky.pk),
        )

    found = meanwhile(
        monkeypatch, (revisions, "require_turn"), lambda: sign("ky_a"), lambda: sign("ky_b")
    )
    assert found[0].number == 1
    assert isinstance(found[1], ValidationError)
    assert found[1].code == "stale"
    [kept] = SignedRevision.objects.all()
    assert kept.field == "ky_a"
