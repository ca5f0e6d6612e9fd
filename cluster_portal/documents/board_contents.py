"""The plain data of a board on paper: facts, pictures and tables with the numbers of the page."""

from dataclasses import dataclass
from datetime import date

from cluster_portal.charts.data import Chart
from cluster_portal.documents.contents import DocumentHead, TableContent
from cluster_portal.documents.sheet_contents import SheetLine
from cluster_portal.vietnamese.dates import format_date

ISSUER = "CỔNG THI ĐUA CÁC CỤM"


@dataclass(frozen=True, kw_only=True)
class BoardContent:
    """A board as of the day `modified`; charts come with their data as tables."""

    head: DocumentHead
    title: str = "BẢNG TỔNG HỢP"
    subject: str
    lines: tuple[SheetLine, ...]
    tables: tuple[TableContent, ...]
    charts: tuple[Chart, ...]
    modified: date


def board_head(today: date, *, sees_drafts: bool) -> DocumentHead:
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
