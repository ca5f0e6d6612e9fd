"""The grid as a sheet, as it is shown: last year's figure beside this year's."""

from decimal import Decimal

from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.vietnamese.numbers import NumberError, parse_number
from emulation.figures.grid import Grid

FIRST_WIDTH, WIDTH = 24, 16


def sheet_of_grid(grid: Grid) -> Sheet:
    """Return what the page shows; numbers are numbers, a ratio or "hơn 235.000" is text."""
    with_last = [
        any(row.cells[i].last_text for row in grid.rows) for i in range(len(grid.indicators))
    ]
    headings = ["Đơn vị"]
    for indicator, shows in zip(grid.indicators, with_last, strict=True):
        measure = f" ({indicator.unit_of_measure})" if indicator.unit_of_measure else ""
        headings.append(f"{indicator}{measure}")
        if shows:
            headings.append(f"Năm {grid.year.year - 1}")
    rows: list[list[object]] = []
    for row in grid.rows:
        values: list[object] = [str(row.unit) if row.unit else row.name]
        for cell, shows in zip(row.cells, with_last, strict=True):
            values.append(_plain(cell.text))
            if shows:
                values.append(_plain(cell.last_text))
        rows.append(values)
    for label, part in (("Tính từ các đơn vị", "text"), ("Cách tính", "note")):
        values = [label]
        for total, shows in zip(grid.totals, with_last, strict=True):
            text = getattr(total, part)
            values.append(_plain(text) if part == "text" else text)
            if shows:
                values.append(None)
        rows.append(values)
    if any(total.differs for total in grid.totals):
        values = ["Khác nhau"]
        for total, shows in zip(grid.totals, with_last, strict=True):
            values += [total.differs, None] if shows else [total.differs]
        rows.append(values)
    return Sheet(
        title=f"Số liệu {grid.year.year}",
        headings=headings,
        rows=rows,
        widths=[FIRST_WIDTH, *[WIDTH] * (len(headings) - 1)],
    )


def _plain(text: str) -> Decimal | str | None:
    try:
        return parse_number(text) if text else None
    except NumberError:
        return text
