"""Office files (.xlsx, .docx) are looked into as the ZIP archives that they are, not unpacked.

Parts and their names: ECMA-376, part 2 (packages) and part 1.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes, all parts together
LARGEST_RATIO = 200  # of a part of more than RATIO_FROM bytes; plain cells reach about 30
RATIO_FROM = 1024 * 1024

_ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|(^|/)(externallinks|activex|embeddings|macrosheets|dialogsheets|ctrlprops"
    r"|customui|querytables|webextensions)(/|$)|(^|/)connections\.xml$"
    r"|\.(bin|exe|dll|js|vbs|html?|mht|mhtml|rtf|svg|emf|wmf)$"
)
_PRINTER = re.compile(r"(^|/)printersettings/[^/]*\.bin$")  # what Excel keeps of a printer
_DRAWING = re.compile(r"(^|/)media/[^/]*\.(emf|wmf|svg)$")
_ACTIVE_TYPES = re.compile(
    rb"macroEnabled|vbaProject|externalLink|oleObject|activeX|afchunk", re.IGNORECASE
)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.DOTALL)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    """One kind of Office file: the parts that it has, what is said of it, a look into its parts.

    `has_active` says of the bytes of an XML part whether they would do something.
    """

    needed: frozenset[str]
    broken: str
    bomb: str
    active: str
    has_active: Callable[[bytes], bool]


def check_package(content: bytes, package: Package) -> None:
    """Refuse a file that is broken, hides something or would do something.

    Raises:
        ValidationError: with the reason in words.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive, content, package)
            for part, text in _parts(archive):
                _check_part(part, text, package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError: a part with a password; NotImplementedError: an unknown compression.
        raise ValidationError(package.broken, code="unreadable") from error


def _check_archive(archive: zipfile.ZipFile, content: bytes, package: Package) -> None:
    """Names, numbers and sizes, as the archive's own list states them."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    # Another file before or behind the archive would make it two files in one.
    ends_with_list = content[-22:-18] == b"PK\x05\x06" and not archive.comment
    starts_with_part = min((part.header_offset for part in parts), default=-1) == 0
    if not (ends_with_list and starts_with_part) or len(set(map(str.lower, names))) != len(names):
        raise ValidationError(package.broken, code="structure")
    if any(not _is_plain(part) for part in parts) or not set(names) >= package.needed:
        raise ValidationError(package.broken, code="structure")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ValidationError(package.bomb, code="bomb")
    for part in parts:
        if part.file_size > max(RATIO_FROM, LARGEST_RATIO * part.compress_size):
            raise ValidationError(package.bomb, code="bomb")
    if any(_is_active(name.lower()) for name in names):
        raise ValidationError(package.active, code="active")


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


def _check_part(name: str, text: bytes, package: Package) -> None:
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
        raise ValidationError(package.broken, code="structure")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValidationError(package.broken, code="structure")
    if lower == "[content_types].xml" and _ACTIVE_TYPES.search(text):
        raise ValidationError(package.active, code="active")
    if lower.endswith(".rels"):
        for relationship in _RELATIONSHIP.findall(text):
            if _EXTERNAL.search(relationship) and not _HYPERLINK.search(relationship):
                raise ValidationError(package.active, code="active")
    if package.has_active(text):
        raise ValidationError(package.active, code="active")
