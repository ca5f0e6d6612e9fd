"""Colours that stay apart in grey print and to the colour-blind, each with a sign of its own.

Every colour stands at 3:1 or more against white and paper (WCAG 2.2, 1.4.11), every two differ
in lightness, and none carries a meaning without its pattern, dash or marker and a word beside.
"""

from dataclasses import dataclass

INK = "#1f2328"
GREY = "#5b6470"
RULE = "#d5d1c8"
OUTLINE = "#7a828d"
GROUND = "#ffffff"
GOLD = "#8a6414"  # the break between two territories: dark enough to be read
MISSING_WORD = "chưa có số liệu"


@dataclass(frozen=True)
class Category:
    """How one series or category is drawn. `hatch` is drawn in white on a tile of 8 by 8."""

    colour: str
    tint: str
    hatch: str
    dash: str
    marker: str


_RISING = "M-2 2L2 -2M-1 9L9 -1M6 10L10 6"
_FALLING = "M-2 6L2 10M-1 -1L9 9M6 -2L10 2"
CATEGORIES = (
    Category("#1e5f8b", "#d2dfe8", "", "", "circle"),
    Category("#ba8417", "#f1e6d1", _RISING, "8 3", "square"),
    Category("#3d1d47", "#d8d2da", "M1 2h2M5 6h2", "2 3", "triangle"),
    Category("#398b6c", "#d7e8e2", "M0 2h8M0 6h8", "10 3 2 3", "diamond"),
    Category("#6a3e19", "#e1d8d1", _FALLING, "5 2", "ring"),
    Category("#935779", "#e9dde4", "M2 0v8M6 0v8", "1 2", "cross"),
    Category("#154032", "#d0d9d6", _RISING + _FALLING, "12 2", "circle"),
    Category("#161b21", "#d0d1d3", "M0 4h8M4 0v8", "6 2 2 2", "square"),
)
MOST_SERIES = 6


@dataclass(frozen=True)
class Step:
    """A class of numbers on a map: a fill, and what can be read upon it."""

    fill: str
    text: str


STEPS = (
    Step("#eaf2f8", INK),
    Step("#bcd6e8", INK),
    Step("#82afd0", INK),
    Step("#33709b", GROUND),
    Step("#103c5b", GROUND),
)
# How few classes keep the whole way from light to dark.
_STEPS_FOR = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def steps_for(classes: int) -> tuple[Step, ...]:
    """The fills of one to five classes, from low to high."""
    return tuple(STEPS[number] for number in _STEPS_FOR[classes])


def marker_path(kind: str, x: float, y: float, radius: float = 4.0) -> str:
    """The outline of a marker around a point, as the `d` of an SVG path."""
    r = radius
    if kind == "square":
        r *= 0.88
        return f"M{x - r:.2f} {y - r:.2f}h{2 * r:.2f}v{2 * r:.2f}h-{2 * r:.2f}z"
    if kind == "triangle":
        r *= 1.15
        return f"M{x:.2f} {y - r:.2f}L{x + r:.2f} {y + 0.8 * r:.2f}H{x - r:.2f}z"
    if kind == "diamond":
        r *= 1.25
        return f"M{x:.2f} {y - r:.2f}l{r:.2f} {r:.2f}l-{r:.2f} {r:.2f}l-{r:.2f} -{r:.2f}z"
    if kind == "cross":
        return (
            f"M{x - r:.2f} {y - r:.2f}l{2 * r:.2f} {2 * r:.2f}"
            f"M{x - r:.2f} {y + r:.2f}l{2 * r:.2f} -{2 * r:.2f}"
        )
    half = f"a{r:.2f} {r:.2f} 0 1 0"
    return f"M{x - r:.2f} {y:.2f}{half} {2 * r:.2f} 0{half} -{2 * r:.2f} 0z"
