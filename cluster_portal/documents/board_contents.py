"""The plain data of a board on paper: facts, pictures and tables with the numbers of the page."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_portal.charts.data import Chart
from cluster_portal.documents.contents import DocumentHead, TableContent
from cluster_portal.documents.sheet_contents import SheetLine
from cluster_portal.vietnamese.dates import format_date

ISSUER = "CỔNG THI ĐUA CÁC CỤM"


# What stands over a chart and under it, with the day of which it is.
_ABOUT_A_CHART = {"key", "title", "note"}
_MARK = re.compile(r"[0-9a-f]{16}")


def read_mark(typed: str) -> str:
    """The mark of a board's data that somebody typed or scanned; empty where it is none."""
    mark = "".join(typed[:60].split()).lower()
    return mark if _MARK.fullmatch(mark) else ""


def shown_mark(mark: str) -> str:
    """A mark as it is printed: "3f2a 91bc 04d1 77e0"."""
    return " ".join(re.findall(r".{4}", mark))


@dataclass(frozen=True)
class Comparing:
    """Where somebody with the paper in hand learns whether its data still are those of the page."""

    mark: str
    address: str  # absolute; behind the QR code

    @property
    def shown_mark(self) -> str:
        return shown_mark(self.mark)


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
    comparing: Comparing | None = None

    @property
    def mark(self) -> str:
        """16 hexadecimal digits that are others as soon as anything is that the board tells.

        The day on which it is printed is not part of it, but what changes with the days is: a
        conference that was to come has passed.
        """
        charts = [
            {name: value for name, value in asdict(chart).items() if name not in _ABOUT_A_CHART}
            for chart in self.charts
        ]
        lines, tables = (list(map(asdict, parts)) for parts in (self.lines, self.tables))
        told = json.dumps([self.subject, lines, tables, charts], default=_plain)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """The same in every process: the order of a set is not."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"no part of a mark: {value!r}")


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
