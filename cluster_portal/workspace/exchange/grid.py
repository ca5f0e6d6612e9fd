"""The figures of a year as rows and columns: what a sheet of them is made from and read against."""

from dataclasses import dataclass
from typing import Any

from clusters.models import EmulationYear, Unit
from emulation.figures import grid as figures
from emulation.figures.rights import RowRights
from emulation.models import Indicator

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
    grid = figures.grid_of(year, user)
    cells = [
        ((row.unit.pk if row.unit else None, indicator.pk), cell)
        for row in grid.rows
        for indicator, cell in zip(grid.indicators, row.cells, strict=True)
    ]
    return FigureGrid(
        year=year,
        rights=grid.rights,
        units=tuple(row.unit for row in grid.rows),
        indicators=tuple(grid.indicators),
        texts={key: cell.text for key, cell in cells if cell.text},
        last_year={key: cell.last_text for key, cell in cells if cell.last_text},
    )
