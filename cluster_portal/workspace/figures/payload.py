"""The grid as JSON, to and from the page's own script."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cluster_portal.pages.moments import moment
from clusters.models import EmulationYear, Unit
from emulation.figures.grid import Cell, Grid
from emulation.figures.rights import WHOLE_CLUSTER_SLUG
from emulation.figures.totals import Total
from emulation.models import Indicator
from emulation.services.figures import GOOD, CellResult, CellStatus, CellWrite

MOST_CELLS = 5000
LONGEST = 1000  # of what is typed into one cell; longer is cut, so that it can be no figure
NO_ROW = "Đơn vị này không còn trong bảng số liệu của năm."
NO_COLUMN = "Chỉ tiêu này không còn trong bảng số liệu của năm."
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class PayloadError(ValueError):
    """The body is not what the page's script sends."""


@dataclass(frozen=True)
class NoPlace:
    """A cell whose row or column the grid no longer has; `message` says which."""

    message: str


@dataclass(frozen=True)
class Sent:
    """What the script sent: cells, the reason of a correction, whose page it is."""

    cells: list[CellWrite | NoPlace]
    reason: str
    account: int | None

    @property
    def writes(self) -> list[CellWrite]:
        """The cells that have a place."""
        return [cell for cell in self.cells if isinstance(cell, CellWrite)]


def read(body: bytes, members: Sequence[Unit], columns: Sequence[Indicator]) -> Sent:
    """Read what the page's script sends; one cell that makes no sense is no harm to the others.

    Raises:
        PayloadError: it is no such JSON.
    """
    try:
        sent = json.loads(body)
        rows = sent["cells"]
        if not isinstance(rows, list) or len(rows) > MOST_CELLS:
            raise PayloadError("cells")
        units = {unit.slug: unit for unit in members} | {WHOLE_CLUSTER_SLUG: None}
        indicators = {indicator.code: indicator for indicator in columns}
        cells = [_cell(row, units, indicators) for row in rows]
        account = sent.get("account")
        reason = _text(sent.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PayloadError(str(error)) from error
    return Sent(cells, reason, account if isinstance(account, int) else None)


def _cell(
    row: Any, units: dict[str, Unit | None], indicators: dict[str, Indicator]
) -> CellWrite | NoPlace:
    slug, code = _text(row["unit"]), _text(row["indicator"])
    typed, why = _text(row["typed"]), _text(row.get("why", ""))
    base = None if row["base"] is None else _text(row["base"])
    if slug not in units:
        return NoPlace(NO_ROW)
    if code not in indicators:
        return NoPlace(NO_COLUMN)
    return CellWrite(units[slug], indicators[code], typed, base, why)


def _text(value: Any) -> str:
    """A text that can be stored; what is too long ends in "…", which no number does."""
    if not isinstance(value, str):
        raise PayloadError("text")
    if len(value) > LONGEST:
        value = f"{value[:LONGEST]}…"
    # JSON can spell half a character, which is no text.
    return HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", value)


def answer(
    year: EmulationYear,
    sent: Sent,
    results: Sequence[CellResult],
    totals: dict[str, Total],
    by: Any,
) -> dict[str, Any]:
    """What became of each cell, in the order in which they were sent, and the new totals.

    `results` are those of `sent.writes`.
    """
    written = iter(results)
    return {
        "cells": [
            {"status": str(CellStatus.CLOSED), "message": cell.message}
            if isinstance(cell, NoPlace)
            else _result(year, next(written))
            for cell in sent.cells
        ],
        "totals": {code: _total(total) for code, total in totals.items()},
        "by": by.full_name,
        "at": moment(timezone.now()),
    }


def _result(year: EmulationYear, result: CellResult) -> dict[str, str | bool]:
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
        "own": result.is_own,
        "other": result.other,
        "page": reverse("workspace:figure", args=cell),
    }


def state(grid: Grid) -> dict[str, Any]:
    """Every cell as it stands: its text, who saved it and when, what is unusual about it.

    Its signs come last, where it has any. A cell of which there is nothing to tell is 0.
    """
    return {
        "columns": [indicator.code for indicator in grid.indicators],
        "rows": {
            row.slug: {
                "closed": row.closed,
                "cells": [
                    _cell_state(cell) if cell.value or cell.is_answered else 0 for cell in row.cells
                ],
            }
            for row in grid.rows
        },
        "totals": {
            indicator.code: _total(total)
            for indicator, total in zip(grid.indicators, grid.totals, strict=True)
        },
    }


def _cell_state(cell: Cell) -> list[str]:
    saved_by = cell.value.saved_by if cell.value else None
    return [
        cell.text,
        saved_by.full_name if saved_by else "",
        moment(cell.value.saved_at) if cell.value else "",
        cell.marks,
        *([cell.signs] if cell.signs else []),
    ]


def _total(total: Total) -> list[str]:
    return [total.text, total.note, total.differs]
