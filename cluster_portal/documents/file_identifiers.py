"""The permanent identifier of a PDF file, which survives signing, editing and most saving anew.

It is random for all others (ISO 32000-2, 14.4), and stands uncompressed in the file, so that a
file need not be opened to see of which document it may be a changed copy.
"""

import hashlib
import re

LENGTH = 16  # bytes, as the portal and most programs write it
MOST = 100
_FIRST = re.compile(
    rb"/ID\s*\[\s*(?:<([0-9A-Fa-f\s]{32,64})>|\(((?:\\.|[^\\()]){16,64})\))", re.DOTALL
)
_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}


def identifier_of(html: str) -> bytes:
    """The identifier of the file that is made of `html`: the same whenever it is made.

    Without a carriage return, which stands unescaped in the file and is read as a line feed: the
    copy that another program saves would have another identifier (ISO 32000-2, 7.3.4.2).
    """
    return hashlib.sha256(html.encode()).digest()[:LENGTH].replace(b"\r", b"\n")


def identifiers_in(content: bytes) -> list[str]:
    """The identifiers that a file names, as 32 hexadecimal digits, each once, the first first."""
    found: dict[str, None] = {}
    for _, match in zip(range(MOST), _FIRST.finditer(content), strict=False):
        found[_hexadecimal(*match.groups())] = None
    return [identifier for identifier in found if len(identifier) == 2 * LENGTH]


def _hexadecimal(digits: bytes | None, literal: bytes | None) -> str:
    if digits is not None:
        return b"".join(digits.split()).lower().decode()
    return _ESCAPED.sub(_byte, literal or b"").hex()


def _byte(escaped: re.Match[bytes]) -> bytes:
    """What stands for itself only behind a backslash (ISO 32000-2, 7.3.4.2)."""
    octal, letter = escaped.groups()
    return bytes([int(octal, 8) & 0xFF]) if octal else _LETTERS.get(letter, letter)
