"""File names as they are kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_portal.files.kinds import FileKind
from cluster_portal.files.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Quyết định 12.pdf", "Quyết định 12.pdf"),
        ("QUYẾT ĐỊNH.PDF", "QUYẾT ĐỊNH.pdf"),
        (unicodedata.normalize("NFD", "Quyết định.pdf"), "Quyết định.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lan\\qd.pdf", "qd.pdf"),
        ("..", "tep.pdf"),
        ("", "tep.pdf"),
        (".pdf", "tep.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("anh\u202efdp.exe", "anhfdp.exe.pdf"),
        ("qd\r\nSet-Cookie: a=b.pdf", "qd Set-Cookie a=b.pdf"),
        ("qd\x00.exe.pdf", "qd .exe.pdf"),
        ('a"b<c>|?*.pdf', "a b c.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul.tar.pdf", "_nul.tar.pdf"),
        ("LPT1", "_LPT1.pdf"),
        ("console.pdf", "console.pdf"),
        ("x.html", "x.html.pdf"),
    ],
)
def test_a_name_is_the_last_part_without_tricks(sent, kept):
    assert clean_name(sent, FileKind.PDF) == kept


def test_the_ending_is_that_of_the_content():
    assert clean_name("a.jpeg", FileKind.JPEG) == "a.jpg"
    assert clean_name("a.xlsm", FileKind.XLSX) == "a.xlsm.xlsx"


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_saved(sent):
    kept = clean_name(sent, FileKind.PNG)
    assert kept.endswith(".png")
    assert len(kept) <= LONGEST
    assert not set(kept) & set('/\\:*?"<>|\r\n\0')
    assert not kept.startswith(".")
    assert clean_name(kept, FileKind.PNG) == kept
