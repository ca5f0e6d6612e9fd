"""Files as officers send them: workbooks and CSV files made in the test, and how to upload them."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl.worksheet.worksheet import Worksheet

from cluster_portal.workspace.models import SheetImport, SheetKind
from clusters.models import EmulationYear

SLUGS = {SheetKind.FIGURES: "so-lieu", SheetKind.AWARDS: "khen-thuong"}


def book_of(rows: Iterable[Sequence[Any]], title: str = "Số liệu", **more: Callable) -> bytes:
    """Return a workbook with these rows; `change` gets the sheet before it is saved."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    if "change" in more:
        more["change"](page)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def filled(content: bytes, sheet: str, cells: dict[str, Any]) -> bytes:
    """Type into cells of a workbook, as Excel would keep it, and save."""
    book = opened(content)
    for place, value in cells.items():
        book[sheet][place].value = value
    return saved(book)


def texts(page: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def address(name: str, year: EmulationYear, *more: Any) -> str:
    return reverse(f"workspace:{name}", args=[year.cluster.slug, year.year, *more])


def download(client: Client, year: EmulationYear, kind: str, ending: str = "xlsx") -> bytes:
    response = client.get(address("exchange-file", year, SLUGS[kind], ending))
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def send(
    client: Client, year: EmulationYear, kind: str, content: bytes, name: str = "số liệu.xlsx"
) -> HttpResponse:
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return client.post(address("exchange", year), {"kind": kind, "upload": file})


def checked(
    client: Client, year: EmulationYear, kind: str, content: bytes, name: str = "số liệu.xlsx"
) -> SheetImport:
    """Upload and have every row looked at, as without JavaScript."""
    response = send(client, year, kind, content, name)
    assert response.status_code == 302, response.context["form"].errors
    sheet = SheetImport.objects.latest("pk")
    assert client.post(address("import-step", year, sheet.pk)).status_code == 302
    sheet.refresh_from_db()
    return sheet


def refusal(client: Client, year: EmulationYear, kind: str, content: bytes, name: str) -> str:
    """What is said about a file that is not taken; nothing is kept of it."""
    response = send(client, year, kind, content, name)
    assert response.status_code == 200
    assert not SheetImport.objects.exists()
    (words,) = response.context["form"].errors["upload"]
    return words


def apply(client: Client, year: EmulationYear, sheet: SheetImport, **answers: str) -> HttpResponse:
    return client.post(address("import", year, sheet.pk), answers)
