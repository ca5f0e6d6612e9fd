"""Who is rewarded: names with the columns that the database keeps of them, worked out once."""

import random
from dataclasses import dataclass

from awards.models import RecipientKind
from cluster_portal.generated import names
from cluster_portal.vietnamese.folding import fold
from cluster_portal.vietnamese.order import sort_key
from cluster_portal.vietnamese.persons import collective_key, recipient_key
from clusters.models import Unit

_PEOPLE, _HOUSEHOLDS, _COLLECTIVES = 60_000, 10_000, 500  # the last in each unit


@dataclass(frozen=True, slots=True)
class Recipient:
    """A name as `Award` keeps it: as written, as sorted, as compared, as searched."""

    name: str
    sort_key: str
    key: str
    folded: str


class Recipients:
    """Names to choose from: people of the whole country, collectives of one unit each."""

    def __init__(self, choose: random.Random, units: list[Unit], awards: int) -> None:
        self._choose = choose
        people = min(_PEOPLE, max(50, awards // 4))
        self._people = [
            _recipient(name, recipient_key(name))
            for name in (names.person(choose) for _ in range(people))
        ]
        self._households = [
            _recipient(name, recipient_key(name))
            for name in (names.household(choose) for _ in range(min(_HOUSEHOLDS, people)))
        ]
        of_unit = min(_COLLECTIVES, max(5, awards // (4 * len(units))))
        self._collectives = {
            unit.pk: [
                _recipient(name, collective_key(name, unit.name))
                for name in (names.collective(choose) for _ in range(of_unit))
            ]
            for unit in units
        }

    def one(self, kind: str, unit: Unit) -> Recipient:
        """A recipient of the kind, in the unit."""
        if kind == RecipientKind.COLLECTIVE:
            return self._choose.choice(self._collectives[unit.pk])
        many = self._households if kind == RecipientKind.HOUSEHOLD else self._people
        return self._choose.choice(many)


def _recipient(name: str, key: str) -> Recipient:
    return Recipient(name, sort_key(name), key, fold(name))
