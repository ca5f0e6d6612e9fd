"""How long sheets take: 5,000 awards and a grid of 34 units by 60 indicators, up and saved."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from awards.models import Award, AwardForm
from cluster_portal.accounts.models import User
from cluster_portal.workspace.exchange.words import AWARDS_SHEET, FIGURES_SHEET
from cluster_portal.workspace.models import SheetImport, SheetKind
from clusters.models import Appointment, Cluster, EmulationYear, Membership, Role, Unit, UnitKind
from emulation.models import Aggregation, Indicator, IndicatorValue, YearIndicator

AWARDS, UNITS, INDICATORS = 5_000, 34, 60
YEAR = 2024
JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class SheetTimes:
    """What one sheet takes, in seconds of the processor.

    made: to make the file, which is no part of the way; step: the longest step of the check;
    pages: to draw what is seen on the way, before the check, before saving and at the end.
    """

    kind: str
    rows: int
    made: float
    read: float
    check: float
    step: float
    save: float
    pages: float

    @property
    def whole(self) -> float:
        """From the upload to the page that says what was saved."""
        return self.read + self.check + self.save + self.pages


def exchange_times() -> list[SheetTimes]:
    """Send both sheets as the page does, the check in steps, by an administrator."""
    year = _year()
    client = _client()
    figures, made = _timed(lambda: _figures(client, year))
    awards, written = _timed(lambda: _awards(year))
    grid = _sent(client, year, SheetKind.FIGURES, figures)
    register = _sent(client, year, SheetKind.AWARDS, awards)
    rows = [
        SheetTimes("grid", UNITS * INDICATORS, made, *grid),
        SheetTimes("awards", AWARDS, written, *register),
    ]
    if IndicatorValue.objects.filter(emulation_year=year).count() != UNITS * INDICATORS:
        raise RuntimeError("the grid was not saved")
    if Award.objects.filter(emulation_year=year).count() != AWARDS:
        raise RuntimeError("the awards were not saved")
    return rows


def exchange_section(rows: list[SheetTimes]) -> list[str]:
    """The figures as lines of Markdown."""
    return [
        "## Sheets",
        "",
        "From upload to what is saved, in seconds of the processor of the run: the grid of",
        f"{UNITS} units × {INDICATORS} indicators, and {AWARDS:,} rows of awards. The check goes",
        "in steps, between which the progress bar moves; saving checks all rows again and writes",
        "them in one transaction. The whole counts the pages on the way too.",
        "",
        "| Sheet | rows | make the file | read | check | longest step | save | pages | whole |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {one.kind} | {one.rows:,} | {one.made:.1f} | {one.read:.1f} | {one.check:.1f}"
            f" | {one.step:.1f} | {one.save:.1f} | {one.pages:.1f} | {one.whole:.1f} |"
            for one in rows
        ),
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    # Of the processor, so that what else runs on the machine does not count.
    start = time.process_time()
    return work(), time.process_time() - start


def _sent(
    client: Client, year: EmulationYear, kind: str, content: bytes
) -> tuple[float, float, float, float, float]:
    """Seconds to read, to check, of the longest step, to save, and for the pages between."""
    place = (year.cluster.slug, year.year)
    file = SimpleUploadedFile("bang.xlsx", content)
    body = {"kind": kind, "upload": file}
    answer, read = _timed(
        lambda: client.post(reverse("workspace:exchange", args=place), body, headers=JSON)
    )
    sheet = SheetImport.objects.latest("pk")
    if answer.json() != {"url": sheet.get_absolute_url()}:
        raise RuntimeError(f"not taken: {answer.json()}")
    pages = [_timed(lambda: client.get(sheet.get_absolute_url()))[1]]
    steps = []
    done = False
    while not done:
        address = reverse("workspace:import-step", args=(*place, sheet.pk))
        step, seconds = _timed(lambda address=address: client.post(address, headers=JSON))
        steps.append(seconds)
        done = step.json()["done"]
    pages.append(_timed(lambda: client.get(sheet.get_absolute_url()))[1])
    sheet.refresh_from_db()
    if sheet.problems:
        raise RuntimeError(f"wrong rows: {sheet.problems[:3]}")
    keeps = {
        f"{one['how']}-{one['row']}": "Như báo cáo." if one["how"] == "question" else "file"
        for one in sheet.findings
        if one["how"] not in {"new", "changed"}
    }
    saved, save = _timed(lambda: client.post(sheet.get_absolute_url(), keeps))
    if saved.status_code != 302:
        raise RuntimeError("not saved")
    pages.append(_timed(lambda: client.get(saved.url))[1])
    return read, sum(steps), max(steps), save, sum(pages)


def _year() -> EmulationYear:
    cluster = Cluster.objects.create(
        name="Cụm đo", short_name="Cụm đo", slug="cum-do", is_confirmed=True
    )
    units = [
        Unit(name=f"Tỉnh đo {number}", kind=UnitKind.BODY, slug=f"tinh-do-{number}")
        for number in range(UNITS - 1)
    ]
    for unit in units:
        unit.save()
        Membership.objects.create(cluster=cluster, unit=unit)
    year = EmulationYear.objects.create(cluster=cluster, year=YEAR)
    for number in range(INDICATORS):
        indicator = Indicator.objects.create(
            code=f"do-{number}",
            name=f"Chỉ tiêu đo {number}",
            unit_of_measure="%",
            aggregation=Aggregation.MEAN,
        )
        YearIndicator.objects.create(emulation_year=year, indicator=indicator, order=number)
    return year


def _client() -> Client:
    user = User.objects.create_user("do-tep@portal.example", full_name="Người đo tệp")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "?"})
    Appointment.objects.create(
        user=user, role=Role.ADMINISTRATOR, decision="Đo", valid_from=f"{YEAR}-01-01"
    )
    client = Client()
    client.force_login(user, backend=settings.PORTAL_BACKEND)
    return client


def _figures(client: Client, year: EmulationYear) -> bytes:
    address = reverse(
        "workspace:exchange-file", args=(year.cluster.slug, year.year, "so-lieu", "xlsx")
    )
    book = load_workbook(io.BytesIO(client.get(address).content))
    page = book[FIGURES_SHEET]
    for row in range(4, 4 + UNITS):
        for column in range(2, 2 + INDICATORS):
            page.cell(row, column).value = f"{5 + (row * column) % 40 / 10:.1f}".replace(".", ",")
    return _bytes(book)


def _awards(year: EmulationYear) -> bytes:
    forms = [
        form.name
        for form in AwardForm.objects.filter(for_individual=True)
        if form.holds_on(year.last_day)
    ]
    book = Workbook()
    page = book.active
    page.title = AWARDS_SHEET
    page.append(["Hình thức khen thưởng", "Đối tượng", "Tên", "Tỉnh", "Kết quả", "Ghi chú"])
    for number in range(AWARDS):
        unit = f"Tỉnh đo {number % (UNITS - 1)}"
        name = f"Người thứ {number} của đợt"
        form = forms[number % len(forms)]
        page.append([form, "cá nhân", name, unit, "Đề nghị", "Đợt đo"])
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
