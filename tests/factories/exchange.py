"""Sheets that people uploaded."""

import factory

from cluster_portal.files.kinds import FileKind
from cluster_portal.workspace.models import SheetImport, SheetKind
from tests.factories.accounts import UserFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.files import StoredFileFactory


class SheetImportFactory(factory.django.DjangoModelFactory):
    """A sheet of figures that has nothing in it yet to check."""

    class Meta:
        model = SheetImport

    emulation_year = factory.SubFactory(EmulationYearFactory)
    kind = SheetKind.FIGURES
    created_by = factory.SubFactory(UserFactory)
    file = factory.SubFactory(
        StoredFileFactory,
        name="so-lieu.xlsx",
        kind=FileKind.XLSX,
        uploaded_by=factory.SelfAttribute("..created_by"),
    )
