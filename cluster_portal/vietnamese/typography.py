"""Spaces at which a document must not break its lines, and how words stand within a sentence."""

import re
import unicodedata

NO_BREAK_SPACE = "\u00a0"

_LEADING_WORDS = (
    r"ngày|tháng|năm|quý|số|chương|mục|điều|khoản|điểm|phụ lục|mẫu|khóa|khoá|kỳ|đợt|lần thứ"
)
_AFTER_WORD = re.compile(rf"(?<!\w)((?i:{_LEADING_WORDS})) (?=[0-9]|[IVXLC]+\b)")

_NUMBER = r"[0-9]+(?:[.,/][0-9]+)*"
# "tỷ lệ", "tỷ trọng" and "triệu tập" are words of their own, not units after a number.
_SCALE = r"(?:nghìn|ngàn|triệu(?! tập)|t[ỷỉ](?! (?:lệ|trọng|suất|số)))"
_MEASURE = r"(?:đồng|USD|%|ha|km²|km|m²|m³|m|kg|tạ|tấn|MW|kWh|điểm|người|hộ|xã)"
# A number already tied to the word before it, as in "năm 2023", is not tied to the next one.
_BEFORE_UNIT = re.compile(
    rf"(?<![\w.,/\u00a0-]){_NUMBER}(?: {_SCALE}(?: {_MEASURE})?| {_MEASURE})(?!\w)"
)


def no_break(text: str) -> str:
    """Return `text` (composed, NFC) with no-break spaces where a line must not end.

    They stand between ngày, tháng, năm, số, Điều, khoản, khóa … and the number that follows,
    Roman or not, and between a number and its unit ("413.612 tỷ đồng"). Only spaces are
    replaced; nothing is added, so "1.310" and "05-CT/TW" stay as they are.
    """
    composed = unicodedata.normalize("NFC", text)
    tied_to_words = _AFTER_WORD.sub(rf"\1{NO_BREAK_SPACE}", composed)
    return _BEFORE_UNIT.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), tied_to_words)


def within_sentence(text: str) -> str:
    """Return `text` as it stands within a sentence: "quyết định số 12/QĐ-TTg"."""
    return f"{text[:1].lower()}{text[1:]}"
