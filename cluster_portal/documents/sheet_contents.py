"""The plain data of a signature sheet (phiếu chữ ký)."""

from dataclasses import dataclass
from datetime import date

from cluster_portal.documents.contents import DocumentHead, TableContent


@dataclass(frozen=True)
class SheetLine:
    """One fact: "Tình trạng: Đang có hiệu lực"."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SignatureSheetContent:
    """Facts of a document, then its signatures and its revisions. `modified` is the last event."""

    head: DocumentHead
    title: str = "PHIẾU CHỮ KÝ"
    subject: str
    lines: tuple[SheetLine, ...]
    tables: tuple[TableContent, ...]
    modified: date
