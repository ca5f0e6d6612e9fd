"""The boards of the country and of a cluster on paper: the numbers of the page, on a day."""

import datetime
from collections.abc import Sequence

from django.urls import reverse

from cluster_portal.charts.data import Chart
from cluster_portal.dashboards.awards import AwardTable
from cluster_portal.dashboards.cluster import ClusterBoard
from cluster_portal.dashboards.figures import Cell
from cluster_portal.dashboards.rows import ClusterRow, Summary, YearFacts
from cluster_portal.dashboards.targets import TargetRow, charts_of
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
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from emulation.models import Indicator

INDICATORS_BESIDE = 4


def national_content(
    rows: Sequence[ClusterRow],
    summary: Summary,
    charts: Sequence[Chart],
    *,
    year: int,
    today: datetime.date,
    provincial: Sequence[ClusterRow] = (),
) -> BoardContent:
    """The national board: a row for each cluster in the order of the page, maps and charts."""
    page = reverse("dashboards:national-year", args=[year])
    every = (*rows, *provincial)
    pressing = [
        (row.cluster.short_name, "; ".join(row.attention)) for row in every if row.attention
    ]
    columns = (("Cụm", 45, "left"), ("Cần chú ý", 100, "left"))
    tables = (
        table("Cụm cần chú ý", columns, pressing, page),
        _clusters_table("Các cụm thi đua", rows, page),
        _clusters_table("Cụm, khối do tỉnh tổ chức", provincial, page),
    )
    sees_drafts = any(row.sees_drafts for row in every)
    granted = _number(summary.granted, "chưa có" if sees_drafts else "chưa công bố")
    if summary.granted_before:
        granted += f" (năm {year - 1}: {format_number(summary.granted_before)})"
    return BoardContent(
        head=board_head(today, sees_drafts=sees_drafts),
        subject=f"Các cụm thi đua của cả nước, năm thi đua {year}",
        lines=(
            SheetLine("Có Cụm trưởng", f"{summary.led}/{summary.clusters} cụm"),
            SheetLine("Đã họp tổng kết", f"{summary.held}/{summary.clusters} cụm"),
            SheetLine("Giao ước đã ký đủ", f"{summary.signed}/{summary.clusters} cụm"),
            SheetLine("Lượt được tặng thưởng", granted),
        ),
        tables=tuple(table for table in tables if table.rows),
        charts=tuple(charts),
        modified=today,
    )


def _clusters_table(caption: str, rows: Sequence[ClusterRow], page: str) -> TableContent:
    columns = (
        ("Cụm, khối", 30, "left"),
        ("Cụm trưởng", 25, "left"),
        ("Hội nghị tổng kết", 25, "left"),
        ("Giao ước", 20, "left"),
        ("Kết quả", 25, "left"),
        ("Đề nghị", 20, "right"),
        ("Được tặng", 20, "right"),
    )
    return table(caption, columns, [told_row(row) for row in rows], page)


