"""A unit's figures through time, those of its predecessors joined by the indicator's own rule.

Pure: given the values, it decides what may be joined and says what may not, and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from cluster_portal.dashboards.maps import measure
from cluster_portal.vietnamese.numbers import Qualifier
from clusters.models import EmulationYear, Unit
from emulation.aggregation import Aggregate, aggregate
from emulation.models import Aggregation, Indicator, StatedFigure, ValueKind

ONLY_COMPARED = "Chỉ tiêu này chỉ so sánh, không gộp"
NOT_ALIKE = "Khác dạng hoặc khác kỳ, không gộp"
NOT_EXACT = "Có số không chính xác, không gộp"


class Point(NamedTuple):
    """A year of one indicator: the unit's own figure, or what its predecessors' make.

    `value` is None where there is nothing to set against other years; `note` then says why.
    `parts` are the figures behind it, `href` the page of the year in which the first stands.
    """

    year: int
    value: Decimal | None
    text: str
    note: str
    is_joined: bool
    parts: Sequence[StatedFigure]
    href: str


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
    values: Iterable[StatedFigure], unit: Unit, predecessors: Sequence[Unit]
) -> list[History]:
    """The indicators that `values` of the unit and its predecessors tell, in their order.

    Of two figures of one unit, indicator and year the first stands.
    """
    told: dict[int, dict[int, dict[int | None, StatedFigure]]] = {}
    indicators: dict[int, Indicator] = {}
    years: dict[int, EmulationYear] = {}
    for value in values:
        if value.indicator_id not in told:
            told[value.indicator_id], indicators[value.indicator_id] = {}, value.indicator
        year = years.setdefault(value.emulation_year_id, value.emulation_year)
        by_unit = told[value.indicator_id].setdefault(year.year, {})
        by_unit.setdefault(value.unit_id, value)
    expected = {
        year: sum(one.holds_in_year(year) for one in predecessors)
        for year in {one.year for one in years.values()}
    }
    pages = {key: year.get_absolute_url() for key, year in years.items()}
    in_order = sorted(indicators.values(), key=lambda one: (one.order, one.sort_key, one.pk))
    return [
        History(
            indicator=indicator,
            points={
                year: _point(indicator, year, by_unit, unit, expected[year], pages)
                for year, by_unit in sorted(told[indicator.pk].items())
            },
        )
        for indicator in in_order
    ]


def _point(
    indicator: Indicator,
    year: int,
    by_unit: Mapping[int | None, StatedFigure],
    unit: Unit,
    expected: int,
    pages: Mapping[int, str],
) -> Point:
    own = by_unit.get(unit.pk)
    parts = [own] if own else list(by_unit.values())
    # One alone went on under another name or rank: its figure is the unit's.
    is_joined = not own and not expected == 1 == len(parts)
    made, note = _joined(indicator, parts, expected) if is_joined else (None, "")
    if is_joined:
        value, text = (made.value, made.text) if made else (None, "")
    else:
        value, text = _comparable(parts[0]), parts[0].shown
    return Point(
        year=year,
        value=value,
        text=text,
        note=note,
        is_joined=is_joined,
        parts=parts,
        href=f"{pages[parts[0].emulation_year_id]}#{parts[0].anchor}",
    )


def _comparable(value: StatedFigure) -> Decimal | None:
    return measure(value) if value.qualifier == Qualifier.EXACT else None


def _joined(
    indicator: Indicator, values: list[StatedFigure], expected: int
) -> tuple[Aggregate | None, str]:
    """What the `values` of `expected` predecessors make, and by what rule, or why nothing."""
    made = None
    if indicator.aggregation == Aggregation.NONE or values[0].kind == ValueKind.RANK:
        why = ONLY_COMPARED
    elif len({(value.kind, value.period, value.is_cumulative) for value in values}) > 1:
        why = NOT_ALIKE
    else:
        made = aggregate(
            indicator.aggregation, values, members=expected, decimals=indicator.decimals
        )
        is_exact = made or all(value.qualifier == Qualifier.EXACT for value in values)
        why = made.label if made else NOT_ALIKE if is_exact else NOT_EXACT
    return made, f"{why} · {len(values)}/{expected} đơn vị"
