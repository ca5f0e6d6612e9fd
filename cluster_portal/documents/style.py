"""Where the style sheet and fonts of documents are. No Django and no WeasyPrint in here."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
STATIC_DIRECTORY = PROJECT_DIRECTORY / "static"
STYLESHEET = STATIC_DIRECTORY / "css" / "document.css"
FONT_DIRECTORY = STATIC_DIRECTORY / "fonts" / "document"
FONT_FAMILY = "Portal Serif"
# Where documents, and the charts in them, have their templates.
TEMPLATES = tuple(
    PROJECT_DIRECTORY / "templates" / name for name in ("documents", "charts", "dense")
)
# The only folders a document may read from while it is rendered.
READABLE_DIRECTORIES = tuple(STATIC_DIRECTORY / name for name in ("css", "fonts", "images"))


@functools.cache
def style_version() -> str:
    """SHA-256, as 64 hexadecimal digits, over style sheet, fonts and WeasyPrint's version.

    The same HTML gives the same PDF as long as this stays the same. It is read once per
    process: restart the server after a change of the style sheet.
    """
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in (STYLESHEET, *sorted(FONT_DIRECTORY.glob("*.ttf"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.cache
def template_version() -> str:
    """SHA-256, as 64 hexadecimal digits, over the style and the templates of documents and charts.

    An issued document keeps it, which tells with which form of them it was printed.
    """
    digest = hashlib.sha256(style_version().encode())
    for directory in TEMPLATES:
        for path in sorted(directory.glob("*.*")):
            name = path.relative_to(directory.parent).as_posix()
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
