"""Two years of clusters, or several provinces, as bars side by side and lines with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from cluster_portal.charts.data import Break, Chart, Group, GroupedBars, Lines, Series
from cluster_portal.charts.layouts import SINCE_34
from cluster_portal.dashboards.charts import REARRANGED, measured
from cluster_portal.dashboards.figures import ClusterFigure
from cluster_portal.dashboards.maps import measure
from cluster_portal.dashboards.years import years_outside
from clusters.models import Cluster, Unit
from emulation.models import Indicator, StatedFigure

if TYPE_CHECKING:
    from cluster_portal.dashboards.comparison import Line, Side

MOST_GROUPS, MOST_CHARTS = 12, 4
_Row = tuple[Indicator, tuple[Decimal | None, ...], str, int]  # with its unit and decimals


def of_clusters(sides: Sequence[Side], lines: Sequence[Line]) -> list[Chart]:
    """Figures of one unit of measure in one chart, where both sides may be compared."""
    labels = tuple(side.label for side in sides)
    if len(set(labels)) < len(labels):  # a year against itself
        return []
    rows = [row for line in lines if (row := _row_of(line))]
    return [*_awards(sides, labels), *_by_unit(rows, labels, "hai-ben")]


def _row_of(line: Line) -> _Row | None:
    known = [one for one in line.figures if one and one.value is not None]
    if not known or len({(one.basis, one.unit) for one in known}) > 1:
        return None
    values = tuple(one.value if one else None for one in line.figures)
    return line.indicator, values, known[0].measured_in, known[0].decimals


def _awards(sides: Sequence[Side], labels: tuple[str, ...]) -> list[Chart]:
    years = [side.row.now for side in sides]
    if not any(year and (year.proposed or year.granted) for year in years):
        return []
    groups = (
        ("Đề nghị", [year.proposed if year else None for year in years]),
        ("Được tặng", [year.granted if year else None for year in years]),
    )
    return [
        GroupedBars(
            key="khen-thuong",
            title="Lượt khen thưởng",
            unit="lượt",
            decimals=0,
            note="Những lượt nguồn có nêu số",
            series=labels,
            heading="Kết quả",
            groups=tuple(
                Group(
                    label=label,
                    values=tuple(None if one is None else Decimal(one) for one in numbers),
                )
                for label, numbers in groups
            ),
        )
    ]


def of_provinces(
    units: Sequence[Unit],
    rows: Sequence[tuple[Indicator, Sequence[StatedFigure | None]]],
    year: int,
) -> list[Chart]:
    """The same of provinces: what two of them tell in one kind of figure."""
    found: list[_Row] = []
    for indicator, values in rows:
        known = {value.unit: value for value in values if value and value.unit}
        if len(known) < 2 or len({value.kind for value in known.values()}) > 1:
            continue
        scale = measured(indicator, known)
        sizes = tuple(measure(value) if value else None for value in values)
        found.append((indicator, sizes, scale["unit"], scale["decimals"]))
    return _by_unit(found, _labels(units), f"nam-{year}")


def _by_unit(rows: Sequence[_Row], labels: tuple[str, ...], key: str) -> list[Chart]:
    by_unit: dict[str, list[_Row]] = {}
    for row in rows:
        by_unit.setdefault(row[2], []).append(row)
    # What one side alone has tells nothing beside nothing; among others its gap does.
    by_unit = {
        unit: found
        for unit, found in by_unit.items()
        if any(sum(value is not None for value in values) > 1 for _, values, *_ in found)
    }
    largest = sorted(by_unit.items(), key=lambda pair: -len(pair[1]))
    return [
        GroupedBars(
            key=f"{key}-{place}",
            title=f"Chỉ tiêu tính bằng {unit}" if unit else "Chỉ tiêu không có đơn vị tính",
            unit=unit,
            decimals=max(decimals for *_, decimals in found),
            note=f"{MOST_GROUPS} chỉ tiêu đầu trong bảng" if len(found) > MOST_GROUPS else "",
            series=labels,
            heading="Chỉ tiêu",
            groups=tuple(
                Group(label=indicator.name, values=values)
                for indicator, values, *_ in found[:MOST_GROUPS]
            ),
        )
        for place, (unit, found) in enumerate(islice(largest, MOST_CHARTS), start=1)
    ]


def trend_of_clusters(
    indicator: Indicator, trends: Mapping[Cluster, Mapping[int, ClusterFigure | None]]
) -> Chart | None:
    """The clusters' figures through the years; only those of the newest one's sort are joined."""
    known = [(year, one) for told in trends.values() for year, one in told.items() if one]
    if not known:
        return None
    newest = max(known, key=lambda pair: pair[0])[1]
    alike = {
        cluster.short_name: {
            year: one.value
            for year, one in told.items()
            if one and (one.basis, one.unit) == (newest.basis, newest.unit)
        }
        for cluster, told in trends.items()
    }
    return _lines(indicator, alike, {}, unit=newest.measured_in, decimals=newest.decimals)


def trend_of_provinces(
    indicator: Indicator,
    units: Sequence[Unit],
    history: Mapping[int, Mapping[int | None, StatedFigure]],
) -> Chart | None:
    """Each province's own figures through the years, of the kind of the newest."""
    if not history:
        return None
    last = history[max(history)]
    kind = next(iter(last.values())).kind
    alike = {
        label: {
            year: measure(told[unit.pk])
            for year, told in history.items()
            if unit.pk in told and told[unit.pk].kind == kind
        }
        for label, unit in zip(_labels(units), units, strict=True)
    }
    like_last = {one.unit: one for one in last.values() if one.unit and one.kind == kind}
    lives = dict(zip(_labels(units), units, strict=True))
    return _lines(indicator, alike, lives, **measured(indicator, like_last))


def _lines(
    indicator: Indicator,
    told: Mapping[str, Mapping[int, Decimal | None]],
    lives: Mapping[str, Unit],
    *,
    unit: str,
    decimals: int,
) -> Chart | None:
    years = {year for values in told.values() for year, one in values.items() if one is not None}
    if len(years) < 2:  # one figure is no course of things
        return None
    points = range(min(years), max(years) + 1)
    rearranged = points[0] < SINCE_34.year <= points[-1]
    return Lines(
        key="qua-cac-nam",
        title=f"{indicator.name} qua các năm",
        unit=unit,
        decimals=decimals,
        points=tuple(map(str, points)),
        series=tuple(
            Series(
                label=label,
                values=tuple(values.get(year) for year in points),
                outside=years_outside(lives[label], points) if label in lives else frozenset(),
            )
            for label, values in told.items()
            if values
        ),
        breaks=(Break(before=str(SINCE_34.year), label=REARRANGED),) if rearranged else (),
    )


def _labels(units: Sequence[Unit]) -> tuple[str, ...]:
    """Names that tell the units apart: two may bear the same, one before the other."""
    names = [unit.name for unit in units]
    return tuple(
        f"{unit.name} (cũ)" if names.count(unit.name) > 1 and unit.valid_to else unit.name
        for unit in units
    )
