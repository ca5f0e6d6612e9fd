"""The boards on paper: the numbers of the page, for a PDF of the day."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from cluster_portal.charts.data import Chart
from cluster_portal.dashboards.cluster import ClusterBoard
from cluster_portal.dashboards.province import ProvinceBoard
from cluster_portal.dashboards.rows import ClusterRow, Summary, YearFacts
from cluster_portal.dashboards.targets import TargetRow, charts_of
from cluster_portal.documents.board_contents import BoardContent
from cluster_portal.documents.contents import Column, DocumentHead, TableContent, cut_rows
from cluster_portal.documents.sheet_contents import SheetLine
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from emulation.models import Indicator

ISSUER = "CỔNG THI ĐUA CÁC CỤM"
YEARS_ON_PAPER = 5


def national_content(
    rows: Sequence[ClusterRow],
    summary: Summary,
    charts: Sequence[Chart],
    *,
    year: int,
    today: datetime.date,
) -> BoardContent:
    """The national board: a row for each cluster in the order of the page, maps and charts."""
    sees_drafts = any(row.sees_drafts for row in rows)
    page = reverse("dashboards:national-year", args=[year])
    told = [cluster_row(row) for row in rows]
    pressing = [(row.cluster.short_name, "; ".join(row.attention)) for row in rows if row.attention]
    tables = [
        table(
            "Các cụm thi đua",
            (
                ("Cụm", 35, "left"),
                ("Cụm trưởng", 25, "left"),
                ("Hội nghị tổng kết", 30, "left"),
                ("Giao ước", 20, "left"),
                ("Kết quả", 20, "left"),
                ("Đề nghị", 15, "right"),
                ("Được tặng", 15, "right"),
            ),
            told,
            page,
        )
    ]
    if pressing:
        columns = (("Cụm", 45, "left"), ("Cần chú ý", 100, "left"))
        tables.insert(0, table("Cụm cần chú ý", columns, pressing, page))
    return BoardContent(
        head=head(today, sees_drafts=sees_drafts),
        subject=f"Các cụm thi đua của cả nước, năm thi đua {year}",
        lines=(
            SheetLine("Có Cụm trưởng", f"{summary.led}/{summary.clusters} cụm"),
            SheetLine("Đã họp tổng kết", f"{summary.held}/{summary.clusters} cụm"),
            SheetLine("Giao ước đã ký đủ", f"{summary.signed}/{summary.clusters} cụm"),
            SheetLine("Lượt được tặng thưởng", format_number(summary.granted)),
        ),
        tables=tuple(tables) if rows else (),
        charts=tuple(charts),
        modified=today,
    )


def cluster_content(board: ClusterBoard, today: datetime.date) -> BoardContent:
    """A cluster's board: how far its year is, figures, members, awards, leaders, charts."""
    cluster, year = board.year.cluster, board.year.year
    page = reverse("dashboards:cluster-year", args=[cluster.slug, year])
    tables = [
        table(
            "Chỉ tiêu của cụm",
            (
                ("Chỉ tiêu", 55, "left"),
                ("Giá trị", 40, "right"),
                ("So với năm trước", 35, "left"),
                ("Cách tính", 35, "left"),
            ),
            [
                (
                    tile.figure.indicator.name,
                    f"{tile.figure.text} {tile.figure.unit}".strip(),
                    tile.change,
                    tile.figure.completeness,
                )
                for tile in board.tiles
            ],
            page,
        ),
        _members_table(board, page),
        _targets_table(board.targets, page),
        _awards_table(
            "Lượt được tặng theo hình thức và năm",
            board.award_years,
            [(form.name, form.granted) for form, _ in board.awards],
            page,
        ),
        table(
            "Lãnh đạo cụm",
            (("Năm", 20, "left"), ("Cụm trưởng", 60, "left"), ("Cụm phó", 80, "left")),
            [_leaders(YearFacts(year=one, members=0)) for one in board.timeline],
            page,
        ),
    ]
    return BoardContent(
        head=head(today, sees_drafts=board.row.sees_drafts),
        subject=f"{cluster.name}, năm thi đua {year}",
        lines=tuple(_year_lines(board.row)),
        tables=tuple(table for table in tables if table.rows),
        charts=(*board.charts, *charts_of(board.targets)),
        modified=today,
    )


