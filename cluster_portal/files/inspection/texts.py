"""Texts (.docx): packages with paragraphs (ECMA-376, part 1, 11: WordprocessingML)."""

import re

from cluster_portal.files.inspection.packages import Package, check_package

MAIN_PART = "word/document.xml"
NOT_A_TEXT = "Tệp không phải là văn bản Word (.docx) còn nguyên vẹn. Hãy lưu lại rồi chọn lại."
BOMB = "Văn bản này giải nén ra quá lớn nên cổng không nhận."
ACTIVE = (
    "Văn bản này có macro, liên kết tới tệp khác hoặc đối tượng nhúng nên cổng không nhận. "
    "Hãy lưu thành PDF rồi chọn lại."
)

# A field stands in one attribute, or in runs between its beginning and its end (17.16.2).
_SIMPLE = re.compile(rb"\binstr\s*=\s*(\"[^\"]*\"|'[^']*')")
_RUN = re.compile(
    rb"<(?:\w+:)?instrText\b[^>]*>([^<]*)<"
    rb"|<(?:\w+:)?fldChar\b[^>]*fldCharType\s*=\s*[\"'](begin|end)"
)
_BROKEN_RUN = re.compile(rb"<(?:\w+:)?instrText\b[^>]*(?<!/)>[^<]*<[^/]")  # a comment, CDATA
_QUOTED = re.compile(rb'"[^"\n]*"|&quot;.*?&quot;')
# Fields that start a program (DDE) or bring in another file.
_FIELD_OUT = re.compile(rb"DDE|INCLUDE|IMPORT|\bLINK\b|\bDATABASE\b|\bRD\b", re.IGNORECASE)


def check_text(content: bytes) -> None:
    """Refuse a text that is broken, hides something or would do something.

    Raises:
        ValidationError: with the reason in words.
    """
    check_package(content, _TEXT)


def _calls_out(text: bytes) -> bool:
    if _BROKEN_RUN.search(text):
        return True
    # Signs written as character references would hide the name of a field.
    simple = [found[1:-1].replace(b"&quot;", b'"') for found in _SIMPLE.findall(text)]
    runs = b"".join(b"\n" if edge else words for words, edge in _RUN.findall(text))
    codes = _QUOTED.sub(b"", b"\n".join([*simple, runs]))
    return b"&#" in codes or bool(_FIELD_OUT.search(codes))


_TEXT = Package(
    needed=frozenset({"[Content_Types].xml", MAIN_PART}),
    broken=NOT_A_TEXT,
    bomb=BOMB,
    active=ACTIVE,
    has_active=_calls_out,
)
