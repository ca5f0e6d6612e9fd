"""Pages that set sides beside one another, on paper."""

import datetime
from collections.abc import Sequence

from cluster_portal.dashboards.comparison import ClustersCompared, Line, ProvincesCompared, Side
from cluster_portal.dashboards.documents import cluster_row, indicator_with_unit
from cluster_portal.documents.board_contents import BoardContent, board_head
from cluster_portal.documents.board_tables import from_where, noted, table
from cluster_portal.documents.sheet_contents import SheetLine
from emulation.models import StatedFigure

MISSING = "chưa có số liệu"
NO_INDICATOR = "hai bên chưa có chỉ tiêu nào tính được cho toàn cụm"
NO_FIGURE = "chưa có số liệu nào của các đơn vị này được công bố"
_FACTS = (
    "Cụm trưởng",
    "Thành viên",
    "Hội nghị tổng kết",
    "Giao ước, số đơn vị đã ký",
    "Số liệu kết quả",
    "Lượt đề nghị khen thưởng",
    "Lượt được tặng thưởng",
)


def clusters_content(
    compared: ClustersCompared, address: str, today: datetime.date
) -> BoardContent:
    """Two years of clusters; `address` is the page that says the same."""
    sides = compared.sides
    columns = (
        ("Nội dung", 45, "left"),
        *((side.label, 40, "left") for side in sides),
        ("Bên thứ hai so với bên thứ nhất", 40, "left"),
    )
    apart = compared.differences
    differences = (
        "",
        apart.members,
        "",
        apart.signed,
        apart.reporting,
        apart.proposed,
        apart.granted,
    )
    facts = zip(_FACTS, *map(_facts, sides), differences, strict=True)
    tables = [
        table("Hai bên", columns, list(facts), address),
        table(
            "Chỉ tiêu của cụm",
            columns,
            [_line(line) for line in compared.lines],
            address,
        ),
    ]
    return BoardContent(
        head=board_head(today, sees_drafts=any(side.row.sees_drafts for side in sides)),
        subject=_subject(sides),
        lines=() if compared.lines else (SheetLine("Chỉ tiêu của cụm", NO_INDICATOR),),
        tables=tuple(one for one in tables if one.rows),
        charts=tuple(compared.charts),
        modified=today,
    )


def _subject(sides: Sequence[Side]) -> str:
    return "So sánh " + " và ".join(side.label for side in sides)


def _facts(side: Side) -> tuple[str, ...]:
    _, chair, *others = cluster_row(side.row)
    members = side.row.now.members if side.row.now else side.row.absent
    return (chair, str(members), *others)


def _line(line: Line) -> tuple[str, ...]:
    figures = (
        f"{words} ({one.completeness}; {one.period})" if one else MISSING
        for one, words, _ in line.cells
    )
    name = f"{line.indicator.name} ({line.unit})" if line.unit else line.indicator.name
    return (name, *figures, line.difference)


def provinces_content(
    compared: ProvincesCompared, address: str, today: datetime.date, *, sees_drafts: bool
) -> BoardContent:
    """Provinces of one year."""
    units = compared.units
    columns = (
        ("Chỉ tiêu", 60, "left"),
        *((unit.official_name, 35, "right") for unit in units),
    )
    rows, note = noted(
        (indicator_with_unit(indicator), [_written(value) for value in values])
        for indicator, values in compared.rows
    )
    tables = (table(f"Chỉ tiêu năm {compared.year}", columns, rows, address, note=note),)
    return BoardContent(
        head=board_head(today, sees_drafts=sees_drafts),
        subject=f"So sánh {', '.join(unit.name for unit in units)}, năm {compared.year}",
        lines=() if rows else (SheetLine(f"Chỉ tiêu năm {compared.year}", NO_FIGURE),),
        tables=tables if rows else (),
        charts=tuple(compared.charts),
        modified=today,
    )


def _written(value: StatedFigure | None) -> tuple[str, str]:
    if value is None:
        return MISSING, ""
    return value.shown, from_where(value.period_text, value.source.title if value.source else "")
