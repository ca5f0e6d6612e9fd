"""Data that cannot be drawn is refused when a chart is made, not when it is shown."""

import pytest

from cluster_portal.charts.data import Break, Group, Ranked, Series
from cluster_portal.charts.tile_maps import Cell
from tests.charts import samples

LONG = samples.decimals(*["1"] * 9)


@pytest.mark.parametrize(
    ("make", "changes", "message"),
    [
        (samples.bars, {"key": "Ô 1"}, "no key"),
        (samples.bars, {"title": " "}, "title"),
        (samples.bars, {"bars": ()}, "1 to 100 bars"),
        (samples.grouped_bars, {"series": tuple("abcdefg")}, "1 to 6 series"),
        (
            samples.grouped_bars,
            {"groups": (Group(label="Hà Nam", values=samples.decimals("1")),)},
            "not 3 values: Hà Nam",
        ),
        (samples.lines, {"points": ("2020", "2020")}, "not 2 values"),
        (
            samples.lines,
            {"points": ("a",) * 9, "breaks": ()},
            "points twice",
        ),
        (samples.lines, {"breaks": (Break(before="2018", label="?"),)}, "between two points"),
        (samples.lines, {"series": tuple(Series(label=c, values=LONG) for c in "abcdefg")}, "6"),
        (samples.slope, {"times": ("2020",)}, "two times"),
        (
            samples.slope,
            {
                "times": ("2020", "2021"),
                "items": tuple(
                    Ranked(label=c, values=samples.decimals("1", "2"), emphasis=True)
                    for c in "abcdefg"
                ),
            },
            "in colour",
        ),
        (samples.cluster_map, {"groups": tuple("abcdefghi")}, "at most 8 groups"),
        (
            samples.cluster_map,
            {"groups": tuple("abcdef"), "ordered": True},
            "at most 5 groups",
        ),
        (
            samples.cluster_map,
            {"cells": (Cell(slug="ha-nam-2025", name="Hà Nam", group=None),)},
            "no square in provinces-63 for ha-nam-2025",
        ),
        (
            samples.cluster_map,
            {
                "cells": (
                    Cell(slug="thua-thien-hue", name="Thừa Thiên Huế", group=None),
                    Cell(slug="hue", name="Huế", group=None),
                )
            },
            "two units on one square",
        ),
        (
            samples.cluster_map,
            {"cells": (Cell(slug="hue", name="Huế", group=9),)},
            "no group 9: hue",
        ),
    ],
)
def test_refused(make, changes, message):
    with pytest.raises(ValueError, match=message):
        make(**changes)