def cluster_content(board: ClusterBoard, today: datetime.date) -> BoardContent:
    """A cluster's board: how far its year is, figures, members, awards, leaders, charts."""
    cluster, year = board.year.cluster, board.year.year
    page = reverse("dashboards:cluster-year", args=[cluster.slug, year])
    tables = [
        tiles_table(
            "Chỉ tiêu của cụm",
            "Cách tính",
            [
                (
                    tile.figure.indicator.name,
                    (tile.figure.words, from_where(tile.figure.period, tile.figure.source)),
                    tile.change,
                    tile.figure.completeness,
                )
                for tile in board.tiles
            ],
            page,
        ),
        *_members_tables(board, page),
        targets_table(board.targets, page),
        *awards_tables(
            "Lượt được tặng theo hình thức và năm",
            board.awards,
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
        head=board_head(today, sees_drafts=board.row.sees_drafts),
        subject=f"{cluster.name}, năm thi đua {year}",
        lines=tuple(_year_lines(board.row)),
        tables=tuple(table for table in tables if table.rows),
        charts=(*board.charts, *charts_of(board.targets)),
        modified=today,
    )


def tiles_table(
    caption: str,
    last: str,
    tiles: Sequence[tuple[str, tuple[str, str], str, str]],
    page: str,
) -> TableContent:
    """Figures with what they are told by (name, figure with its note, change, remark)."""
    figures, note = noted((name, [figure]) for name, figure, _, _ in tiles)
    rows = [(*row, *tile[2:]) for row, tile in zip(figures, tiles, strict=True)]
    columns = (
        ("Chỉ tiêu", 55, "left"),
        ("Giá trị", 40, "right"),
        ("So với năm trước", 35, "left"),
        (last, 35, "left"),
    )
    return table(caption, columns, rows, page, note=note)


def _members_tables(board: ClusterBoard, page: str) -> list[TableContent]:
    """The members' figures, a few indicators in a table; of a single member a line for each."""
    heat = board.heat
    told = [(unit, cells) for unit, cells in heat.rows if any(cells)]
    if len(told) == 1:
        unit, cells = told[0]
        rows, note = noted(
            (indicator_with_unit(indicator), [_written(cell)])
            for indicator, cell in zip(heat.indicators, cells, strict=True)
            if cell
        )
        caption = f"Số liệu của {unit.name}, đơn vị duy nhất có số liệu"
        columns = (("Chỉ tiêu", 100, "left"), ("Giá trị", 45, "right"))
        return [table(caption, columns, rows, page, note=note)]
    tables = []
    for places in parts_of(range(len(heat.indicators)), INDICATORS_BESIDE):
        rows, note = noted(
            (unit.name, [_written(cells[place], board.row.absent) for place in places])
            for unit, cells in heat.rows
        )
        columns = [
            ("Đơn vị", 45, "left"),
            *((indicator_with_unit(heat.indicators[place]), 30, "right") for place in places),
        ]
        first, last = places[0] + 1, places[-1] + 1
        caption = "Số liệu của từng đơn vị"
        if len(heat.indicators) > len(places):
            caption += f", chỉ tiêu {first} đến {last} trên {len(heat.indicators)}"
        tables.append(table(caption, columns, rows, page, note=note))
    return tables


def _written(cell: Cell | None, absent: str = "") -> tuple[str, str]:
    if cell is None:
        return absent, ""
    source = cell.figure.source
    return cell.text, from_where(cell.figure.period_text, source.title if source else "")


def indicator_with_unit(indicator: Indicator) -> str:
    """The indicator's name with what it is measured in."""
    measure = indicator.unit_of_measure
    return f"{indicator.name} ({measure})" if measure else indicator.name


def targets_table(rows: Sequence[TargetRow], page: str) -> TableContent:
    """What was pledged against what became of it."""
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


def awards_tables(caption: str, awards: AwardTable, page: str) -> list[TableContent]:
    """Counts by form and year as the page has them, a few years in a table.

    Of a year without a record none is counted.
    """
    years = awards.years
    counts = [(name, {year: count for count, year in told}) for name, told in awards.lines]
    return [
        table(
            f"{caption}, {some[0]}-{some[-1]}" if len(years) > YEARS_BESIDE else caption,
            (("Hình thức", 70, "left"), *((str(year), 15, "right") for year in some)),
            [(name, *(_number(told.get(year), "–") for year in some)) for name, told in counts],
            page,
        )
        for some in parts_of(years, YEARS_BESIDE)
    ]


def told_row(row: ClusterRow) -> tuple[str, ...]:
    """A cluster's row with all that the page says beside it, and the year before."""
    name, chair, meeting, pledge, results, proposed, granted = cluster_row(row)
    now, before, cluster = row.now, row.before, row.cluster
    about = [name] if cluster.is_confirmed else [name, "dự kiến"]
    if now and now.members:
        about.append(f"{now.members} thành viên")
    if cluster.valid_to:
        about.append(f"đến hết {format_date(cluster.valid_to)}")
    if now and now.pledge and now.pledge.count:
        pledge = f"{pledge} đã ký"
    if now and now.meeting and now.meeting.host:
        meeting = f"{meeting}, {now.meeting.host}"
    if now and now.reporting:
        results = f"{results} đơn vị, {now.figures_told}"
    vices = ", ".join(one.unit.name for one in now.vice_chairs) if now else ""
    if now and now.chair and now.chair.is_inferred:
        chair = f"{chair} (suy ra)"
    if vices:
        chair = f"{chair}; Cụm phó: {vices}"
    if before:
        last = str(before.year.year)
        chair = _with_before(chair, before.chair.unit.name if before.chair else "", last)
        held_on = format_date(before.held_on) if before.held_on else ""
        meeting = _with_before(meeting, held_on, last)
        pledge = _with_before(pledge, before.pledge.count if before.pledge else "", last)
        results = _with_before(results, before.results, last)
        granted = _with_before(
            granted, format_number(before.granted) if before.granted else "", last
        )
    return ("; ".join(about), chair, meeting, pledge, results, proposed, granted)


def _with_before(now: str, before: str, year: str) -> str:
    return f"{now} ({year}: {before})" if before else now


def cluster_row(row: ClusterRow) -> tuple[str, ...]:
    """Name, chair, conference, pledge, figures, proposed and granted, in words."""
    now = row.now
    return (
        row.cluster.short_name,
        now.chair.unit.name if now and now.chair else "chưa có",
        _meeting(row),
        (now.pledge.count or now.pledge.label) if now and now.pledge else row.absent,
        now.results if now and now.results else row.absent,
        _number(now.proposed if now else None, row.absent),
        _number(now.granted if now else None, row.absent),
    )


def _number(number: int | None, absent: str) -> str:
    return absent if number is None else format_number(number)


def _meeting(row: ClusterRow) -> str:
    if row.now is None or row.now.meeting is None:
        return row.absent
    return f"{format_date(row.now.meeting.held_on)}, {row.meeting_words}"


def _year_lines(row: ClusterRow) -> list[SheetLine]:
    _, chair, meeting, pledge, results, proposed, granted = told_row(row)
    lines = [
        SheetLine("Thành viên", str(row.now.members if row.now else row.absent)),
        SheetLine("Cụm trưởng", chair),
        SheetLine("Hội nghị tổng kết", meeting),
        SheetLine("Giao ước, số đơn vị đã ký", pledge),
        SheetLine("Số liệu kết quả", results),
        SheetLine("Lượt đề nghị khen thưởng", proposed),
        SheetLine("Lượt được tặng thưởng", granted),
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
