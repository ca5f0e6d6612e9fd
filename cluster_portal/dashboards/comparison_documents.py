"""Pages that set sides beside one another, on paper."""

import datetime
from collections.abc import Sequence

from cluster_portal.dashboards.comparison import ClustersCompared, Line, ProvincesCompared, Side
from cluster_portal.dashboards.documents import cluster_row, indicator_with_unit
from cluster_portal.documents.board_contents import BoardContent, board_head
from cluster_portal.documents.board_tables import from_where, noted, table
from emulation.models import StatedFigure

MISSING = "chưa có số liệu"
_FACTS = (
    "Cụm trưởng",
    "Hội nghị tổng kết",
    "Giao ước, số đơn vị đã ký",
    "Số liệu kết quả",
    "Lượt đề nghị",
    "Lượt được tặng",
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
    differences = ("", "", apart.signed, apart.reporting, apart.proposed, apart.granted)
    told = (cluster_row(side.row)[1:] for side in sides)
    facts = zip(_FACTS, *told, differences, strict=True)
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
        lines=(),
        tables=tuple(one for one in tables if one.rows),
        charts=tuple(compared.charts),
        modified=today,
    )


def _subject(sides: Sequence[Side]) -> str:
    return "So sánh " + " và ".join(side.label for side in sides)


def _line(line: Line) -> tuple[str, ...]:
    """What is measured stands once, with the indicator: beside each figure it is too wide."""
    common = line.indicator.unit_of_measure
    figures = (
        f"{one.text if one.unit == common else one.words} ({one.completeness}; {one.period})"
        if one
        else MISSING
        for one in line.figures
    )
    return (indicator_with_unit(line.indicator), *figures, line.difference)


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
        lines=(),
        tables=tables if rows else (),
        charts=tuple(compared.charts),
        modified=today,
    )


def _written(value: StatedFigure | None) -> tuple[str, str]:
    if value is None:
        return MISSING, ""
    return value.shown, from_where(value.period_text, value.source.title if value.source else "")
