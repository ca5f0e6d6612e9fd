"""The plain data that documents are made of. Rooms of the domain fill it; templates print it.

Texts are plain Vietnamese without markup. Numbers arrive formatted. What has no signature must
say so: a content whose marks are empty is refused when it is built.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cluster_portal.vietnamese.numbers import format_number

DRAFT = "DỰ THẢO"
NOT_SIGNED = "CHƯA KÝ"
NOT_SIGNED_HERE = "(chưa ký trên bản này)"
NOT_SIGNED_NOTE = "Bản chưa ký – do cổng lập từ nguồn công bố, không thay bản gốc"

FOR_SIGNING = "BẢN KÝ SỐ"
FOR_SIGNING_NOTE = "Có giá trị theo các chữ ký số trong tệp"

WIDEST_MM = 100  # of a column
TEXT_WIDTH_MM = 165  # A4 less the margins: 210 - 30 - 15
ROWS_SHOWN = 40  # of a list that a report only quotes
MOST_ROWS = 1_000


def _require(text: str, what: str) -> None:
    if not text.strip():
        raise ValueError(f"a document needs its {what}")


@dataclass(frozen=True, kw_only=True)
class DocumentHead:
    """The head of page 1 and the marks of the whole document (Decree 30/2020, App. I, II.1-4)."""

    issuing_body_parent: str
    issuing_body: str
    number: str = ""  # "01/GƯTĐ-CTĐ"; empty leaves room to fill it in
    place: str
    date: date | None
    status_label: str = NOT_SIGNED  # boxed at the top of page 1
    status_note: str = ""  # a sentence under the label
    footer_note: str = NOT_SIGNED_NOTE  # at the foot of every page
    # Of an issued document alone (see `documents.marks`); a draft or a preview has neither.
    code: str = ""  # "K7MN-40PX-92TR"
    verified_at: str = ""  # the address behind its QR code

    def __post_init__(self) -> None:
        _require(self.status_label, "status label")
        _require(self.footer_note, "footer note")
        if bool(self.code) != bool(self.verified_at):
            raise ValueError("a code and the address where it is verified go together")

    @property
    def foot(self) -> str:
        """What stands at the foot of every page."""
        return f"{self.footer_note} – Mã {self.code}" if self.code else self.footer_note


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table. The width is one of 10, 15, 20 … 100 mm."""

    label: str
    width_mm: int
    align: str = "left"  # "left", "centre" or "right"

    def __post_init__(self) -> None:
        if self.width_mm % 5 or not 10 <= self.width_mm <= WIDEST_MM:
            raise ValueError(f"no column width of {self.width_mm} mm")
        if self.align not in {"left", "centre", "right"}:
            raise ValueError(f"no alignment {self.align!r}")


@dataclass(frozen=True, kw_only=True)
class TableContent:
    """A table. The caption has no number: tables are numbered where they are printed.

    `note` stands under it, each of its lines as a paragraph.

    Raises:
        ValueError: wider than the text, a row of another length, or too long to print.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total_rows: int
    more_note: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _require(self.caption, "table caption")
        if sum(column.width_mm for column in self.columns) > TEXT_WIDTH_MM:
            raise ValueError(f"columns are wider than {TEXT_WIDTH_MM} mm: {self.caption}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row does not fit the columns: {self.caption}")
        if len(self.rows) > MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS} rows: cut the table {self.caption}")
        if self.total_rows > len(self.rows) and not self.more_note:
            raise ValueError(f"rows are left out without a word: {self.caption}")


def cut_rows(
    rows: Sequence[tuple[str, ...]],
    *,
    address: str,
    limit: int = ROWS_SHOWN,
    total: int | None = None,
    is_least: bool = False,
) -> dict[str, object]:
    """Return `rows`, `total_rows` and `more_note` of a `TableContent` with at most `limit` rows.

    `total` counts the rows where only the first were fetched, and `is_least` says that there are
    more than it, which nobody has counted. `address` is where the whole list
    can be had as a spreadsheet.
    """
    total = len(rows) if total is None else total
    left = total - min(len(rows), limit)
    lines = f"{'hơn ' if is_least else ''}{format_number(left)} dòng"
    if is_least and left == 0:
        lines = "những dòng khác"
    return {
        "rows": tuple(rows[:limit]),
        "total_rows": total,
        "more_note": f"… còn {lines}, xem tệp Excel tại {address}" if left or is_least else "",
    }


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered section of a report; without a heading it is the text under its part."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    tables: tuple[TableContent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a report; the Roman number before its heading is printed for it."""

    heading: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class SignatureBlock:
    """Who is to sign a report: "TM. CỤM THI ĐUA", "CỤM TRƯỞNG", each on its own line."""

    authority_lines: tuple[str, ...]
    signer_name: str = ""
    status: str = NOT_SIGNED_HERE

    def __post_init__(self) -> None:
        _require(self.status, "signature status")


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """A report (báo cáo). `modified` is the last change of what it is made of.

    `replacement_note` says on page 1 which issue this one replaces, and why.
    """

    head: DocumentHead
    title: str = "BÁO CÁO"
    subject: str
    replacement_note: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    parts: tuple[Part, ...]
    closing: str = ""
    signature: SignatureBlock | None = None
    recipients: tuple[str, ...] = ()
    source_note: str = ""
    modified: date


@dataclass(frozen=True, kw_only=True)
class PledgeItemContent:
    """A numbered item of a pledge; line breaks in the text part its paragraphs."""

    number: int
    heading: str = ""
    text: str
    target: str = ""  # "Tỷ lệ hộ nghèo: không quá 2% (từng đơn vị)"


@dataclass(frozen=True, kw_only=True)
class SignatureCell:
    """One member's place in the table of signatures; "TM." is printed before the unit."""

    unit_line: str  # "ỦY BAN NHÂN DÂN TỈNH BẮC NINH"
    capacity: str = "CHỦ TỊCH"
    role_note: str = ""  # "(Cụm trưởng)", "(Cụm phó)"
    signer_name: str = ""
    status: str = NOT_SIGNED_HERE
    field: str = ""  # the unit's slug where a digital signature is to stand, see signature_fields

    def __post_init__(self) -> None:
        _require(self.unit_line, "signing unit")
        _require(self.status, "signature status")


@dataclass(frozen=True, kw_only=True)
class PledgeContent:
    """An emulation pledge (giao ước). Cells are printed in the order given: the chair first."""

    head: DocumentHead
    title: str = "GIAO ƯỚC THI ĐUA"
    subject: str
    bases: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    theme: str = ""
    motto: str = ""
    items: tuple[PledgeItemContent, ...]
    closing: str
    cells: tuple[SignatureCell, ...]
    recipients: tuple[str, ...] = ()
    source_note: str = ""
    modified: date

    @property
    def takes_signatures(self) -> bool:
        """Whether the printed file has fields for digital signatures, and one for the portal."""
        return any(cell.field for cell in self.cells)
