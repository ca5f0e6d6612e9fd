"""What is typed into a cell of the results grid, read by the rules of its indicator. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from cluster_portal.vietnamese.numbers import (
    NumberError,
    Qualifier,
    Quantity,
    format_number,
    format_quantity,
    parse_optional_quantity,
)
from emulation.models import Aggregation, Indicator, IndicatorValue, ValueKind

WHOLE_DIGITS = 16  # before the comma, as the column holds them
NO_VALUE = "–"
_RANK_UNIT, _INDEX_NAME, _RANK_WORD = "hạng", "Chỉ số ", "thứ "


@dataclass(frozen=True)
class Figure:
    """What a cell holds: a number, a ratio or a rank."""

    kind: str
    quantity: Quantity

    @property
    def text(self) -> str:
        """As Vietnamese writes it: the form that is shown, compared and typed again."""
        return format_quantity(self.quantity)


def figure_of(value: IndicatorValue) -> Figure:
    """Return what a stored value holds."""
    quantity = Quantity(value.value, value.out_of, Qualifier(value.qualifier))
    return Figure(value.kind, quantity)


def read_figure(typed: str, indicator: Indicator, *, ranked: bool = False) -> Figure | None:
    """Read "9,73", "1.241/1.310", "hơn 235.000", "33/63"; None when the cell is to hold nothing.

    `ranked`: the indicator's values so far are ranks. A number with a slash is a ratio, but a
    rank where the indicator is one, or is an index ("Chỉ số …") that is compared, not added up.
    A per cent sign is taken where the indicator is measured in per cent, "thứ" before a rank.

    Raises:
        NumberError: it is no such number, has more decimals than the indicator or is too large.
    """
    always = ranked or is_rank(indicator)
    quantity = parse_optional_quantity(_without_unit(typed, indicator, always), shown=typed)
    if quantity is None:
        return None
    _refuse_large(quantity)
    if always or (quantity.out_of is not None and _is_index(indicator)):
        _refuse_no_rank(quantity)
        return Figure(ValueKind.RANK, quantity)
    _refuse_decimals(quantity, indicator)
    kind = ValueKind.NUMBER if quantity.out_of is None else ValueKind.RATIO
    return Figure(kind, quantity)


def is_rank(indicator: Indicator) -> bool:
    """Whether the indicator is a place in a list: measured in "hạng", never added up."""
    return indicator.aggregation == Aggregation.NONE and indicator.unit_of_measure.startswith(
        _RANK_UNIT
    )


def is_share(indicator: Indicator) -> bool:
    """Whether the indicator is made of two counts; not where one is another thing ("…/người")."""
    return indicator.aggregation == Aggregation.RATIO and "/" not in indicator.unit_of_measure


def _is_index(indicator: Indicator) -> bool:
    """A score such as PCI, of which reports give the rank too."""
    return indicator.aggregation == Aggregation.NONE and indicator.name.startswith(_INDEX_NAME)


def _without_unit(typed: str, indicator: Indicator, ranked: bool) -> str:
    text = typed.strip()
    if indicator.unit_of_measure.startswith("%"):
        return text.removesuffix("%").rstrip()
    if ranked and text.lower().startswith(_RANK_WORD):
        return text[len(_RANK_WORD) :]
    return text


def _parts(quantity: Quantity) -> list[Decimal]:
    return [part for part in (quantity.value, quantity.out_of) if part is not None]


def _refuse_large(quantity: Quantity) -> None:
    for part in _parts(quantity):
        if abs(part) >= 10**WHOLE_DIGITS:
            raise NumberError(
                f"Số quá lớn: nhiều nhất {WHOLE_DIGITS} chữ số trước dấu phẩy."
                " Kiểm tra lại đơn vị tính."
            )


def _refuse_no_rank(quantity: Quantity) -> None:
    for part in _parts(quantity):
        if part < 1 or part != part.to_integral_value():
            raise NumberError("Thứ hạng là số nguyên từ 1: nhập như 3 hoặc 33/63.")


def _refuse_decimals(quantity: Quantity, indicator: Indicator) -> None:
    for part in _parts(quantity):
        if part == round(part, indicator.decimals):
            continue
        nearest = format_number(part, indicator.decimals)
        if indicator.decimals == 0:
            raise NumberError(f"Chỉ tiêu này là số nguyên: làm tròn thành {nearest}?")
        raise NumberError(
            f"Chỉ tiêu này lấy nhiều nhất {indicator.decimals} chữ số sau dấu phẩy:"
            f" làm tròn thành {nearest}?"
        )
