"""Awards by form and year, as the boards of clusters and of provinces show them."""

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from awards.register.totals import FormTotals
from cluster_portal.dashboards.years import counts_in

# Rows of a board's table: the catalogue has more than eighty forms, law by law with the highest
# first. All stand in the statistics of the register.
MOST_FORMS = 20
MOST_BESIDE = 5  # years that have room beside something else
Counts = Sequence[tuple[int | None, int]]  # each with its year; None where nothing is told


@dataclass(frozen=True, kw_only=True)
class AwardTable:
    """What was granted in `years`, a row for each form and one for those that have none.

    `forms` are all that were granted in these years, in the order of the catalogue; `told` are
    the years of which the register holds a line.
    """

    years: Sequence[int]
    forms: Sequence[FormTotals]
    told: Collection[int]

    @functools.cached_property
    def rows(self) -> list[tuple[FormTotals, Counts]]:
        """The forms that have a row of their own."""
        shown = self.forms if len(self.forms) <= MOST_FORMS else self.forms[: MOST_FORMS - 1]
        return [(form, counts_in(form.granted, self.years, self.told)) for form in shown]

    @property
    def is_wide(self) -> bool:
        """Whether the table needs the width of the page."""
        return len(self.years) > MOST_BESIDE

    @property
    def others(self) -> int:
        """How many forms there are besides."""
        return len(self.forms) - len(self.rows)

    @property
    def others_words(self) -> str:
        """ "63 hình thức khác"."""
        return f"{self.others} hình thức khác"

    @property
    def rest(self) -> Counts:
        """What was granted of the others together."""
        others = self.forms[len(self.rows) :]
        sums = {year: sum(one.granted.get(year, 0) for one in others) for year in self.years}
        return counts_in(sums, self.years, self.told)

    @property
    def lines(self) -> list[tuple[str, Counts]]:
        """Every row with its name."""
        named = [(form.name, counts) for form, counts in self.rows]
        return [*named, (self.others_words, self.rest)] if self.others else named
