"""Reads whose turn it is to lead a cluster."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from clusters.members import day_in, members_on
from clusters.models import Cluster
from clusters.office import heirs_on
from clusters.rotation import (
    Proposal,
    RecordedYear,
    Standing,
    proposal,
    standings,
    warnings,
)
from clusters.selectors import recorded_years, turns_before


@dataclass(frozen=True)
class Rotation:
    """Years since each member of `proposal.year` last led, the years so far, what is wrong.

    `years` and `warnings` are of this cluster alone; `rows` and `proposal` count what was done in
    the clusters that it follows.
    """

    rows: list[Standing]
    years: list[RecordedYear]
    proposal: Proposal
    warnings: list[str]
    is_started: bool


def rotation_of(cluster: Cluster, year: int | None = None) -> Rotation:
    """The rotation as it stands for `year`, by default the next that has no chair yet.

    That is the newest year while it has no chair, or else the one after it. The members are those
    at the end of that year.
    """
    years = recorded_years(cluster)
    year = year or _next_year(cluster, years)
    day = day_in(cluster, year, _last_day(year))
    members = [(unit.pk, unit.name) for unit in members_on(cluster, day)]
    heirs = heirs_on(day)
    turns = [turn for recorded in years for turn in recorded.turns] + turns_before(cluster)
    rows = standings(members, turns, heirs, year)
    return Rotation(
        rows=rows,
        years=years,
        proposal=proposal(rows, turns, heirs, year),
        warnings=warnings(years, heirs),
        is_started=any(recorded.year == year for recorded in years),
    )


def _next_year(cluster: Cluster, years: list[RecordedYear]) -> int:
    if not years:
        return max(timezone.localdate().year, cluster.valid_from.year if cluster.valid_from else 0)
    return years[0].year if years[0].chair is None else years[0].year + 1


def _last_day(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)
