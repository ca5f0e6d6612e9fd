"""The legend above a picture: swatches with their words, as many rows as they need."""

from collections.abc import Sequence

from cluster_portal.charts.marks import Key, Paint, stacked
from cluster_portal.charts.palette import marker_path
from cluster_portal.charts.sheets import Sheet

SWATCH = 14
STROKE = 30  # the length of a line in a legend
_BESIDE = 7
_BETWEEN = 20


def place_legend(
    labels: Sequence[str], paints: Sequence[Paint], sheet: Sheet, *, lines: bool = False
) -> tuple[tuple[Key, ...], float]:
    """The entries from the top left on, and the height they take with the room under them."""
    keys, x, y, height = [], 0.0, 0.0, sheet.line
    swatch = STROKE if lines else SWATCH
    for label, paint in zip(labels, paints, strict=True):
        length = swatch + _BESIDE + sheet.text_width(label)
        if x and x + length > sheet.width:
            x, y = 0.0, y + height + 4
        # A label wider than the sheet has a row to itself and goes on under itself.
        words = sheet.wrap(label, sheet.width - swatch - _BESIDE)
        height = len(words) * sheet.line
        middle = y + height / 2
        keys.append(
            Key(
                x=round(x, 2),
                y=round(middle if lines else middle - SWATCH / 2, 2),
                size=swatch,
                lines=stacked(words, x + swatch + _BESIDE, middle, sheet),
                paint=paint,
                marker=marker_path(paint.category.marker, x + STROKE / 2, middle) if lines else "",
            )
        )
        x += length + _BETWEEN
    return tuple(keys), round(y + height + 10, 2)
