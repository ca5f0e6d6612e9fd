"""Reads that more than one page needs: the single source of a year's results."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet

from cluster_portal.vietnamese.numbers import Qualifier, Quantity
from clusters.members import lasting_members
from clusters.models import Cluster, EmulationYear, Unit
from clusters.selectors import leaders
from emulation.aggregation import Aggregate, aggregate
from emulation.figures.plain import read_figures
from emulation.figures.totals import ONLY_COMPARED
from emulation.models import (
    Aggregation,
    Conclusion,
    Conference,
    ConferenceMovement,
    ConferenceReport,
    Delegate,
    Indicator,
    IndicatorValue,
    Pledge,
    PledgeSignature,
    StatedFigure,
    ValueCorrection,
    ValueKind,
)

NOT_ENOUGH = "Chưa đủ để cộng"


@dataclass(frozen=True)
class Comparison:
    """One indicator of several members, highest first, with the cluster's own figure."""

    indicator: Indicator
    values: list[StatedFigure]
    aggregate: Aggregate | None
    members: int

    @property
    def note(self) -> str:
        """Why there is no total, and how many members have told the indicator; else nothing."""
        counted = f"{len(self.values)}/{self.members} đơn vị"
        if self.aggregate:
            return "" if self.aggregate.text else f"{self.aggregate.label} · {counted}"
        if len(self.values) >= self.members:
            return ""
        is_rank = self.values[0].kind == ValueKind.RANK
        only_compared = is_rank or self.indicator.aggregation == Aggregation.NONE
        return f"{ONLY_COMPARED if only_compared else NOT_ENOUGH} · {counted}"


@dataclass(frozen=True)
class Results:
    """The figures of a year: of the cluster, compared between members, and each unit's others.

    `lasting` are the keys of the units that are members at the year's end.
    """

    cluster_values: list[StatedFigure]
    comparisons: list[Comparison]
    by_unit: list[tuple[Unit, list[StatedFigure]]]
    lasting: frozenset[int]

    @property
    def members(self) -> int:
        """How many members answer for the year: those at its end, and who told a figure."""
        return len(answering(self.lasting, self.all_values))

    @property
    def single_note(self) -> str:
        """The same of the figures `by_unit`, each of which one member alone has told."""
        if self.members < 2:
            return ""
        return f"{NOT_ENOUGH} · 1/{self.members} đơn vị ở mỗi chỉ tiêu"

    @property
    def is_empty(self) -> bool:
        return not (self.cluster_values or self.comparisons or self.by_unit)

    @property
    def all_values(self) -> list[StatedFigure]:
        """Every figure once, in the order of the page."""
        return [
            *self.cluster_values,
            *(value for comparison in self.comparisons for value in comparison.values),
            *(value for _, values in self.by_unit for value in values),
        ]


def answering(lasting: frozenset[int], values: Iterable[StatedFigure]) -> frozenset[int]:
    """The keys of the units of which figures like `values` are asked.

    A unit that was abolished in the year answers for it only where it told something.
    """
    return lasting | {value.unit_id for value in values if value.unit_id}


@dataclass(frozen=True)
class FigureCount:
    """Which units have told figures, by key, how many those are, and how many are the cluster's."""

    units: frozenset[int]
    figures: int
    whole: int


def figures_by_year(years: Iterable[int], user: Any) -> dict[int, FigureCount]:
    """The figures of each emulation year, by its key, counting what `user` may see.

    One query; a year without figures has no entry.
    """
    rows = (
        IndicatorValue.objects.for_user(user)
        .filter(emulation_year__in=years)
        .order_by()
        .values_list("emulation_year", "unit")
        .annotate(figures=Count("pk"))
    )
    by_year: dict[int, dict[int | None, int]] = defaultdict(dict)
    for year, unit, figures in rows:
        by_year[year][unit] = figures
    return {
        year: FigureCount(
            units=frozenset(unit for unit in told if unit),
            figures=sum(number for unit, number in told.items() if unit),
            whole=told.get(None, 0),
        )
        for year, told in by_year.items()
    }


def results_of(year: EmulationYear, user: Any) -> Results:
    """Every value of the year that `user` may see, each with its corrections as `corrected`.

    A constant number of queries.
    """
    values = with_corrections(IndicatorValue.objects.for_user(user)).filter(emulation_year=year)
    related = ("indicator", "unit", "source", "emulation_year")
    told = list(_in_order(values).select_related(*related))
    return _results(told, lasting_members([year])[year.pk])


def results_of_years(
    years: Iterable[EmulationYear],
    user: Any,
    *,
    beside: Indicator | None = None,
    known: Iterable[Model] = (),
) -> dict[EmulationYear, Results]:
    """The same as plain figures, without corrections, of several years; at most six queries.

    What is `known` is not read again, see `read_figures`. With an indicator `beside` them also its
    results alone in every other year of their clusters of which `user` sees a figure of it.
    """
    found = list(years)
    asked = Q(emulation_year__in=found)
    if beside:
        asked |= _through({year.cluster_id for year in found}, beside)
    return _read(asked, found, user, known)


def results_through(
    clusters: Iterable[Cluster], indicator: Indicator, user: Any
) -> dict[EmulationYear, Results]:
    """The same of one indicator in every year of the clusters; six queries."""
    return _read(_through({cluster.pk for cluster in clusters}, indicator), (), user)


def _through(clusters: set[int], indicator: Indicator) -> Q:
    return Q(emulation_year__cluster__in=clusters, indicator=indicator)


