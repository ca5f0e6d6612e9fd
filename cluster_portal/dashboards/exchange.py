"""The boards as data for programs: names stay, days are ISO 8601, what is not known is null."""

from collections.abc import Iterable
from typing import Any

from cluster_portal.dashboards.rows import ClusterRow, YearFacts


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