def province_content(board: ProvinceBoard, today: datetime.date) -> BoardContent:
    """A province's board: figures of the year, every indicator through the years, awards."""
    unit = board.family.unit
    page = reverse("dashboards:province-year", args=[unit.slug, board.year])
    tables = [
        table(
            f"Chỉ tiêu năm {board.year}",
            (
                ("Chỉ tiêu", 55, "left"),
                ("Giá trị", 40, "right"),
                ("So với năm trước", 35, "left"),
                ("Ghi chú", 35, "left"),
            ),
            [
                (
                    tile.history.indicator.name,
                    f"{tile.point.text} {tile.history.indicator.unit_of_measure}".strip(),
                    tile.change,
                    tile.point.note,
                )
                for tile in board.tiles
            ],
            page,
        ),
        _histories_table(board, page),
        _targets_table(board.targets, page),
        *(
            _awards_table(
                f"Lượt được tặng của {group.unit.official_name}",
                group.years[-YEARS_ON_PAPER:],
                [(form.name, form.granted) for form, _ in group.rows],
                page,
            )
            for group in board.awards
        ),
    ]
    predecessors = ", ".join(str(one) for one in board.family.predecessors)
    return BoardContent(
        head=head(today, sees_drafts=board.sees_drafts),
        subject=f"{unit.official_name}, đến năm {board.year}",
        lines=(SheetLine("Đơn vị trước sắp xếp", predecessors),) if predecessors else (),
        tables=tuple(table for table in tables if table.rows),
        charts=(*([board.chart] if board.chart else []), *charts_of(board.targets)),
        modified=today,
    )


def _members_table(board: ClusterBoard, page: str) -> TableContent:
    """The members' figures; a single member that has any stands in the caption."""
    told = [
        (unit.name, indicator_with_unit(indicator), cell.text)
        for unit, cells in board.heat.rows
        for indicator, cell in zip(board.heat.indicators, cells, strict=True)
        if cell
    ]
    names = {name for name, _, _ in told}
    columns = (("Đơn vị", 35, "left"), ("Chỉ tiêu", 90, "left"), ("Giá trị", 35, "right"))
    if len(names) != 1:
        return table("Số liệu của từng đơn vị", columns, told, page)
    return table(
        f"Số liệu của {names.pop()}, đơn vị duy nhất có số liệu",
        (("Chỉ tiêu", 100, "left"), ("Giá trị", 45, "right")),
        [row[1:] for row in told],
        page,
    )


def _histories_table(board: ProvinceBoard, page: str) -> TableContent:
    """Every indicator in the newest years that have a figure, with what is said of them."""
    span = [year for year in board.span if any(year in one.points for one in board.histories)]
    span = span[-YEARS_ON_PAPER:]
    rows = []
    for history in board.histories:
        points = [history.points.get(year) for year in span]
        notes: dict[str, list[str]] = {}
        for point in points:
            if point and point.note:
                notes.setdefault(point.note, []).append(str(point.year))
        rows.append(
            (
                indicator_with_unit(history.indicator),
                *((point.text or "không gộp") if point else "" for point in points),
                "; ".join(f"{', '.join(years)}: {note}" for note, years in notes.items()),
            )
        )
    columns = [("Chỉ tiêu", 60, "left"), *((str(year), 20, "right") for year in span)]
    if any(row[-1] for row in rows):
        columns.append(("Ghi chú", 40, "left"))
    else:
        rows = [row[:-1] for row in rows]
    return table("Mọi chỉ tiêu, từng năm", columns, rows, page)


