"""The country in squares for a year: by cluster, or by the figures of an indicator."""

import datetime
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from cluster_portal.charts.layouts import SINCE_34, Layout, layout_on
from cluster_portal.charts.palette import CATEGORIES
from cluster_portal.charts.tile_maps import TileMap, by_category, by_number
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Cluster, ClusterLevel, EmulationYear, Membership, Unit
from emulation.models import Indicator, IndicatorValue, StatedFigure, ValueKind
from emulation.selectors import indicators_in, with_sight

OTHERS = "Các cụm khác"
SHARE_PLACES = 1
DAY = datetime.timedelta(days=1)


def days_of(year: int, today: datetime.date) -> list[datetime.date]:
    """The days of which a map is shown: the last of the year or today, the newest first.

    In the year in which the provinces changed also the last day of the former ones.
    """
    last = min(datetime.date(year, 12, 31), max(today, datetime.date(year, 1, 1)))
    return [last, SINCE_34 - DAY] if year == SINCE_34.year and last >= SINCE_34 else [last]


def cluster_maps(year: int, user: Any, today: datetime.date) -> list[TileMap]:
    """Which province was in which national cluster, a map for each of `days_of`; two queries.

    Provinces of which no cluster is known lead to their pages as well.
    """
    days = days_of(year, today)
    slugs = {slug for day in days for slug in layout_on(day).slugs}
    provinces = list(Unit.objects.filter(slug__in=slugs).order_by("sort_key", "pk"))
    on_a_map = {unit.pk: unit for unit in provinces}
    rows = list(
        Membership.objects.in_year(year)
        .filter(
            cluster__in=Cluster.objects.for_user(user).filter(level=ClusterLevel.NATIONAL),
            unit__in=on_a_map,
        )
        .annotate(cluster_name=F("cluster__short_name"))
        .order_by("cluster__sort_key", "unit__sort_key", "pk")
    )
    for row in rows:
        row.unit = on_a_map[row.unit_id]
    maps = (_cluster_map(rows, provinces, day) for day in days)
    return [one for one in maps if one]


def _cluster_map(
    rows: Iterable[Membership], provinces: list[Unit], day: datetime.date
) -> TileMap | None:
    layout = layout_on(day)
    held = [row for row in rows if row.holds_on(day)]
    members = [row.unit for row in held]
    units = _on_map([*members, *provinces], layout, day)
    groups = _few(dict.fromkeys(row.cluster_name for row in held if row.unit in units))
    categories: dict[str, str | None] = {}
    for row in held:
        if row.unit in units and row.unit.slug not in categories:
            categories[row.unit.slug] = groups[row.cluster_name]
    if not categories:
        return None
    for unit in provinces:
        if unit in units:
            categories.setdefault(unit.slug, None)
    return by_category(
        categories=categories,
        names={unit.slug: unit.official_name for unit in units},
        hrefs={unit.slug: unit.get_absolute_url() for unit in units},
        key=layout.name.replace("provinces", "ban-do"),
        title=f"Các cụm thi đua ngày {format_date(day)}",
        note="Mỗi ô là một tỉnh, thành phố",
        layout=layout,
        grouping="Cụm thi đua",
        nothing="chưa có cụm trong hồ sơ",
    )


def _few(names: dict[str, None]) -> dict[str, str]:
    """Each cluster's group; what a map cannot tell apart any more is in one."""
    most = len(CATEGORIES) if len(names) <= len(CATEGORIES) else len(CATEGORIES) - 1
    return {name: name if place < most else OTHERS for place, name in enumerate(names)}


def _on_map(units: Iterable[Unit], layout: Layout, day: datetime.date) -> set[Unit]:
    """Those that there were on `day` and that have a square, one for each square."""
    squares: dict[Any, Unit] = {}
    for unit in units:
        if unit.slug in layout.slugs and unit.holds_on(day):
            squares.setdefault(layout.square_of(unit.slug), unit)
    return set(squares.values())


def indicators_of(year: int, user: Any) -> list[Indicator]:
    """The indicators of which `user` may see a member's figure of `year`; two queries."""
    years = EmulationYear.objects.filter(year=year, cluster__level=ClusterLevel.NATIONAL)
    return indicators_in(with_sight(years, user), unit__isnull=False)


def indicator_maps(
    year: int, indicator: Indicator, user: Any, today: datetime.date
) -> list[TileMap]:
    """The indicator's figures of `year`, a map for each of `days_of` that has some; one query."""
    values = list(
        _values(year, user)
        .filter(indicator=indicator)
        .select_related("unit")
        .order_by("unit__sort_key", "pk")
    )
    kind = Counter(value.kind for value in values).most_common(1)[0][0] if values else ""
    alike = [value for value in values if value.kind == kind]
    maps = (_indicator_map(alike, kind, indicator, year, day) for day in days_of(year, today))
    return [one for one in maps if one]


def _values(year: int, user: Any) -> Any:
    return IndicatorValue.objects.for_user(user).filter(
        emulation_year__year=year,
        emulation_year__cluster__level=ClusterLevel.NATIONAL,
        unit__isnull=False,
    )


def _indicator_map(
    values: list[StatedFigure], kind: str, indicator: Indicator, year: int, day: datetime.date
) -> TileMap | None:
    layout = layout_on(day)
    units = _on_map((value.unit for value in values), layout, day)
    shown = {value.unit.slug: value for value in values if value.unit in units}
    if not shown:
        return None
    is_share = kind == ValueKind.RATIO
    drawn = f"?{urlencode({'chi-tieu': indicator.code})}#qua-thoi-gian"
    return by_number(
        values={slug: measure(value) for slug, value in shown.items()},
        names={slug: value.unit.official_name for slug, value in shown.items()},
        hrefs={
            slug: f"{reverse('dashboards:province-year', args=[slug, year])}{drawn}"
            for slug in shown
        },
        decimals=SHARE_PLACES if is_share else indicator.decimals,
        key=layout.name.replace("provinces", "ban-do"),
        title=f"{indicator.name} năm {year}",
        unit="%" if is_share else _unit_of(indicator, kind),
        note=f"Các tỉnh, thành phố ngày {format_date(day)}",
        layout=layout,
        grouping=indicator.name,
    )


def _unit_of(indicator: Indicator, kind: str) -> str:
    return "thứ hạng" if kind == ValueKind.RANK else indicator.unit_of_measure


def measure(value: StatedFigure) -> Decimal:
    """The number that is compared: the share of a ratio in per cent, else the figure itself."""
    if value.kind == ValueKind.RATIO and value.out_of:
        return value.value * 100 / value.out_of
    return value.value
