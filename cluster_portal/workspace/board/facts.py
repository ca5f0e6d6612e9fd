"""Reads what the board says of a year; a constant number of queries, however many years."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from awards.register.totals import counts_by_year
from cluster_portal.workspace.board.lines import (
    PAPER,
    AwardFacts,
    ConferenceFacts,
    HandoverFacts,
    IndicatorFacts,
    PledgeFacts,
    YearFacts,
)
from clusters.members import lasting_members
from clusters.models import EmulationYear, HandoverSide, Leadership, LeadershipRole, Membership
from emulation.figures.answered import answered_without
from emulation.models import (
    Conference,
    ConferenceKind,
    Deadline,
    Indicator,
    IndicatorValue,
    Pledge,
    PledgeComment,
    PledgeSignature,
    PledgeVersion,
    UnitReport,
    UnitReportStatus,
    YearIndicator,
)

Members = dict[int, str]  # names by unit key, in Vietnamese order


def facts_of(years: Sequence[EmulationYear]) -> dict[int, YearFacts]:
    """What the boards of `years` say, by the key of the year.

    Each year comes with its cluster, and its leaders as `led_by`.
    """
    keys = [year.pk for year in years]
    members = _members(years)
    answering = _answering(years, members)
    pledges = _pledges(keys, members)
    indicators = _indicators(answering)
    reports = _reports(keys)
    conferences = _conferences(keys)
    awards = _awards(years, members)
    handovers = _handovers(years)
    deadlines: dict[int, dict] = defaultdict(dict)
    for row in Deadline.objects.filter(emulation_year__in=keys):
        deadlines[row.emulation_year_id][row.task] = row.due_on
    return {
        year.pk: YearFacts(
            cluster_slug=year.cluster.slug,
            year=year.year,
            members=tuple(answering[year.pk].values()),
            chair=next(iter(_names(year.led_by, LeadershipRole.CHAIR)), ""),
            vice_chairs=tuple(_names(year.led_by, LeadershipRole.VICE_CHAIR)),
            pledge=pledges.get(year.pk),
            indicators=tuple(indicators[year.pk]),
            reports={status: tuple(names) for status, names in reports[year.pk].items()},
            conference=conferences.get(year.pk),
            awards=awards[year.pk],
            handover=handovers[year.pk],
            deadlines=deadlines[year.pk],
        )
        for year in years
    }


def _names(leaders: Iterable[Leadership], role: str) -> list[str]:
    return [leader.unit.name for leader in leaders if leader.role == role]


def _members(years: Sequence[EmulationYear]) -> dict[int, Members]:
    rows = Membership.objects.filter(cluster__in={year.cluster_id for year in years})
    rows = list(rows.select_related("unit").order_by("unit__sort_key", "unit_id"))
    return {
        year.pk: {
            row.unit_id: row.unit.name
            for row in rows
            if row.cluster_id == year.cluster_id and row.holds_in_year(year.year)
        }
        for year in years
    }


def _answering(years: Sequence[EmulationYear], members: dict[int, Members]) -> dict[int, Members]:
    """The members of whom figures and a report are asked, as the boards of figures count them.

    Who was abolished or left during the year answers for it only where it told something.
    """
    told: dict[int, set[int]] = {key: set(units) for key, units in lasting_members(years).items()}
    values = IndicatorValue.objects.filter(unit__isnull=False)
    reports = UnitReport.objects.exclude(status=UnitReportStatus.DRAFT)
    for rows in (values, reports):
        found = rows.filter(emulation_year__in=members).order_by()
        for year, unit in found.values_list("emulation_year", "unit").distinct():
            told[year].add(unit)
    return {
        year: {unit: name for unit, name in names.items() if unit in told[year]}
        for year, names in members.items()
    }


def _pledges(keys: list[int], members: dict[int, Members]) -> dict[int, PledgeFacts]:
    pledges = list(Pledge.objects.filter(emulation_year__in=keys).prefetch_related("items"))
    signatures: dict[int, list[PledgeSignature]] = defaultdict(list)
    rows = PledgeSignature.objects.filter(pledge__emulation_year__in=keys).select_related("unit")
    for row in rows.order_by("unit__sort_key", "pk"):
        signatures[row.pledge_id].append(row)
    spoken = _spoken([pledge.pk for pledge in pledges])
    return {
        pledge.emulation_year_id: _pledge_facts(
            pledge,
            signatures[pledge.pk],
            [
                name
                for unit, name in members[pledge.emulation_year_id].items()
                if unit not in spoken[pledge.pk]
            ],
        )
        for pledge in pledges
    }


def _pledge_facts(pledge: Pledge, rows: list[PledgeSignature], silent: list[str]) -> PledgeFacts:
    waiting = [row for row in rows if not row.signed_on]
    return PledgeFacts(
        status=pledge.status,
        items=len(pledge.items.all()),
        signed=tuple(row.unit.name for row in rows if row.signed_on),
        unsigned=tuple(row.unit.name for row in waiting if not row.has_declined),
        declined=tuple(row.unit.name for row in waiting if row.has_declined),
        silent=tuple(silent),
        comments_by=pledge.comments_by,
        sign_by=pledge.sign_by,
    )


def _spoken(pledges: list[int]) -> dict[int, set[int]]:
    """The units that say something of the newest version, by pledge."""
    newest = PledgeVersion.objects.filter(pledge=OuterRef("pledge")).order_by("-number")
    rows = PledgeComment.objects.filter(
        pledge__in=pledges, version=Subquery(newest.values("pk")[:1])
    )
    spoken: dict[int, set[int]] = defaultdict(set)
    for pledge, unit in rows.values_list("pledge", "unit"):
        spoken[pledge].add(unit)
    return spoken


def _indicators(members: dict[int, Members]) -> dict[int, list[IndicatorFacts]]:
    """The columns of each year: those chosen, or else those that some member has a value of."""
    columns: dict[int, list[Indicator]] = defaultdict(list)
    for row in YearIndicator.objects.filter(emulation_year__in=members).select_related("indicator"):
        columns[row.emulation_year_id].append(row.indicator)
    filled: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    without = answered_without(members.keys())
    values = IndicatorValue.objects.filter(emulation_year__in=members, unit__isnull=False)
    for year, indicator, unit in values.values_list("emulation_year", "indicator", "unit"):
        filled[year][indicator].add(unit)
    unchosen = {year: set(filled[year]) for year in members if not columns[year]}
    for indicator in Indicator.objects.filter(pk__in=set().union(*unchosen.values())):
        for year, wanted in unchosen.items():
            if indicator.pk in wanted:
                columns[year].append(indicator)
    return {
        year: [
            IndicatorFacts(
                code=indicator.code,
                name=indicator.name,
                total=len(names),
                missing=tuple(
                    name
                    for unit, name in names.items()
                    if unit not in filled[year][indicator.pk]
                    and (unit, indicator.pk) not in without[year]
                ),
                without=tuple(
                    name for unit, name in names.items() if (unit, indicator.pk) in without[year]
                ),
            )
            for indicator in columns[year]
        ]
        for year, names in members.items()
    }


def _reports(keys: list[int]) -> dict[int, dict[str, list[str]]]:
    """Names of units by the status of their report; those on paper once more as "paper"."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = UnitReport.objects.filter(emulation_year__in=keys).select_related("unit")
    for row in rows.order_by("unit__sort_key", "pk"):
        found[row.emulation_year_id][row.status].append(row.unit.name)
        if row.is_paper:
            found[row.emulation_year_id][PAPER].append(row.unit.name)
    return found


