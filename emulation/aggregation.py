"""How members' values make the cluster's, by the indicator's own rule. Pure functions.

A sum with a member missing is no sum: the result then says how many reported and gives no total.
So are shares of unknown wholes, and counts "of so many" where the rule takes plain numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from cluster_portal.vietnamese.numbers import Qualifier, format_number

SUM, RATIO, WEIGHTED_MEAN, MEAN = "sum", "ratio", "weighted_mean", "mean"
NOT_OF_SHARES, NOT_OF_RATIOS = "Không tính được từ tỷ lệ", "Không tính được từ tỷ số"


class Told(Protocol):
    """What a member told: a `Quantity`, or a figure that was read and holds the same."""

    @property
    def value(self) -> Decimal: ...

    @property
    def out_of(self) -> Decimal | None: ...

    @property
    def qualifier(self) -> str: ...


@dataclass(frozen=True)
class Aggregate:
    """The cluster's figure: `value` is None where the rule gives none; `label` names the rule."""

    label: str
    value: Decimal | None
    reported: int
    members: int
    decimals: int

    @property
    def text(self) -> str:
        return "" if self.value is None else format_number(self.value, self.decimals)

    @property
    def completeness(self) -> str:
        """ "8/9 đơn vị"."""
        return f"{self.reported}/{self.members} đơn vị"


def aggregate(
    rule: str, figures: Sequence[Told], *, members: int, decimals: int
) -> Aggregate | None:
    """Return the cluster's figure from one figure per member that reported, or None.

    `rule` is an `Aggregation` value. Ranks and survey scores ("none") are only compared. A
    weighted mean without weights is given as what it is: the arithmetic mean.
    """
    reported = len(figures)
    exact = all(figure.qualifier == Qualifier.EXACT for figure in figures)
    ratios = sum(figure.out_of is not None for figure in figures)
    if not reported or not exact or ratios not in {0, reported}:
        return None

    def made(label: str, value: Decimal | None, places: int = decimals) -> Aggregate:
        return Aggregate(label, value, reported, members, places)

    if rule == RATIO and not ratios:
        return made(NOT_OF_SHARES, None)
    if rule in {SUM, MEAN, WEIGHTED_MEAN} and ratios:
        return made(NOT_OF_RATIOS, None)
    if rule in {SUM, RATIO} and reported < members:
        return made("Chưa đủ để cộng", None)
    if rule == RATIO:
        numerator = sum((figure.value for figure in figures), Decimal(0))
        denominator = sum((figure.out_of or Decimal(0) for figure in figures), Decimal(0))
        return made("Tỷ lệ chung (%)", numerator * 100 / denominator, 1)
    total = sum((figure.value for figure in figures), Decimal(0))
    if rule == SUM:
        return made("Tổng", total)
    if rule in {MEAN, WEIGHTED_MEAN}:
        return made("Trung bình cộng", total / reported)
    return None
