"""How a web process and its rendering process talk: a status byte, a length, the bytes."""

import struct
from typing import BinaryIO

DOCUMENT = b"D"  # to the worker: HTML in UTF-8; from it: the PDF
REFUSAL = b"R"  # from the worker: a message for the user in UTF-8
FAILURE = b"F"  # from the worker: rendering failed; the reason is in the log

_HEADER = struct.Struct(">cI")


def write_frame(stream: BinaryIO, kind: bytes, body: bytes) -> None:
    """Send one frame. Raises OSError when nobody listens."""
    stream.write(_HEADER.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return (kind, body) of the next frame, or None when the other side has gone."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack(header)
    body = stream.read(length)
    return (kind, body) if len(body) == length else None
