"""What the results grid costs: to show it, to save one cell, to paste two thousand."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cluster_portal.accounts.models import User
from clusters.models import (
    Appointment,
    Cluster,
    EmulationYear,
    Membership,
    Role,
    Unit,
    UnitKind,
)
from emulation.models import Indicator, IndicatorValue, YearIndicator

SMALL, LARGE = (9, 10), (34, 60)  # units, indicators
PASTED = 2000
ROUNDS = 9
YEAR = 2024


@dataclass(frozen=True)
class Cost:
    """The median time by the bare view's, the queries, the bytes that go over the line."""

    ratio: float
    queries: int
    size: int


@dataclass(frozen=True)
class GridCost:
    """What each thing costs in a grid of so many units and indicators."""

    units: int
    indicators: int
    pages: dict[str, Cost]


def grid_costs() -> list[GridCost]:
    """Make a small and a large grid, full of figures, and measure both."""
    client = Client()
    user = User.objects.create_user("do-luong@portal.example", full_name="Người đo")
    Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, decision="Đo lường")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "?"})
    client.force_login(user, backend=settings.PORTAL_BACKEND)
    return [_measure(client, *size) for size in (SMALL, LARGE)]


def _measure(client: Client, units: int, indicators: int) -> GridCost:
    slug = f"luoi-{units}"
    codes, rows = _make(slug, units, indicators)
    names = ("figures", "figures-changes", "figures-unit", "figures-xlsx", "figures-save")
    at = {
        name: reverse(
            f"workspace:{name}", args=[slug, YEAR, *([rows[0]] if name == "figures-unit" else [])]
        )
        for name in names
    }
    tags = [client.get(at["figures-changes"])["ETag"]]
    values = count(100)

    def save(number: int) -> Callable[[], bytes]:
        def post() -> bytes:
            typed = str(next(values))
            cells = [
                {"unit": unit, "indicator": code, "typed": typed, "base": None, "why": "Đo"}
                for unit in rows
                for code in codes
            ][:number]
            answer = client.post(
                at["figures-save"], json.dumps({"cells": cells}), content_type="application/json"
            )
            found = [cell["status"] for cell in answer.json()["cells"]]
            if found != ["saved"] * number:
                raise RuntimeError(f"{slug}: not every cell was saved")
            return answer.content

        return post

    def get(name: str, **headers: str) -> Callable[[], bytes]:
        return lambda: client.get(at[name], headers=headers).content

    work = {
        "the page": get("figures"),
        "the form of one unit": get("figures-unit"),
        "the spreadsheet": get("figures-xlsx"),
        "asking for changes: none": get("figures-changes", **{"If-None-Match": tags[0]}),
        "asking for changes: some": get("figures-changes"),
        "saving one cell": save(1),
    }
    pasted = min(PASTED, units * indicators)
    work[f"pasting {pasted:,} cells"] = save(pasted)
    return GridCost(units, indicators, {name: _cost(client, do) for name, do in work.items()})


def _make(slug: str, units: int, indicators: int) -> tuple[list[str], list[str]]:
    cluster = Cluster.objects.create(name=f"Cụm {slug}", short_name=slug, slug=slug)
    years = [EmulationYear.objects.create(cluster=cluster, year=year) for year in (YEAR - 1, YEAR)]
    members = Unit.objects.bulk_create(
        Unit(name=f"Tỉnh {slug} {i}", kind=UnitKind.PROVINCE, slug=f"{slug}-{i}")
        for i in range(units)
    )
    Membership.objects.bulk_create(Membership(cluster=cluster, unit=unit) for unit in members)
    columns = Indicator.objects.bulk_create(
        Indicator(
            code=f"{slug}-{i}",
            name=f"Chỉ tiêu kinh tế xã hội số {i} của cụm",
            unit_of_measure="tỷ đồng",
            aggregation="sum",
            is_core=False,
        )
        for i in range(indicators)
    )
    YearIndicator.objects.bulk_create(
        YearIndicator(emulation_year=years[1], indicator=column, order=order)
        for order, column in enumerate(columns, start=1)
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(emulation_year=year, unit=unit, indicator=column, value=Decimal("123.45"))
        for year in years
        for unit in members
        for column in columns
    )
    return [column.code for column in columns], [unit.slug for unit in members]


def _cost(client: Client, work: Callable[[], bytes]) -> Cost:
    content = work()
    ratio = statistics.median(
        _seconds(work) / _seconds(lambda: client.get("/bare/")) for _ in range(ROUNDS)
    )
    with CaptureQueriesContext(connection) as queries:
        work()
    return Cost(ratio, len(queries), len(content))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def grid_section(costs: list[GridCost]) -> list[str]:
    """The lines of the page that reports it."""
    small, large = costs
    lines = [
        "## Results grid",
        "",
        "Time against a bare view, queries and bytes of the answer, with a grid of"
        f" {small.units} × {small.indicators}",
        f"and one of {large.units} × {large.indicators}, every cell filled in both years.",
        "SQLite takes the rows of a large paste in several statements, PostgreSQL in one.",
        "",
        f"| What | × bare view | at {large.units} × {large.indicators} | queries"
        f" | at {large.units} × {large.indicators} | bytes at {large.units} × {large.indicators} |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    names = zip(small.pages, large.pages, strict=True)
    for name, wide_name in names:
        one, many = small.pages[name], large.pages[wide_name]
        label = wide_name if name == wide_name else f"{wide_name} ({name} in the small one)"
        lines.append(
            f"| {label} | {one.ratio:.1f} | {many.ratio:.1f} | {one.queries} | {many.queries}"
            f" | {many.size:,} |"
        )
    return [*lines, ""]
