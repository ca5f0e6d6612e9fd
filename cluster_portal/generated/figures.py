"""The figures of every unit and year: a province keeps its place, with small steps."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from cluster_portal.generated.shapes import SHAPES
from cluster_portal.vietnamese.numbers import Qualifier
from clusters.models import Succession, Unit
from emulation.models import Aggregation, Indicator, ValueKind

_SMALLEST, _LARGEST = 0.8, 2.4  # millions of people in a province
_MILLIONS = {"ha-noi": 8.5, "ho-chi-minh": 9.2}
_BACK_HOME = 0.15  # the share of the way back to its usual place that a province goes in a year
_SHORT_OF = {"budget_revenue_over_plan": ("budget_revenue_vs_plan", 100)}
_SHARES = {
    "ntm_advanced_towns_share": "ntm_advanced_towns",
    "ntm_districts_share": "ntm_districts",
    "gifted_prize_rate": "gifted_prizes",
}
_RANKS = {
    "exam_score_rank": "exam_score",
    "par_index_rank": "par_index",
    "sipas_rank": "sipas",
}
_ROUNDED = {"jobs": Decimal(1000)}  # now and then told as "hơn …"


@dataclass(frozen=True)
class Figure:
    """What a unit reached; a rank is of all units of the year."""

    value: Decimal
    out_of: Decimal | None = None
    kind: str = ValueKind.NUMBER
    qualifier: str = Qualifier.EXACT


Figures = dict[tuple[int, str], Figure]  # by the key of the unit and the code of the indicator


class Development:
    """Where each unit stands among all by each indicator, from year to year."""

    def __init__(self, choose: random.Random, indicators: Iterable[Indicator]) -> None:
        """Tell how many people each unit has; one made of others as many as those together."""
        self._choose = choose
        self._indicators = {one.code: one for one in indicators}
        self._made_of: dict[int, list[int]] = {}
        for row in Succession.objects.order_by("effective_on", "pk"):
            self._made_of.setdefault(row.successor_id, []).append(row.predecessor_id)
        self.millions: dict[int, float] = {}
        slugs = dict(Unit.objects.order_by("pk").values_list("pk", "slug"))
        for key in slugs:
            self._people(key, slugs)
        self._homes: dict[tuple[int, str], float] = {}
        self._places: dict[tuple[int, str], float] = {}
        self._before: Figures = {}

    def _people(self, key: int, slugs: Mapping[int, str]) -> float:
        if key not in self.millions:
            parts = self._made_of.get(key)
            drawn = self._choose.uniform(_SMALLEST, _LARGEST)
            self.millions[key] = (
                sum(self._people(part, slugs) for part in parts)
                if parts
                else _MILLIONS.get(slugs[key], drawn)
            )
        return self.millions[key]

    def of_year(self, year: int, units: Iterable[Unit]) -> Figures:
        """What each of `units` reaches in `year`; years are asked for one after another."""
        found: Figures = {}
        keys = [unit.pk for unit in units]
        for key in keys:
            for code in SHAPES:
                if figure := self._moved(key, code, year):
                    found[key, code] = figure
            for code, figure in self._derived(key, found):
                found[key, code] = figure
        for code, by in _RANKS.items():
            found |= _ranked(keys, code, by, found)
        found |= self._gained(keys, found)
        self._before = found
        return found

    def _moved(self, key: int, code: str, year: int) -> Figure | None:
        """The unit goes on from where it stood."""
        shape, home = SHAPES[code], self._home(key, code)
        place = self._place(key, code)
        place += _BACK_HOME * (home - place) + self._choose.gauss(0, shape.swing)
        self._places[key, code] = place = min(max(place, 0.0), 1.0)
        return self._figure(key, code, year, place)

    def _figure(self, key: int, code: str, year: int, place: float) -> Figure | None:
        made = SHAPES[code].at(place, year, self.millions[key])
        if made is None:
            return None
        value, out_of = made
        is_ratio = self._indicators[code].aggregation == Aggregation.RATIO and out_of is not None
        return Figure(
            self._rounded(code, value),
            Decimal(out_of) if is_ratio and out_of else None,
            ValueKind.RATIO if is_ratio else ValueKind.NUMBER,
        )

    def _rounded(self, code: str, value: float | Decimal) -> Decimal:
        return Decimal(value).quantize(Decimal(1).scaleb(-self._indicators[code].decimals))

    def _home(self, key: int, code: str) -> float:
        return self._standing(self._homes, key, code, lambda: self._choose.uniform(0.08, 0.92))

    def _place(self, key: int, code: str) -> float:
        return self._standing(self._places, key, code, lambda: self._home(key, code))

    def _standing(
        self, kept: dict[tuple[int, str], float], key: int, code: str, first: Callable[[], float]
    ) -> float:
        """What is kept of the unit; one made of others begins where they were, by their size."""
        if (key, code) not in kept:
            parts = [part for part in self._made_of.get(key, ()) if (part, code) in kept]
            people = sum(self.millions[part] for part in parts)
            kept[key, code] = (
                sum(kept[part, code] * self.millions[part] for part in parts) / people
                if parts
                else first()
            )
        return kept[key, code]

    def _derived(self, key: int, found: Figures) -> Iterator[tuple[str, Figure]]:
        """Figures that follow from others of the same unit."""

        def known(code: str) -> Decimal | None:
            figure = found.get((key, code))
            return figure.value if figure else None

        made: dict[str, Decimal | None] = {}
        if per_head := known("grdp_per_capita"):
            made["grdp_nominal"] = per_head * round(self.millions[key] * 1000)
        exports, imports = known("exports"), known("imports")
        if exports is not None and imports is not None:
            made["trade"] = exports + imports
            if before := self._reached(key, "exports"):
                made["exports_growth"] = (exports / before - 1) * 100
        for code, (other, whole) in _SHORT_OF.items():
            if (value := known(other)) is not None:
                made[code] = value - whole
        for code, other in _SHARES.items():
            figure = found.get((key, other))
            if figure and figure.out_of:
                made[code] = figure.value * 100 / figure.out_of
        for code, number in made.items():
            if number is not None:
                yield code, Figure(self._rounded(code, number))

    def _reached(self, key: int, code: str) -> Decimal:
        """What the unit, or those it was made of, reached in the year before; 0 if not known."""
        keys = [key] if (key, code) in self._before else self._made_of.get(key, [])
        known = [self._before[one, code] for one in keys if (one, code) in self._before]
        return sum((figure.value for figure in known), Decimal(0))

    def _gained(self, keys: list[int], found: Figures) -> Figures:
        """Places gained since the year before, where as many were ranked."""
        rank, gained = "par_index_rank", "par_index_rank_change"
        both = [(key, found[key, rank], self._before.get((key, rank))) for key in keys]
        return {
            (key, gained): Figure(before.value - now.value)
            for key, now, before in both
            if before and before.out_of == now.out_of
        }


def _ranked(keys: list[int], code: str, by: str, found: Figures) -> Figures:
    """The places by another indicator's figures, the highest first."""
    in_order = sorted(keys, key=lambda key: (-found[key, by].value, key))
    return {
        (key, code): Figure(Decimal(rank), Decimal(len(keys)), ValueKind.RANK)
        for rank, key in enumerate(in_order, start=1)
    }


