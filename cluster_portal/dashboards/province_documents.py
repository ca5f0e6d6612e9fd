"""A province's board on paper: the numbers of the page, for a PDF of the day."""

import datetime

from django.urls import reverse

from cluster_portal.dashboards.documents import (
    awards_tables,
    indicator_with_unit,
    targets_table,
    tiles_table,
)
from cluster_portal.dashboards.figures import SEVERAL_SOURCES
from cluster_portal.dashboards.lines_of_descent import Point
from cluster_portal.dashboards.province import ProvinceBoard
from cluster_portal.dashboards.targets import charts_of
from cluster_portal.documents.board_contents import BoardContent, board_head
from cluster_portal.documents.board_tables import (
    YEARS_BESIDE,
    from_where,
    noted,
    parts_of,
    table,
)
from cluster_portal.documents.contents import TableContent
from cluster_portal.documents.sheet_contents import SheetLine

NOT_JOINED = "không gộp"


def province_content(board: ProvinceBoard, today: datetime.date) -> BoardContent:
    """A province's board: figures of the year, every indicator through the years, awards."""
    unit = board.family.unit
    page = reverse("dashboards:province-year", args=[unit.slug, board.year])
    tables = [
        tiles_table(
            f"Chỉ tiêu năm {board.year}",
            "Ghi chú",
            [
                (
                    tile.history.indicator.name,
                    (tile.words or NOT_JOINED, _told_where(tile.point)),
                    tile.change,
                    tile.point.note,
                )
                for tile in board.tiles
            ],
            page,
        ),
        *_histories_tables(board, page),
        targets_table(board.targets, page),
        *(
            one
            for group in board.awards
            for one in awards_tables(
                f"Lượt được tặng của {group.unit.official_name}",
                group.table,
                page,
            )
        ),
        _roles_table(board, page),
    ]
    predecessors = ", ".join(str(one) for one in board.family.predecessors)
    return BoardContent(
        head=board_head(today, sees_drafts=board.sees_drafts),
        subject=f"{unit.official_name}, đến năm {board.year}",
        lines=(SheetLine("Đơn vị trước sắp xếp", predecessors),) if predecessors else (),
        tables=tuple(table for table in tables if table.rows),
        charts=(*([board.chart] if board.chart else []), *charts_of(board.targets)),
        modified=today,
    )


def _histories_tables(board: ProvinceBoard, page: str) -> list[TableContent]:
    """Every indicator in the years that the page shows, with what is said of the figures."""
    tables = []
    for years in parts_of(board.span, YEARS_BESIDE):
        told = [one for one in board.histories if any(year in one.points for year in years)]
        if not told:
            continue
        rows, note = noted(
            (
                indicator_with_unit(history.indicator),
                [_of_point(history.points.get(year)) for year in years],
            )
            for history in told
        )
        columns = [("Chỉ tiêu", 65, "left"), *((str(year), 25, "right") for year in years)]
        span = f"{years[0]}-{years[-1]}" if len(years) > 1 else f"{years[0]}"
        tables.append(table(f"Mọi chỉ tiêu, từng năm {span}", columns, rows, page, note=note))
    return tables


def _of_point(point: Point | None) -> tuple[str, str]:
    if point is None:
        return "–", ""
    # The heading of the column says the period of a figure of the whole year.
    where = _told_where(point).removeprefix(f"kỳ năm {point.year}; ")
    return point.text or NOT_JOINED, f"{point.note}; {where}" if point.note else where


def _told_where(point: Point) -> str:
    titles = {one.source.title for one in point.parts if one.source}
    source = SEVERAL_SOURCES if len(titles) > 1 else next(iter(titles), "")
    return from_where(point.parts[0].period_text, source)


def _roles_table(board: ProvinceBoard, page: str) -> TableContent:
    return table(
        "Vai trò trong các cụm",
        (
            ("Năm", 20, "left"),
            ("Vai trò", 40, "left"),
            ("Cụm", 60, "left"),
            ("Đơn vị", 45, "left"),
        ),
        [
            (
                str(row.emulation_year.year),
                f"{row.get_role_display()}{' (suy ra)' if row.is_inferred else ''}",
                row.emulation_year.cluster.short_name,
                row.unit.official_name,
            )
            for row in board.leaderships
        ],
        page,
    )
