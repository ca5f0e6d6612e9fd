"""Writing the figures of a year, many cells at a time.

One transaction, one event of the audit and the same number of queries for one cell and for
thousands, apart from the rows that the database takes in one statement.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.pages.moments import moment
from cluster_portal.vietnamese.folding import normalise
from cluster_portal.vietnamese.numbers import NumberError
from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.figures.questions import Comparison
from emulation.figures.reading import NO_VALUE, Figure, figure_of, read_figure
from emulation.figures.rights import WHOLE_CLUSTER, RowRights, members_of, row_rights
from emulation.models import (
    Conference,
    ConferenceKind,
    Indicator,
    IndicatorValue,
    UnitReport,
    ValueCorrection,
    ValueKind,
)

TWICE = "Ô này có hai giá trị trong cùng một lần gửi: giữ một."
NO_MEMBER = "Đơn vị này không phải là thành viên của cụm trong năm."
CORRECTED = "Số liệu này đã có đính chính nên không bỏ được: nhập số đúng."
WRITTEN = ("kind", "value", "out_of", "qualifier", "unusual_reason", "saved_by", "saved_at")

Key = tuple[int, int | None]  # of the indicator, of the unit


class CellStatus(models.TextChoices):
    """What became of a cell that somebody typed into."""

    SAVED = "saved", "Đã lưu"
    UNCHANGED = "unchanged", "Không đổi"
    WRONG = "wrong", "Sai"
    CLASH = "clash", "Đã sửa ở nơi khác"
    QUESTION = "question", "Cần giải thích"
    CLOSED = "closed", "Không sửa được"


GOOD = (CellStatus.SAVED, CellStatus.UNCHANGED)


@dataclass(frozen=True)
class CellWrite:
    """What somebody typed into a cell; no `unit` is the whole cluster.

    `base` is the text that the writer saw, "" for none; None overwrites whatever stands there.
    """

    unit: Unit | None
    indicator: Indicator
    typed: str
    base: str | None
    unusual_reason: str = ""

    @property
    def key(self) -> Key:
        return self.indicator.pk, self.unit.pk if self.unit else None

    @property
    def name(self) -> str:
        return f"{self.indicator} – {self.unit or WHOLE_CLUSTER}"


@dataclass(frozen=True)
class CellResult:
    """What became of it.

    `message` is for the writer. `text` is what the cell holds now; in a clash `other` is that
    too, beside what was typed. `saved_by` (a name) and `saved_at` belong to `text`.
    """

    unit: Unit | None
    indicator: Indicator
    status: str
    message: str = ""
    text: str = ""
    other: str = ""
    saved_by: str = ""
    saved_at: datetime | None = None
    is_own: bool = False  # the writer's own, saved before


@dataclass
class _Desk:
    """What stands in the year, and what one person may do to it."""

    year: EmulationYear
    by: Any
    rights: RowRights
    members: set[int]
    values: dict[Key, IndicatorValue]
    last: dict[Key, IndicatorValue]
    corrected: set[int]
    reason: str
    compared: Comparison  # with the figures that stand, and those that come with this call

    def ranked(self) -> set[int]:
        """Keys of indicators of which every value so far is a rank."""
        kinds: dict[int, set[str]] = defaultdict(set)
        for values in (self.last, self.values):
            for (indicator, _), value in values.items():
                kinds[indicator].add(value.kind)
        return {indicator for indicator, found in kinds.items() if found == {ValueKind.RANK}}


@transaction.atomic
def save_cells(
    *,
    emulation_year: EmulationYear,
    cells: Sequence[CellWrite],
    by: Any,
    reason: str = "",
    all_or_nothing: bool = False,
    dry_run: bool = False,
) -> list[CellResult]:
    """Save what is good of `cells` and say of each, in their order, what became of it.

    An empty text or a dash removes the value. With `all_or_nothing` nothing is written unless
    every cell is saved or unchanged, with `dry_run` never; the results say what would be.

    Raises:
        PermissionDenied: none of the year's rows is `by`'s to write.
        ValidationError: on `reason`, when the year is over and none is given.
    """
    desk = _open(emulation_year, by, reason, {cell.indicator.pk for cell in cells})
    figures, results = _read(desk, cells)
    for cell in cells:
        if id(cell) not in results:
            results[id(cell)] = _judge(desk, cell, figures[id(cell)])
    answers = [results[id(cell)] for cell in cells]
    saved = [cell for cell, answer in zip(cells, answers, strict=True) if answer.status == "saved"]
    refused = all_or_nothing and any(answer.status not in GOOD for answer in answers)
    if saved and not (dry_run or refused):
        _write(desk, [(cell, figures.get(id(cell))) for cell in saved])
    return answers


def _open(emulation_year: EmulationYear, by: Any, reason: str, indicators: set[int]) -> _Desk:
    """Lock the year and read what stands in it of these indicators."""
    members = members_of(emulation_year)
    rights = row_rights(emulation_year, by, members=members, reports={}, review=None)
    if rights.all_rows or not rights.own:
        reason = access.require_write(by, Permission.EDIT_RESULTS, emulation_year, reason)
    # Who writes into the same year waits here; so does whoever settles it or takes a report in.
    locked = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    year = locked.select_related("cluster").get(pk=emulation_year.pk)
    reviews = Conference.objects.select_for_update(no_key=True, of=("self",)).filter(
        review_year=year, kind=ConferenceKind.ANNUAL_REVIEW
    )
    reports = UnitReport.objects.select_for_update(no_key=True, of=("self",))
    rights = RowRights(
        year,
        rights.all_rows,
        rights.own,
        reports={row.unit_id: row for row in reports.filter(emulation_year=year)},
        review=next((row for row in reviews if row.is_settled), None),
    )
    values = IndicatorValue.objects.select_related("saved_by").filter(indicator__in=indicators)
    standing = list(values.select_for_update(no_key=True, of=("self",)).filter(emulation_year=year))
    before = list(
        values.filter(emulation_year__cluster=year.cluster_id, emulation_year__year=year.year - 1)
    )
    corrections = ValueCorrection.objects.filter(value__emulation_year=year)
    return _Desk(
        year=year,
        by=by,
        rights=rights,
        members={unit.pk for unit in members},
        values={(row.indicator_id, row.unit_id): row for row in standing},
        last={(row.indicator_id, row.unit_id): row for row in before},
        corrected=set(corrections.values_list("value", flat=True)),
        reason=reason.strip(),
        compared=Comparison(year.year, last=before, standing=standing),
    )


def _read(
    desk: _Desk, cells: Sequence[CellWrite]
) -> tuple[dict[int, Figure | None], dict[int, CellResult]]:
    """Read what was typed: the figure of each cell that holds one, the results of the others."""
    ranked = desk.ranked()
    figures: dict[int, Figure | None] = {}
    results: dict[int, CellResult] = {}
    seen: set[Key] = set()
    for cell in cells:
        if cell.key in seen:
            results[id(cell)] = _result(desk, cell, CellStatus.WRONG, TWICE)
            continue
        seen.add(cell.key)
        current = desk.values.get(cell.key)
        if closed := desk.rights.closed_because(cell.unit):
            same = _canonical(cell.typed) == (current.text if current else "")
            status = CellStatus.UNCHANGED if same else CellStatus.CLOSED
            results[id(cell)] = _result(desk, cell, status, "" if same else closed)
            continue
        if cell.unit and cell.unit.pk not in desk.members:
            results[id(cell)] = _result(desk, cell, CellStatus.WRONG, NO_MEMBER)
            continue
        is_rank = cell.indicator.pk in ranked or (current and current.kind == ValueKind.RANK)
        try:
            if current and normalise(cell.typed) == current.text:
                figure: Figure | None = figure_of(current)
            else:
                figure = read_figure(cell.typed, cell.indicator, ranked=bool(is_rank))
        except NumberError as error:
            results[id(cell)] = _result(desk, cell, CellStatus.WRONG, str(error))
            continue
        figures[id(cell)] = figure
        if figure is not None:
            desk.compared.put(*cell.key, figure)
    return figures, results


def _judge(desk: _Desk, cell: CellWrite, figure: Figure | None) -> CellResult:
    """Say what becomes of a cell that was read."""
    current = desk.values.get(cell.key)
    text, standing = figure.text if figure else "", current.text if current else ""
    try:
        why = _clean_reason(cell.unusual_reason)
    except ValidationError as error:
        return _result(desk, cell, CellStatus.WRONG, " ".join(error.messages))
    if text == standing:
        if not current or not why or why == current.unusual_reason:
            return _result(desk, cell, CellStatus.UNCHANGED)
    elif cell.base is not None and _canonical(cell.base) != standing:
        return _result(
            desk, cell, CellStatus.CLASH, _clash(desk, current), other=standing or NO_VALUE
        )
    if figure is None and current.pk in desk.corrected:
        return _result(desk, cell, CellStatus.WRONG, CORRECTED)
    if figure is not None and not why:
        asked = desk.compared.question(cell.indicator, cell.key[1], figure)
        if asked:
            return _result(desk, cell, CellStatus.QUESTION, asked)
    return CellResult(
        cell.unit,
        cell.indicator,
        CellStatus.SAVED,
        text=text,
        saved_by=desk.by.full_name,
        saved_at=timezone.now(),
    )


def _canonical(base: str) -> str:
    text = normalise(base)
    return "" if text == NO_VALUE else text


def _clean_reason(text: str) -> str:
    return IndicatorValue._meta.get_field("unusual_reason").clean(text, None)


def _clash(desk: _Desk, current: IndicatorValue | None) -> str:
    """Who has changed the cell meanwhile, and when; of a figure that is gone nobody knows."""
    if current is None:
        return "Số liệu này vừa được bỏ ở nơi khác."
    who = current.saved_by.full_name if current.saved_by else "Người khác"
    if current.saved_by == desk.by:
        who = "Bạn, ở cửa sổ khác,"
    at = f" lúc {moment(current.saved_at)}" if current.saved_at else ""
    return f"{who} đã sửa thành {current.text}{at}."


def _result(
    desk: _Desk, cell: CellWrite, status: str, message: str = "", other: str = ""
) -> CellResult:
    """A result of a cell that stays as it is."""
    current = desk.values.get(cell.key)
    return CellResult(
        cell.unit,
        cell.indicator,
        status,
        message,
        text=current.text if current else "",
        other=other,
        saved_by=current.saved_by.full_name if current and current.saved_by else "",
        saved_at=current.saved_at if current else None,
        is_own=current is not None and current.saved_by == desk.by,
    )


def _write(desk: _Desk, cells: list[tuple[CellWrite, Figure | None]]) -> None:
    """Write the cells, remove those that hold nothing, and say so in the audit."""
    now = timezone.now()
    changes: dict[str, list[str | None]] = {}
    new, changed, removed = [], [], []
    for cell, figure in cells:
        current = desk.values.get(cell.key)
        before = current.text if current else None
        changes[cell.name] = [before, figure.text if figure else None]
        if figure is None:
            removed.append(current)
            continue
        row = current or IndicatorValue(
            emulation_year=desk.year, indicator=cell.indicator, unit=cell.unit
        )
        row.kind, quantity = figure.kind, figure.quantity
        row.value, row.out_of = quantity.value, quantity.out_of
        row.qualifier = quantity.qualifier.value
        row.unusual_reason = _clean_reason(cell.unusual_reason)
        row.saved_by, row.saved_at = desk.by, now
        (changed if current else new).append(row)
    if new:
        IndicatorValue.objects.bulk_create(new)
    if changed:
        # One statement for all of them; what is not named keeps what it is.
        IndicatorValue.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN
        )
    if removed:
        IndicatorValue.objects.filter(pk__in=[row.pk for row in removed]).delete()
    begun = _begin_report(desk, [cell for cell, _ in cells])
    (only, figure), *more = cells
    if more:
        record(
            by=desk.by,
            action="save_figures",
            target=desk.year,
            changes=changes | begun,
            reason=desk.reason,
        )
        return
    row = (new or changed or removed)[0]
    row.indicator = only.indicator
    why = {"unusual_reason": [None, row.unusual_reason]} if figure and row.unusual_reason else {}
    record(
        by=desk.by,
        action="save_figure",
        target=row,
        changes={"value": changes[only.name]} | why | begun,
        reason=desk.reason,
    )


def _begin_report(desk: _Desk, cells: list[CellWrite]) -> dict[str, list[str | None]]:
    """Make the draft of the own unit's report, with the first figure that its officer writes."""
    if desk.rights.all_rows:
        return {}
    units = {cell.unit.pk: cell.unit for cell in cells if cell.unit}
    missing = [unit for pk, unit in units.items() if pk not in desk.rights.reports]
    rows = [UnitReport(emulation_year=desk.year, unit=unit) for unit in missing]
    UnitReport.objects.bulk_create(rows)
    return {str(row): [None, row.get_status_display()] for row in rows}
