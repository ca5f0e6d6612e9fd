"""What was reached, and what had been promised: figures of units and clusters, items of pledges."""

import datetime
import random
from collections.abc import Iterator

from cluster_portal.generated.figures import (
    Development,
    Figure,
    Figures,
    as_told,
    of_cluster,
)
from cluster_portal.generated.frame import MARK, Frame
from cluster_portal.generated.promises import promised
from cluster_portal.generated.shapes import LAST_YEAR
from clusters.models import EmulationYear, Unit
from emulation.models import Indicator, IndicatorValue, Pledge, PledgeItem, YearIndicator

_BATCH = 2000


def write_results(choose: random.Random, frame: Frame) -> None:
    """Write what every year reached by each indicator, and what its pledge had promised of it.

    A pledge counts as issued from then on: its targets can no longer be changed.
    """
    indicators = frame.indicators
    development = Development(choose, indicators)
    by_year: dict[int, list[EmulationYear]] = {}
    for year in frame.years:
        by_year.setdefault(year.year, []).append(year)
    asked: list[YearIndicator] = []
    values: list[IndicatorValue] = []
    items: list[PledgeItem] = []
    for number, years in by_year.items():
        members = {year.pk: _at_end(frame, year) for year in years}
        figures = development.of_year(number, [unit for of in members.values() for unit in of])
        counted = {code for _, code in figures}
        for year in years:
            asked += _asked(year, indicators, counted)
            values += _values(choose, frame, year, indicators, development, figures)
            items += _items(choose, year, indicators, members[year.pk], development, figures)
    YearIndicator.objects.bulk_create(asked, batch_size=_BATCH)
    IndicatorValue.objects.bulk_create(values, batch_size=_BATCH)
    PledgeItem.objects.bulk_create(items, batch_size=_BATCH)
    for number in by_year:
        Pledge.objects.filter(emulation_year__year=number).update(
            issued_at=datetime.datetime(number, 2, 20, 2, tzinfo=datetime.UTC)
        )


def _at_end(frame: Frame, year: EmulationYear) -> list[Unit]:
    return [unit for unit in frame.members[year.pk] if unit.holds_on(year.last_day)]


def _asked(
    year: EmulationYear, indicators: list[Indicator], counted: set[str]
) -> Iterator[YearIndicator]:
    """What the year asks for: not of districts, once there are none."""
    for place, indicator in enumerate(indicators, start=1):
        if indicator.code in counted:
            yield YearIndicator(emulation_year=year, indicator=indicator, order=place)


def _values(
    choose: random.Random,
    frame: Frame,
    year: EmulationYear,
    indicators: list[Indicator],
    development: Development,
    figures: Figures,
) -> Iterator[IndicatorValue]:
    """A figure for nearly every member that stood at the year's end, and the cluster's own."""
    is_over = year.year < LAST_YEAR
    units = _at_end(frame, year)
    for indicator in indicators:
        for unit in units:
            figure = figures.get((unit.pk, indicator.code))
            if figure and choose.random() <= (0.97 if is_over else 0.55):
                told = as_told(choose, indicator.code, figure)
                yield _value(frame, year, indicator, unit, told)
        stated = of_cluster(indicator, units, figures, development.millions) if is_over else None
        if stated:
            yield _value(frame, year, indicator, None, stated)


def _items(
    choose: random.Random,
    year: EmulationYear,
    indicators: list[Indicator],
    units: list[Unit],
    development: Development,
    figures: Figures,
) -> Iterator[PledgeItem]:
    by_code = {indicator.code: indicator for indicator in indicators}
    items = promised(choose, by_code, units, figures, development.millions)
    for number, (heading, target) in enumerate(items, start=1):
        text = f"{heading}: {MARK.lower()}."
        yield PledgeItem(pledge=year.pledge, number=number, heading=heading, text=text, **target)


def _value(
    frame: Frame, year: EmulationYear, indicator: Indicator, unit: Unit | None, figure: Figure
) -> IndicatorValue:
    return IndicatorValue(
        emulation_year=year,
        indicator=indicator,
        unit=unit,
        kind=figure.kind,
        value=figure.value,
        out_of=figure.out_of,
        qualifier=figure.qualifier,
        source=frame.source,
        note=MARK,
    )
