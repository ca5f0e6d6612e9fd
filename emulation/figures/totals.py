"""The cluster's figure of an indicator: by its own rule, or why there is none. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cluster_portal.vietnamese.numbers import Qualifier
from emulation.aggregation import NOT_OF_SHARES, Aggregate, aggregate
from emulation.figures.reading import figure_of, is_share
from emulation.figures.unusual import measure
from emulation.models import Aggregation, Indicator, IndicatorValue, ValueKind

NOT_ALIKE = "Khác dạng hoặc khác kỳ, không tính"
NOT_EXACT = "Có số không chính xác (như “hơn”), không tính"
ONLY_COMPARED = "Chỉ so sánh"
# What to do about it, by whether the indicator is made of two counts.
HINTS = {True: "; nhập dạng 95/100 hoặc ghi số toàn cụm", False: "; ghi số toàn cụm"}
RATIO_PLACES = 1


@dataclass(frozen=True)
class Total:
    """The computed figure and how it came about; an empty `text` where the rule gives none.

    `differs` says so when the figure that the cluster stated is another one.
    """

    text: str = ""
    note: str = ""
    differs: str = ""


def total_of(
    indicator: Indicator,
    values: Sequence[IndicatorValue],
    *,
    stated: IndicatorValue | None,
    members: int,
    noun: str,
) -> Total:
    """Return the figure that the members' `values` make; `noun` names a member ("tỉnh").

    A value that is missing is counted ("8/9 tỉnh"), never passed over in silence.
    """
    if not values:
        return Total()
    counted = f"{len(values)}/{members} {noun}"
    if indicator.aggregation == Aggregation.NONE or values[0].kind == ValueKind.RANK:
        return Total(note=f"{ONLY_COMPARED} · {counted}")
    if len({(row.kind, row.period, row.is_cumulative) for row in values}) > 1:
        return Total(note=f"{NOT_ALIKE} · {counted}")
    quantities = [figure_of(row).quantity for row in values]
    if any(quantity.qualifier != Qualifier.EXACT for quantity in quantities):
        return Total(note=f"{NOT_EXACT} · {counted}")
    made = aggregate(
        indicator.aggregation, quantities, members=members, decimals=indicator.decimals
    )
    if made is None:
        return Total(note=counted)
    is_lost = made.label == NOT_OF_SHARES and stated is None
    hint = HINTS[is_share(indicator)] if is_lost else ""
    return Total(made.text, f"{made.label}{hint} · {counted}", _difference(made, stated))


def _difference(made: Aggregate, stated: IndicatorValue | None) -> str:
    if made.value is None or stated is None or stated.qualifier != Qualifier.EXACT:
        return ""
    place = Decimal(1).scaleb(-made.decimals)
    said = measure(figure_of(stated)).quantize(place, ROUND_HALF_UP)
    if said == made.value.quantize(place, ROUND_HALF_UP):
        return ""
    return f"Toàn cụm nêu {stated.text}, tính từ các đơn vị được {made.text}"
