"""The page that says what the public tables hold, and the files of what their codes mean."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.form_datasets import FORMS, form_rows
from cluster_portal.open_data.catalogue import CATALOGUE
from cluster_portal.pages.data_files import checksum, file_view, table_response
from cluster_portal.pages.datasets import Dataset
from cluster_portal.pages.limits import limited
from clusters.downloads import note_download
from emulation.indicator_datasets import INDICATORS, indicator_rows

NAMES = {  # by what the public reads of private persons
    "full": "Mọi tên ghi đủ.",
    "initials": "Công chúng đọc tên cá nhân, hộ gia đình bằng chữ cái đầu; tên tập thể ghi đủ.",
    "hidden": "Công chúng không đọc tên cá nhân, hộ gia đình; tên tập thể ghi đủ.",
}


@dataclass(frozen=True)
class DescribedTable:
    """A table with the SHA-256 of its JSON file as the public gets it now, where it has one."""

    dataset: Dataset
    same_as: Dataset | None  # described before, with the same fields
    checksum: str
    size: int

    @property
    def is_sheet(self) -> bool:
        """Whether its fields are columns of sheets; those of boards are as the page shows them."""
        return any(field.heading for field in self.dataset.named_fields)

    @property
    def address(self) -> str:
        """With words in the place of what varies: "/cum/‹cluster›/‹year›/ket-qua"."""
        return self.dataset.address.replace("{", "‹").replace("}", "›")


@require_safe
@limited("data")
def dictionary(request: HttpRequest) -> HttpResponse:
    """Each table: its address, its fields, where it comes from, its checksum."""
    contents = [
        (entry.dataset, entry.content(AnonymousUser()) if entry.content else b"")
        for entry in CATALOGUE
    ]
    first = {dataset.fields: dataset for dataset, _ in reversed(contents)}
    tables = [
        DescribedTable(
            dataset,
            same_as=None if first[dataset.fields] is dataset else first[dataset.fields],
            checksum=checksum(content) if content else "",
            size=len(content),
        )
        for dataset, content in contents
    ]
    context = {
        "tables": tables,
        "licence": settings.DATA_LICENCE,
        "names": NAMES[settings.NAMES_FOR_PUBLIC],
        "now": timezone.now(),
    }
    return render(request, "open_data/dictionary.html", context)


@file_view
def indicators_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """What the codes of indicators mean."""
    note_download(request, file=f"chi-tieu.{ending}")
    rows = indicator_rows(request.user)
    return table_response(request, INDICATORS, rows, name="chi-tieu", ending=ending)


@file_view
def forms_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """What the codes of forms of commendation mean."""
    name = "hinh-thuc-khen-thuong"
    note_download(request, file=f"{name}.{ending}")
    return table_response(request, FORMS, form_rows(request.user), name=name, ending=ending)
