"""Files of other kinds than those taken: what somebody who has one can do about it."""

import codecs
import io
import re
import zipfile

from cluster_portal.files.inspection.texts import MAIN_PART

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: old Office files, and encrypted ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_WORD = "WordDocument".encode("utf-16-le")  # [MS-DOC] 2.1.1
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_MARKUP = re.compile(rb"\s*<(\?xml|!doctype|html|head|body|table|meta|style|script)", re.IGNORECASE)

ENCRYPTED = (
    "Bảng tính này đặt mật khẩu nên cổng không đọc được. Mở bằng Excel, vào Tệp, Thông tin, Bảo vệ"
    " sổ làm việc, xóa mật khẩu mã hóa, lưu rồi chọn lại."
)
OLD_EXCEL = (
    "Đây là bảng tính kiểu cũ (.xls). Mở bằng Excel, chọn Lưu thành, kiểu Sổ làm việc Excel"
    " (.xlsx), rồi chọn tệp mới."
)
BINARY = (
    "Đây là bảng tính kiểu nhị phân (.xlsb). Mở bằng Excel, chọn Lưu thành, kiểu Sổ làm việc Excel"
    " (.xlsx), rồi chọn tệp mới."
)
WORD = "Đây là tệp Word. Chép bảng sang Excel, lưu kiểu .xlsx, rồi chọn tệp mới."
OLD_WORD = (
    "Đây là văn bản Word kiểu cũ (.doc). Mở bằng Word, chọn Lưu thành, kiểu .docx hoặc PDF, rồi"
    " chọn tệp mới."
)
LOCKED = "Tệp này đặt mật khẩu nên cổng không đọc được. Bỏ mật khẩu, lưu rồi chọn lại."
ARCHIVE = "Đây là tệp nén. Giải nén rồi chọn tệp bảng tính ở trong."
NO_MARK = (
    "Tệp văn bản này không ghi bảng mã nên cổng không đọc được. Lưu lại bằng Excel theo kiểu “CSV"
    " UTF-8” hoặc .xlsx rồi chọn lại."
)
OPEN_DOCUMENT = (
    "Đây là tệp OpenDocument (.ods). Mở bằng LibreOffice, chọn Lưu thành, kiểu Excel 2007-365"
    " (.xlsx), rồi chọn tệp mới."
)
MARKUP = (
    "Đây là trang web được đặt tên như bảng tính. Mở bằng Excel, chọn Lưu thành, kiểu Sổ làm việc"
    " Excel (.xlsx), rồi chọn tệp mới."
)

_PARTS = {MAIN_PART: WORD, "xl/workbook.bin": BINARY}


def what_to_do_with(content: bytes) -> str:
    """Return a sentence for a file that is plainly something else; empty for all others."""
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            return ENCRYPTED
        return WORD if _WORD in content else OLD_EXCEL
    if content.startswith(b"PK\x03\x04"):
        if content[30:].startswith(_OPEN_DOCUMENT):
            return OPEN_DOCUMENT
        return _of_archive(content)
    if content.startswith(_ARCHIVES):
        return ARCHIVE
    if _is_unmarked(content[:400]):
        return NO_MARK
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return MARKUP
    return ""


def what_to_do_with_text(content: bytes) -> str:
    """The same where a text (.docx) is taken too: for old and for locked files; else empty."""
    if not content.startswith(_COMPOUND):
        return ""
    if _ENCRYPTED in content:
        return LOCKED
    return OLD_WORD if _WORD in content else ""


def holds_text(content: bytes) -> bool:
    """Whether it is an archive with the main part of a text (.docx)."""
    return MAIN_PART in _names(content)


def _of_archive(content: bytes) -> str:
    """What an archive is by the names in its list; a broken one `check_workbook` refuses."""
    names = _names(content)
    if not names:
        return ""
    for part, words in _PARTS.items():
        if part in names:
            return words
    is_book = any(name.startswith(("[Content_Types]", "xl/")) for name in names)
    return "" if is_book else ARCHIVE


def _names(content: bytes) -> list[str]:
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _is_unmarked(beginning: bytes) -> bool:
    """Whether it is text in UTF-16 without a mark: every second byte of what is ASCII is zero."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) > len(beginning) // 5
