"""Finding pairs of names that may be one, unit by unit, and keeping what was found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from awards.models import Award, NearPair, PairKind, RegisterEntry, TallyOfPlaces, Verdict
from awards.models.near import pair_kind
from awards.models.register import NO_UNIT
from awards.register.near import Near, near_names

_AT_ONCE = 500
Identity = tuple[str, bool, str, str]


@dataclass(frozen=True)
class Found:
    """What a search added, and what it took away because nobody is named so any more."""

    new: int = 0
    gone: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.new + other.new, self.gone + other.gone)


def places() -> Iterator[tuple[int, int | None]]:
    """Every cluster and unit in which awards stand, or pairs are kept; no unit: all the cluster."""
    awarded = TallyOfPlaces.objects.order_by().values_list("cluster", "unit").distinct()
    paired = NearPair.objects.order_by().values_list("cluster", "unit").distinct()
    yield from sorted(
        {(cluster, unit or None) for cluster, unit in (*awarded, *paired)},
        key=lambda place: (place[0], place[1] or NO_UNIT),
    )


def places_of(awards: Iterable[Award]) -> set[tuple[int, int | None]]:
    """Where the names of `awards` are to be compared anew."""
    return {
        (award.emulation_year.cluster_id, award.unit_id or award.recipient_unit_id)
        for award in awards
        if award.recipient_name
    }


@transaction.atomic
def find_pairs(cluster: int, unit: int | None) -> Found:
    """Compare the names in one unit of a cluster, or those of all of it, and keep the pairs.

    Pairs that somebody answered stay, whatever is found; a pair is never asked about twice. Run by
    two at once, both come to the same.
    """
    found = _found_in(cluster, unit)
    kept = {
        (pair.kind, pair.is_slip, *_sides(pair.one, pair.other)): pair
        for pair in NearPair.objects.filter(cluster=cluster, unit=unit)
    }
    new = [
        _pair(cluster, unit, identity[0], near)
        for identity, near in found.items()
        if identity not in kept
    ]
    NearPair.objects.bulk_create(new, ignore_conflicts=True, batch_size=_AT_ONCE)
    gone = [
        pair.pk
        for identity, pair in kept.items()
        if identity not in found and pair.verdict == Verdict.OPEN
    ]
    for at in range(0, len(gone), _AT_ONCE):
        NearPair.objects.open().filter(pk__in=gone[at : at + _AT_ONCE]).delete()
    return Found(len(new), len(gone))


def _found_in(cluster: int, unit: int | None) -> dict[Identity, Near]:
    lines = (
        RegisterEntry.objects.filter(cluster=cluster, unit=unit or NO_UNIT)
        .exclude(award__recipient_name="")
        .order_by()
        .values_list("recipient_kind", "recipient_key", "award__recipient_name")
        .distinct()
    )
    names: dict[PairKind, list[tuple[str, str]]] = {}
    for kind, key, name in lines.iterator():
        names.setdefault(pair_kind(kind), []).append((key, name))
    return {
        _identity(kind, near): near
        for kind, of_kind in names.items()
        for near in near_names(of_kind)
        if near.one != near.other
    }


def _pair(cluster: int, unit: int | None, kind: str, near: Near) -> NearPair:
    one, other = _told(near)
    return NearPair(
        cluster_id=cluster,
        unit_id=unit,
        kind=kind,
        is_slip=near.is_slip,
        one=one,
        other=other,
        one_name=near.one,
        other_name=near.other,
    )


def _told(near: Near) -> tuple[str, str]:
    """What tells the two apart: their names as written, or their keys where those differ."""
    return (near.one_key, near.other_key) if near.is_slip else (near.one, near.other)


def _identity(kind: PairKind, near: Near) -> Identity:
    return (kind.value, near.is_slip, *_sides(*_told(near)))


def _sides(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
