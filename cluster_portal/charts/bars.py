"""Horizontal bars: names on the left, values in a column on the right, as in a table."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from cluster_portal.charts.data import Bars
from cluster_portal.charts.marks import Block, Words, middle_of, stacked
from cluster_portal.charts.palette import MISSING_WORD
from cluster_portal.charts.scales import Scale, with_zero
from cluster_portal.charts.sheets import Sheet

THICKNESS = 16
PITCH = 28
GAP = 12
_LABELS_AT_MOST = 0.36  # of the width
_VALUES_AT_MOST = 0.3


class Row(NamedTuple):
    """A bar with its name and value; without a value the words stand where the bar would."""

    label: tuple[Words, ...]
    block: Block | None
    value: Words
    href: str

    @property
    def backing(self) -> float:
        """The top of the ground on which words stand before a line."""
        return round(self.value.y - THICKNESS + 3, 2)


@dataclass(frozen=True, kw_only=True)
class PlacedReference:
    """A dashed line across all bars and what it is."""

    x: float
    words: Words


@dataclass(frozen=True, kw_only=True)
class PlacedBars:
    """A bar chart on its sheet."""

    template: ClassVar[str] = "bars.svg"
    width: float
    height: float
    top: float
    zero: float
    scale: Scale
    missing_width: float  # of the words where there is no bar
    rows: tuple[Row, ...]
    reference: PlacedReference | None


def place(chart: Bars, sheet: Sheet) -> PlacedBars:
    """Place the bars of `chart` on `sheet`."""
    texts = ["" if bar.value is None else chart.text_of(bar) for bar in chart.bars]
    value_width = min(
        max((sheet.text_width(text, bold=True) for text in texts), default=0),
        sheet.width * _VALUES_AT_MOST,
    )
    label_width = min(
        max(sheet.text_width(bar.label) for bar in chart.bars), sheet.width * _LABELS_AT_MOST
    )
    known = [bar.value for bar in chart.bars if bar.value is not None]
    references = [chart.reference.value] if chart.reference else []
    start = round(label_width + GAP, 2)
    scale = Scale(*with_zero(known + references), start, round(sheet.width - value_width - GAP, 2))
    zero = scale(0)
    top = round(sheet.line + 4, 2) if chart.reference else 0.0
    missing_width = round(sheet.text_width(MISSING_WORD, sheet.small), 2)
    rows, y = [], top
    for bar, text in zip(chart.bars, texts, strict=True):
        lines = sheet.wrap(bar.label, label_width)
        height = max(PITCH, round(len(lines) * sheet.line + 6, 2))
        middle = y + height / 2
        label = stacked(lines, 0, middle, sheet)
        baseline = middle_of(middle, sheet.size)
        block = None
        value = Words(x=round(zero + 6, 2), y=baseline, text=MISSING_WORD)
        if bar.value is not None:
            end = scale(bar.value)
            block = Block(
                x=min(zero, end),
                y=round(middle - THICKNESS / 2, 2),
                width=round(abs(end - zero), 2),
                height=THICKNESS,
            )
            value = Words(x=sheet.width, y=baseline, text=text, anchor="end")
        rows.append(
            Row(
                label=label,
                block=block,
                value=value,
                href=_href(bar.href, sheet),
            )
        )
        y = round(y + height, 2)
    return PlacedBars(
        width=sheet.width,
        height=y,
        top=top,
        zero=zero,
        scale=scale,
        missing_width=missing_width,
        rows=tuple(rows),
        reference=_reference(chart, sheet, scale),
    )


def _href(href: str, sheet: Sheet) -> str:
    return href if sheet.has_links else ""


def _reference(chart: Bars, sheet: Sheet, scale: Scale) -> PlacedReference | None:
    if chart.reference is None:
        return None
    text = f"{chart.reference.label} {chart.written(chart.reference.value)}"
    x, half = scale(chart.reference.value), sheet.text_width(text, sheet.small) / 2
    middle = min(max(x, half), sheet.width - half)
    words = Words(x=round(middle, 2), y=sheet.size, text=text, anchor="middle")
    return PlacedReference(x=x, words=words)
