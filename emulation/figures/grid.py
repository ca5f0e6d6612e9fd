"""The results grid of a year, as it is shown, saved back, and exported."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters.models import EmulationYear, Unit, UnitKind
from emulation.figures.answered import answered_without
from emulation.figures.questions import Comparison
from emulation.figures.reading import figure_of
from emulation.figures.rights import (
    WHOLE_CLUSTER,
    WHOLE_CLUSTER_SLUG,
    RowRights,
    members_of,
    row_rights,
)
from emulation.figures.totals import Total, total_of
from emulation.models import (
    Indicator,
    IndicatorValue,
    UnitReport,
    ValueCorrection,
    YearIndicator,
)
from emulation.services.rules import settled_review

NO_FIGURE = "đơn vị báo không có số liệu"


@dataclass(frozen=True)
class Cell:
    """One figure: what stands there, last year's beside it, and what to know of it."""

    indicator: Indicator
    value: IndicatorValue | None
    last_text: str  # of the same unit and of the whole of last year; else nothing
    compared: Comparison
    corrections: list[ValueCorrection] = field(default_factory=list)  # the newest first
    is_answered: bool = False  # empty, and the unit has said that it has no such figure

    @property
    def text(self) -> str:
        return self.value.text if self.value else ""

    @property
    def marks(self) -> str:
        """What is to know of the figure, in words: its corrections, why it is unusual, …"""
        row = self.value
        if row is None:
            return NO_FIGURE if self.is_answered else ""
        marks = {
            **{correction.words: True for correction in self.corrections},
            "lũy kế": row.is_cumulative,
            "ước": row.is_estimate,
            row.period: bool(row.period),
            f"giải thích: {row.unusual_reason}": bool(row.unusual_reason),
            "có minh chứng": row.evidence_id is not None,
        }
        return " · ".join(mark for mark, applies in marks.items() if applies)

    @cached_property
    def lacks(self) -> str:
        """What the figure lacks: "unsourced" (no source, no evidence), "asked" (unusual, why?)."""
        row = self.value
        if row is None:
            return ""
        is_asked = not row.unusual_reason and self.compared.question(
            self.indicator, row.unit_id, figure_of(row)
        )
        is_unsourced = row.source_id is None and row.evidence_id is None
        lacks = {"unsourced": is_unsourced, "asked": is_asked}
        return " ".join(lack for lack, applies in lacks.items() if applies)

    @property
    def signs(self) -> str:
        """What it lacks; "corrected"; "without" where the unit has no such figure."""
        signs = {self.lacks: True, "corrected": self.corrections, "without": self.is_answered}
        return " ".join(sign for sign, applies in signs.items() if sign and applies)

    @property
    def looks(self) -> str:
        """What its place in the table shows: that something is to know of it, and its signs."""
        return f"marked {self.signs}".rstrip() if self.value and self.marks else self.signs