def _read(
    asked: Q, years: Iterable[EmulationYear], user: Any, known: Iterable[Model] = ()
) -> dict[EmulationYear, Results]:
    """The figures that are `asked` for, by year; of `years` also where there are none."""
    told: dict[EmulationYear, list[StatedFigure]] = {year: [] for year in years}
    values = IndicatorValue.objects.for_user(user).filter(asked)
    for value in read_figures(_in_order(values), known):
        told.setdefault(value.emulation_year, []).append(value)
    lasting = lasting_members(told)
    return {year: _results(values, lasting[year.pk]) for year, values in told.items()}


def through_years(
    results: Mapping[EmulationYear, Results], indicator: Indicator
) -> dict[int, Results]:
    """What the `results` of one cluster tell of one indicator, by calendar year, in their order.

    A year without a figure of it has no entry.
    """
    found = {}
    for year in sorted(results, key=lambda one: one.year):
        own = [one for one in results[year].all_values if one.indicator_id == indicator.pk]
        if own:
            found[year.year] = _results(own, results[year].lasting)
    return found


def _in_order(values: QuerySet[IndicatorValue]) -> QuerySet[IndicatorValue]:
    return values.order_by("indicator__order", "indicator__sort_key", "unit__sort_key", "pk")


def _results(values: list[StatedFigure], lasting: frozenset[int]) -> Results:
    """The figures of one year in their order, sorted out by whose they are."""
    by_indicator: dict[int, list[StatedFigure]] = defaultdict(list)
    for value in values:
        if value.unit_id:
            by_indicator[value.indicator_id].append(value)
    comparisons = [
        _comparison(shared, len(answering(lasting, shared)))
        for shared in by_indicator.values()
        if len(shared) > 1
    ]
    by_unit: dict[Unit, list[StatedFigure]] = defaultdict(list)
    for value in values:
        if value.unit and len(by_indicator[value.indicator_id]) == 1:
            by_unit[value.unit].append(value)
    return Results(
        cluster_values=[value for value in values if value.unit_id is None],
        comparisons=comparisons,
        by_unit=sorted(by_unit.items(), key=lambda pair: pair[0].sort_key),
        lasting=lasting,
    )


def with_corrections(values: QuerySet[IndicatorValue]) -> QuerySet[IndicatorValue]:
    """The same, each with its corrections as `corrected`, the newest first; one query more."""
    corrections = ValueCorrection.objects.order_by("-pk")
    return values.prefetch_related(Prefetch("corrections", corrections, to_attr="corrected"))


def reports_of(conference: Conference) -> list[ConferenceReport]:
    """Every report of the conference that was issued, the newest first, without the bytes."""
    return list(
        conference.reports.select_related("document__replaces")
        .defer(
            *(
                f"{issued}__{field}"
                for issued in ("document", "document__replaces")
                for field in ("content", "data")
            )
        )
        .order_by("-pk")
    )


def _comparison(values: list[StatedFigure], members: int) -> Comparison:
    indicator = values[0].indicator
    alike = len({(value.kind, value.period_text) for value in values}) == 1
    is_rank = values[0].kind == ValueKind.RANK
    quantities = [
        Quantity(value.value, value.out_of, Qualifier(value.qualifier)) for value in values
    ]
    best_first = sorted(values, key=lambda value: value.value, reverse=not is_rank)
    return Comparison(
        indicator,
        best_first,
        aggregate(indicator.aggregation, quantities, members=members, decimals=indicator.decimals)
        if alike and not is_rank
        else None,
        members,
    )


def conferences_for(user: Any) -> QuerySet[Conference]:
    """Conferences that `user` may see, newest first, with cluster, host and years."""
    return (
        Conference.objects.for_user(user)
        .select_related("cluster__organising_unit", "host", "review_year", "launch_year", "source")
        .order_by("-held_on", "cluster__sort_key", "pk")
    )


def with_proceedings(conferences: QuerySet[Conference]) -> QuerySet[Conference]:
    """The same, with its years' leaders, delegates, speeches, movements and sections fetched."""
    return conferences.prefetch_related(
        Prefetch("delegates", Delegate.objects.select_related("unit").prefetch_related("parts")),
        leaders("review_year__leaders"),
        leaders("launch_year__leaders"),
        "speeches__delegate",
        "sections",
        Prefetch("conclusions", Conclusion.objects.select_related("owner")),
        Prefetch(
            "movements",
            ConferenceMovement.objects.select_related("movement__launching_unit"),
        ),
    )


def counted_pledges_for(user: Any) -> QuerySet[Pledge]:
    """Pledges that `user` may see, with their years, `signed_count` and `signature_count`."""
    signed = Q(signatures__signed_on__isnull=False)
    return (
        Pledge.objects.for_user(user)
        .select_related("emulation_year__cluster")
        .annotate(
            signed_count=Count("signatures", filter=signed), signature_count=Count("signatures")
        )
    )


def pledges_for(user: Any) -> QuerySet[Pledge]:
    """The same, newest first, with all that a list tells and with `shows_conference`: whether the
    user may see the conference too."""
    return (
        counted_pledges_for(user)
        .select_related("emulation_year__cluster__organising_unit", "conference__host", "source")
        .prefetch_related(leaders("emulation_year__leaders"))
        .annotate(
            shows_conference=Exists(
                Conference.objects.for_user(user).filter(pk=OuterRef("conference"))
            ),
        )
        .order_by("-emulation_year__year", "emulation_year__cluster__sort_key", "pk")
    )


def years_of_published_pledges() -> list[int]:
    """Years of which the public reads a pledge, newest first."""
    published = Pledge.objects.for_user(AnonymousUser())
    years = published.order_by("-emulation_year__year").values_list("emulation_year__year")
    return [year for (year,) in years.distinct()]


def with_text(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """The same, with items and signatures already fetched."""
    return pledges.prefetch_related(
        "items", Prefetch("signatures", PledgeSignature.objects.select_related("unit"))
    )
