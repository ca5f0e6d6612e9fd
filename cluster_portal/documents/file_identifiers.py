"""The permanent identifier of a PDF file, which survives signing, editing and most saving anew.

It is random for all others (ISO 32000-2, 14.4), and stands uncompressed in the file, so that a
file need not be opened to see of which document it may be a changed copy.
"""

import re

LENGTH = 16  # bytes, as the portal and most programs write it
MOST = 100
_FIRST = re.compile(
    rb"/ID\s*\[\s*(?:<([0-9A-Fa-f\s]{32,64})>|\(((?:\\.|[^\\()]){16,64})\))", re.DOTALL
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def identifiers_in(content: bytes) -> list[str]:
    """The identifiers that a file names, as 32 hexadecimal digits, each once, the first first."""
    found: dict[str, None] = {}
    for _, match in zip(range(MOST), _FIRST.finditer(content), strict=False):
        found[_hexadecimal(*match.groups())] = None
    return [identifier for identifier in found if len(identifier) == 2 * LENGTH]


def _hexadecimal(digits: bytes | None, literal: bytes | None) -> str:
    if digits is not None:
        return b"".join(digits.split()).lower().decode()
    plain = _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), literal or b"")
    return plain.hex()
