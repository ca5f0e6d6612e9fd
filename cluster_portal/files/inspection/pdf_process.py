"""Looks through one PDF file: `python -m cluster_portal.files.inspection.pdf_process`.

The file comes on standard input, the answer is one word on standard output: "ok" or the reason for
a refusal. A process of its own, because reading a hostile file may take all memory or time that
there is, or break the reader: here both are limited by the kernel, and it knows no secret.
"""

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import settings as qpdf

MEMORY = 1024 * 1024 * 1024  # bytes
SECONDS = 20  # of computing
MOST_PAGES = 500
MOST_OBJECTS = 200_000
LARGEST_STREAM = 64 * 1024 * 1024  # bytes once decoded, images apart
LARGEST_SUM = 256 * 1024 * 1024  # of all such streams
MOST_PIXELS = 200_000_000  # of one image
MOST_FILTERS = 3  # on one stream

# ISO 32000-2: 12.6 actions, 7.11.4 embedded files, 12.7.8 XFA, 13 multimedia.
ACTIVE_KEYS = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMedia", "/RichMediaContent"}
FILE_KEYS = {"/EmbeddedFiles", "/EF", "/AF"}
ACTIVE_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/GoTo3DView"),
    "/Thread",
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute"),
}
ACTIVE_SUBTYPES = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


class Refused(Exception):
    """The file is not taken; the argument is the reason, a word of `pdf.MESSAGES`."""


def limit_process() -> None:
    """Have the kernel end this process when it asks for too much; it may write no file at all."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    qpdf.set_qpdf_limits(
        doc_max_warnings=50,
        parser_max_container_size=MOST_OBJECTS,
        max_stream_filters=MOST_FILTERS,
        flate_max_memory=LARGEST_STREAM,
        png_max_memory=LARGEST_STREAM,
        tiff_max_memory=LARGEST_STREAM,
        run_length_max_memory=LARGEST_STREAM,
        dct_max_memory=LARGEST_STREAM,
    )


def inspect(content: bytes) -> None:
    """Look at every object of the file.

    Raises:
        Refused: it is encrypted, active, carries files, or is too large once unpacked.
        pikepdf.PdfError: it cannot be read.
    """
    try:
        document = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with document:
        if document.is_encrypted:
            raise Refused("encrypted")
        if len(document.objects) > MOST_OBJECTS:
            raise Refused("bomb")
        if not 0 < len(document.pages) <= MOST_PAGES:
            raise Refused("pages")
        _check_opening(document.Root)
        # The catalogue may stand in the trailer itself, where no list of objects names it.
        for part in _parts(document.trailer):
            _check_dictionary(part)
        decoded = 0
        for element in document.objects:
            for part in _parts(element):
                _check_dictionary(part)
            if isinstance(element, pikepdf.Stream):
                decoded += _decoded_size(element)
                if decoded > LARGEST_SUM:
                    raise Refused("bomb")


def _parts(element: Any) -> Iterator[Any]:
    """The dictionaries in an object that stand in it directly, itself included."""
    waiting = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            within = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            within = list(part)
        else:
            continue
        # What stands elsewhere in the file has its own turn.
        waiting += [
            value for value in within if isinstance(value, pikepdf.Object) and not value.is_indirect
        ]


def _check_dictionary(part: Any) -> None:
    keys = set(part.keys())
    if isinstance(part, pikepdf.Stream) and "/F" in keys:  # its bytes lie in another file
        raise Refused("files")
    if keys & FILE_KEYS or part.get("/Type") == "/EmbeddedFile":
        raise Refused("files")
    if keys & ACTIVE_KEYS:
        raise Refused("active")
    if str(part.get("/S")) in ACTIVE_ACTIONS or str(part.get("/Subtype")) in ACTIVE_SUBTYPES:
        raise Refused("active")


def _check_opening(root: Any) -> None:
    """What happens on opening may only be to show some page: LibreOffice writes that always."""
    action = root.get("/OpenAction")
    if action is None or isinstance(action, pikepdf.Array):
        return
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/GoTo":
        if "/Next" in action:
            raise Refused("active")
        return
    raise Refused("active")


def _decoded_size(stream: pikepdf.Stream) -> int:
    """How many bytes a reader gets to see, images apart, whose size is what they say of it."""
    if stream.get("/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
            raise Refused("bomb")
        return 0
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) > MOST_FILTERS:
        raise Refused("bomb")
    try:
        return len(stream.read_bytes(pikepdf.StreamDecodeLevel.generalized))
    except pikepdf.DataDecodingError as error:
        raise Refused("bomb") from error


def main() -> None:
    """Answer for the file on standard input."""
    content = sys.stdin.buffer.read()
    limit_process()
    try:
        inspect(content)
    except Refused as refusal:
        answer = str(refusal)
    except MemoryError:
        answer = "bomb"
    except Exception:  # whatever a broken file makes the reader do
        answer = "unreadable"
    else:
        answer = "ok"
    print(answer, flush=True)


if __name__ == "__main__":
    main()
