"""What a pledge wanted against what became of it, of a cluster's year and of one unit in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from cluster_portal.charts.data import Bar, Bars, Chart, Reference
from cluster_portal.dashboards.figures import stated_words
from cluster_portal.dashboards.maps import SHARE_PLACES
from cluster_portal.vietnamese.numbers import Qualifier, Quantity, with_unit
from clusters.models import Unit
from emulation.aggregation import Aggregate
from emulation.models import (
    Pledge,
    PledgeItem,
    PledgeStatus,
    StatedFigure,
    TargetOf,
    ValueKind,
)
from emulation.selectors import Results, answering
from emulation.targets import (
    Outcome,
    Target,
    as_shown,
    in_unit,
    judge,
    judge_all,
    made_of_members,
)

MOST_CHARTS = 6
OUTCOME_WORDS = {
    Outcome.MET: "Đạt",
    Outcome.NOT_MET: "Chưa đạt",
    Outcome.UNCLEAR: "Chưa kết luận được",
    Outcome.NO_FIGURE: "Chưa có số liệu",
}
SIGNS = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✗",
    Outcome.UNCLEAR: "?",
    Outcome.NO_FIGURE: "–",
}


@dataclass(frozen=True, kw_only=True)
class UnitResult:
    """What one unit reached; `text` is its figure as it was told."""

    unit: Unit
    text: str
    number: Decimal | None
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """A target beside its result; `units` where each unit is to meet it."""

    item: PledgeItem
    wanted: Target
    outcome: Outcome
    text: str
    note: str
    chart: Chart | None
    anchor: str  # where the result stands on the page of the year
    units: Sequence[UnitResult] = ()

    @property
    def target_words(self) -> str:
        """ "ít nhất 9,5%"."""
        return self.wanted.text(_unit_of(self.item))

    @property
    def whose(self) -> str:
        """ "từng đơn vị"."""
        return TargetOf(self.item.target_of).label

    @property
    def word(self) -> str:
        return OUTCOME_WORDS[self.outcome]

    @property
    def sign(self) -> str:
        return SIGNS[self.outcome]


def charts_of(rows: Iterable[TargetRow]) -> list[Chart]:
    """The pictures of the rows that have one."""
    return [row.chart for row in rows if row.chart]


def pledged_items(pledges: Iterable[Pledge]) -> list[PledgeItem]:
    """The items with an indicator, of those `pledges` that were not withdrawn; one query."""
    valid = {one.pk: one for one in pledges if one.status != PledgeStatus.WITHDRAWN}
    if not valid:
        return []
    items = PledgeItem.objects.filter(indicator__isnull=False, pledge__in=valid)
    found: dict[int, list[PledgeItem]] = {key: [] for key in valid}
    for item in items.select_related("indicator").order_by("number", "pk"):
        item.pledge = valid[item.pledge_id]
        found[item.pledge_id].append(item)
    return [*chain.from_iterable(found.values())]


def targets_of_cluster(
    items: Iterable[PledgeItem], results: Results, members: Sequence[Unit]
) -> list[TargetRow]:
    """Each target against the figures of the year; those of each unit also unit by unit."""
    rows = []
    for item, wanted in _wanted(items):
        told = results.of_indicator(item.indicator_id)
        if item.target_of == TargetOf.EACH_UNIT:
            asked = answering(results.lasting, told)
            units = [unit for unit in members if unit.pk in asked]
            rows.append(_of_each(item, wanted, told, units))
        else:
            count = len(answering(results.lasting, told))
            rows.append(_of_whole(item, wanted, told, count))
    return _with_few_charts(rows)


def targets_of_unit(
    items: Iterable[PledgeItem], values: Iterable[StatedFigure], unit: Unit
) -> list[TargetRow]:
    """The targets that each unit is to meet, against the figures of one."""
    told = {
        (value.emulation_year_id, value.indicator_id): value
        for value in values
        if value.unit_id == unit.pk
    }
    rows = []
    for item, wanted in _wanted(items):
        if item.target_of != TargetOf.EACH_UNIT:
            continue
        value = told.get((item.pledge.emulation_year_id, item.indicator_id))
        result = _result(unit, value, wanted, item)
        bars = [Bar(label=f"Năm {_year_of(item)}", value=result.number, text=result.text)]
        rows.append(
            TargetRow(
                item=item,
                wanted=wanted,
                outcome=result.outcome,
                text=result.text,
                note=value.period_text if value else "",
                chart=_chart(item, wanted, bars, [value] if value else [], heading="Năm"),
                anchor=value.anchor if value else "",
            )
        )
    return _with_few_charts(rows)


def _wanted(items: Iterable[PledgeItem]) -> list[tuple[PledgeItem, Target]]:
    return [(item, item.wanted) for item in items if item.wanted]


def _of_each(
    item: PledgeItem, wanted: Target, told: Sequence[StatedFigure], asked: Sequence[Unit]
) -> TargetRow:
    by_unit = {value.unit_id: value for value in told if value.unit_id}
    units = [_result(unit, by_unit.get(unit.pk), wanted, item) for unit in asked]
    met = sum(one.outcome == Outcome.MET for one in units)
    notes = [
        f"{OUTCOME_WORDS[outcome]}: {', '.join(names)}"
        for outcome in (Outcome.NOT_MET, Outcome.UNCLEAR, Outcome.NO_FIGURE)
        if (names := [one.unit.name for one in units if one.outcome == outcome])
    ]
    is_rank = any(value.kind == ValueKind.RANK for value in by_unit.values())
    known = [(one.number, one) for one in units if one.number is not None]
    known.sort(key=lambda pair: pair[0], reverse=not is_rank)
    bars = [
        Bar(label=one.unit.name, value=one.number, text=one.text, href=one.unit.get_absolute_url())
        for one in (*(one for _, one in known), *(one for one in units if one.number is None))
    ]
    return TargetRow(
        item=item,
        wanted=wanted,
        outcome=judge_all([one.outcome for one in units], members=len(units)),
        text=f"{met}/{len(units)} đơn vị đạt" if by_unit else "",
        note=". ".join(notes) if by_unit else "",
        chart=_chart(item, wanted, bars, list(by_unit.values())),
        anchor=next((value.anchor for value in by_unit.values()), ""),
        units=units,
    )


def _result(unit: Unit, value: StatedFigure | None, wanted: Target, item: PledgeItem) -> UnitResult:
    figure = _quantity(value, _unit_of(item)) if value else None
    return UnitResult(
        unit=unit,
        text=stated_words(value) if value else "",
        number=figure.value if figure else None,
        outcome=judge(wanted, figure),
    )


def _of_whole(
    item: PledgeItem, wanted: Target, told: Sequence[StatedFigure], members: int
) -> TargetRow:
    stated = next((value for value in told if value.unit_id is None), None)
    of_members = [value for value in told if value.unit_id]
    figure, text, note = None, "", ""
    if stated:
        figure, text, note = (
            _quantity(stated, _unit_of(item)),
            stated_words(stated),
            stated.period_text,
        )
    elif of_members and (made := _made(item, of_members, members)):
        figure, text = as_shown(made), with_unit(made.text, _unit_of(item))
        note = f"{made.label} · {made.completeness}"
    elif of_members:
        note = f"Chưa tính được cho toàn cụm · {len(of_members)}/{members} đơn vị"
    number = figure.value if figure else None
    bars = [Bar(label=f"Toàn cụm {_year_of(item)}", value=number, text=text)]
    return TargetRow(
        item=item,
        wanted=wanted,
        outcome=judge(wanted, figure),
        text=text,
        note=note,
        chart=_chart(item, wanted, bars, [stated] if stated else of_members, heading="Năm"),
        anchor=next((value.anchor for value in (stated, *of_members) if value), ""),
    )


def _made(item: PledgeItem, values: Sequence[StatedFigure], members: int) -> Aggregate | None:
    """The cluster's figure by the indicator's rule, where the members' are of one sort."""
    indicator = item.indicator
    alike = {(value.kind, value.period_text) for value in values}
    if indicator is None or len(alike) > 1 or values[0].kind == ValueKind.RANK:
        return None
    return made_of_members(
        indicator.aggregation,
        values,
        unit=indicator.unit_of_measure,
        members=members,
        decimals=indicator.decimals,
    )


