"""Kinds of files that the portal can take, told by their first bytes."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.files.inspection.others import (
    holds_text,
    what_to_do_with,
    what_to_do_with_text,
)
from cluster_portal.files.inspection.tables import is_plain_text

_MEGABYTE = 1024 * 1024


class FileKind(models.TextChoices):
    """A kind of file; its value is the ending of its name."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "ảnh JPEG"
    PNG = "png", "ảnh PNG"
    XLSX = "xlsx", "bảng tính XLSX"
    DOCX = "docx", "văn bản DOCX"
    CSV = "csv", "CSV"

    @property
    def content_type(self) -> str:
        """The media type under which the file is handed out."""
        return _CONTENT_TYPES[self]

    @property
    def largest(self) -> int:
        """The largest file of this kind that is taken, in bytes."""
        return _LARGEST[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of names that say this kind, in lower case and with the dot."""
        return (".jpg", ".jpeg") if self is FileKind.JPEG else (f".{self.value}",)


_CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.CSV: "text/csv",
}
_LARGEST = {
    FileKind.PDF: 20 * _MEGABYTE,
    FileKind.JPEG: 15 * _MEGABYTE,
    FileKind.PNG: 15 * _MEGABYTE,
    FileKind.XLSX: 10 * _MEGABYTE,
    FileKind.DOCX: 20 * _MEGABYTE,
    FileKind.CSV: 5 * _MEGABYTE,
}
_BEGINNINGS = {
    b"%PDF-": FileKind.PDF,
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"PK\x03\x04": FileKind.XLSX,
}


def words_for(kinds: Collection[FileKind]) -> str:
    """Return "PDF, ảnh JPEG hoặc ảnh PNG" for the kinds, in the order of their declaration."""
    *first, last = (kind.label for kind in FileKind if kind in kinds)
    return f"{', '.join(first)} hoặc {last}" if first else last


def kind_of(content: bytes, kinds: Collection[FileKind]) -> FileKind:
    """Return the kind that the first bytes say; neither name nor claimed type counts.

    Raises:
        ValidationError: it is none of `kinds`; where a workbook is asked for, with what to do
            about other files that hold tables, where a text is, about old and locked ones.
    """
    advice = what_to_do_with(content) if FileKind.XLSX in kinds else ""
    if FileKind.DOCX in kinds:
        if holds_text(content):
            return FileKind.DOCX
        advice = what_to_do_with_text(content) or advice
    for beginning, kind in _BEGINNINGS.items():
        if kind in kinds and content.startswith(beginning) and not advice:
            return kind
    # No first bytes say that a text is a table; `check_csv` looks further.
    is_other = bool(advice) or content.startswith(tuple(_BEGINNINGS))
    if FileKind.CSV in kinds and not is_other and is_plain_text(content):
        return FileKind.CSV
    raise ValidationError(
        advice or f"Nội dung tệp không đúng loại cổng nhận ở đây. Chọn tệp {words_for(kinds)}.",
        code="kind",
    )
