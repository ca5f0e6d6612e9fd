"""The pictures of the boards: what the selectors have read, as charts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from cluster_portal.charts.data import (
    Bar,
    Bars,
    Break,
    Chart,
    Group,
    GroupedBars,
    Lines,
    Ranked,
    Reference,
    Series,
    Slope,
)
from cluster_portal.charts.layouts import SINCE_34
from cluster_portal.dashboards.figures import cluster_figures
from cluster_portal.dashboards.maps import SHARE_PLACES, measure
from cluster_portal.dashboards.rows import ClusterRow
from clusters.models import Unit
from emulation.models import Indicator, StatedFigure, ValueKind
from emulation.selectors import Results

REARRANGED = "1/7/2025: sắp xếp đơn vị hành chính"
MOST_CHANGED = "Tô màu đơn vị tăng nhiều nhất và đơn vị tăng ít nhất hoặc giảm nhiều nhất"
MOST_PLACES = (
    "Thứ nhất ở trên cùng. Tô màu đơn vị lên nhiều bậc nhất và đơn vị lên ít nhất hoặc xuống"
    " nhiều bậc nhất"
)
MEAN_LABELS = ("Trung bình cộng", "Tỷ lệ chung (%)")


def of_board(rows: Sequence[ClusterRow]) -> list[Chart]:
    """The board's clusters beside one another, each year beside the one before."""
    told = [row for row in rows if row.now]
    in_order = sorted(told, key=lambda row: (row.cluster.sort_key, row.cluster.pk))
    charts: list[Chart] = []
    if any(any(_granted(row)) for row in in_order):
        year = in_order[0].year
        charts.append(
            GroupedBars(
                key="duoc-tang",
                title="Lượt được tặng thưởng theo cụm",
                unit="lượt",
                decimals=0,
                note=f"Năm {year} cạnh năm {year - 1}, những lượt nguồn có nêu số",
                series=(f"Năm {year - 1}", f"Năm {year}"),
                heading="Cụm",
                groups=tuple(
                    Group(
                        label=row.cluster.short_name,
                        values=tuple(
                            None if one is None else Decimal(one) for one in _granted(row)
                        ),
                    )
                    for row in in_order
                ),
            )
        )
    return charts


def _granted(row: ClusterRow) -> tuple[int | None, int | None]:
    return (
        row.before.granted if row.before else None,
        row.now.granted if row.now else None,
    )


def of_cluster(
    indicator: Indicator, by_year: Mapping[int, Results], year: int, members: Sequence[Unit]
) -> list[Chart]:
    """One indicator of a cluster: its members in `year`, against the year before, and the trend.

    `by_year` are the indicator's results through the years; what has nothing to show is left out.
    """
    told = {one: _alike(results) for one, results in by_year.items() if one <= year}
    charts = [
        _members_chart(indicator, by_year, told.get(year, {}), year, members),
        _slope(indicator, by_year, told, year),
        _trend(indicator, by_year, told, year),
    ]
    return [chart for chart in charts if chart]


def _alike(results: Results) -> dict[Unit, StatedFigure]:
    """The members' values of the kind that most of them have."""
    values = [value for value in results.all_values if value.unit_id]
    kinds = Counter(value.kind for value in values).most_common(1)
    return {value.unit: value for value in values if value.unit and value.kind == kinds[0][0]}


def measured(indicator: Indicator, values: Mapping[Unit, StatedFigure]) -> dict:
    """Unit and decimals of a chart of `values`."""
    kinds = {value.kind for value in values.values()}
    if kinds == {ValueKind.RATIO}:
        return {"unit": "%", "decimals": SHARE_PLACES}
    if kinds == {ValueKind.RANK}:
        return {"unit": "thứ hạng", "decimals": 0}
    return {"unit": indicator.unit_of_measure, "decimals": indicator.decimals}


