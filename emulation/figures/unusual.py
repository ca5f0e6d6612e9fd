"""When a figure is so far from last year's, or from the cluster's, that the writer is asked.

Pure functions. A typed figure that is wrong is mostly ten times too large or too small, in the
wrong unit, or in the wrong row; figures that are right move less. The rules:

- A rate in per cent, and a ratio by its share: at least 5 times or at most a fifth of last
  year's and more than 2 points away; more than 10 points away; or of the other sign and more
  than 5 points away. Growth rates double in ordinary years, shares do not move 10 points.
- Everything else: of the other sign; more than half again as much; or less than half. Counts
  that differ by less than 10 are left alone.
- What has no last year's figure is compared with the cluster's other units, when at least five
  have one: outside the median ± 5 median absolute deviations (MAD), at least a quarter of the
  median. Sizes, which are added up, differ by nature: there by orders of magnitude (logarithms),
  at least 4 times. What is near its own last year's is asked nothing.

- With fewer units this year their figures of last year take the place; and for a rate without
  these, the whole cluster's of last year: at least 5 times or at most a fifth, and more than 10
  points away.
- Whatever else there is: a percentage above 300 or below -100, which is mostly a decimal point
  read as thousands; a ratio where the indicator is not made of two counts; and a sum or count
  below nothing, unless last year's was.

Ranks are never asked: they may move anywhere.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cluster_portal.vietnamese.numbers import format_number
from emulation.figures.reading import Figure, is_share
from emulation.models import Aggregation, Indicator, ValueKind

TIMES_RATE, NEAR_POINTS, FAR_POINTS, SIGN_POINTS = 5, 2, 10, 5
MORE, LESS = Decimal("1.5"), Decimal("0.5")
FEW = 10
ENOUGH_UNITS, DEVIATIONS = 5, 5
LEAST_BAND = 0.25  # of the median
LEAST_TIMES = 4  # of the median, where sizes are compared
LEAST_PERCENTAGE, MOST_PERCENTAGE = -100, 300
NO_SHARE = "Chỉ tiêu này không phải là tỷ lệ giữa hai số đếm, mà nay là tỷ số {}."


@dataclass(frozen=True)
class Scale:
    """How an indicator is compared: in points of per cent, as counts, as sizes."""

    points: bool
    counts: bool
    sizes: bool
    shares: bool  # a ratio is a way to tell it
    adds: bool  # of things that are added up or counted, of which there are none or some


def scale_of(indicator: Indicator, kind: str) -> Scale:
    """Return how figures of this indicator and kind are compared."""
    return Scale(
        points=kind == ValueKind.RATIO or indicator.unit_of_measure.startswith("%"),
        counts=indicator.decimals == 0,
        sizes=kind == ValueKind.NUMBER and indicator.aggregation == Aggregation.SUM,
        shares=is_share(indicator),
        adds=indicator.aggregation in {Aggregation.SUM, Aggregation.RATIO},
    )


def measure(figure: Figure) -> Decimal:
    """The number by which a figure is compared: a ratio's share in per cent."""
    quantity = figure.quantity
    if quantity.out_of is None or figure.kind == ValueKind.RANK:
        return quantity.value
    return quantity.value * 100 / quantity.out_of


def question(
    figure: Figure,
    scale: Scale,
    *,
    last: Figure | None,
    last_year: int,
    others: Sequence[Figure],
    whole: Figure | None = None,
) -> str:
    """Return the sentence that says what is unusual, or nothing.

    `last` is the same unit's figure of `last_year`; `others` those of the other units, `whole`
    that of the whole cluster in `last_year`.
    """
    if figure.kind == ValueKind.RANK:
        return ""
    return _by_itself(figure, scale, last) or _compared(
        figure, scale, last, last_year, others, whole
    )


