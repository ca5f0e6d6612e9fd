"""What figures of a year are compared with, and what is asked about each. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from emulation.figures import unusual
from emulation.figures.reading import Figure, figure_of
from emulation.models import Indicator, IndicatorValue


class Comparison:
    """Last year's figures, and those of the other units this year.

    `last` are values of the year before `year`, those of a period left out; `standing` the values
    of `year` itself. Units and indicators go by their keys; no unit is the whole cluster.
    """

    def __init__(
        self, year: int, *, last: Iterable[IndicatorValue], standing: Iterable[IndicatorValue]
    ) -> None:
        self._last_year = year - 1
        self._last = {
            (row.indicator_id, row.unit_id): figure_of(row) for row in last if not row.period
        }
        self._last_of_units: dict[int, list[Figure]] = defaultdict(list)
        for (indicator, unit), figure in self._last.items():
            if unit is not None:
                self._last_of_units[indicator].append(figure)
        self._of_units: dict[int, dict[int, Figure]] = defaultdict(dict)
        for row in standing:
            self.put(row.indicator_id, row.unit_id, figure_of(row))

    def put(self, indicator: int, unit: int | None, figure: Figure) -> None:
        """Compare the others with this figure of the unit from now on."""
        if unit is not None:
            self._of_units[indicator][unit] = figure

    def question(self, indicator: Indicator, unit: int | None, figure: Figure) -> str:
        """Return the sentence that says what is unusual about `figure`, or nothing."""
        return unusual.question(
            figure,
            unusual.scale_of(indicator, figure.kind),
            last=self._last.get((indicator.pk, unit)),
            last_year=self._last_year,
            others=self._others(indicator.pk, unit),
            whole=None if unit is None else self._last.get((indicator.pk, None)),
        )

    def _others(self, indicator: int, unit: int | None) -> list[Figure]:
        """The figures of the other units this year, or last year's while these are few."""
        if unit is None:
            return []
        standing = self._of_units[indicator]
        others = [figure for whose, figure in standing.items() if whose != unit]
        if len(others) >= unusual.ENOUGH_UNITS:
            return others
        return self._last_of_units.get(indicator, others)
