"""Workbooks (.xlsx): packages with cells (ECMA-376, part 1, 12: SpreadsheetML)."""

import re

from cluster_portal.files.inspection.packages import Package, check_package

NOT_A_WORKBOOK = "Tệp không phải là bảng tính XLSX còn nguyên vẹn. Hãy lưu lại rồi chọn lại."
BOMB = "Bảng tính này giải nén ra quá lớn nên cổng không nhận."
ACTIVE = (
    "Bảng tính này có macro, liên kết tới tệp khác hoặc đối tượng nhúng nên cổng không nhận. "
    "Hãy lưu thành tệp XLSX chỉ có số liệu rồi chọn lại."
)

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
    check_package(content, _WORKBOOK)


def _calls_out(text: bytes) -> bool:
    return any(_FORMULA_OUT.search(_QUOTED.sub(b"", formula)) for formula in _FORMULA.findall(text))


_WORKBOOK = Package(
    needed=frozenset({"[Content_Types].xml", "xl/workbook.xml"}),
    broken=NOT_A_WORKBOOK,
    bomb=BOMB,
    active=ACTIVE,
    has_active=_calls_out,
)