def _by_itself(figure: Figure, scale: Scale, last: Figure | None) -> str:
    """What no comparison is needed for."""
    if figure.kind == ValueKind.RATIO:
        return "" if scale.shares else NO_SHARE.format(figure.text)
    if not scale.points:
        was_negative = last is not None and measure(last) < 0
        is_odd = scale.adds and figure.quantity.value < 0 and not was_negative
        return f"Chỉ tiêu này thường không âm, mà nay là {figure.text}." if is_odd else ""
    if LEAST_PERCENTAGE <= figure.quantity.value <= MOST_PERCENTAGE:
        return ""
    return f"Chỉ tiêu này tính theo %, mà nay là {figure.text}. Phần thập phân viết sau dấu phẩy."


def _compared(
    figure: Figure,
    scale: Scale,
    last: Figure | None,
    last_year: int,
    others: Sequence[Figure],
    whole: Figure | None,
) -> str:
    if last is not None and last.kind == figure.kind and measure(last) != 0:
        return _from_last_year(figure, last, last_year, scale)
    alike = [measure(other) for other in others if other.kind == figure.kind]
    if len(alike) >= ENOUGH_UNITS:
        return _from_cluster(figure, alike, scale)
    if scale.points and whole is not None and whole.kind == figure.kind:
        return _from_whole(figure, whole, last_year)
    return ""


def _from_whole(figure: Figure, whole: Figure, last_year: int) -> str:
    now, cluster = measure(figure), measure(whole)
    is_near = abs(now - cluster) <= FAR_POINTS
    if is_near or cluster == 0 or Decimal(1) / TIMES_RATE < now / cluster < TIMES_RATE:
        return ""
    return f"Toàn cụm năm {last_year} là {whole.text}; đơn vị này nay là {figure.text}."


def _from_last_year(figure: Figure, last: Figure, last_year: int, scale: Scale) -> str:
    now, before = measure(figure), measure(last)
    change = now - before
    times = now / before
    found = ""
    if scale.points:
        far = abs(change)
        if times < 0 and far > SIGN_POINTS:
            found = "đổi dấu"
        elif far > NEAR_POINTS and (times >= TIMES_RATE or 0 <= times * TIMES_RATE <= 1):
            found = _times(times)
        elif far > FAR_POINTS:
            found = f"{'tăng' if change > 0 else 'giảm'} {_short(far)} điểm phần trăm"
    elif scale.counts and abs(change) < FEW:
        return ""
    elif times < 0:
        found = "đổi dấu"
    elif times > MORE or times < LESS:
        found = _times(times)
    return f"Năm {last_year} là {last.text}; nay {figure.text}: {found}." if found else ""


def _times(times: Decimal) -> str:
    if times >= 2:
        return f"gấp {_short(times)} lần"
    if times == 0:
        return "về 0"
    if times * TIMES_RATE <= 1:
        return f"chỉ bằng 1/{_short(1 / times)}"
    change = _short(abs(times - 1) * 100)
    return f"tăng {change}%" if times > 1 else f"giảm {change}%"


def _from_cluster(figure: Figure, others: list[Decimal], scale: Scale) -> str:
    now = measure(figure)
    if scale.sizes and now > 0 and all(other > 0 for other in others):
        far = _is_far(
            math.log(now), [math.log(other) for other in others], least=math.log(LEAST_TIMES)
        )
    else:
        middle = abs(float(statistics.median(others)))
        far = _is_far(float(now), [float(other) for other in others], least=middle * LEAST_BAND)
    if not far:
        return ""
    share = "%" if figure.kind == ValueKind.RATIO else ""
    least, middle_text, most = (
        f"{_short(value)}{share}" for value in (min(others), statistics.median(others), max(others))
    )
    return (
        f"{len(others)} đơn vị khác từ {least} đến {most}, giữa là {middle_text};"
        f" đơn vị này {_short(now)}{share}."
    )


def _is_far(now: float, others: list[float], *, least: float) -> bool:
    middle = statistics.median(others)
    deviation = statistics.median(abs(other - middle) for other in others)
    return abs(now - middle) > max(DEVIATIONS * deviation, least)


def _short(value: Decimal) -> str:
    """With one decimal where it matters, two below 10."""
    places = 2 if abs(value) < FEW else 1
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return format_number(rounded)
