"""From values to places: domains with round ends, ticks a reader can count in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """A straight scale from `low`..`high` to the pixels `start`..`end`; it may run backwards."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError(f"no scale from {self.low} to {self.high}")

    def __call__(self, value: Decimal) -> float:
        """The place of `value`, in hundredths of a pixel."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + float(share) * (self.end - self.start), 2)


def step_for(low: Decimal, high: Decimal, ticks: int) -> Decimal:
    """The smallest of 1, 2 or 5 times a power of ten that gives about `ticks` steps at most."""
    rough = (high - low) / ticks
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in _STEPS if step * power >= rough)


def nice_ticks(low: Decimal, high: Decimal, ticks: int = 5) -> tuple[Decimal, ...]:
    """Round values from at or under `low` to at or over `high`, at even steps.

    One value alone gets room on both sides, since a scale needs a length.
    """
    if low == high:
        room = abs(low) / 2 or Decimal(1)
        low, high = low - room, high + room
    step = step_for(low, high, ticks)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple((first + number) * step for number in range(int(last - first) + 1))


def with_zero(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The least and greatest of `values` and zero, as bars need; 0 to 1 where all are zero."""
    known = (*values, Decimal(0))
    low, high = min(known), max(known)
    return (low, high) if low < high else (Decimal(0), Decimal(1))


def decimals_of(step: Decimal) -> int:
    """How many decimals the ticks of `step` need."""
    return max(-step.normalize().as_tuple().exponent, 0)
