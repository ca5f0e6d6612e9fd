"""Files that hold tables but are no .xlsx: what somebody who has one can do about it."""

import re

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: old Office files, and encrypted ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
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
OPEN_DOCUMENT = (
    "Đây là tệp OpenDocument (.ods). Mở bằng LibreOffice, chọn Lưu thành, kiểu Excel 2007-365"
    " (.xlsx), rồi chọn tệp mới."
)
MARKUP = (
    "Đây là trang web được đặt tên như bảng tính. Mở bằng Excel, chọn Lưu thành, kiểu Sổ làm việc"
    " Excel (.xlsx), rồi chọn tệp mới."
)


def what_to_do_with(content: bytes) -> str:
    """Return a sentence for a file that is plainly something else; empty for all others."""
    if content.startswith(_COMPOUND):
        return ENCRYPTED if _ENCRYPTED in content else OLD_EXCEL
    if content.startswith(b"PK\x03\x04") and content[30:].startswith(_OPEN_DOCUMENT):
        return OPEN_DOCUMENT
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return MARKUP
    return ""
