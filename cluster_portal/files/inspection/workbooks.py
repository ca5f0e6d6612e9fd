"""Workbooks (.xlsx) are looked into as the ZIP archives that they are, without unpacking them.

Parts and their names: ECMA-376, part 2 (packages) and part 1, 12 (SpreadsheetML).
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError

MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, all parts together
LARGEST_RATIO = 200  # of a part of more than RATIO_FROM bytes; plain cells reach about 30
RATIO_FROM = 1024 * 1024
NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}

NOT_A_WORKBOOK = "Tệp không phải là bảng tính XLSX còn nguyên vẹn. Hãy lưu lại rồi chọn lại."
BOMB = "Bảng tính này giải nén ra quá lớn nên cổng không nhận."
ACTIVE = (
    "Bảng tính này có macro, liên kết tới tệp khác hoặc đối tượng nhúng nên cổng không nhận. "
    "Hãy lưu thành tệp XLSX chỉ có số liệu rồi chọn lại."
)

_ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|(^|/)(externallinks|activex|embeddings|macrosheets|dialogsheets|ctrlprops"
    r"|customui|querytables|webextensions)(/|$)|(^|/)connections\.xml$"
    r"|\.(bin|exe|dll|js|vbs|html?|svg|emf|wmf)$"
)
_PRINTER = re.compile(r"(^|/)printersettings/[^/]*\.bin$")  # what Excel keeps of a printer
_DRAWING = re.compile(r"(^|/)media/[^/]*\.(emf|wmf|svg)$")
_ACTIVE_TYPES = re.compile(
    rb"macroEnabled|vbaProject|externalLink|oleObject|activeX", re.IGNORECASE
)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.DOTALL)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)<")
_QUOTED = re.compile(rb'"[^"]*"|&quot;.*?&quot;')
# A formula that starts a program (DDE: program|topic!item) or calls another machine.
_FORMULA_OUT = re.compile(
    rb"\||\b(WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|DDE|IMAGE)\s*\(", re.IGNORECASE
)


def check_workbook(content: bytes) -> None:
    """Refuse a workbook that is broken, hides something or would do something.

    Raises:
        ValidationError: with the reason in words.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive, content)
            for part, text in _parts(archive):
                _check_part(part, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError: a part with a password; NotImplementedError: an unknown compression.
        raise ValidationError(NOT_A_WORKBOOK, code="unreadable") from error


def _check_archive(archive: zipfile.ZipFile, content: bytes) -> None:
    """Names, numbers and sizes, as the archive's own list states them."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    # Another file before or behind the archive would make it two files in one.
    ends_with_list = content[-22:-18] == b"PK\x05\x06" and not archive.comment
    starts_with_part = min((part.header_offset for part in parts), default=-1) == 0
    if not (ends_with_list and starts_with_part) or len(set(map(str.lower, names))) != len(names):
        raise ValidationError(NOT_A_WORKBOOK, code="structure")
    if any(not _is_plain(part) for part in parts) or not set(names) >= NEEDED:
        raise ValidationError(NOT_A_WORKBOOK, code="structure")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ValidationError(BOMB, code="bomb")
    for part in parts:
        if part.file_size > max(RATIO_FROM, LARGEST_RATIO * part.compress_size):
            raise ValidationError(BOMB, code="bomb")
    if any(_is_active(name.lower()) for name in names):
        raise ValidationError(ACTIVE, code="active")


def _is_plain(part: zipfile.ZipInfo) -> bool:
    """An ordinary file with a path that stays inside; `orig_filename` still has what was cut."""
    name = part.orig_filename
    steps = name.rstrip("/").split("/")
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    is_clean = name.isprintable() and not set(name) & set('\\:*?"<>|')
    return is_clean and not is_link and not {"", ".", ".."} & set(steps)


def _is_active(name: str) -> bool:
    if _PRINTER.search(name) or _DRAWING.search(name):
        return False
    return bool(_ACTIVE_PARTS.search(name))


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every part is read, which also checks its length and checksum."""
    for part in archive.infolist():
        # Python gives no more than the length that the list states, which is within the limits.
        yield part.filename, archive.read(part)


def _check_part(name: str, text: bytes) -> None:
    lower = name.lower()
    if not lower.endswith((".xml", ".rels", ".vml")):
        return
    encoding = _ENCODING.match(text.removeprefix(b"\xef\xbb\xbf").lstrip())
    if (
        text.startswith((b"\xff\xfe", b"\xfe\xff"))
        or b"\0" in text[:4]
        or (encoding and encoding[1].lower() not in {b"utf-8", b"us-ascii"})
    ):
        # In another encoding the words looked for below would not be found.
        raise ValidationError(NOT_A_WORKBOOK, code="structure")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValidationError(NOT_A_WORKBOOK, code="structure")
    if lower == "[content_types].xml" and _ACTIVE_TYPES.search(text):
        raise ValidationError(ACTIVE, code="active")
    if lower.endswith(".rels"):
        for relationship in _RELATIONSHIP.findall(text):
            if _EXTERNAL.search(relationship) and not _HYPERLINK.search(relationship):
                raise ValidationError(ACTIVE, code="active")
    for formula in _FORMULA.findall(text):
        if _FORMULA_OUT.search(_QUOTED.sub(b"", formula)):
            raise ValidationError(ACTIVE, code="active")