@dataclass(frozen=True)
class Row:
    """A member, or the whole cluster; `closed` says why it cannot be written."""

    unit: Unit | None
    cells: list[Cell]
    closed: str

    @property
    def slug(self) -> str:
        return self.unit.slug if self.unit else WHOLE_CLUSTER_SLUG

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else WHOLE_CLUSTER

    @property
    def filled(self) -> int:
        """How many figures there are."""
        return sum(cell.value is not None for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """Indicators by members: the rows of the members, then that of the whole cluster.

    `others` counts figures of the year under indicators that are no columns.
    """

    year: EmulationYear
    indicators: list[Indicator]
    rows: list[Row]
    rights: RowRights
    others: int

    @cached_property
    def noun(self) -> str:
        """What a member is called: "tỉnh" when all are."""
        return noun_of([row.unit for row in self.rows if row.unit])

    @cached_property
    def totals(self) -> list[Total]:
        """The computed figure of each indicator."""
        *members, cluster = self.rows
        return [
            total_of(
                indicator,
                [row.cells[i].value for row in members if row.cells[i].value is not None],
                stated=cluster.cells[i].value,
                members=len(members),
                noun=self.noun,
            )
            for i, indicator in enumerate(self.indicators)
        ]

    @property
    def columns(self) -> list[tuple[Indicator, Total]]:
        """Each indicator with its computed figure."""
        return list(zip(self.indicators, self.totals, strict=True))

    @cached_property
    def is_writable(self) -> bool:
        return any(not row.closed for row in self.rows)

    def only(self, indicators: Iterable[Indicator]) -> "Grid":
        """The same grid with these of its columns."""
        keys = {indicator.pk for indicator in indicators}
        rows = [
            replace(row, cells=[cell for cell in row.cells if cell.indicator.pk in keys])
            for row in self.rows
        ]
        columns = [indicator for indicator in self.indicators if indicator.pk in keys]
        return replace(self, indicators=columns, rows=rows)


def noun_of(members: list[Unit]) -> str:
    """What a member is called: "tỉnh" when all are, else "đơn vị"."""
    return "tỉnh" if {unit.kind for unit in members} == {UnitKind.PROVINCE} else "đơn vị"


def totals_of(
    year: EmulationYear, indicators: list[Indicator], members: list[Unit]
) -> dict[str, Total]:
    """The computed figures of some indicators as they stand now, by code, in one query."""
    keys = {unit.pk for unit in members}
    rows = IndicatorValue.objects.filter(emulation_year=year, indicator__in=indicators)
    values: dict[int, list[IndicatorValue]] = defaultdict(list)
    stated: dict[int, IndicatorValue] = {}
    for row in rows:
        if row.unit_id is None:
            stated[row.indicator_id] = row
        elif row.unit_id in keys:
            values[row.indicator_id].append(row)
    return {
        indicator.code: total_of(
            indicator,
            values[indicator.pk],
            stated=stated.get(indicator.pk),
            members=len(members),
            noun=noun_of(members),
        )
        for indicator in indicators
    }


def columns_of(year: EmulationYear) -> list[Indicator]:
    """The columns: those chosen for the year.

    Where none were: the core ones and whatever has figures; once the year is settled, what has
    figures alone.
    """
    chosen = YearIndicator.objects.filter(emulation_year=year).select_related("indicator")
    if rows := [row.indicator for row in chosen]:
        return rows
    used = Q(pk__in=IndicatorValue.objects.filter(emulation_year=year).values("indicator"))
    if settled_review(year) and (rows := list(Indicator.objects.filter(used))):
        return rows
    return list(Indicator.objects.filter(used | Q(is_core=True)))


def grid_of(year: EmulationYear, user: Any) -> Grid:
    """The whole grid of `year`, with what `user` may write, in a constant number of queries."""
    members = members_of(year)
    rights = rights_of(year, user, members)
    indicators = columns_of(year)
    known = {indicator.pk: indicator for indicator in indicators}
    now, others = _values(year, known)
    last = list(
        IndicatorValue.objects.filter(
            emulation_year__cluster=year.cluster_id, emulation_year__year=year.year - 1, period=""
        ).order_by()
    )
    texts = {(value.unit_id, value.indicator_id): value.text for value in last}
    compared = Comparison(year.year, last=last, standing=now.values())
    corrected = _corrections(year)
    without = answered_without([year.pk])[year.pk]
    return Grid(
        year=year,
        indicators=indicators,
        rows=[
            Row(
                unit=of_unit,
                cells=[
                    Cell(
                        indicator,
                        now.get((key, indicator.pk)),
                        texts.get((key, indicator.pk), ""),
                        compared,
                        corrected.get((key, indicator.pk), []),
                        (key, indicator.pk) in without,
                    )
                    for indicator in indicators
                ],
                closed=rights.closed_because(of_unit),
            )
            for of_unit in (*members, None)
            for key in [of_unit.pk if of_unit else None]
        ],
        rights=rights,
        others=others,
    )


Place = tuple[int | None, int]  # keys of the unit and the indicator


def _values(
    year: EmulationYear, indicators: dict[int, Indicator]
) -> tuple[dict[Place, IndicatorValue], int]:
    """The year's figures, and how many there are under other indicators."""
    values = list(IndicatorValue.objects.filter(emulation_year=year).order_by())
    # Each writer once, not joined to every figure.
    writers = User.objects.in_bulk({row.saved_by_id for row in values if row.saved_by_id})
    shown: dict[Place, IndicatorValue] = {}
    for row in values:
        if row.indicator_id in indicators:
            row.indicator = indicators[row.indicator_id]
            row.emulation_year = year
            row.saved_by = writers.get(row.saved_by_id)
            shown[row.unit_id, row.indicator_id] = row
    return shown, len(values) - len(shown)


def _corrections(year: EmulationYear) -> dict[Place, list[ValueCorrection]]:
    found: dict[Place, list[ValueCorrection]] = defaultdict(list)
    rows = ValueCorrection.objects.filter(value__emulation_year=year).select_related("value")
    for row in rows.order_by("-pk"):
        found[row.value.unit_id, row.value.indicator_id].append(row)
    return found


def rights_of(year: EmulationYear, user: Any, members: list[Unit]) -> RowRights:
    """What `user` may write in the year's grid today."""
    reports = UnitReport.objects.filter(emulation_year=year)
    return row_rights(
        year,
        user,
        members=members,
        reports={report.unit_id: report for report in reports},
        review=settled_review(year),
    )


def stamp_of(year: EmulationYear) -> str:
    """A mark that changes with whatever the audit says of the year, and when it is settled."""
    kind, key = year._meta.label_lower, str(year.pk)
    events = AuditEvent.objects.exclude(action="download").order_by("-sequence")
    events = events.values_list("sequence", flat=True)
    newest = max(
        events.filter(parent_type=kind, parent_id=key).first() or 0,
        events.filter(target_type=kind, target_id=key).first() or 0,
    )
    review = settled_review(year)
    return f"{newest}-{review.status if review else 'open'}"