def as_told(choose: random.Random, code: str, figure: Figure) -> Figure:
    """The figure as a unit may tell it: "hơn 31.000" now and then."""
    step = _ROUNDED.get(code)
    if step is None or choose.random() > 0.2 or figure.value <= step:
        return figure
    whole = (figure.value / step).quantize(Decimal(1), ROUND_DOWN) * step
    return Figure(whole, qualifier=Qualifier.OVER if whole < figure.value else Qualifier.EXACT)


def of_cluster(
    indicator: Indicator, units: Iterable[Unit], figures: Figures, millions: Mapping[int, float]
) -> Figure | None:
    """The figure a cluster states of all its members, by the indicator's rule."""
    told = [
        (figures[unit.pk, indicator.code], Decimal(str(round(millions[unit.pk], 4))))
        for unit in units
        if (unit.pk, indicator.code) in figures
    ]
    rule = indicator.aggregation
    if not told or rule == Aggregation.NONE:
        return None
    total = sum((figure.value for figure, _ in told), Decimal(0))
    if rule == Aggregation.SUM:
        return Figure(total)
    if all(figure.out_of for figure, _ in told):
        whole = sum((figure.out_of or Decimal(0) for figure, _ in told), Decimal(0))
        return Figure(total, whole, ValueKind.RATIO)
    if rule == Aggregation.RATIO:  # of shares: as large as the units are
        people = sum((weight for _, weight in told), Decimal(0))
        mean = sum((figure.value * weight for figure, weight in told), Decimal(0)) / people
    else:
        mean = total / len(told)
    return Figure(mean.quantize(Decimal(1).scaleb(-indicator.decimals)))