def _conferences(keys: list[int]) -> dict[int, ConferenceFacts]:
    rows = Conference.objects.filter(review_year__in=keys, kind=ConferenceKind.ANNUAL_REVIEW)
    return {
        row.review_year_id: ConferenceFacts(
            slug=row.slug,
            title=row.title,
            status=row.status,
            held_on=row.held_on,
            host=row.host.official_name if row.host else "",
        )
        for row in rows.select_related("host")
    }


def _awards(years: Sequence[EmulationYear], members: dict[int, Members]) -> dict[int, AwardFacts]:
    return {
        year: AwardFacts(
            proposed=counts.proposed,
            answered=counts.answered,
            results=counts.results,
            without=tuple(
                name for unit, name in members[year].items() if unit not in counts.proposing
            ),
        )
        for year, counts in counts_by_year(years).items()
    }


def _handovers(years: Sequence[EmulationYear]) -> dict[int, HandoverFacts]:
    """The handover of the year after, whose chair takes over from this one's."""
    wanted = {(year.cluster_id, year.year + 1): year for year in years}
    rows = EmulationYear.objects.filter(
        cluster__in={year.cluster_id for year in years},
        year__in={year.year + 1 for year in years},
    ).select_related("handover")
    found = dict.fromkeys((year.pk for year in years), HandoverFacts())
    chairs = Leadership.objects.filter(role=LeadershipRole.CHAIR).select_related("unit")
    following = list(rows.prefetch_related("handover__confirmations"))
    led = {
        row.emulation_year_id: row.unit.name
        for row in chairs.filter(emulation_year__in=[row.pk for row in following])
    }
    for row in following:
        year = wanted.get((row.cluster_id, row.year))
        if year is None:
            continue
        handover: Any = getattr(row, "handover", None)
        sides = {one.side for one in handover.confirmations.all()} if handover else set()
        waiting = [HandoverSide(side).label.lower() for side in HandoverSide if side not in sides]
        found[year.pk] = HandoverFacts(
            next_year=row.year,
            next_chair=led.get(row.pk, ""),
            handed_over_on=handover.handed_over_on if handover else None,
            is_effective=bool(handover and handover.is_effective),
            waiting_for=tuple(waiting) if handover else (),
        )
    return found
