"""Tables as text (.csv): in which encoding they are, and that they are text at all."""

import codecs
import re

from django.core.exceptions import ValidationError

NOT_A_TABLE = (
    "Tệp không đọc được như bảng CSV. Lưu lại bằng Excel theo kiểu “CSV UTF-8” hoặc .xlsx rồi chọn"
    " lại."
)
LONGEST_LINE = 200_000  # characters
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(content: bytes) -> str:
    """Return the text of `content`, as Excel saves it: UTF-8, UTF-16 with a mark, windows-1258.

    Raises:
        UnicodeDecodeError: it is in none of them.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1258")


def is_plain_text(content: bytes) -> bool:
    """Whether `content` is text without control characters other than tabs and line ends."""
    try:
        text = text_of(content)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)


def check_csv(content: bytes) -> None:
    """Refuse what is no table of lines of text.

    Raises:
        ValidationError: with the reason in words.
    """
    if not is_plain_text(content):
        raise ValidationError(NOT_A_TABLE, code="unreadable")
    if max(map(len, text_of(content).splitlines()), default=0) > LONGEST_LINE:
        raise ValidationError(NOT_A_TABLE, code="unreadable")
