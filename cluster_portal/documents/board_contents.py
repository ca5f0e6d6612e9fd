"""The plain data of a board on paper: facts, pictures and tables with the numbers of the page."""

from dataclasses import dataclass
from datetime import date

from cluster_portal.charts.data import Chart
from cluster_portal.documents.contents import DocumentHead, TableContent
from cluster_portal.documents.sheet_contents import SheetLine


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
