"""The palette holds in grey, to colour-blind eyes and against the ground it stands on."""

from itertools import pairwise

import pytest

from cluster_portal.charts.palette import (
    CATEGORIES,
    GOLD,
    GREY,
    INK,
    MOST_SERIES,
    OUTLINE,
    STEPS,
    steps_for,
)
from tests.charts.colours import contrast, least_difference, lightness

GROUNDS = ("#ffffff", "#fbfaf7")  # a card, and the paper around it
COLOURS = tuple(category.colour for category in CATEGORIES)


@pytest.mark.parametrize("ground", GROUNDS)
def test_marks_are_seen_against_the_ground(ground):
    for colour in (*COLOURS, OUTLINE):
        assert contrast(colour, ground) >= 3, colour
    for words in (INK, GREY, GOLD):
        assert contrast(words, ground) >= 4.5, words


def test_a_grey_print_keeps_them_apart():
    greys = sorted(map(lightness, COLOURS))
    assert min(high - low for low, high in pairwise(greys)) >= 6
    of_series = sorted(map(lightness, COLOURS[:3]))
    assert min(high - low for low, high in pairwise(of_series)) >= 20


@pytest.mark.parametrize("blindness", [None, "protanopia", "deuteranopia"])
def test_every_eye_keeps_them_apart(blindness):
    assert least_difference(COLOURS, blindness) >= 10
    assert least_difference(COLOURS[:3], blindness) >= 23


def test_no_sign_is_used_twice():
    assert len({category.hatch for category in CATEGORIES}) == len(CATEGORIES)
    series = CATEGORIES[:MOST_SERIES]
    assert len({category.dash for category in series}) == MOST_SERIES
    assert len({category.marker for category in series}) == MOST_SERIES


def test_words_are_read_on_every_ground_of_the_map():
    for category in CATEGORIES:
        assert contrast(INK, category.tint) >= 7
    for step in STEPS:
        assert contrast(step.text, step.fill) >= 4.5, step


def test_classes_go_from_light_to_dark():
    for count in range(1, 6):
        steps = [lightness(step.fill) for step in steps_for(count)]
        assert len(steps) == count
        assert all(high - low >= 10 for high, low in pairwise(steps))
