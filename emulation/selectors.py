"""Reads that more than one page needs: the single source of a year's results."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.utils.functional import cached_property

from clusters.members import lasting_members
from clusters.models import EmulationYear, Unit
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
    figures_condition,
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
    def count(self) -> "FigureCount":
        """How many figures each unit has told."""
        return FigureCount.of(Counter(value.unit_id for value in self.all_values))

    @property
    def is_empty(self) -> bool:
        return not (self.cluster_values or self.comparisons or self.by_unit)

    @cached_property
    def all_values(self) -> list[StatedFigure]:
        """Every figure once, in the order of the page."""
        return [
            *self.cluster_values,
            *(value for comparison in self.comparisons for value in comparison.values),
            *(value for _, values in self.by_unit for value in values),
        ]

    def of_indicator(self, indicator: int) -> list[StatedFigure]:
        """The figures of the indicator with that key, in the order of the page."""
        return self._by_indicator.get(indicator, [])

    @cached_property
    def _by_indicator(self) -> dict[int, list[StatedFigure]]:
        found: dict[int, list[StatedFigure]] = defaultdict(list)
        for value in self.all_values:
            found[value.indicator_id].append(value)
        return found


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

    @classmethod
    def of(cls, told: Mapping[int | None, int]) -> "FigureCount":
        """From how many figures each unit has told; those of the cluster are under None."""
        return cls(
            units=frozenset(unit for unit in told if unit),
            figures=sum(number for unit, number in told.items() if unit),
            whole=told.get(None, 0),
        )


def with_sight(years: QuerySet[EmulationYear], user: Any) -> QuerySet[EmulationYear]:
    """The same, each with `shows_figures`: whether `user` may see the figures of the year.

    A page that reads figures more than once asks this once, see `figures_in`.
    """
    shows = ExpressionWrapper(figures_condition(user, "pk", "cluster"), BooleanField())
    return years.annotate(shows_figures=shows)


def figures_in(years: Iterable[EmulationYear]) -> QuerySet[IndicatorValue]:
    """The figures of `years`, told by `with_sight`, that their reader may see; in no order."""
    shown = [year.pk for year in years if year.shows_figures]
    return IndicatorValue.objects.filter(emulation_year__in=shown).order_by()


def indicators_in(years: Iterable[EmulationYear], **of: Any) -> list[Indicator]:
    """The indicators of which there is a figure in `years`, as far as their reader may see it.

    `of` are further conditions on the figures.
    """
    told = figures_in(years).filter(indicator=OuterRef("pk"), **of)
    return list(Indicator.objects.filter(Exists(told)))


def figures_by_year(years: Iterable[EmulationYear]) -> dict[int, FigureCount]:
    """How many figures of each of `years`, told by `with_sight`, their reader may see; by its key.

    One query; a year without figures has no entry.
    """
    rows = figures_in(years).values_list("emulation_year", "unit").annotate(figures=Count("pk"))
    by_year: dict[int, dict[int | None, int]] = defaultdict(dict)
    for year, unit, figures in rows:
        by_year[year][unit] = figures
    return {year: FigureCount.of(told) for year, told in by_year.items()}


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
    lasting: Mapping[int, frozenset[int]],
    *,
    beside: Indicator | None = None,
    through: Iterable[EmulationYear] = (),
    known: Iterable[Model] = (),
) -> dict[EmulationYear, Results]:
    """The same as plain figures, without corrections, of several years; at most four queries.

    The years are told by `with_sight`, who answers for them (`lasting`) by `lasting_members`. What
    is `known` is not read again, see `read_figures`. With an indicator `beside` them also its
    results alone in each year of `through` that has a figure of it.
    """
    found, others = list(years), list(through)
    told: dict[int, list[StatedFigure]] = {year.pk: [] for year in found}
    values = figures_in(found)
    if beside:
        values |= figures_in(others).filter(indicator=beside)
    for value in sorted(read_figures(values, (*found, *others, *known)), key=_place):
        told.setdefault(value.emulation_year_id, []).append(value)
    by_key = {year.pk: year for year in (*found, *others)}
    return {by_key[key]: _results(values, lasting[key]) for key, values in told.items()}


def _place(value: StatedFigure) -> tuple:
    """Where a figure stands among others, as `_in_order` has it."""
    indicator, unit = value.indicator, value.unit
    return (indicator.order, indicator.sort_key, unit is None, unit and unit.sort_key, value.pk)


def through_years(
    results: Mapping[EmulationYear, Results], indicator: Indicator
) -> dict[int, Results]:
    """What the `results` of one cluster tell of one indicator, by calendar year, in their order.

    A year without a figure of it has no entry.
    """
    found = {}
    for year in sorted(results, key=lambda one: one.year):
        own = results[year].of_indicator(indicator.pk)
        if own:
            alone = len(own) == len(results[year].all_values)  # as where nothing else was read
            found[year.year] = results[year] if alone else _results(own, results[year].lasting)
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
    is_rank = values[0].kind == ValueKind.RANK
    made = None
    if not is_rank and len({(value.kind, value.period_text) for value in values}) == 1:
        made = aggregate(
            indicator.aggregation, values, members=members, decimals=indicator.decimals
        )
    best_first = sorted(values, key=attrgetter("value"), reverse=not is_rank)
    return Comparison(indicator, best_first, made, members)


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


def pledges_in(years: Iterable[EmulationYear], user: Any) -> dict[int, Pledge]:
    """The pledges of `years` that `user` may see, by the key of the year.

    Each with its year, `signed_count` and `signature_count`; two queries.
    """
    known = {year.pk: year for year in years}
    pledges = list(Pledge.objects.for_user(user).filter(emulation_year__in=known).order_by())
    rows = PledgeSignature.objects.filter(pledge__in=pledges).order_by().values_list("pledge")
    counts = {key: told for key, *told in rows.annotate(Count("signed_on"), Count("pk"))}
    for pledge in pledges:
        pledge.emulation_year = known[pledge.emulation_year_id]
        pledge.signed_count, pledge.signature_count = counts.get(pledge.pk, (0, 0))
    return {pledge.emulation_year_id: pledge for pledge in pledges}


def pledges_for(user: Any) -> QuerySet[Pledge]:
    """Pledges that `user` may see, newest first, with all that a list tells.

    With `signed_count`, `signature_count` and `shows_conference`: whether the user may see the
    conference too.
    """
    signed = Q(signatures__signed_on__isnull=False)
    return (
        Pledge.objects.for_user(user)
        .select_related("emulation_year__cluster__organising_unit", "conference__host", "source")
        .prefetch_related(leaders("emulation_year__leaders"))
        .annotate(
            signed_count=Count("signatures", filter=signed),
            signature_count=Count("signatures"),
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
