"""Reads of pairs of names: which a reader sees, a page of them, both recipients' awards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from awards.models import Award, NearPair, PairKind, RecipientKind, RegisterEntry
from awards.models.near import pair_kind
from awards.models.register import NO_UNIT
from awards.register.recipients import page_address
from awards.register.sight import FULL, Sight
from awards.selectors import register_for

MOST_COUNTED = 10_000
_MOST_LINES = 20_000
_RECIPIENTS = {
    PairKind.COLLECTIVE: RecipientKind.COLLECTIVE,
    PairKind.HOUSEHOLD: RecipientKind.HOUSEHOLD,
    PairKind.PERSON: RecipientKind.INDIVIDUAL,
}


@dataclass
class Side:
    """One of two names: how many lines have it, and the newest of its awards."""

    name: str
    lines: int = 0
    awards: list[Award] = field(default_factory=list)
    address: str = ""
    keys: list[int] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many lines are not shown."""
        return self.lines - len(self.awards)


@dataclass
class PairPage:
    """Pairs in order, and whether there are others before and after."""

    pairs: list[NearPair]
    has_previous: bool
    has_next: bool
    is_first_instead: bool = False


def pairs_for(sight: Sight) -> QuerySet[NearPair]:
    """Pairs in the clusters whose drafts the reader sees, of names that he may read."""
    pairs = NearPair.objects.select_related("cluster", "unit", "answered_by")
    if not sight.everything:
        pairs = pairs.filter(cluster__in=sight.clusters)
    return pairs if sight.for_staff == FULL else pairs.filter(kind=PairKind.COLLECTIVE)


def count_up_to(pairs: QuerySet[NearPair]) -> int:
    """How many there are; one more than are counted stands for more."""
    return pairs.order_by()[: MOST_COUNTED + 1].count()


def page_of(
    pairs: QuerySet[NearPair], *, after: int | None, before: int | None, size: int
) -> PairPage:
    """The page after or before the pair with a key; all pages cost the same.

    The first page where that pair is not there (any more).
    """
    start = None
    if key := after or before:
        start = NearPair.objects.filter(pk=key).values_list("sort_key", "pk").first()
    is_back = start is not None and not after
    if start is not None:
        sort_key, pk = start
        beyond = "lt" if is_back else "gt"
        pairs = pairs.filter(
            Q(**{f"sort_key__{beyond}": sort_key}) | Q(sort_key=sort_key, **{f"pk__{beyond}": pk})
        )
    order = ("-sort_key", "-pk") if is_back else ("sort_key", "pk")
    rows = list(pairs.order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if is_back:
        rows.reverse()
    return PairPage(
        pairs=rows,
        has_previous=more if is_back else start is not None,
        has_next=True if is_back else more,
        is_first_instead=bool(after or before) and start is None,
    )


def with_sides(
    pairs: Iterable[NearPair], user: Any, sight: Sight, most: int
) -> list[tuple[NearPair, list[Side]]]:
    """Each pair with its two sides, at most `most` awards in each, in a fixed number of queries."""
    pairs = list(pairs)
    sides = {pair.pk: [Side(pair.one_name), Side(pair.other_name)] for pair in pairs}
    wanted: dict[tuple, list[Side]] = {}
    keys = set()
    for pair in pairs:
        for told, side in zip((pair.one, pair.other), sides[pair.pk], strict=True):
            where = (pair.cluster_id, pair.unit_id or NO_UNIT, pair.kind, pair.is_slip, told)
            wanted.setdefault(where, []).append(side)
            keys.add(told if pair.is_slip else key_of(pair, told))
    _read_lines(pairs, keys, wanted)
    shown = {key for two in sides.values() for side in two for key in side.keys[:most]}
    awards = register_for(user).in_bulk(shown)
    for side in (side for two in sides.values() for side in two):
        side.awards = [awards[key] for key in side.keys[:most] if key in awards]
        side.address = page_address(side.awards[0], sight) if side.awards else ""
    return [(pair, sides[pair.pk]) for pair in pairs]


def key_of(pair: NearPair, name: str) -> str:
    """The key under which lines with this name stand in the register."""
    kind = _RECIPIENTS[PairKind(pair.kind)]
    return Award(recipient_name=name, recipient_kind=kind, unit=pair.unit).same_recipient


def _read_lines(pairs: list[NearPair], keys: set[str], wanted: dict[tuple, list[Side]]) -> None:
    lines = (
        RegisterEntry.objects.filter(
            recipient_key__in=keys,
            unit__in={pair.unit_id or NO_UNIT for pair in pairs},
            cluster__in={pair.cluster_id for pair in pairs},
        )
        .order_by("newest_first", "award_id")
        .values_list("cluster", "unit", "recipient_kind", "recipient_key", "award_id")
        .annotate(name=F("award__recipient_name"))
    )
    for cluster, unit, kind, key, award, name in lines[:_MOST_LINES]:
        place = (cluster, unit, pair_kind(kind).value)
        for where in ((*place, True, key), (*place, False, name)):
            for side in wanted.get(where, ()):
                side.lines += 1
                side.keys.append(award)
