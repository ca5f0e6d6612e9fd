"""PDF files are looked through in a process of their own and kept byte for byte."""

import io
import os
import subprocess
import sys
import zipfile

from django.conf import settings
from django.core.exceptions import ValidationError

TIME_LIMIT = 40  # seconds
_WHITE_SPACE = b"\x00\t\n\x0c\r "  # ISO 32000-2, 7.2.3
_LONGEST_TAIL = 64  # white space after the end mark; a program may pad a little

MESSAGES = {
    "unreadable": "Không đọc được tệp PDF này. Hãy mở lại tệp, lưu thành PDF mới rồi chọn lại.",
    "encrypted": "Tệp PDF này có mật khẩu hoặc bị khóa. Hãy bỏ khóa rồi chọn lại.",
    "active": (
        "Tệp PDF này có lệnh tự chạy, biểu mẫu động hoặc âm thanh, phim nên cổng không nhận. "
        "Hãy in ra tệp PDF mới rồi chọn lại."
    ),
    "files": "Tệp PDF này có tệp khác đính kèm bên trong nên cổng không nhận.",
    "pages": "Tệp PDF phải có từ 1 đến 500 trang.",
    "bomb": "Tệp PDF này giải nén ra quá lớn nên cổng không nhận.",
    "structure": "Tệp PDF này có dữ liệu lạ ở đầu hoặc cuối tệp nên cổng không nhận.",
}

# What the process may see of the environment: where things are, never a secret.
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH")


def check_pdf(content: bytes) -> None:
    """Refuse a PDF file that is broken, locked, active, or two files in one.

    Raises:
        ValidationError: with the reason in words.
    """
    _, mark, tail = content.rpartition(b"%%EOF")
    if (
        not content.startswith(b"%PDF-")
        or not mark
        or tail.strip(_WHITE_SPACE)
        or len(tail) > _LONGEST_TAIL
        or zipfile.is_zipfile(io.BytesIO(content))
    ):
        raise ValidationError(MESSAGES["structure"], code="structure")
    answer = _inspected(content)
    if answer != "ok":
        # No answer at all: the process ran into one of its limits.
        reason = answer if answer in MESSAGES else "bomb"
        raise ValidationError(MESSAGES[reason], code=reason)


def _inspected(content: bytes) -> str:
    try:
        ended = subprocess.run(  # nosec B603 # constant command, no shell
            [sys.executable, "-m", "cluster_portal.files.inspection.pdf_process"],
            input=content,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return ended.stdout.decode("ascii", "replace").strip()
