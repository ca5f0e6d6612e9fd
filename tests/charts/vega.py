"""The same data drawn by Vega, which had no part in our charts: places between 0 and 1."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from decimal import Decimal

import vl_convert

SIZE = 400
_BAR = re.compile(r"M([-0-9.e]+),([-0-9.e]+)h([-0-9.e]+)v([-0-9.e]+)")
_SHIFT = re.compile(r"translate\(([-0-9.e]+),([-0-9.e]+)\)")
_BARE = {"view": {"stroke": None}, "axis": {"disable": True}}


def bars(groups: Sequence[Sequence[Decimal | None]]) -> list[tuple[float, float]]:
    """Start and length of every bar as shares of the width, group by group; gaps are left out.

    Vega chooses the domain itself: from zero, without round ends.
    """
    values = [
        {"group": f"{row:03}", "series": f"{column:03}", "value": float(value)}
        for row, group in enumerate(groups)
        for column, value in enumerate(group)
        if value is not None
    ]
    root = _draw(
        {
            "mark": "bar",
            "data": {"values": values},
            "encoding": {
                "y": {"field": "group", "type": "ordinal"},
                "yOffset": {"field": "series", "type": "ordinal"},
                "x": {"field": "value", "type": "quantitative", "scale": {"nice": False}},
            },
        }
    )
    found = [_BAR.match(path) for path in _paths(root, "bar")]
    return [(float(bar[1]) / SIZE, float(bar[3]) / SIZE) for bar in found]


def points(
    rows: Sequence[Sequence[Decimal | None]], low: Decimal, high: Decimal
) -> list[tuple[float, float]]:
    """The place of every value, row by row: from the left, and from `low` up to `high`."""
    values = [
        {"row": f"{at:03}", "point": f"{column:03}", "value": float(value)}
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    ]
    columns = [f"{column:03}" for column in range(len(rows[0]))]
    domain = [float(low), float(high)]
    root = _draw(
        {
            "mark": {"type": "point", "filled": True},
            "data": {"values": values},
            "encoding": {
                "x": {
                    "field": "point",
                    "type": "ordinal",
                    "scale": {"type": "point", "padding": 0, "domain": columns},
                },
                "y": {
                    "field": "value",
                    "type": "quantitative",
                    "scale": {"domain": domain, "nice": False, "zero": False},
                },
            },
        }
    )
    return [(float(x) / SIZE, 1 - float(y) / SIZE) for x, y in _shifts(root, "point")]


def squares(cells: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """The top left corner of the square in each (column, row), in widths of a square."""
    columns, rows = (1 + max(cell[axis] for cell in cells) for axis in (0, 1))
    values = [{"column": column, "row": row} for column, row in cells]

    def band(field: str, count: int) -> dict[str, object]:
        scale = {"domain": list(range(count)), "paddingInner": 0, "paddingOuter": 0}
        return {"field": field, "type": "ordinal", "scale": scale}

    root = _draw(
        {
            "mark": "rect",
            "data": {"values": values},
            "encoding": {"x": band("column", columns), "y": band("row", rows)},
        }
    )
    found = [_BAR.match(path) for path in _paths(root, "rect mark")]
    width, height = SIZE / columns, SIZE / rows
    return [(float(one[1]) / width, float(one[2]) / height) for one in found]


def _draw(spec: dict[str, object]) -> ElementTree.Element:
    whole = {"width": SIZE, "height": SIZE, "config": _BARE} | spec
    return ElementTree.fromstring(vl_convert.vegalite_to_svg(whole))


def _marks(root: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [one for one in root.iter() if one.get("aria-roledescription") == kind]


def _paths(root: ElementTree.Element, kind: str) -> list[str]:
    return [one.get("d") for one in _marks(root, kind)]


def _shifts(root: ElementTree.Element, kind: str) -> list[tuple[str, str]]:
    return [_SHIFT.match(one.get("transform")).groups() for one in _marks(root, kind)]
