"""What the pledge of a year promises: some items in words alone, some with a target.

Targets lie near what was reached, so that some are met by all, some by a few and some by none.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from cluster_portal.generated.figures import Figures, of_cluster
from clusters.models import Unit
from emulation.models import Indicator, TargetOf
from emulation.targets import TargetComparison

_DIGITS = 2  # of a target: a promise is a round number


@dataclass(frozen=True)
class Promise:
    """An item of each pledge; the target is of `code`, of each unit or of the whole cluster."""

    heading: str
    code: str = ""
    comparison: TargetComparison = TargetComparison.AT_LEAST
    of: TargetOf = TargetOf.EACH_UNIT


_PROMISES = (
    Promise("Tăng trưởng kinh tế", "grdp_growth"),
    Promise("Thu ngân sách", "budget_revenue", of=TargetOf.CLUSTER),
    Promise("Giải ngân vốn đầu tư công", "public_investment_disb"),
    Promise("Sản xuất công nghiệp", "iip_growth", TargetComparison.BETWEEN),
    Promise("Xây dựng nông thôn mới", "ntm_communes", of=TargetOf.CLUSTER),
    Promise("Giảm nghèo", "poverty_rate", TargetComparison.AT_MOST),
    Promise("Việc làm", "jobs"),
    Promise("Bảo hiểm y tế", "health_insurance", of=TargetOf.CLUSTER),
    Promise("Cải cách hành chính", "par_index_rank", TargetComparison.AT_MOST),
    Promise("Văn hóa, xã hội"),
    Promise("Quốc phòng, an ninh"),
)


def promised(
    choose: random.Random,
    indicators: Mapping[str, Indicator],
    units: list[Unit],
    figures: Figures,
    millions: Mapping[int, float],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The heading of each item with the values of its target; `units` are those that promise."""
    for promise in _PROMISES:
        if not promise.code:
            yield promise.heading, {}
            continue
        indicator = indicators[promise.code]
        if promise.of == TargetOf.CLUSTER:
            whole = of_cluster(indicator, units, figures, millions)
            reached = [whole.value] if whole else []
            near = Decimal(str(round(choose.uniform(0.96, 1.02), 4)))
        else:
            keys = [(unit.pk, promise.code) for unit in units]
            reached = sorted(figures[key].value for key in keys if key in figures)
            near = Decimal(1)
        if promise.comparison == TargetComparison.AT_MOST:
            reached.reverse()
        is_range = promise.comparison == TargetComparison.BETWEEN
        # What all reach, or only the better three quarters or half of them.
        place = len(reached) * choose.choice((1, 2) if is_range else (0, 0, 1, 2)) // 4
        wanted = _round(reached[place] * near, promise.comparison)
        target_to = wanted + choose.choice((5, 8, 12)) if is_range else None
        yield (
            promise.heading,
            {
                "indicator": indicator,
                "comparison": promise.comparison.value,
                "target": wanted,
                "target_to": target_to,
                "target_of": promise.of.value,
            },
        )


def _round(number: Decimal, comparison: TargetComparison) -> Decimal:
    """The round number that `number` still reaches."""
    up = comparison == TargetComparison.AT_MOST
    step = Decimal(1).scaleb(max(number.adjusted() - _DIGITS + 1, -1))
    return (number / step).quantize(Decimal(1), ROUND_CEILING if up else ROUND_FLOOR) * step
