"""The legend above a picture: swatches with their words, as many rows as they need."""

from collections.abc import Sequence

from cluster_portal.charts.marks import Key, Paint, Words, middle_of
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
    keys, x, y = [], 0.0, 0.0
    swatch = STROKE if lines else SWATCH
    for label, paint in zip(labels, paints, strict=True):
        length = swatch + _BESIDE + sheet.text_width(label)
        if x and x + length > sheet.width:
            x, y = 0.0, y + sheet.line + 4
        middle = y + sheet.line / 2
        keys.append(
            Key(
                x=round(x, 2),
                y=round(middle if lines else middle - SWATCH / 2, 2),
                size=swatch,
                words=Words(
                    x=round(x + swatch + _BESIDE, 2), y=middle_of(middle, sheet.size), text=label
                ),
                paint=paint,
                marker=marker_path(paint.category.marker, x + STROKE / 2, middle) if lines else "",
            )
        )
        x += length + _BETWEEN
    return tuple(keys), round(y + sheet.line + 10, 2)