def _members_chart(
    indicator: Indicator,
    by_year: Mapping[int, Results],
    told: Mapping[Unit, StatedFigure],
    year: int,
    members: Sequence[Unit],
) -> Chart | None:
    if not told:
        return None
    is_rank = any(value.kind == ValueKind.RANK for value in told.values())
    in_order = sorted(told, key=lambda unit: measure(told[unit]), reverse=not is_rank)
    return Bars(
        key="cac-tinh",
        title=f"{indicator.name} năm {year} theo đơn vị",
        note="Thứ hạng tốt nhất đứng trước" if is_rank else "Cao nhất đứng trước",
        bars=(
            *(
                Bar(
                    label=unit.name,
                    value=measure(told[unit]),
                    text=told[unit].shown,
                    href=unit.get_absolute_url(),
                )
                for unit in in_order
            ),
            *(
                Bar(label=unit.name, value=None, href=unit.get_absolute_url())
                for unit in members
                if unit not in told and unit.pk in by_year[year].lasting
            ),
        ),
        reference=_reference(by_year[year]),
        **measured(indicator, told),
    )


def _reference(results: Results) -> Reference | None:
    """The members' mean, where the indicator's rule makes one: one member is no part of a mean."""
    for comparison in results.comparisons:
        made = comparison.aggregate
        if made and made.value is not None and made.label in MEAN_LABELS:
            return Reference(label=made.label.removesuffix(" (%)"), value=made.value)
    return None


def _slope(
    indicator: Indicator,
    by_year: Mapping[int, Results],
    told: Mapping[int, Mapping[Unit, StatedFigure]],
    year: int,
) -> Chart | None:
    """Each unit from the year before to `year`; a member that lacks a figure of either is named."""
    before, now = told.get(year - 1, {}), told.get(year, {})
    kinds = {value.kind for value in (*before.values(), *now.values())}
    both = [unit for unit in now if unit in before]
    if len(both) < 2 or len(kinds) > 1:
        return None
    change = {unit: measure(now[unit]) - measure(before[unit]) for unit in both}
    marked = {max(both, key=change.__getitem__), min(both, key=change.__getitem__)}
    one_alone = [
        *(one for one in now if one not in before and one.pk in by_year[year - 1].lasting),
        *(one for one in before if one not in now and one.pk in by_year[year].lasting),
    ]
    is_rank = kinds == {ValueKind.RANK}
    return Slope(
        key="so-nam-truoc",
        title=f"{indicator.name}: năm {year - 1} sang năm {year}",
        note=MOST_PLACES if is_rank else MOST_CHANGED,
        times=(str(year - 1), str(year)),
        items=tuple(
            Ranked(
                label=unit.name,
                values=tuple(
                    measure(values[unit]) if unit in values else None for values in (before, now)
                ),
                emphasis=unit in marked,
            )
            for unit in (*both, *one_alone)
        ),
        places=is_rank,
        **measured(indicator, now),
    )


def _trend(
    indicator: Indicator,
    by_year: Mapping[int, Results],
    told: Mapping[int, Mapping[Unit, StatedFigure]],
    year: int,
) -> Chart | None:
    """The cluster's figure through the years with the highest and the lowest of its members.

    Only figures of one sort are joined to a line: those like the newest.
    """
    if len(told) < 2:
        return None
    points = range(min(told), year + 1)
    newest = told[max(told)]
    kind = next((value.kind for value in newest.values()), ValueKind.NUMBER)
    figures = {one: cluster_figures(by_year[one]).get(indicator.pk) for one in told}
    last = next((figures[one] for one in sorted(figures, reverse=True) if figures[one]), None)
    cluster = [
        figure.value if last and figure and figure.basis == last.basis else None
        for figure in (figures.get(one) for one in points)
    ]
    sizes = [
        [measure(value) for value in told.get(one, {}).values() if value.kind == kind]
        for one in points
    ]
    # A total is of another size than any one member.
    is_total = bool(last and not last.basis.startswith(MEAN_LABELS))
    series = [Series(label="Toàn cụm", values=tuple(cluster))] if any(cluster) else []
    if not (series and is_total):
        series += [
            Series(
                label="Đơn vị cao nhất",
                values=tuple(max(one) if len(one) > 1 else None for one in sizes),
            ),
            Series(
                label="Đơn vị thấp nhất",
                values=tuple(min(one) if len(one) > 1 else None for one in sizes),
            ),
        ]
    series = [one for one in series if sum(value is not None for value in one.values) > 1]
    if not series:
        return None
    rearranged = points[0] < SINCE_34.year <= points[-1]
    return Lines(
        key="qua-cac-nam",
        title=f"{indicator.name} qua các năm",
        points=tuple(map(str, points)),
        series=tuple(series),
        breaks=(Break(before=str(SINCE_34.year), label=REARRANGED),) if rearranged else (),
        **measured(indicator, newest),
    )