def indicator_with_unit(indicator: Indicator) -> str:
    """The indicator's name with what it is measured in."""
    measure = indicator.unit_of_measure
    return f"{indicator.name} ({measure})" if measure else indicator.name


def head(today: datetime.date, *, sees_drafts: bool) -> DocumentHead:
    """The head of a board; whether it holds what is not published stands in it."""
    day = format_date(today)
    return DocumentHead(
        issuing_body_parent="",
        issuing_body=ISSUER,
        place="",
        date=today,
        status_label="CÓ SỐ LIỆU CHƯA CÔNG BỐ" if sees_drafts else "SỐ LIỆU ĐÃ CÔNG BỐ",
        status_note=f"Lập ngày {day}",
        footer_note=f"Bảng do cổng lập ngày {day} từ hồ sơ đã ghi, không thay văn bản",
    )


def table(
    caption: str,
    columns: Sequence[tuple[str, int, str]],
    rows: Sequence[tuple[str, ...]],
    page: str,
) -> TableContent:
    """A table of columns (label, width in millimetres, side); a long one ends with the `page`."""
    return TableContent(
        caption=caption,
        columns=tuple(
            Column(label=label, width_mm=width, align=align) for label, width, align in columns
        ),
        **cut_rows(list(rows), address=f"{settings.PORTAL_ADDRESS}{page}"),
    )


def _targets_table(rows: Sequence[TargetRow], page: str) -> TableContent:
    return table(
        "Chỉ tiêu giao ước so với kết quả",
        (
            ("Chỉ tiêu", 45, "left"),
            ("Giao ước", 40, "left"),
            ("Kết quả", 50, "left"),
            ("Đánh giá", 30, "left"),
        ),
        [
            (
                str(row.item.indicator),
                f"{row.target_words} ({row.whose})",
                ". ".join(filter(None, (row.text, row.note))),
                row.word,
            )
            for row in rows
        ],
        page,
    )


def _awards_table(
    caption: str, years: Sequence[int], forms: Sequence[tuple[str, dict[int, int]]], page: str
) -> TableContent:
    return table(
        caption,
        (("Hình thức", 70, "left"), *((str(year), 15, "right") for year in years)),
        [
            (name, *(format_number(granted.get(year, 0)) for year in years))
            for name, granted in forms
        ],
        page,
    )


def cluster_row(row: ClusterRow) -> tuple[str, ...]:
    """Name, chair, conference, pledge, figures, proposed and granted, in words."""
    now = row.now
    return (
        row.cluster.short_name,
        now.chair.unit.name if now and now.chair else "chưa có",
        _meeting(row),
        (now.pledge.count or now.pledge.label) if now and now.pledge else row.absent,
        now.results if now and now.reporting else row.absent,
        format_number(now.proposed if now else 0),
        format_number(now.granted if now else 0),
    )


def _meeting(row: ClusterRow) -> str:
    if row.now is None or row.now.meeting is None:
        return row.absent
    return f"{format_date(row.now.meeting.held_on)}, {row.meeting_words}"


def _year_lines(row: ClusterRow) -> list[SheetLine]:
    _, chair, meeting, pledge, results, proposed, granted = cluster_row(row)
    lines = [
        SheetLine("Cụm trưởng", chair),
        SheetLine("Hội nghị tổng kết", meeting),
        SheetLine("Giao ước, số đơn vị đã ký", pledge),
        SheetLine("Số đơn vị có số liệu", results),
        SheetLine("Khen thưởng", f"{proposed} lượt đề nghị, {granted} lượt được tặng"),
    ]
    if row.attention:
        lines.append(SheetLine("Cần chú ý", "; ".join(row.attention)))
    return lines


def _leaders(facts: YearFacts) -> tuple[str, ...]:
    chair = facts.chair
    return (
        str(facts.year.year),
        f"{chair.unit.name}{' (suy ra)' if chair.is_inferred else ''}" if chair else "",
        ", ".join(leader.unit.name for leader in facts.vice_chairs),
    )
