"""What is signed into issued documents, and what is under way on them."""

import datetime
import hashlib

import factory
from django.utils import timezone

from cluster_portal.documents.models import (
    SignatureUpload,
    SignedRevision,
    SigningLease,
    Withdrawal,
)
from tests.factories.accounts import IssuedDocumentFactory, UserFactory


class SignedRevisionFactory(factory.django.DjangoModelFactory):
    """The first signature of a document; `number` and the rest follow from what is there."""

    class Meta:
        model = SignedRevision

    document = factory.SubFactory(IssuedDocumentFactory)
    number = factory.LazyAttribute(lambda row: row.document.revisions.count() + 1)
    addition = factory.Sequence(lambda n: f"signature {n}\n%%EOF\n".encode())
    sha256 = factory.LazyAttribute(
        lambda row: hashlib.sha256(row.document.head_content() + row.addition).hexdigest()
    )
    length = factory.LazyAttribute(lambda row: len(row.document.head_content()) + len(row.addition))
    field = factory.Sequence(lambda n: f"ky_tinh-{n}")
    signer_name = "Nguyễn Văn Ký"
    certificate_serial = "54010F"
    certificate_issuer = "CN=CA thử nghiệm, C=VN"
    certificate_sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    claimed_at = datetime.datetime(2025, 4, 20, 2, 30, tzinfo=datetime.UTC)
    received_by = factory.SubFactory(UserFactory)


class WithdrawalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Withdrawal

    document = factory.SubFactory(IssuedDocumentFactory)
    reason = "Ban hành nhầm."
    withdrawn_by = factory.SubFactory(UserFactory)


class SigningLeaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SigningLease

    document = factory.SubFactory(IssuedDocumentFactory)
    field = "ky_nam-dinh"
    holder = factory.SubFactory(UserFactory)
    taken_at = factory.LazyFunction(timezone.now)
    until = factory.LazyAttribute(lambda row: row.taken_at + datetime.timedelta(minutes=10))


class SignatureUploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignatureUpload

    document = factory.SubFactory(IssuedDocumentFactory)
    field = "ky_nam-dinh"
    content = b"%PDF-signed"
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest())
    length = factory.LazyAttribute(lambda row: len(row.content))
    uploaded_by = factory.SubFactory(UserFactory)
