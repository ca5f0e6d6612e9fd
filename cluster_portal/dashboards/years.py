"""The years that the record knows, and what is said of one that it does not."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters.models import EmulationYear, Unit

MOST_YEARS = 10  # in a table
MOST_RECENT = 5  # years to choose from, opened or not


@dataclass
class NotThere(Exception):
    """Asked for what the record does not have: why, the way back, and others that there were.

    `others` are addresses with their labels.
    """

    message: str
    back: str
    back_label: str
    others: tuple[tuple[str, str], ...] = ()


def recorded_years(years: QuerySet[EmulationYear]) -> list[int]:
    """The calendar years among `years`, the newest first."""
    return list(years.order_by("-year").values_list("year", flat=True).distinct())


def years_on_record(user: Any) -> list[int]:
    """The years of which `user` may see some cluster, the newest first."""
    return recorded_years(EmulationYear.objects.for_user(user))


def year_by_year(years: Sequence[int]) -> list[int]:
    """Every year from the first to the last of `years`, the newest first.

    Of one between them that nobody has opened, the national board says just that of each cluster.
    """
    return list(range(max(years), min(years) - 1, -1)) if years else []


def years_to_choose(years: Sequence[int], shown: int | None) -> list[int]:
    """The years of the record, the newest first, and between the newest those that nobody opened.

    Before that a record knows single years: all between would fill the page. `shown` is among them.
    """
    recent = year_by_year(years)[:MOST_RECENT]
    return sorted({*years, *recent, *([shown] if shown else [])}, reverse=True)


def usual_year(years: Sequence[int], today: datetime.date) -> int | None:
    """The year to show when none is asked for: the newest that has begun, or the nearest ahead."""
    begun = [year for year in years if year <= today.year]
    return max(begun) if begun else min(years, default=None)


def without_gaps(told: Collection[int], until: int, *, most: int = MOST_YEARS) -> list[int]:
    """Every calendar year from the first of `told` to `until`, the newest `most` of them.

    Years in which nothing was told stand between the others, so that the gap shows. Where all are
    older than that, the years end with the newest that was told.
    """
    told = [year for year in told if year <= until]
    if not told:
        return []
    last = until if max(told) > until - most else max(told)
    return list(range(max(min(told), last - most + 1), last + 1))


def counts_in(
    counts: Mapping[int, int], years: Iterable[int], told: Collection[int]
) -> list[tuple[int | None, int]]:
    """The count of each of `years` with the year; None where the year is not `told` of."""
    return [(counts.get(year, 0) if year in told else None, year) for year in years]


def years_outside(unit: Unit, years: Iterable[int]) -> frozenset[str]:
    """The years at whose end the unit was not there (yet, or any more): no figure is missing."""
    return frozenset(str(one) for one in years if not unit.holds_on(datetime.date(one, 12, 31)))


def why_not(year: int, years: Sequence[int]) -> str:
    """Why there is nothing to show of `year`; `years` are those of the record."""
    if not years:
        return "Hồ sơ chưa có năm thi đua nào."
    first, last = min(years), max(years)
    span = f"từ năm {first} đến năm {last}" if first != last else f"của năm {first}"
    if year < first:
        return f"Năm {year} ở trước hồ sơ: cổng có hồ sơ {span}."
    if year > last:
        return f"Năm {year} ở sau hồ sơ: cổng có hồ sơ {span}."
    return f"Hồ sơ không có năm {year}; các năm có: {', '.join(map(str, sorted(years)))}."
