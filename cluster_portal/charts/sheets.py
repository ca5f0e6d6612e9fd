"""The widths at which charts are drawn, and how wide their words are there.

A chart is not shrunk to a telephone, where its words could not be read: it is placed anew on a
narrower sheet. Lengths are in CSS pixels, 96 to the inch, also on paper.
"""

import csv
import functools
import unicodedata
from dataclasses import dataclass
from pathlib import Path

# Advance of each letter in thousandths of the type size; `tests/charts` holds it to the fonts.
LETTER_WIDTHS = Path(__file__).with_name("letter_widths.csv")
# Marks that make a letter no wider; the horn of ơ and ư does.
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_UNKNOWN = "n"


@dataclass(frozen=True)
class Sheet:
    """What a chart is drawn on.

    `face` names the columns of `letter_widths.csv`. `has_links` is false where nothing can be
    pressed: WeasyPrint drops what stands inside a link of an SVG.
    """

    name: str
    width: int
    font: str
    face: str
    size: float  # of the words, in pixels
    has_links: bool = True

    @functools.cached_property
    def small(self) -> float:
        """The size of words beside the matter: axes, remarks."""
        return self.size - 1.5

    @functools.cached_property
    def line(self) -> float:
        """From one line of words to the next; stacked diacritics need room."""
        return round(self.size * 1.35, 2)

    def text_width(self, text: str, size: float | None = None, *, bold: bool = False) -> float:
        """How many pixels `text` takes, within some per cent and rather too many."""
        thousandths = _thousandths(text, f"{self.face}_bold" if bold else self.face)
        return thousandths * (self.size if size is None else size) / 1000

    def wrap(
        self, text: str, room: float, size: float | None = None, *, bold: bool = False
    ) -> tuple[str, ...]:
        """Break `text` between words into lines of at most `room` pixels; a long word stays."""
        if self.text_width(text, size, bold=bold) <= room:
            return (text,)
        lines: list[str] = []
        for word in text.split(" "):  # a no-break space stays
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.text_width(longer, size, bold=bold) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return tuple(lines) or ("",)


# The names of provinces and indicators are measured again and again.
@functools.lru_cache(maxsize=4096)
def _thousandths(text: str, face: str) -> int:
    widths = _letter_widths(face)
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_TONES))
    return sum(_width(letter, widths) for letter in bare)


def _width(letter: str, widths: dict[str, int]) -> int:
    if letter not in widths:
        letter = unicodedata.normalize("NFD", letter)[0]
    return widths.get(letter, widths[_UNKNOWN])


@functools.cache
def _letter_widths(face: str) -> dict[str, int]:
    with LETTER_WIDTHS.open(encoding="utf-8", newline="") as lines:
        widths = {row["letter"]: int(row[face]) for row in csv.DictReader(lines)}
    # Figures of a column stand under each other: all are as wide as the widest.
    widest = max(widths[digit] for digit in "0123456789")
    return widths | dict.fromkeys("0123456789", widest)


_PAGE_FONT = "Be Vietnam Pro, system-ui, sans-serif"
NARROW = Sheet("narrow", 330, _PAGE_FONT, "page", 13)
MIDDLE = Sheet("middle", 520, _PAGE_FONT, "page", 13.5)
MAP = Sheet("map", 640, _PAGE_FONT, "page", 14)  # the country with its legend beside it
WIDE = Sheet("wide", 1100, _PAGE_FONT, "page", 14)
# 165 mm, the width of the text in a document after Decree 30/2020.
DOCUMENT = Sheet("document", 623, "Portal Serif", "document", 14.5, has_links=False)
