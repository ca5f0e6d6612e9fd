"""From an upload to bytes that may be kept, or a sentence that says why not."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from cluster_portal.files.inspection.images import rewrite_image
from cluster_portal.files.inspection.pdf import check_pdf
from cluster_portal.files.inspection.tables import check_csv
from cluster_portal.files.inspection.texts import check_text
from cluster_portal.files.inspection.workbooks import check_workbook
from cluster_portal.files.kinds import FileKind, kind_of
from cluster_portal.files.names import clean_name


@dataclass(frozen=True)
class CheckedFile:
    """What is kept of an upload: its kind by content, its bytes, its clean name."""

    kind: FileKind
    content: bytes
    name: str


def check(upload: UploadedFile, kinds: Collection[FileKind]) -> CheckedFile:
    """Return what may be kept of `upload`; an image comes back written anew.

    Checking the same upload twice costs once: the result is remembered on it.

    Raises:
        ValidationError: it is not one of `kinds`, too large, or holds what the portal refuses.
    """
    known = getattr(upload, "_checked", None)
    if known is not None and known.kind in kinds:
        return known
    largest = max(kind.largest for kind in kinds)
    if (upload.size or 0) > largest:
        raise _too_large(largest)
    upload.seek(0)
    content = upload.read(largest + 1)
    if not content:
        raise ValidationError("Tệp không có nội dung.", code="empty")
    kind = kind_of(content, kinds)
    if len(content) > kind.largest:
        raise _too_large(kind.largest)
    if kind is FileKind.PDF:
        check_pdf(content)
    elif kind is FileKind.XLSX:
        check_workbook(content)
    elif kind is FileKind.DOCX:
        check_text(content)
    elif kind is FileKind.CSV:
        check_csv(content)
    else:
        content = rewrite_image(content, kind)
    upload._checked = CheckedFile(kind, content, clean_name(upload.name or "", kind))
    return upload._checked


def _too_large(most: int) -> ValidationError:
    words = f"Tệp lớn quá {most // 1024 // 1024} MB. Hãy giảm dung lượng rồi chọn lại."
    return ValidationError(words, code="size")
