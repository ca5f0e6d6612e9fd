"""The boards as data for programs: names stay, days are ISO 8601, what is not known is null."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cluster_portal.dashboards.cluster import ClusterBoard
from cluster_portal.dashboards.comparison import ClustersCompared, ProvincesCompared
from cluster_portal.dashboards.lines_of_descent import Point
from cluster_portal.dashboards.province import ProvinceBoard
from cluster_portal.dashboards.rows import ClusterRow, YearFacts
from cluster_portal.dashboards.targets import TargetRow


def board_data(rows: Iterable[ClusterRow], year: int) -> dict[str, Any]:
    """The rows of the national board, in the order of the page."""
    return {"year": year, "clusters": [_row(row) for row in rows]}


def _row(row: ClusterRow) -> dict[str, Any]:
    facts = row.now
    return {
        "cluster": row.cluster.slug,
        "name": row.cluster.name,
        "level": row.cluster.level,
        **(_facts(facts) if facts else {}),
        "granted_year_before": row.before.granted if row.before else None,
        **({"late": list(row.late), "attention": list(row.attention)} if row.sees_drafts else {}),
    }


def _facts(facts: YearFacts) -> dict[str, Any]:
    chair, meeting, pledge = facts.chair, facts.meeting, facts.pledge
    return {
        "chair": chair.unit.slug if chair else None,
        "chair_is_inferred": chair.is_inferred if chair else None,
        "vice_chairs": [leader.unit.slug for leader in facts.vice_chairs],
        "members": facts.members,
        "conference_held_on": meeting.held_on.isoformat() if meeting else None,
        "conference_status": (meeting.status if meeting.href else "announced") if meeting else None,
        "pledge_status": pledge.status if pledge else None,
        "pledge_signed": pledge.signed if pledge else None,
        "pledge_asked": pledge.asked if pledge else None,
        "members_with_figures": facts.reporting,
        "figures": facts.figures,
        "awards_proposed": facts.proposed,
        "awards_granted": facts.granted,
    }


def cluster_data(board: ClusterBoard) -> dict[str, Any]:
    """A cluster's board: how far its year is, figures, members' figures, awards, leaders."""
    return {
        "year": board.year.year,
        **_row(board.row),
        "units": [unit.slug for unit in board.members],
        "cluster_figures": [
            {
                "indicator": tile.figure.indicator.code,
                "text": tile.figure.text,
                "value": _plain(tile.figure.value),
                "unit_of_measure": tile.figure.unit,
                "basis": tile.figure.completeness,
                "period": tile.figure.period,
                "source": tile.figure.source,
                "change": tile.change,
            }
            for tile in board.tiles
        ],
        "member_figures": [
            {"unit": unit.slug, "indicator": indicator.code, "text": cell.text}
            for unit, cells in board.heat.rows
            for indicator, cell in zip(board.heat.indicators, cells, strict=True)
            if cell
        ],
        "targets": [_target(row) for row in board.targets],
        "granted_by_form": [
            {"form": form.code, "name": form.name, "year": year, "granted": granted}
            for form, _ in board.awards
            for year, granted in form.granted.items()
        ],
        "leaders": [
            {"year": one.year, "role": leader.role, "unit": leader.unit.slug}
            for one in board.timeline
            for leader in one.led_by
        ],
    }


def province_data(board: ProvinceBoard) -> dict[str, Any]:
    """A province's board: its indicators through the years, its awards, its roles."""
    return {
        "unit": board.family.unit.slug,
        "name": board.family.unit.official_name,
        "year": board.year,
        "predecessors": [unit.slug for unit in board.family.predecessors],
        "figures": [
            {"indicator": history.indicator.code, **_point(point)}
            for history in board.histories
            for year, point in history.points.items()
            if year <= board.year
        ],
        "targets": [_target(row) for row in board.targets],
        "granted_by_form": [
            {
                "unit": group.unit.slug,
                "form": form.code,
                "name": form.name,
                "year": year,
                "granted": granted,
            }
            for group in board.awards
            for form, _ in group.rows
            for year, granted in form.granted.items()
        ],
        "leaders": [
            {
                "year": row.emulation_year.year,
                "cluster": row.emulation_year.cluster.slug,
                "role": row.role,
                "unit": row.unit.slug,
            }
            for row in board.leaderships
        ],
    }


def clusters_compared_data(compared: ClustersCompared) -> dict[str, Any]:
    """Two years of clusters, and every indicator that one of them has."""
    return {
        "sides": [{"year": side.year.year, **_row(side.row)} for side in compared.sides],
        "figures": [
            {
                "indicator": line.indicator.code,
                "sides": [
                    {
                        "text": one.text,
                        "value": _plain(one.value),
                        "unit_of_measure": one.unit,
                        "basis": one.completeness,
                        "period": one.period,
                    }
                    if one
                    else None
                    for one in line.figures
                ],
                "difference": line.difference,
            }
            for line in compared.lines
        ],
    }


def provinces_compared_data(compared: ProvincesCompared) -> dict[str, Any]:
    """Provinces in a year: a figure of each, or null, for every indicator that one has told."""
    return {
        "year": compared.year,
        "units": [unit.slug for unit in compared.units],
        "figures": [
            {
                "indicator": indicator.code,
                "unit_of_measure": indicator.unit_of_measure,
                "units": [
                    {"text": one.shown, "period": one.period_text} if one else None
                    for one in values
                ],
            }
            for indicator, values in compared.rows
        ],
    }


def _target(row: TargetRow) -> dict[str, Any]:
    indicator = row.item.indicator
    return {
        "cluster": row.item.pledge.emulation_year.cluster.slug,
        "item": row.item.number,
        "indicator": indicator.code if indicator else None,
        "comparison": row.wanted.comparison.value,
        "target": _plain(row.wanted.value),
        "target_to": _plain(row.wanted.upper),
        "target_of": row.item.target_of,
        "unit_of_measure": indicator.unit_of_measure if indicator else None,
        "outcome": row.outcome.value,
        "text": row.text,
        "units": [
            {"unit": one.unit.slug, "text": one.text or None, "outcome": one.outcome.value}
            for one in row.units
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "year": point.year,
        "text": point.text,
        "value": _plain(point.value),
        "is_joined": point.is_joined,
        "note": point.note,
        "units": [value.unit.slug for value in point.parts if value.unit],
    }


def _plain(value: Decimal | None) -> str | None:
    """A number with a decimal point, as text: nothing is lost on the way."""
    return None if value is None else f"{value.normalize():f}"
