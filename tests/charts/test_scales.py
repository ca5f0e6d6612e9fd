"""Ticks that a reader can count in."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.charts.marks import apart
from cluster_portal.charts.scales import Scale, decimals_of, nice_ticks

VALUES = st.decimals(-(10**9), 10**9, places=3)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "10", "0 2 4 6 8 10"),
        ("1.36", "10.05", "0 2 4 6 8 10 12"),
        ("11800", "61000", "10000 20000 30000 40000 50000 60000 70000"),
        ("-3", "4", "-4 -2 0 2 4"),
        ("0.012", "0.019", "0.012 0.014 0.016 0.018 0.020"),
    ],
)
def test_known_ticks(low, high, expected):
    assert nice_ticks(Decimal(low), Decimal(high)) == tuple(map(Decimal, expected.split()))


@given(VALUES, VALUES)
def test_ticks_hold_the_values_at_even_steps(one, other):
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 8
    steps = {b - a for a, b in pairwise(ticks)}
    assert len(steps) == 1
    step = steps.pop()
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,)}
    # What is written beside a tick is the tick.
    assert all(round(tick, decimals_of(step)) == tick for tick in ticks)


def test_no_scale_without_a_length():
    with pytest.raises(ValueError, match="no scale"):
        Scale(Decimal(1), Decimal(1), 0, 100)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12))
def test_labels_keep_their_distance_and_their_order(wanted):
    found = apart(wanted, 20, 0, 300)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    gaps = [found[b] - found[a] for a, b in pairwise(order)]
    assert all(gap >= 19.9 for gap in gaps)
    assert all(-0.1 <= place <= 300.1 for place in found)
    if len(wanted) == 1:
        assert found == pytest.approx(wanted, abs=0.01)
