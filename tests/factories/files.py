"""Rows of stored files; the bytes are written only by `services.store`."""

import hashlib

import factory

from cluster_portal.files.kinds import FileKind
from cluster_portal.files.models import StoredFile
from tests.factories.accounts import UserFactory


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile

    name = factory.Sequence(lambda n: f"quyết định {n}.pdf")
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 1_000
    kind = FileKind.PDF
    uploaded_by = factory.SubFactory(UserFactory)
