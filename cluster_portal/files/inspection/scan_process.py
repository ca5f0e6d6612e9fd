"""Measures the images on the pages of one PDF file.

It runs as `python -m cluster_portal.files.inspection.scan_process`. The file comes on standard
input; the answer is JSON: the PDF's version, and for each page its size in millimetres, the dots an
inch of the image that fills it (0: none does), whether it has colour.
"""

import io
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from cluster_portal.files.inspection.pdf_process import limit_process

POINTS_PER_INCH, MILLIMETRES_PER_INCH = 72, 25.4
FILLS = 0.5  # of the page
COUNTS = 0.01  # smaller images are no strip of a scan
DEEPEST = 4  # forms within forms
MOST_IMAGES = 5_000
_GREY = {"/DeviceGray", "/CalGray", "/G"}
_BLACK_AND_WHITE = {"/JBIG2Decode", "/CCITTFaxDecode"}


@dataclass(frozen=True)
class Drawn:
    """An image on a page: its share of the page, its dots an inch, whether it has colour."""

    share: float
    dpi: float
    colour: bool


def measure(content: bytes) -> dict[str, Any]:
    """What is measured of a PDF file.

    Raises:
        pikepdf.PdfError, ValueError, TypeError: it cannot be read.
    """
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as document:
        major, minor = document.pdf_version.split(".")
        return {
            "version": [int(major), int(minor)],
            "pages": [_measure_page(page) for page in document.pages],
        }


def _measure_page(page: pikepdf.Page) -> dict[str, Any]:
    unit = float(page.obj.get("/UserUnit", 1))
    left, bottom, right, top = (float(value) * unit for value in page.cropbox)
    width, height = abs(right - left), abs(top - bottom)
    identity = pikepdf.Matrix(unit, 0, 0, unit, 0, 0)
    images = list(_images(page.obj, page.obj.get("/Resources"), identity, width * height, 0))
    if len(images) > MOST_IMAGES:
        raise ValueError("too many images")
    images = [image for image in images if image.share >= COUNTS]
    filling = [image.dpi for image in images if image.share >= FILLS]
    strips = [image.dpi for image in images] if sum(i.share for i in images) >= FILLS else []
    # Layers of one scan lie over each other: the sharpest shows the writing.
    dpi = max(filling, default=min(strips, default=0.0))
    return {
        "width": round(width / POINTS_PER_INCH * MILLIMETRES_PER_INCH),
        "height": round(height / POINTS_PER_INCH * MILLIMETRES_PER_INCH),
        "dpi": round(dpi),
        "colour": any(image.colour for image in images),
    }


def _images(
    stream: Any, resources: Any, matrix: pikepdf.Matrix, page_area: float, depth: int
) -> Iterator[Drawn]:
    """The images that a content stream draws, those of its forms too."""
    if resources is None or depth > DEEPEST:
        return
    named, waiting = resources.get("/XObject", {}), []
    for operands, operator in pikepdf.parse_content_stream(stream, "q Q cm Do"):
        name = str(operator)
        if name == "q":
            waiting.append(matrix)
        elif name == "Q" and waiting:
            matrix = waiting.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif name == "Do" and str(operands[0]) in named:
            drawn = named[str(operands[0])]
            if drawn.get("/Subtype") == "/Image":
                yield _drawn(drawn, matrix, page_area)
            elif drawn.get("/Subtype") == "/Form":
                own = pikepdf.Matrix(*map(float, drawn.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                within = drawn.get("/Resources", resources)
                yield from _images(drawn, within, own @ matrix, page_area, depth + 1)


def _drawn(image: Any, matrix: pikepdf.Matrix, page_area: float) -> Drawn:
    across, along = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    if not (across and along and page_area):
        return Drawn(0, 0, False)
    dpi = min(
        int(image.Width) / across * POINTS_PER_INCH, int(image.Height) / along * POINTS_PER_INCH
    )
    return Drawn(across * along / page_area, dpi, _has_colour(image))


def _has_colour(image: Any) -> bool:
    filters = image.get("/Filter", [])
    filters = filters if isinstance(filters, pikepdf.Array) else [filters]
    if image.get("/ImageMask") or {str(name) for name in filters} & _BLACK_AND_WHITE:
        return False
    space = image.get("/ColorSpace")
    if space is None:  # a JPEG 2000 image says it itself
        return True
    return not _is_grey(space)


def _is_grey(space: Any) -> bool:
    if not isinstance(space, pikepdf.Array):
        return str(space) in _GREY
    kind = str(space[0])
    if kind == "/ICCBased":
        return int(space[1].get("/N", 3)) == 1
    if kind == "/Indexed":
        return _is_grey(space[1])
    return kind in _GREY


def main() -> None:
    """Answer for the file on standard input; no answer when it cannot be read."""
    content = sys.stdin.buffer.read()
    limit_process()
    try:
        print(json.dumps(measure(content)), flush=True)
    except Exception:  # whatever a broken file makes the reader do
        sys.exit(1)


if __name__ == "__main__":
    main()
