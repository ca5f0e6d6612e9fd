"""What people have said of pairs of names, as the register reads it."""

from collections.abc import Iterable

from django.db.models import Q

from awards.models import Award, NearPair, Verdict
from awards.models.near import pair_kind


def names_apart(award: Award, units: set[int]) -> tuple[set[str], set[str]]:
    """The keys under which the recipient of `award` stands in `units`, and names that are others'.

    Keys that were said to be one stand for each other; names written with the same letters stand
    together unless somebody said that they are two. Of the whole cluster where there are no units.
    """
    name = award.recipient_name
    pairs = (
        NearPair.objects.of_place(award.emulation_year.cluster_id, units)
        .filter(kind=pair_kind(award.recipient_kind))
        .filter(
            Q(is_slip=True, verdict=Verdict.ONE)
            | Q(is_slip=False, verdict=Verdict.DIFFERENT) & (Q(one=name) | Q(other=name))
        )
        .values_list("is_slip", "one", "other")
    )
    joined = [(one, other) for is_slip, one, other in pairs if is_slip]
    others = {side for is_slip, *sides in pairs if not is_slip for side in sides} - {name}
    return all_joined({award.recipient_key}, joined), others


def all_joined(keys: set[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """`keys` and whatever `pairs` join to them, directly or by way of others."""
    pairs, reached = list(pairs), set(keys)
    while more := {side for pair in pairs if reached & set(pair) for side in pair} - reached:
        reached |= more
    return reached


def joined_in(cluster: int) -> list[tuple[str, str]]:
    """Pairs of keys that were said to be one anywhere in the cluster."""
    pairs = NearPair.objects.filter(cluster=cluster, is_slip=True, verdict=Verdict.ONE)
    return list(pairs.order_by("pk").values_list("one", "other"))
