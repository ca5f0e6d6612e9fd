"""Numbers as Vietnamese reports write them: comma for decimals, dots between thousands."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from cluster_portal.vietnamese.folding import normalise

MAX_NUMBER_LENGTH = 40
_SIGNS = str.maketrans(",.", ".,")  # of English to those of Vietnamese
MAX_QUANTITY_LENGTH = 100

_NUMBER = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
# Full-width keyboards, and what word processors make of a minus sign. Not NFKC, which would read
# "10²" as 102.
_PLAIN_SIGNS = str.maketrans(
    {chr(ord(sign) + 0xFEE0): sign for sign in "0123456789,./<>-"}
    | dict.fromkeys(["\N{MINUS SIGN}", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}"], "-")
)


class NumberError(ValueError):
    """A text that is not a number in Vietnamese notation; the message is for the user."""


class Qualifier(StrEnum):
    """How a reported value relates to the true one; each has one written form."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


QUALIFIER_WORDS = {
    Qualifier.EXACT: "",
    Qualifier.OVER: "hơn",
    Qualifier.UNDER: "dưới",
    Qualifier.ABOUT: "khoảng",
    Qualifier.NEARLY: "gần",
    Qualifier.AT_LEAST: "ít nhất",
    Qualifier.AT_MOST: "không quá",
}
# ">=" stands before ">": the first that fits is taken.
_PREFIXES = {
    "không quá": Qualifier.AT_MOST,
    "tối thiểu": Qualifier.AT_LEAST,
    "ít nhất": Qualifier.AT_LEAST,
    "tối đa": Qualifier.AT_MOST,
    "khoảng": Qualifier.ABOUT,
    "dưới": Qualifier.UNDER,
    "trên": Qualifier.OVER,
    "hơn": Qualifier.OVER,
    "gần": Qualifier.NEARLY,
    "ước": Qualifier.ABOUT,
    ">=": Qualifier.AT_LEAST,
    "<=": Qualifier.AT_MOST,
    "≥": Qualifier.AT_LEAST,
    "≤": Qualifier.AT_MOST,
    "~": Qualifier.ABOUT,
    "≈": Qualifier.ABOUT,
    ">": Qualifier.OVER,
    "<": Qualifier.UNDER,
}
_FROM, _AND_UP = "từ ", " trở lên"
_NO_VALUE = {"", "-", "\N{EM DASH}"}


@dataclass(frozen=True)
class Quantity:
    """A reported value, with the whole it is part of and how exact it is.

    `Quantity(Decimal(1241), out_of=Decimal(1310))` is "1.241/1.310". Units live elsewhere.
    Raises `NumberError` when the whole is not positive or the part does not lie within it.
    """

    value: Decimal
    out_of: Decimal | None = None
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        if self.out_of is None:
            return
        if self.out_of <= 0:
            raise NumberError("Tổng số sau dấu gạch chéo phải lớn hơn 0, ví dụ 1.241/1.310.")
        if not 0 <= self.value <= self.out_of:
            raise NumberError(
                f"{format_number(self.value)} không nằm trong khoảng từ 0 đến tổng số"
                f" {format_number(self.out_of)}: kiểm tra lại hai số quanh dấu gạch chéo."
            )


def parse_number(text: str) -> Decimal:
    """Read "9,73", "413.612", "1.234.567,8" or "-3,5"; spaces around are ignored.

    Raises `NumberError`, with advice on what to type, for anything else. "9.73" is refused
    rather than guessed at, and so is "0.123", which only a foreign notation would write.
    """
    return _number(text, shown=text)


def _number(text: str, *, shown: str) -> Decimal:
    """Read a number; `shown` is the whole of what was typed, for the message."""
    typed = _plain(text, MAX_NUMBER_LENGTH)
    if not _NUMBER.fullmatch(typed):
        raise NumberError(_advice(typed, normalise(shown)))
    value = Decimal(typed.replace(".", "").replace(",", "."))
    return value or abs(value)


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """Write a number for a reader: "413.612", "85,418", "-3,5".

    Without `decimals` the value keeps its own digits less trailing zeros; with it, the value
    is rounded half up and padded: 5.255 with two decimals is "5,26".
    Raises `TypeError` for a float, whose digits are not those the user typed, and
    `ValueError` for a value that is not finite.
    """
    if isinstance(value, int) and not decimals:
        return f"{value:,}".replace(",", ".")
    if not isinstance(value, Decimal | int):
        raise TypeError(f"Decimal or int expected, not {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{number} has no digits to write")
    if decimals is not None:
        enough = Context(prec=max(number.adjusted(), 0) + decimals + 2)
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, enough)
    written = format(number or abs(number), ",f")  # zero has no sign
    if decimals is None and "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.translate(_SIGNS)


