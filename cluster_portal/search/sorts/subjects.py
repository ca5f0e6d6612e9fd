"""Movements and indicators that were found: neither has a page of its own."""

from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from cluster_portal.search.asked import Asked
from cluster_portal.search.finding import Found
from cluster_portal.search.results import Hit, Passage, highlight, snippets_of
from cluster_portal.search.sorts.meetings import keys_of
from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear
from emulation.models import (
    Conference,
    ConferenceMovement,
    Indicator,
    IndicatorValue,
    Movement,
)


def movements(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """Each leads to a conference that speaks of it as was asked: the newest, or the one whose own
    words say it."""
    reports = (
        ConferenceMovement.objects.filter(
            pk__in=keys_of(found, "report"), conference__in=Conference.objects.for_user(user)
        )
        .select_related("conference__cluster", "movement__launching_unit")
        .order_by("-conference__held_on", "-conference_id")
    )
    by_movement: dict[int, list[ConferenceMovement]] = {}
    for report in reports:
        by_movement.setdefault(report.movement_id, []).append(report)
    hits = []
    for one in found:
        if not (told := by_movement.get(one.thing)):
            continue
        report = next((row for row in told if _snippets(row, asked)), told[0])
        movement, conference = report.movement, report.conference
        hits.append(
            Hit(
                title=highlight(movement.name, asked),
                address=conference.get_absolute_url(),
                facts=_movement_facts(movement, conference),
                snippets=_snippets(report, asked),
                is_draft=not conference.is_published,
            )
        )
    return hits


def _snippets(report: ConferenceMovement, asked: Asked) -> list[Any]:
    """What the conference said of it, where something that was asked for stands in it."""
    found = snippets_of([Passage(report.stated_name, report.summary)], asked)
    return [text for text in found if "<mark>" in text]


def _movement_facts(movement: Movement, conference: Conference) -> list[str]:
    return [
        movement.get_kind_display(),
        *([movement.launcher] if movement.launcher else []),
        *([f"phát động {format_date(movement.launched_on)}"] if movement.launched_on else []),
        f"nêu tại hội nghị {format_date(conference.held_on)}, {conference.cluster.short_name}",
    ]


def with_values(found: list[Found], user: Any) -> list[Found]:
    """The indicators of which the reader sees a value."""
    values = IndicatorValue.objects.for_user(user).filter(indicator=OuterRef("pk"))
    rows = Indicator.objects.filter(Exists(values), pk__in=[one.thing for one in found])
    seen = set(rows.values_list("pk", flat=True))
    return [one for one in found if one.thing in seen]


def indicators(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """Indicators lead to the newest year that has a value of theirs."""
    values = IndicatorValue.objects.for_user(user).filter(indicator=OuterRef("pk"))
    newest = values.order_by("-emulation_year__year", "emulation_year__cluster__sort_key", "pk")
    rows = Indicator.objects.annotate(
        newest_year=Subquery(newest.values("emulation_year")[:1])
    ).in_bulk([one.thing for one in found])
    years = EmulationYear.objects.select_related("cluster").in_bulk(
        {row.newest_year for row in rows.values()}
    )
    hits = []
    for one in found:
        indicator = rows.get(one.thing)
        if indicator and (year := years.get(indicator.newest_year)):
            hits.append(
                Hit(
                    title=highlight(indicator.name, asked),
                    address=f"{year.get_absolute_url()}#ket-qua",
                    facts=[
                        *([indicator.unit_of_measure] if indicator.unit_of_measure else []),
                        f"mới nhất: năm {year.year}, {year.cluster.short_name}",
                    ],
                )
            )
    return hits
