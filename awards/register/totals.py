"""What was awarded, by year, by form and by unit: read from the kept totals, never from awards."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Count

from awards.models import Award, AwardForm, AwardStatus
from awards.register.conditions import Sql, parts_of_sight
from awards.register.counting import smallest
from awards.register.sight import Sight
from awards.selectors import Totals, waiting_proposals
from clusters.models import Cluster, EmulationYear, Unit

_SUMS = ("lines", "recipients", "uncounted")
_GRANTED = Sql("status = %s", (AwardStatus.GRANTED,))
EVERYTHING = Sight(everything=True)


@dataclass(frozen=True)
class FormTotals:
    """How many recipients were given a form of commendation, by calendar year."""

    code: str
    name: str
    granted: dict[int, int]


@dataclass
class YearCounts:
    """Rows of a year: proposals, those that have their outcome, results; `proposing` are units."""

    proposed: int
    answered: int
    results: int
    proposing: set[int]


def totals_by_year(years: Collection[EmulationYear], user: Any) -> dict[int, Totals]:
    """The totals of each emulation year, by its key, counting what `user` may see.

    A year without awards has no entry.
    """
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    keys, where = _keys_of(years), _of_years(years)
    for cluster, year, status, lines, recipients, uncounted in _sums(
        ("cluster", "year", "status"), where, Sight.of(user)
    ):
        if (cluster, year) in keys:
            total = numbers[keys[cluster, year]]
            total["rows"] += lines
            total["uncounted"] += uncounted
            total[status] += recipients
    nothing = dict.fromkeys(("rows", "uncounted", *AwardStatus.values), 0)
    return {key: Totals(**nothing | total) for key, total in numbers.items() if total["rows"]}


def years_with_awards(cluster: Cluster, user: Any, *, until: int) -> list[int]:
    """The calendar years up to `until` of which the register holds a line, in their order."""
    where = Sql("cluster = %s AND year <= %s", (cluster.pk, until))
    rows = _sums(("cluster", "year"), where, Sight.of(user), of=("lines",))
    return sorted({year for _, year, lines in rows if lines})


def granted_by_form(cluster: Cluster, user: Any, *, years: Collection[int]) -> list[FormTotals]:
    """What the cluster was granted in `years` by form and year, in the order of the catalogue.

    Two laws may name one form alike: what has one code is one form.
    """
    where = Sql.one_of("cluster", (cluster.pk,)) & Sql.one_of("year", years) & _GRANTED
    rows = _sums(("form", "year", "cluster"), where, Sight.of(user), of=("recipients",))
    granted = [(form, year, recipients) for form, year, _, recipients in rows]
    return _by_form(granted, _catalogue({form for form, *_ in granted}))


def years_granted(units: Collection[Unit], user: Any, *, until: int) -> dict[int, set[int]]:
    """The calendar years up to `until` in which a unit's people, or it itself, were given any."""
    of_units = Sql.one_of("unit", (unit.pk for unit in units))
    where = of_units & Sql("year <= %s", (until,)) & _GRANTED
    found: dict[int, set[int]] = defaultdict(set)
    for unit, year, recipients in _sums(
        ("unit", "year"), where, Sight.of(user), of=("recipients",)
    ):
        if recipients:
            found[unit].add(year)
    return found


def granted_by_unit(
    units: Collection[Unit], user: Any, *, years: Collection[int]
) -> dict[int, list[FormTotals]]:
    """What each unit's people, or it itself, were granted in `years`, by form and year."""
    of_units = Sql.one_of("unit", (unit.pk for unit in units))
    where = of_units & Sql.one_of("year", years) & _GRANTED
    by_unit: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for unit, form, year, recipients in _sums(
        ("unit", "form", "year"), where, Sight.of(user), of=("recipients",)
    ):
        by_unit[unit].append((form, year, recipients))
    forms = _catalogue({form for rows in by_unit.values() for form, *_ in rows})
    return {unit: _by_form(rows, forms) for unit, rows in by_unit.items()}


def counts_by_year(years: Collection[EmulationYear]) -> dict[int, YearCounts]:
    """How many rows of each year propose, have their outcome and tell a result; by its key.

    Every row, whoever asks: for those who work in the cluster. No total is kept of the proposals
    that wait: the database counts them.
    """
    found = {year.pk: YearCounts(0, 0, 0, set()) for year in years}
    keys, where = _keys_of(years), _of_years(years)
    rows = _sums(("cluster", "year", "status", "unit"), where, EVERYTHING)
    for cluster, year, status, unit, lines, _, _ in rows:
        counts = found.get(keys.get((cluster, year), 0))
        if counts is None or not lines:
            continue
        if status == AwardStatus.PROPOSED:
            counts.proposed += lines
            counts.proposing.add(unit)
        else:
            counts.results += lines
    asked = [key for key, counts in found.items() if counts.proposed]
    waiting = _waiting(asked) if asked else {}
    for key, counts in found.items():
        counts.answered = counts.proposed - waiting.get(key, 0)
    return found


def _waiting(years: list[int]) -> dict[int, int]:
    waiting = waiting_proposals(Award.objects.filter(emulation_year__in=years).order_by())
    rows = Award.objects.filter(pk__in=waiting.values("pk")).order_by()
    return dict(rows.values_list("emulation_year").annotate(Count("pk")))


def _keys_of(years: Iterable[EmulationYear]) -> dict[tuple[int, int], int]:
    return {(year.cluster_id, year.year): year.pk for year in years}


def _of_years(years: Collection[EmulationYear]) -> Sql:
    clusters, numbers = {one.cluster_id for one in years}, {one.year for one in years}
    return Sql.one_of("year", sorted(numbers)) & Sql.one_of("cluster", sorted(clusters))


def _sums(
    by: tuple[str, ...], where: Sql, sight: Sight, *, of: tuple[str, ...] = _SUMS
) -> list[tuple]:
    """`by`, and the sums `of` columns of the totals; a row for each part of what is seen.

    One query over the smallest tables that are kept by what is asked.
    """
    columns = ", ".join(by)
    needed = {*by, "cluster", "status"}  # what any of the conditions asks by
    selects = []
    for part, _ in parts_of_sight(sight):
        condition = part & where
        selects.append(
            Sql(
                f"SELECT {columns}, {', '.join(f'CAST(sum({one}) AS bigint)' for one in of)}"  # nosec B608
                f" FROM {smallest(needed)} WHERE {condition.text} GROUP BY {columns}",
                condition.params,
            )
        )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(one.text for one in selects),
            [param for one in selects for param in one.params],
        )
        return cursor.fetchall()


def _catalogue(keys: Collection[int]) -> list[tuple[int, str, str]]:
    """Key, code and name of the forms `keys` in the order of the catalogue."""
    forms = AwardForm.objects.filter(pk__in=keys)
    return list(
        forms.order_by("order", "sort_key", "code", "name", "pk").values_list("pk", "code", "name")
    )


def _by_form(
    rows: Iterable[tuple[int, int, int]], forms: Iterable[tuple[int, str, str]]
) -> list[FormTotals]:
    granted = sorted((row for row in rows if row[2]), key=itemgetter(1))
    given = {form for form, *_ in granted}
    by_code: dict[str, FormTotals] = {}
    totals = {
        key: by_code.setdefault(code, FormTotals(code, name, {}))
        for key, code, name in forms
        if key in given
    }
    for form, year, recipients in granted:
        if form in totals:  # one may have gone between the two reads
            by_year = totals[form].granted
            by_year[year] = by_year.get(year, 0) + recipients
    return list(by_code.values())
