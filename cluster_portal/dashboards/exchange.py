"""The boards as data for programs, as `datasets.py` and `comparison_datasets.py` declare them."""

from collections.abc import Iterable
from typing import Any

from cluster_portal.charts.data import Chart
from cluster_portal.dashboards.cluster import ClusterBoard
from cluster_portal.dashboards.comparison import ClustersCompared, ProvincesCompared
from cluster_portal.dashboards.comparison_datasets import COMPARED_CLUSTERS, COMPARED_PROVINCES
from cluster_portal.dashboards.dataset_fields import PICTURES
from cluster_portal.dashboards.datasets import CLUSTER, NATIONAL, PROVINCE
from cluster_portal.dashboards.province import ProvinceBoard
from cluster_portal.dashboards.rows import ClusterRow
from cluster_portal.dashboards.targets import charts_of
from cluster_portal.pages.data_files import data_content
from cluster_portal.pages.datasets import Dataset


def national_content(rows: Iterable[ClusterRow], pictures: Iterable[Chart], year: int) -> bytes:
    """The rows of the national board, in the order of the page, and what its pictures show."""
    return data_content(
        NATIONAL,
        {
            "year": year,
            "rows": NATIONAL.records(rows),
            PICTURES.key: PICTURES.records(pictures),
        },
    )


def cluster_content(board: ClusterBoard) -> bytes:
    """A cluster's board: how far its year is, figures, what was pledged, awards, leaders."""
    members = (
        (unit, indicator, cell)
        for unit, cells in board.heat.rows
        for indicator, cell in zip(board.heat.indicators, cells, strict=True)
        if cell
    )
    units = ((row, one) for row in board.targets for one in row.units)
    granted = (
        (form, year, number) for form in board.awards.forms for year, number in form.granted.items()
    )
    leaders = ((one.year, leader) for one in board.timeline for leader in one.led_by)
    pictures = (*charts_of(board.targets), *board.charts)
    parts = (board.tiles, members, board.targets, units, granted, leaders, pictures)
    return _content(CLUSTER, board, parts)


def province_content(board: ProvinceBoard) -> bytes:
    """A province's board: its indicators through the years, its targets, awards, roles."""
    figures = (
        (history.indicator, point)
        for history in board.histories
        for point in history.points.values()
    )
    granted = (
        (form, year, number, group.unit)
        for group in board.awards
        for form in group.table.forms
        for year, number in form.granted.items()
    )
    pictures = (*charts_of(board.targets), *([board.chart] if board.chart else ()))
    parts = (figures, board.targets, granted, board.leaderships, pictures)
    return _content(PROVINCE, board, parts)


def compared_clusters_content(compared: ClustersCompared) -> bytes:
    """Two sides: their rows, their figures, what differs, what is drawn."""
    figures = (
        (number, figure)
        for line in compared.lines
        for number, figure in enumerate(line.figures, start=1)
        if figure
    )
    parts = (compared.sides, figures, compared.lines, compared.charts)
    return _content(COMPARED_CLUSTERS, compared, parts)


def compared_provinces_content(compared: ProvincesCompared) -> bytes:
    """The figures of the provinces that are compared, by indicator, and what is drawn."""
    values = (value for _, told in compared.rows for value in told if value)
    return _content(COMPARED_PROVINCES, compared, (values, compared.charts))


def _content(dataset: Dataset, row: Any, parts: Iterable[Iterable[Any]]) -> bytes:
    told = zip(dataset.parts, parts, strict=True)
    return data_content(
        dataset, dataset.record(row) | {part.key: part.records(rows) for part, rows in told}
    )
