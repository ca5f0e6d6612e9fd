"""The figures of a year as rows and columns: what a sheet of them is made from and read against."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clusters.models import EmulationYear, Unit
from emulation.figures.rights import RowRights, members_of, row_rights
from emulation.models import Indicator, IndicatorValue, UnitReport, YearIndicator
from emulation.services.rules import settled_review

Key = tuple[int | None, int]  # of the unit, None for the whole cluster; of the indicator


@dataclass(frozen=True)
class FigureGrid:
    """Rows and columns of a year's figures, as texts, with those of the year before."""

    year: EmulationYear
    rights: RowRights
    units: tuple[Unit | None, ...]
    indicators: tuple[Indicator, ...]
    texts: dict[Key, str]
    last_year: dict[Key, str]

    @property
    def own_units(self) -> tuple[Unit | None, ...]:
        """The rows that are the user's to write, open or not."""
        if self.rights.all_rows:
            return self.units
        return tuple(unit for unit in self.units if unit and unit.pk in self.rights.own)

    @property
    def is_open(self) -> bool:
        """Whether any of the user's rows can be written."""
        return any(not self.rights.closed_because(unit) for unit in self.own_units)


def grid_of(year: EmulationYear, user: Any) -> FigureGrid:
    """Return the grid as `user` may write it, in a fixed number of queries."""
    members = members_of(year)
    reports = {row.unit_id: row for row in UnitReport.objects.filter(emulation_year=year)}
    columns = YearIndicator.objects.filter(emulation_year=year).select_related("indicator")
    values = list(
        IndicatorValue.objects.filter(
            emulation_year__cluster=year.cluster_id,
            emulation_year__year__in=(year.year, year.year - 1),
        ).select_related("emulation_year")
    )
    return FigureGrid(
        year=year,
        rights=row_rights(
            year, user, members=members, reports=reports, review=settled_review(year)
        ),
        units=(*members, None),
        indicators=tuple(column.indicator for column in columns),
        texts=_texts(value for value in values if value.emulation_year.year == year.year),
        last_year=_texts(value for value in values if value.emulation_year.year < year.year),
    )


def _texts(values: Iterable[IndicatorValue]) -> dict[Key, str]:
    return {(value.unit_id, value.indicator_id): value.text for value in values}
