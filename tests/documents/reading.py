"""Reading PDF files back with programs that did not write them."""

import re
import subprocess
from pathlib import Path

import pdfplumber

POINTS_PER_MM = 72 / 25.4


def text_of(path: Path, page: int | None = None) -> str:
    """The text as poppler extracts it, each run of white space one space."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(
        ["pdftotext", *pages, str(path), "-"], check=True, capture_output=True, text=True
    )
    return re.sub(r"\s+", " ", done.stdout)


def scanned(path: Path) -> str:
    """What a scanner reads from the QR code of the last page."""
    picture = path.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", path, picture], check=True)
    pages = sorted(path.parent.glob(f"{picture.name}-*.png"))
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", pages[-1]],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def fonts_of(path: Path) -> list[dict[str, str]]:
    """The fonts as poppler lists them: name, and "yes" or "no" for emb, sub and uni."""
    listing = subprocess.run(
        ["pdffonts", str(path)], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    fonts = []
    for line in listing:
        name, *_, embedded, subset, unicode_map, _number, _generation = line.split()
        fonts.append({"name": name, "emb": embedded, "sub": subset, "uni": unicode_map})
    return fonts


def words_of(path: Path) -> list[list[dict]]:
    """The words of each page with their boxes: x0, x1, top and bottom in millimetres."""
    with pdfplumber.open(path) as pdf:
        return [[_millimetres(word) for word in page.extract_words()] for page in pdf.pages]


def rules_of(path: Path, page: int = 1) -> list[dict]:
    """The horizontal rules of a page, with their boxes in millimetres."""
    with pdfplumber.open(path) as pdf:
        shapes = pdf.pages[page - 1].rects
        return [_millimetres(shape) for shape in shapes if shape["height"] < 1.5]


def right_edge_of(path: Path, page: int) -> float:
    """How far to the right anything is drawn or written on a page, in millimetres."""
    with pdfplumber.open(path) as pdf:
        drawn = pdf.pages[page - 1]
        shapes = [*drawn.chars, *drawn.rects, *drawn.lines, *drawn.curves]
        return float(max(shape["x1"] for shape in shapes)) / POINTS_PER_MM


def line_of(words: list[dict], first: str, last: str) -> dict:
    """The box around the words of one line from `first` to `last`."""
    start = next(i for i, word in enumerate(words) if word["text"] == first)
    end = next(i for i, word in enumerate(words) if i >= start and word["text"] == last)
    row = words[start : end + 1]
    return {
        "x0": min(word["x0"] for word in row),
        "x1": max(word["x1"] for word in row),
        "top": min(word["top"] for word in row),
        "bottom": max(word["bottom"] for word in row),
    }


def _millimetres(box: dict) -> dict:
    sides = {side: float(box[side]) / POINTS_PER_MM for side in ("x0", "x1", "top", "bottom")}
    return {"text": box.get("text", "")} | sides
