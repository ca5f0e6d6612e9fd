"""Units and clusters that were found."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from cluster_portal.search.asked import Asked
from cluster_portal.search.finding import Found
from cluster_portal.search.results import Hit, highlight, period_words
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Cluster, Succession, SuccessionKind, Unit

_BECAME = {
    SuccessionKind.MERGER: "thuộc",
    SuccessionKind.SPLIT: "chia ra, có",
    SuccessionKind.CHANGE_OF_STATUS: "thành",
    SuccessionKind.RENAMING: "đổi tên thành",
}


def units(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """Everybody may see every unit. One found by another's name says when and how it got there."""
    related = Succession.objects.select_related("predecessor", "successor").order_by(
        "effective_on", "predecessor__sort_key", "successor__sort_key", "pk"
    )
    rows = Unit.objects.prefetch_related(
        Prefetch("successions", related), Prefetch("precursors", related)
    ).in_bulk([one.thing for one in found])
    hits = []
    for one in found:
        if unit := rows.get(one.thing):
            others = {key for _, key in one.pieces}
            hits.append(
                Hit(
                    title=highlight(unit.official_name, asked),
                    address=unit.get_absolute_url(),
                    facts=[fact for fact in (period_words(unit), *_fate(unit)) if fact],
                    snippets=[highlight(text, asked) for text in _ways(unit, others)],
                )
            )
    return hits


def _fate(unit: Unit) -> Iterable[str]:
    """What a unit became, and what it came from."""
    for row in unit.successions.all():
        yield (
            f"từ {format_date(row.effective_on)} {_BECAME[row.kind]} {row.successor.official_name}"
        )
    if origins := [row.predecessor.name for row in unit.precursors.all()]:
        yield f"tiền thân: {', '.join(origins)}"


def _ways(unit: Unit, successions: set[int]) -> Iterable[str]:
    """The successions by which the unit was found: "Sáp nhập từ 1/7/2025: A → B"."""
    for row in (*unit.precursors.all(), *unit.successions.all()):
        if row.pk in successions:
            yield (
                f"{row.get_kind_display()} từ {format_date(row.effective_on)}:"
                f" {row.predecessor.official_name} → {row.successor.official_name}"
            )


def clusters(found: list[Found], asked: Asked, user: Any) -> list[Hit]:
    """Clusters, as far as the reader sees them."""
    rows = Cluster.objects.for_user(user).in_bulk([one.thing for one in found])
    return [
        Hit(
            title=highlight(cluster.name, asked),
            address=cluster.get_absolute_url(),
            facts=[
                fact
                for fact in (
                    cluster.get_kind_display(),
                    cluster.get_level_display(),
                    period_words(cluster),
                )
                if fact
            ],
            is_draft=not cluster.is_confirmed,
        )
        for cluster in (rows[one.thing] for one in found if one.thing in rows)
    ]
