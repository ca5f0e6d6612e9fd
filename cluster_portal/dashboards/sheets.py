"""What boards show otherwise than in tables, as sheets: tiles, and who led through the years.

Numbers are cells of their own, their units beside; the words are those of the page.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from cluster_portal.dashboards.cluster import ClusterBoard
from cluster_portal.dashboards.province import ProvinceBoard
from cluster_portal.dashboards.rows import ClusterRow, Summary, YearFacts
from cluster_portal.pages.spreadsheets import AsWritten, Sheet
from cluster_portal.vietnamese.numbers import NumberError, parse_number
from clusters.models import Leadership

Sheets = Mapping[str, Callable[[], Sheet]]

FIGURES = ("Chỉ tiêu", "Giá trị", "Đơn vị tính", "Thay đổi", "Ghi chú", "Kỳ", "Nguồn")
_WIDTHS = (40, 16, 18, 40, 40, 16, 40)
_LED = ("Năm", "Vai trò", "Đơn vị", "Cụm, khối", "Ghi chú")
_LED_WIDTHS = (10, 16, 30, 40, 14)
_NOT_TOLD = "không ghi"


def of_country(summary: Summary, year: int, *, sees_drafts: bool) -> Sheets:
    """The sheets of the national board."""
    return {"tom-tat": lambda: _summary(summary, year, sees_drafts=sees_drafts)}


def of_cluster(board: ClusterBoard) -> Sheets:
    """The sheets of a cluster's board."""
    return {
        "tom-tat": lambda: _state(board.row),
        "chi-tieu-cua-cum": lambda: Sheet(
            f"Chỉ tiêu của cụm {board.year.year}",
            FIGURES,
            (
                (
                    tile.figure.indicator.name,
                    _number(tile.figure.text),
                    tile.figure.unit,
                    tile.change,
                    tile.figure.completeness,
                    tile.figure.period,
                    tile.figure.source or _NOT_TOLD,
                )
                for tile in board.tiles
            ),
            _WIDTHS,
        ),
        "lanh-dao": lambda: _led(
            "Ai đã lãnh đạo cụm",
            (
                (year.year, board.year.cluster.short_name, leader)
                for year in board.timeline
                for leader in year.led_by
            ),
        ),
    }


def of_province(board: ProvinceBoard) -> Sheets:
    """The sheets of a province's board."""
    return {
        "chi-tieu-cua-tinh": lambda: Sheet(
            f"Chỉ tiêu năm {board.year}",
            FIGURES,
            (
                (
                    tile.history.indicator.name,
                    _number(tile.point.text) if tile.point.text else "không gộp được",
                    tile.history.indicator.unit_of_measure,
                    tile.change,
                    tile.point.note,
                    tile.point.parts[0].period_text,
                    tile.point.parts[0].source.title if tile.point.parts[0].source else _NOT_TOLD,
                )
                for tile in board.tiles
            ),
            _WIDTHS,
        ),
        "vai-tro": lambda: _led(
            "Vai trò trong các cụm",
            (
                (row.emulation_year.year, row.emulation_year.cluster.short_name, row)
                for row in board.leaderships
            ),
        ),
    }


def _summary(summary: Summary, year: int, *, sees_drafts: bool) -> Sheet:
    pressing = [("Cụm cần chú ý", summary.pressing, summary.clusters)] if sees_drafts else []
    rows = [
        *pressing,
        ("Có Cụm trưởng", summary.led, summary.clusters),
        ("Đã họp tổng kết", summary.held, summary.clusters),
        ("Giao ước đã ký đủ", summary.signed, summary.clusters),
    ]
    granted = ("Lượt được tặng thưởng", summary.granted, None, summary.granted_before or None)
    headings = ("Nội dung", f"Năm {year}", "Trong số cụm", f"Năm {year - 1}")
    return Sheet("Toàn quốc", headings, [*((*row, None) for row in rows), granted], (30, 14, 14))


def _state(row: ClusterRow) -> Sheet:
    """How far the cluster's year is, beside the year before."""
    years = (row.now, row.before)
    rows = (
        ("Cụm trưởng", *map(_chair, years), ""),
        ("Cụm phó", *map(_vice_chairs, years), ""),
        ("Hội nghị tổng kết", *map(_met_on, years), row.meeting_words),
        ("Giao ước", *map(_signed, years), _pledge_words(row.now)),
        ("Số liệu kết quả", *map(_results, years), row.now.figures_told if row.now else ""),
        ("Lượt được tặng thưởng", *(facts and facts.granted for facts in years), ""),
        ("Lượt đề nghị", *(facts and facts.proposed for facts in years), ""),
    )
    headings = ("Nội dung", f"Năm {row.year}", f"Năm {row.year - 1}", "Ghi chú")
    return Sheet(row.cluster.short_name, headings, rows, (26, 24, 24, 40))


def _chair(facts: YearFacts | None) -> str:
    return facts.chair.unit.name if facts and facts.chair else ""


def _vice_chairs(facts: YearFacts | None) -> str:
    return ", ".join(leader.unit.name for leader in facts.vice_chairs) if facts else ""


def _met_on(facts: YearFacts | None) -> Any:
    return facts.meeting.held_on if facts and facts.meeting else None


def _signed(facts: YearFacts | None) -> str:
    return (facts.pledge.count or facts.pledge.label) if facts and facts.pledge else ""


def _pledge_words(facts: YearFacts | None) -> str:
    if not (facts and facts.pledge and facts.pledge.count):
        return ""
    return f"đơn vị đã ký · {facts.pledge.label.lower()}"


def _results(facts: YearFacts | None) -> str:
    return facts.results if facts else ""


def _led(title: str, rows: Iterable[tuple[int, str, Leadership]]) -> Sheet:
    told = (
        (
            str(year),
            leader.get_role_display(),
            leader.unit.official_name,
            cluster,
            "suy ra" if leader.is_inferred else "",
        )
        for year, cluster, leader in rows
    )
    return Sheet(title, _LED, told, _LED_WIDTHS)


def _number(text: str) -> Decimal | str:
    """A cell that can be reckoned with, as many decimals as on the page; else what it says."""
    try:
        return AsWritten(parse_number(text))
    except NumberError:
        return text