def unit_suffix(unit: str) -> str:
    """What stands after a number measured in `unit`: " tỷ đồng"; a per cent sign without space."""
    return unit if not unit or unit.startswith("%") else f" {unit}"


def with_unit(text: str, unit: str) -> str:
    """A written number with its unit: "9,73%", "1,5 tỷ đồng"; nothing where there is no number."""
    return f"{text}{unit_suffix(unit)}" if text else ""


def parse_quantity(text: str, *, shown: str = "") -> Quantity:
    """Read "9,73", "1.241/1.310", "hơn 235.000", "từ 8 trở lên"; units are not part of it.

    "trên" and ">" are read as "hơn", "ước" as "khoảng"; see `QUALIFIER_WORDS` for what is
    written back. Raises `NumberError`, with advice on what to type, for anything else; it quotes
    `shown`, where `text` is only a part of what was typed.
    """
    shown = shown or text
    typed = _plain(text, MAX_QUANTITY_LENGTH)
    lowered = typed.lower()
    if lowered.endswith(_AND_UP):
        start = len(_FROM) if lowered.startswith(_FROM) else 0
        qualifier, numbers = Qualifier.AT_LEAST, typed[start : -len(_AND_UP)]
    else:
        prefix = next((p for p in _PREFIXES if lowered.startswith(p)), "")
        qualifier, numbers = _PREFIXES.get(prefix, Qualifier.EXACT), typed[len(prefix) :]
    value, slash, out_of = numbers.partition("/")
    whole = _number(out_of, shown=shown) if slash else None
    return Quantity(_number(value, shown=shown), whole, qualifier)


def parse_optional_quantity(text: str, *, shown: str = "") -> Quantity | None:
    """Read a quantity; an empty text or a lone dash, as in tables, means there is none."""
    if _plain(text, MAX_QUANTITY_LENGTH) in _NO_VALUE:
        return None
    return parse_quantity(text, shown=shown)


def format_quantity(quantity: Quantity, decimals: int | None = None) -> str:
    """Write a quantity without its unit: "hơn 235.000", "1.241/1.310".

    `decimals` rounds the value as in `format_number`; a ratio keeps both numbers as they are.
    """
    word = QUALIFIER_WORDS[quantity.qualifier]
    if quantity.out_of is None:
        numbers = format_number(quantity.value, decimals)
    else:
        numbers = f"{format_number(quantity.value)}/{format_number(quantity.out_of)}"
    return f"{word} {numbers}" if word else numbers


def _plain(text: str, longest: int) -> str:
    if len(text) > longest:
        raise NumberError(f"“{text[:20]}…” quá dài: chỉ nhập tối đa {longest} ký tự.")
    return normalise(text).translate(_PLAIN_SIGNS)


def _advice(typed: str, shown: str) -> str:
    """Return what is wrong with `typed`, a part of `shown`, and what to type instead."""
    wrong = f"“{shown}” không đúng cách viết số"
    if not shown:
        return "Chưa nhập số: nhập như 9,73 hoặc 413.612."
    if "%" in typed or re.search(r"[0-9]\s*[^\W\d]", typed):
        return f"{wrong}: chỉ nhập số, không kèm chữ hay đơn vị, ví dụ 9,73."
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", typed):
        decimal = typed.replace(".", ",")
        return f"{wrong}: dùng dấu phẩy cho phần thập phân, ví dụ {decimal}."
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", typed):
        swapped = typed.translate(str.maketrans(",.", ".,"))
        return f"{wrong}: dùng dấu chấm giữa các nhóm ba chữ số, ví dụ {swapped}."
    if re.fullmatch(r"-?[0-9]+(\.[0-9]*)+(,[0-9]*)?", typed):
        return f"{wrong}: sau mỗi dấu chấm phải đủ ba chữ số, ví dụ 1.234.567."
    return f"{wrong}: nhập như 9,73 hoặc 413.612."
