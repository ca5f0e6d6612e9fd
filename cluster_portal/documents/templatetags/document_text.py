"""Filters of the document templates: official Vietnamese typography in HTML."""

import re
from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cluster_portal.documents.contents import Column, DocumentHead, Section, SignatureCell
from cluster_portal.documents.marks import QrCode, qr_code
from cluster_portal.pages.generated import WORDS, is_generated
from cluster_portal.vietnamese.dates import format_long_date
from cluster_portal.vietnamese.typography import NO_BREAK_SPACE, no_break

register = template.Library()

SIGNATURES_PER_ROW = 3
# Codes and ratios, which a line may not break at their slashes and hyphens: 05-CT/TW,
# 01/NQ-CP, 1.241/1.310, 2021-2025, 18/1/2021, Covid-19.
_CODE = r"\d[\w.,]*(?:[-/][\w]+(?:[.,]\d+)*)+|Covid-19"
# Words tied by a no-break space stay in one line through CSS instead, as readers of the PDF
# search and copy plain spaces.
_TIED = rf"[^\s{NO_BREAK_SPACE}]*(?:{NO_BREAK_SPACE}[^\s{NO_BREAK_SPACE}]+)+"
_KEEP_TOGETHER = re.compile(rf"{_TIED}|{_CODE}")
_SLASH = re.compile(r"([^\W\d_])/(?=([^\W\d_]))")  # between letters
_LONG = 13  # characters of a code, wider than a narrow column
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@register.filter
def official(text: str) -> SafeString:
    """Escape `text` and keep numbers, dates and document codes unbroken in their line."""
    return _kept(text)


@register.filter
def in_cell(text: str) -> SafeString:
    """The same in a cell of a table, where a long code may go on in the next line."""
    return _kept(text, is_narrow=True)


def _kept(text: str, *, is_narrow: bool = False) -> SafeString:
    def keep(found: re.Match[str]) -> str:
        words = found[0].replace(NO_BREAK_SPACE, " ")
        code = words.rsplit(" ", 1)[-1]
        if is_narrow and len(code) > _LONG and "/" in code:
            end = words.find("/") + 1
            return format_html('<span class="keep">{}</span>{}', words[:end], words[end:])
        # "103 triệu đồng/người/năm" is wider than a column: a line may end after its slashes,
        # not after those of codes, which are written in capitals.
        ends = (one.end() for one in _SLASH.finditer(words) if (one[1] + one[2]).islower())
        end = next(ends, len(words))
        return format_html('<span class="keep">{}</span>{}', words[:end], words[end:])

    text = no_break(text)
    html, end = [], 0
    for found in _KEEP_TOGETHER.finditer(text):
        html += (text[end : found.start()], keep(found))
        end = found.end()
    html.append(text[end:])
    return format_html_join("", "{}", ((piece,) for piece in html))


@register.filter
def with_ending(text: str, ending: str) -> str:
    """Return `text` closed by `ending` (";", ".", "./.") instead of what it ends with."""
    return text.rstrip(" .;,/") + ending


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text written on several lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.filter
def roman(number: int) -> str:
    """Return 1 to 39 as a Roman number: 4 becomes "IV"."""
    if not 1 <= number <= 39:
        raise ValueError(f"no Roman number for {number}")
    digits = ""
    for value, letters in _ROMAN:
        digits += letters * (number // value)
        number %= value
    return digits


@register.filter
def place_and_date(head: DocumentHead) -> str:
    """Return "Quảng Ninh, ngày 18 tháng 01 năm 2021", with room for a day not yet known."""
    day = format_long_date(head.date) if head.date else "ngày … tháng … năm …"
    return f"{head.place}, {day}"


@register.filter
def document_number(head: DocumentHead) -> str:
    """Return "Số: 01/GƯTĐ-CTĐ", or "Số:" with room for the number."""
    return f"Số: {head.number or NO_BREAK_SPACE * 12}"


@register.filter
def status(head: DocumentHead) -> str:
    """Return what is boxed at the top of page 1; data made by machine has no other status."""
    return WORDS if is_generated() else head.status_label


@register.filter
def foot(head: DocumentHead) -> str:
    """Return what stands at the foot of every page."""
    return f"{WORDS} – {head.foot}" if is_generated() else head.foot


@register.filter
def qr(address: str) -> QrCode:
    """Return the QR code of an address, to be drawn."""
    return qr_code(address)


@register.filter
def numbered(sections: Iterable[Section]) -> list[tuple[int, Section]]:
    """Return each section with its number; a section without heading takes none (0)."""
    pairs, last = [], 0
    for section in sections:
        last += bool(section.heading)
        pairs.append((last if section.heading else 0, section))
    return pairs


@register.filter
def signature_rows(cells: Sequence[SignatureCell]) -> list[Sequence[SignatureCell]]:
    """Return the signature cells in rows of three."""
    return [
        cells[first : first + SIGNATURES_PER_ROW]
        for first in range(0, len(cells), SIGNATURES_PER_ROW)
    ]


@register.filter
def beside(row: Sequence[str], columns: Sequence[Column]) -> list[tuple[str, Column]]:
    """Return each cell of a table's row with its column."""
    return list(zip(row, columns, strict=True))
