"""Accounts, and the audit and documents that belong to no domain."""

import hashlib

import factory

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent, append
from cluster_portal.documents.models import IssuedDocument

PASSWORD = "mot-mat-khau-dai-cho-kiem-thu"


class UserFactory(factory.django.DjangoModelFactory):
    """An account that can be used; its password is hashed only when asked for, as that is slow."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(is_active=False)

    email = factory.Sequence(lambda n: f"can-bo-{n}@tinh.gov.vn")
    full_name = factory.Sequence(lambda n: f"Trần Văn {n}")
    password = "!"

    @factory.post_generation
    def with_password(self, create, extracted, **kwargs):
        """`with_password=True`: the account can sign in with `PASSWORD`."""
        if extracted:
            self.set_password(PASSWORD)
            self.save(update_fields=["password"])


class AuditEventFactory(factory.django.DjangoModelFactory):
    """The next event of the chain."""

    class Meta:
        model = AuditEvent

    actor = factory.SubFactory(UserFactory)
    actor_name = factory.SelfAttribute("actor.full_name")
    action = "change"
    target_type = "clusters.unit"
    target_id = factory.Sequence(str)
    target_name = factory.Sequence(lambda n: f"Tỉnh Số {n}")
    changes = factory.LazyFunction(lambda: {"name": ["Cũ", "Mới"]})

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return append(model_class(*args, **kwargs))


class IssuedDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IssuedDocument

    class Params:
        replacing = factory.Trait(
            replaces=factory.SubFactory("tests.factories.accounts.IssuedDocumentFactory"),
            revision=2,
            reason="Sửa số liệu.",
        )

    kind = "pledge"
    document_number = factory.Sequence(lambda n: f"{n}/GƯ-CTĐ")
    title = "Giao ước thi đua"
    content = factory.Sequence(lambda n: b"%PDF-" + str(n).encode())
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest())
    length = factory.LazyAttribute(lambda row: len(row.content))
    issued_by = factory.SubFactory(UserFactory)
