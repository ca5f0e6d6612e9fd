"""Which cells of a year's grid a unit has answered with "we have no figure"."""

from collections.abc import Collection

from emulation.models import IndicatorValue, UnitReport, UnitReportStatus

Place = tuple[int, int]  # keys of the unit and the indicator


def answered_without(years: Collection[int]) -> dict[int, set[Place]]:
    """The cells that are empty because the unit has no figure, by the key of the year.

    A report that the secretariat has accepted says so; a figure that came since counts as one. An
    indicator that was chosen for the year later was never asked about. Two queries at most.
    """
    reports = UnitReport.objects.filter(
        emulation_year__in=years,
        status=UnitReportStatus.ACCEPTED,
        without_figures__isnull=False,
    )
    found: dict[int, set[Place]] = {year: set() for year in years}
    rows = reports.order_by().values_list("emulation_year", "unit", "without_figures")
    for year, unit, indicator in rows:
        found[year].add((unit, indicator))
    if not any(found.values()):
        return found
    values = IndicatorValue.objects.filter(emulation_year__in=years, unit__isnull=False).order_by()
    for year, unit, indicator in values.values_list("emulation_year", "unit", "indicator"):
        found[year].discard((unit, indicator))
    return found
