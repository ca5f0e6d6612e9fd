"""The grid as JSON, to and from the page's own script."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear, Unit
from emulation.figures.grid import WHOLE_CLUSTER_SLUG, Grid
from emulation.figures.totals import Total
from emulation.models import Indicator
from emulation.services.figures import GOOD, CellResult, CellWrite

MOST_CELLS = 5000
LONGEST = 1000  # of what is typed into one cell; longer is refused as unreadable


class PayloadError(ValueError):
    """The body is not what the page's script sends."""


@dataclass(frozen=True)
class Sent:
    """What the script sent: cells, the reason of a correction, whose page it is."""

    cells: list[CellWrite]
    reason: str
    account: int | None


def read(body: bytes, members: Sequence[Unit], columns: Sequence[Indicator]) -> Sent:
    """Read what the page's script sends.

    Raises:
        PayloadError: it is no such JSON, or names rows or columns that are not among these.
    """
    try:
        sent = json.loads(body)
        rows = sent["cells"]
        if not isinstance(rows, list) or len(rows) > MOST_CELLS:
            raise PayloadError("cells")
        units = {unit.slug: unit for unit in members} | {WHOLE_CLUSTER_SLUG: None}
        indicators = {indicator.code: indicator for indicator in columns}
        cells = [
            CellWrite(
                unit=units[_text(row["unit"])],
                indicator=indicators[_text(row["indicator"])],
                typed=_text(row["typed"]),
                base=None if row["base"] is None else _text(row["base"]),
                unusual_reason=_text(row.get("why", "")),
            )
            for row in rows
        ]
        account = sent.get("account")
        reason = _text(sent.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PayloadError(str(error)) from error
    return Sent(cells, reason, account if isinstance(account, int) else None)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise PayloadError("text")
    value.encode()  # half a character, which JSON can spell, is no text
    return value


def answer(
    year: EmulationYear, results: Sequence[CellResult], totals: dict[str, Total], by: Any
) -> dict[str, Any]:
    """What became of each cell, in the order in which they were sent, and the new totals."""
    return {
        "cells": [_result(year, result) for result in results],
        "totals": {code: _total(total) for code, total in totals.items()},
        "by": by.full_name,
        "at": moment(timezone.now()),
    }


def _result(year: EmulationYear, result: CellResult) -> dict[str, str]:
    slug = result.unit.slug if result.unit else WHOLE_CLUSTER_SLUG
    told = {
        "status": str(result.status),
        "text": result.text,
        "by": result.saved_by,
        "at": moment(result.saved_at),
    }
    if result.status in GOOD:
        return told
    cell = [year.cluster.slug, year.year, slug, result.indicator.code]
    return told | {
        "message": result.message,
        "other": result.other,
        "page": reverse("workspace:figure", args=cell),
    }


def state(grid: Grid) -> dict[str, Any]:
    """Every cell as it stands: its text, who saved it and when, and what is unusual about it.

    A cell that holds nothing is 0.
    """
    return {
        "columns": [indicator.code for indicator in grid.indicators],
        "rows": {
            row.slug: {
                "closed": row.closed,
                "cells": [
                    [
                        cell.text,
                        cell.value.saved_by.full_name if cell.value.saved_by else "",
                        moment(cell.value.saved_at),
                        cell.marks,
                    ]
                    if cell.value
                    else 0
                    for cell in row.cells
                ],
            }
            for row in grid.rows
        },
        "totals": {
            indicator.code: _total(total)
            for indicator, total in zip(grid.indicators, grid.totals, strict=True)
        },
    }


def _total(total: Total) -> list[str]:
    return [total.text, total.note, total.differs]


def moment(at: datetime.datetime | None) -> str:
    """The time of day, "09:41", with the day when it is not today: "13/3/2024 09:41"."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    clock = f"{local:%H:%M}"
    if local.date() == timezone.localdate():
        return clock
    return f"{format_date(local.date())} {clock}"
