"""A unit's figures through time, those of its predecessors joined by the indicator's own rule.

Pure: given the values, it decides what may be joined and says what may not, and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cluster_portal.dashboards.maps import measure
from cluster_portal.vietnamese.numbers import Qualifier, Quantity
from clusters.models import Unit
from emulation.aggregation import aggregate
from emulation.models import Aggregation, Indicator, IndicatorValue, ValueKind

ONLY_COMPARED = "Chỉ tiêu này chỉ so sánh, không gộp"
NOT_ALIKE = "Khác dạng hoặc khác kỳ, không gộp"
NOT_EXACT = "Có số không chính xác, không gộp"


@dataclass(frozen=True, kw_only=True)
class Point:
    """A year of one indicator: the unit's own figure, or what its predecessors' make.

    `value` is None where there is nothing to set against other years; `note` then says why.
    `parts` are the figures behind it.
    """

    year: int
    value: Decimal | None
    text: str
    note: str
    is_joined: bool
    parts: Sequence[IndicatorValue]

    @property
    def href(self) -> str:
        """The page of the year in which the figure, or the first of them, stands."""
        return f"{self.parts[0].emulation_year.get_absolute_url()}#ket-qua"


@dataclass(frozen=True, kw_only=True)
class History:
    """One indicator through the years; `years` are those of which there is something."""

    indicator: Indicator
    points: Mapping[int, Point]

    @property
    def joins(self) -> bool:
        """Whether some year is made of the predecessors' figures."""
        return any(point.is_joined and point.value is not None for point in self.points.values())

    def change_to(self, year: int) -> Decimal | None:
        """By how much the figure of `year` differs from that of the year before, if both count."""
        now, before = self.points.get(year), self.points.get(year - 1)
        if now is None or before is None or now.value is None or before.value is None:
            return None
        return now.value - before.value


def histories(
    values: Iterable[IndicatorValue], unit: Unit, predecessors: Sequence[Unit]
) -> list[History]:
    """The indicators that `values` of the unit and its predecessors tell, in their order.

    Of two figures of one unit, indicator and year the first stands.
    """
    told: dict[Indicator, dict[int, dict[int | None, IndicatorValue]]] = {}
    for value in values:
        years = told.setdefault(value.indicator, {})
        years.setdefault(value.emulation_year.year, {}).setdefault(value.unit_id, value)
    in_order = sorted(told, key=lambda one: (one.order, one.sort_key, one.pk))
    return [
        History(
            indicator=indicator,
            points={
                year: _own(year, by_unit[unit.pk])
                if unit.pk in by_unit
                else _joined(indicator, year, list(by_unit.values()), predecessors)
                for year, by_unit in sorted(told[indicator].items())
            },
        )
        for indicator in in_order
    ]


def _own(year: int, value: IndicatorValue) -> Point:
    comparable = value.qualifier == Qualifier.EXACT
    return Point(
        year=year,
        value=measure(value) if comparable else None,
        text=value.shown,
        note="",
        is_joined=False,
        parts=[value],
    )


def _joined(
    indicator: Indicator, year: int, values: list[IndicatorValue], predecessors: Sequence[Unit]
) -> Point:
    expected = sum(unit.holds_in_year(year) for unit in predecessors)
    made, note = None, ""
    if expected == 1 == len(values):
        # One alone went on under another name or rank: its figure is the unit's.
        return _own(year, values[0])
    if indicator.aggregation == Aggregation.NONE or values[0].kind == ValueKind.RANK:
        note = ONLY_COMPARED
    elif len({(value.kind, value.period, value.is_cumulative) for value in values}) > 1:
        note = NOT_ALIKE
    elif any(value.qualifier != Qualifier.EXACT for value in values):
        note = NOT_EXACT
    else:
        quantities = [Quantity(value.value, value.out_of, Qualifier.EXACT) for value in values]
        made = aggregate(
            indicator.aggregation, quantities, members=expected, decimals=indicator.decimals
        )
    counted = f"{len(values)}/{expected} đơn vị"
    why = made.label if made else note or NOT_ALIKE
    return Point(
        year=year,
        value=made.value if made else None,
        text=made.text if made else "",
        note=f"{why} · {counted}",
        is_joined=True,
        parts=values,
    )
