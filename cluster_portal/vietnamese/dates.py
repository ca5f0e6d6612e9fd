"""Dates as Vietnamese lists and official documents write them."""

import re
from calendar import monthrange
from datetime import date

from cluster_portal.vietnamese.folding import normalise

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MAX_LENGTH = 40
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class DateError(ValueError):
    """A text that is not a date; the message is for the user."""


def format_date(day: date) -> str:
    """Write a date for lists and tables: "13/3/2024"."""
    return f"{day.day}/{day.month}/{day.year}"


def format_long_date(day: date) -> str:
    """Write a date for documents: "ngày 13 tháng 3 năm 2024", "ngày 08 tháng 02 năm 2023".

    Days below 10 and the months 1 and 2 take a leading zero (Nghị định 30/2020/NĐ-CP,
    Phụ lục I). A no-break space (U+00A0) keeps each word with its number.
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày\u00a0{day.day:02} tháng\u00a0{month} năm\u00a0{day.year}"


def parse_date(text: str) -> date:
    """Read "13/3/2024", "13/03/2024", "13-3-2024" or "2024-03-13".

    Raises `DateError`, with advice on what to type, for anything else, for a day that does
    not exist and for a year before 1900 or after 2100.
    """
    if len(text) > _MAX_LENGTH:
        raise DateError(f"“{text[:20]}…” quá dài: viết ngày/tháng/năm, ví dụ 13/3/2024.")
    typed = normalise(text)
    if not typed:
        raise DateError("Chưa nhập ngày: viết ngày/tháng/năm, ví dụ 13/3/2024.")
    if found := _DAY_FIRST.fullmatch(typed):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        raise DateError(
            f"“{typed}” không đúng cách viết ngày: viết ngày/tháng/năm, ví dụ 13/3/2024."
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"“{typed}”: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    if not 1 <= month <= 12:
        raise DateError(f"“{typed}”: tháng phải từ 1 đến 12.")
    last_day = monthrange(year, month)[1]
    if not 1 <= day <= last_day:
        raise DateError(f"“{typed}”: tháng {month} năm {year} chỉ có các ngày từ 1 đến {last_day}.")
    return date(year, month, day)
