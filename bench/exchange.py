"""How long sheets take: 5,000 awards and a grid of 34 units by 60 indicators, up and saved."""

import io
import time
from collections.abc import Callable
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

# Kind of sheet, rows or cells, and seconds: to make the file, read it, check it, for the longest
# step of that, and to save it.
SheetTimes = tuple[str, int, float, float, float, float, float]


def exchange_times() -> list[SheetTimes]:
    """Send both sheets as the page does, the check in steps, by an administrator."""
    year = _year()
    client = _client()
    figures, made = _timed(lambda: _figures(client, year))
    awards, written = _timed(lambda: _awards(year))
    rows = [
        ("grid", UNITS * INDICATORS, made, *_sent(client, year, SheetKind.FIGURES, figures)),
        ("awards", AWARDS, written, *_sent(client, year, SheetKind.AWARDS, awards)),
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
        "in steps, between which the progress bar moves; saving is one transaction.",
        "",
        "| Sheet | rows | make the file | read | check | longest step | save |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {kind} | {number:,} | {made:.1f} | {read:.1f} | {check:.1f} | {step:.1f}"
            f" | {save:.1f} |"
            for kind, number, made, read, check, step, save in rows
        ),
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    # Of the processor, so that what else runs on the machine does not count.
    start = time.process_time()
    return work(), time.process_time() - start


def _sent(
    client: Client, year: EmulationYear, kind: str, content: bytes
) -> tuple[float, float, float, float]:
    place = (year.cluster.slug, year.year)
    file = SimpleUploadedFile("bang.xlsx", content)
    body = {"kind": kind, "upload": file}
    answer, read = _timed(
        lambda: client.post(reverse("workspace:exchange", args=place), body, headers=JSON)
    )
    sheet = SheetImport.objects.latest("pk")
    if answer.json() != {"url": sheet.get_absolute_url()}:
        raise RuntimeError(f"not taken: {answer.json()}")
    steps = []
    done = False
    while not done:
        address = reverse("workspace:import-step", args=(*place, sheet.pk))
        step, seconds = _timed(lambda address=address: client.post(address, headers=JSON))
        steps.append(seconds)
        done = step.json()["done"]
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
    return read, sum(steps), max(steps), save


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
