"""Which indicators of a grid are shown: by words of their names, by what they lack."""

from typing import Any

from django import forms

from cluster_portal.pages.query import MAX_LENGTH
from cluster_portal.vietnamese.folding import fold
from emulation.figures.grid import Cell, Grid, Row
from emulation.models import Indicator

LACKS = (
    ("", "Mọi chỉ tiêu"),
    ("thieu", "Còn thiếu số liệu"),
    ("hoi", "Số khác thường chưa giải thích"),
    ("nguon", "Chưa có nguồn, minh chứng"),
)


class FigureFilter(forms.Form):
    """Read from the query string; a choice that is not offered is left out."""

    tim = forms.CharField(
        label="Tìm chỉ tiêu",
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    chi = forms.ChoiceField(label="Chỉ hiện", choices=LACKS, required=False)

    def __init__(self, data: Any, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.full_clean()
        self.words = fold(self.cleaned_data.get("tim", "")).split()
        self.lack = self.cleaned_data.get("chi", "")

    def columns(self, grid: Grid) -> list[Indicator]:
        """The columns that match: in the rows that the reader may write, else in all of them."""
        rows = [row for row in grid.rows if not row.closed] or grid.rows
        return [
            indicator
            for i, indicator in enumerate(grid.indicators)
            if any(self.matches(row, row.cells[i]) for row in rows)
        ]

    def matches(self, row: Row, cell: Cell) -> bool:
        """Whether a figure, or the place for it, is one of those asked for."""
        folded = fold(f"{cell.indicator.name} {cell.indicator.unit_of_measure}")
        return all(word in folded for word in self.words) and self._lacks(row, cell)

    def _lacks(self, row: Row, cell: Cell) -> bool:
        match self.lack:
            case "thieu":
                return row.unit is not None and cell.value is None and not cell.is_answered
            case "hoi":
                return "asked" in cell.lacks
            case "nguon":
                return "unsourced" in cell.lacks
            case _:
                return True
