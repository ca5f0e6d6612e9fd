"""From a chart to its SVG: the one place that knows which form is placed by which module."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from cluster_portal.charts import bars, grouped_bars, lines, slope, tile_map
from cluster_portal.charts.data import Bars, Chart, GroupedBars, Lines, Slope
from cluster_portal.charts.palette import CATEGORIES, GOLD, GREY, GROUND, INK, OUTLINE, RULE
from cluster_portal.charts.sheets import MAP, MIDDLE, NARROW, WIDE, Sheet
from cluster_portal.charts.tile_maps import TileMap
from cluster_portal.charts.wording import describe
from cluster_portal.pages.dense import written

_PLACES: dict[type[Chart], Callable] = {
    Bars: bars.place,
    GroupedBars: grouped_bars.place,
    Lines: lines.place,
    Slope: slope.place,
    TileMap: tile_map.place,
}
_COLOURS = SimpleNamespace(
    ink=INK,
    grey=GREY,
    rule=RULE,
    outline=OUTLINE,
    ground=GROUND,
    gold=GOLD,
    first=CATEGORIES[0].colour,
)


def place(chart: Chart, sheet: Sheet) -> Any:
    """Place a chart of any form on a sheet; what comes out is its own form's."""
    return _PLACES[type(chart)](chart, sheet)


def sheets_for(chart: Chart, *, wide: bool) -> tuple[Sheet, ...]:
    """The sheets a page needs, of which its style sheet shows one."""
    if isinstance(chart, TileMap):
        return NARROW, MAP
    return (NARROW, MIDDLE, WIDE) if wide else (NARROW, MIDDLE)


def draw(chart: Chart, sheet: Sheet) -> Markup:
    """The chart as an `<svg>` element."""
    placed = place(chart, sheet)
    pressed = sheet.has_links and chart.has_links
    return written(
        "picture.svg",
        {
            "picture": placed,
            "chart": chart,
            "sheet": sheet,
            "id": f"{chart.key}-{sheet.name}",
            # What can be pressed inside must not be hidden in an image (ARIA 1.2, 5.3.1).
            "role": "group" if pressed else "img",
            "description": describe(chart),
            "colour": _COLOURS,
        },
    )
