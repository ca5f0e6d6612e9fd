"""Both maps hold every province once, where a reader expects it."""

import csv
import datetime
from itertools import combinations

import pytest
from django.conf import settings

from cluster_portal.charts.layouts import layout_on, read_layout
from tests.charts import samples

LAYOUTS = {"provinces-63": samples.BEFORE, "provinces-34": samples.AFTER}


def rows_of(name: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / "data" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def places() -> dict[str, tuple[float, float]]:
    """About where each unit lies: latitude and longitude; a merged one amid what it was."""
    path = settings.BASE_DIR / "tests" / "charts" / "places.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        found = {
            row["slug"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(lines)
        }
    parts: dict[str, list[tuple[float, float]]] = {}
    for row in rows_of("successions.csv"):
        if row["successor"] not in found:
            parts.setdefault(row["successor"], []).append(
                found.get(row["predecessor"]) or _middle(parts[row["predecessor"]])
            )
    return found | {slug: _middle(where) for slug, where in parts.items()}


def _middle(where: list[tuple[float, float]]) -> tuple[float, float]:
    return tuple(sum(axis) / len(where) for axis in zip(*where, strict=True))


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_unit_of_the_time_has_one_square(name):
    day = LAYOUTS[name].isoformat()
    layout = read_layout(name)
    there = {
        unit["slug"]
        for unit in rows_of("units.csv")
        if unit["valid_from"] <= day and (not unit["valid_to"] or unit["valid_to"] >= day)
    }
    assert there <= layout.slugs
    assert len(there) == int(name[-2:])
    assert len({layout.square_of(slug) for slug in there}) == len(there)
    # On no square does a unit stand that its time never knew.
    known = {unit["slug"] for unit in rows_of("units.csv")}
    assert layout.slugs <= known


@pytest.mark.parametrize("name", LAYOUTS)
def test_units_on_one_square_followed_one_another(name):
    successions = {(row["predecessor"], row["successor"]) for row in rows_of("successions.csv")}
    for square in read_layout(name).squares:
        assert all(
            pair in successions for pair in zip(square.slugs, square.slugs[1:], strict=False)
        )


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_two_squares_on_one_place(name):
    squares = read_layout(name).squares
    assert len({(square.column, square.row) for square in squares}) == len(squares)


@pytest.mark.parametrize("name", LAYOUTS)
def test_north_stays_above_south_and_west_left_of_east(name):
    where = places()
    squares = [square for square in read_layout(name).squares if square.slugs]
    for one, other in combinations(squares, 2):
        (north, east), (north_2, east_2) = where[one.slugs[0]], where[other.slugs[0]]
        if north - north_2 > 0.9:
            assert one.row < other.row, (one.label, other.label)
        if abs(north - north_2) < 1.5 and east - east_2 > 1.2:
            assert one.column > other.column, (one.label, other.label)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_archipelagos_lie_in_the_sea_and_belong_to_their_provinces(name):
    layout = read_layout(name)
    islands = {square.label: square for square in layout.squares if square.part_of}
    assert {label: square.part_of_label for label, square in islands.items()} == {
        "Hoàng Sa": "Đà Nẵng",
        "Trường Sa": "Khánh Hòa",
    }
    land = [square for square in layout.squares if not square.part_of]
    for square in islands.values():
        assert layout.square_of(square.part_of).label == square.part_of_label
        assert square.column > 1 + max(one.column for one in land)
    assert islands["Hoàng Sa"].row < islands["Trường Sa"].row


def test_the_layout_follows_the_day():
    assert layout_on(datetime.date(2025, 6, 30)).name == "provinces-63"
    assert layout_on(datetime.date(2025, 7, 1)).name == "provinces-34"
    with pytest.raises(KeyError):
        read_layout("provinces-34").square_of("ha-nam")
