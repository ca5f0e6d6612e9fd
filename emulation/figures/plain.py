"""Many figures at once for pages that only show them: rows without the weight of model instances.

A board reads thousands of values that share a few indicators, units, sources and years.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

from clusters.models import EmulationYear, Source, Unit
from emulation.models import Indicator, IndicatorValue, StatedFigure


class _Row(NamedTuple):
    pk: int
    emulation_year_id: int
    indicator_id: int
    unit_id: int | None
    source_id: int | None
    kind: str
    value: Decimal
    out_of: Decimal | None
    qualifier: str
    period: str
    is_cumulative: bool
    is_estimate: bool
    emulation_year: EmulationYear
    indicator: Indicator
    unit: Unit | None
    source: Source | None


class PlainFigure(StatedFigure, _Row):
    """What a value says, with the year, indicator, unit and source that it is about.

    It never changes, so that what a board writes in several places is worked out once.
    """

    text = cached_property(StatedFigure.text.fget)
    shown = cached_property(StatedFigure.shown.fget)


_COLUMNS = _Row._fields[:-4]


def read_figures(
    values: QuerySet[IndicatorValue], known: Iterable[Model] = ()
) -> list[PlainFigure]:
    """The figures of `values` in their order; at most five queries, however many there are.

    `known` are years with their clusters, indicators and units that somebody has read already.
    """
    rows = list(values.values_list(*_COLUMNS))
    known = list(known)
    with_cluster = EmulationYear.objects.select_related("cluster")
    years = _shared(with_cluster, {row[1] for row in rows}, known)
    indicators = _shared(Indicator.objects.all(), {row[2] for row in rows}, known)
    units = _shared(Unit.objects.all(), {row[3] for row in rows}, known)
    sources = _shared(Source.objects.all(), {row[4] for row in rows}, known)
    return [
        PlainFigure(*row, years[row[1]], indicators[row[2]], units.get(row[3]), sources.get(row[4]))
        for row in rows
    ]


def _shared(rows: QuerySet, keys: set[int | None], known: list[Model]) -> dict[Any, Any]:
    found = {one.pk: one for one in known if isinstance(one, rows.model)}
    missing = keys - found.keys() - {None}
    return found | rows.order_by().in_bulk(missing)  # where none is missing, nobody is asked