def _quantity(value: StatedFigure, unit: str) -> Quantity:
    if value.kind == ValueKind.RANK:  # "thứ 33/63" is no ratio
        return Quantity(value.value, None, Qualifier(value.qualifier))
    return in_unit(value, unit)


def _unit_of(item: PledgeItem) -> str:
    return item.indicator.unit_of_measure if item.indicator else ""


def _year_of(item: PledgeItem) -> int:
    return item.pledge.emulation_year.year


def _chart(
    item: PledgeItem,
    wanted: Target,
    bars: Sequence[Bar],
    values: Sequence[StatedFigure],
    heading: str = "Đơn vị",
) -> Chart | None:
    """The figures with the target as a line; nothing where there is no figure."""
    if item.indicator is None or all(bar.value is None for bar in bars):
        return None
    unit = _unit_of(item)
    decimals = item.indicator.decimals
    if unit.startswith("%") and any(one.kind == ValueKind.RATIO for one in values):
        decimals = max(decimals, SHARE_PLACES)
    return Bars(
        key=f"giao-uoc-{item.pk}",
        title=f"{item.indicator}: giao ước và kết quả năm {_year_of(item)}",
        unit=unit,
        decimals=decimals,
        note=f"Giao ước: {wanted.text(unit)}",
        bars=tuple(bars),
        heading=heading,
        reference=Reference(
            label="Giao ước từ" if wanted.upper is not None else "Giao ước", value=wanted.value
        ),
    )


def _with_few_charts(rows: list[TargetRow]) -> list[TargetRow]:
    """Charts for the first few alone: the table says the same of all."""
    drawn = [row for row in rows if row.chart][:MOST_CHARTS]
    last = rows.index(drawn[-1]) if drawn else -1
    return [row if place <= last else replace(row, chart=None) for place, row in enumerate(rows)]
