"""What a pledge wants of an indicator, and whether a figure reaches it. Pure functions.

A figure that is not exact ("hơn 235.000") is judged by what it leaves possible: where both are
possible, nobody can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from cluster_portal.vietnamese.numbers import Qualifier, Quantity, format_number
from emulation.aggregation import RATIO, SUM, Aggregate, Told, aggregate

_ENDLESS = Decimal("Infinity")


class TargetComparison(StrEnum):
    """How a figure is held against the target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    BETWEEN = "between"


COMPARISON_WORDS = {
    TargetComparison.AT_LEAST: "ít nhất",
    TargetComparison.AT_MOST: "không quá",
    TargetComparison.EXACTLY: "đúng",
    TargetComparison.BETWEEN: "từ … đến …",
}


class Outcome(StrEnum):
    """Whether a target was met."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True)
class Target:
    """What is wanted, in the indicator's own unit; `upper` only with `BETWEEN`."""

    comparison: TargetComparison
    value: Decimal
    upper: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.comparison == TargetComparison.BETWEEN) != (self.upper is not None):
            raise ValueError("an upper end belongs to `BETWEEN` alone")
        if self.upper is not None and self.upper <= self.value:
            raise ValueError("the upper end lies above the lower one")

    @property
    def reach(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest figure that meets it."""
        match self.comparison:
            case TargetComparison.AT_LEAST:
                return self.value, _ENDLESS
            case TargetComparison.AT_MOST:
                return -_ENDLESS, self.value
            case _:
                return self.value, self.value if self.upper is None else self.upper

    def text(self, unit: str) -> str:
        """The target as Vietnamese writes it: "ít nhất 9,5%", "từ 8 đến 9 xã"."""
        end = f"{'' if not unit or unit.startswith('%') else ' '}{unit}"
        number = format_number(self.value)
        if self.upper is not None:
            return f"từ {number} đến {format_number(self.upper)}{end}"
        return f"{COMPARISON_WORDS[self.comparison]} {number}{end}"


def judge(target: Target, figure: Quantity | None) -> Outcome:
    """Whether `figure`, a plain number in the unit of `target`, meets it."""
    if figure is None:
        return Outcome.NO_FIGURE
    value, (lowest, highest) = figure.value, target.reach
    match figure.qualifier:
        case Qualifier.EXACT:
            return Outcome.MET if lowest <= value <= highest else Outcome.NOT_MET
        case Qualifier.OVER | Qualifier.AT_LEAST:
            if lowest <= value and highest == _ENDLESS:
                return Outcome.MET
            is_beyond = value >= highest if figure.qualifier == Qualifier.OVER else value > highest
        case Qualifier.UNDER | Qualifier.NEARLY | Qualifier.AT_MOST:
            if value <= highest and lowest == -_ENDLESS:
                return Outcome.MET
            is_open = figure.qualifier != Qualifier.AT_MOST
            is_beyond = value <= lowest if is_open else value < lowest
        case _:
            return Outcome.UNCLEAR
    return Outcome.NOT_MET if is_beyond else Outcome.UNCLEAR


def in_unit(figure: Told, unit: str) -> Quantity:
    """The figure as a plain number in the indicator's `unit`: a ratio as its share or its part."""
    value = figure.value
    if figure.out_of is not None and unit.startswith("%"):
        value = value * 100 / figure.out_of
    return Quantity(value, None, Qualifier(figure.qualifier))


def made_of_members(
    rule: str, figures: Sequence[Told], *, unit: str, members: int, decimals: int
) -> Aggregate | None:
    """The cluster's figure in the indicator's own `unit`, by its rule.

    Of "1.241/1.310 xã" the rule of two sums gives a share; in communes it is the first sum.
    """
    if rule == RATIO and not unit.startswith("%"):
        rule, figures = SUM, [in_unit(one, unit) for one in figures]
    return aggregate(rule, figures, members=members, decimals=decimals)


def as_shown(made: Aggregate) -> Quantity | None:
    """The figure as it is read, rounded: what readers see is what is judged."""
    if made.value is None:
        return None
    return Quantity(made.value.quantize(Decimal(1).scaleb(-made.decimals), ROUND_HALF_UP))


def judge_all(outcomes: Sequence[Outcome], *, members: int) -> Outcome:
    """Whether every one of `members` meets a target that each is to meet."""
    told = [one for one in outcomes if one != Outcome.NO_FIGURE]
    if Outcome.NOT_MET in told:
        return Outcome.NOT_MET
    if not told:
        return Outcome.NO_FIGURE
    is_whole = len(told) >= members and Outcome.UNCLEAR not in told
    return Outcome.MET if is_whole else Outcome.UNCLEAR
