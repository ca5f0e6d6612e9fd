"""Scans of signed paper: colour, at least 200 dots an inch, full size.

Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II. They are measured in the process that looks through
uploaded PDF files, as reading a hostile file may take all memory or time that there is.
"""

import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from cluster_portal.files.checks import check
from cluster_portal.files.inspection.pdf import ENVIRONMENT, TIME_LIMIT
from cluster_portal.files.kinds import FileKind

LEAST_DPI = 200
OLDEST_VERSION = (1, 4)
SHORTEST, LONGEST = 200, 283  # millimetres: A4 with what a scanner loses at its edges

MESSAGES = {
    "unreadable": "Không đo được tệp PDF này. Hãy quét lại, lưu thành PDF mới rồi chọn lại.",
    "version": "Tệp là PDF {version}; bản số hóa phải là PDF 1.4 trở lên. Hãy lưu lại rồi chọn.",
    "image": "Trang {page} không phải ảnh quét. Hãy quét bản giấy đã ký rồi chọn tệp đó.",
    "size": (
        "Trang {page} có khổ {width}×{height} mm, nhỏ hơn giấy A4. Hãy quét lại với tỷ lệ 100%."
    ),
    "dpi": (
        "Trang {page} quét ở {dpi} dpi; bản số hóa phải từ 200 dpi trở lên. Hãy quét lại với độ"
        " phân giải cao hơn."
    ),
    "colour": "Trang {page} là ảnh đen trắng. Hãy quét lại ở chế độ màu.",
}


def check_scan(upload: UploadedFile) -> None:
    """Refuse a PDF file that is no scan as the decree wants it; the upload is left at its start.

    Raises:
        ValidationError: with what was measured, and on which page.
    """
    checked = check(upload, (FileKind.PDF,))
    upload.seek(0)
    measured = _measured(checked.content)
    if measured is None:
        raise ValidationError(MESSAGES["unreadable"], code="unreadable")
    if tuple(measured["version"]) < OLDEST_VERSION:
        version = ".".join(map(str, measured["version"]))
        raise ValidationError(MESSAGES["version"].format(version=version), code="version")
    for number, page in enumerate(measured["pages"], start=1):
        if wrong := _wrong_with(page):
            told = MESSAGES[wrong].format(page=number, **page)
            raise ValidationError(told, code=wrong)


def _wrong_with(page: dict[str, Any]) -> str:
    if not page["dpi"]:
        return "image"
    shorter, longer = sorted((page["width"], page["height"]))
    if shorter < SHORTEST or longer < LONGEST:
        return "size"
    if page["dpi"] < LEAST_DPI:
        return "dpi"
    return "" if page["colour"] else "colour"


def _measured(content: bytes) -> dict[str, Any] | None:
    try:
        ended = subprocess.run(  # nosec B603 # constant command, no shell
            [sys.executable, "-m", "cluster_portal.files.inspection.scan_process"],
            input=content,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            timeout=TIME_LIMIT,
            check=False,
        )
        return json.loads(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
