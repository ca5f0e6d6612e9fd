"""Uploads to try: good ones, and ones that hide something, made by the libraries that make them."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def upload(content: bytes, name: str = "quyết định.pdf", claimed: str = "") -> SimpleUploadedFile:
    """Return the bytes as a browser sends them; `claimed` is the type that the browser says."""
    return SimpleUploadedFile(name, content, content_type=claimed or "application/octet-stream")


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda document: None, **options) -> bytes:
    """Return a PDF file of one page after `change`."""
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options):
    """Return an image; the left half is red, so that turning it shows."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    picture.convert(mode).save(target, format=kind, **options)
    return target.getvalue()


def workbook(cell: object = "Nam Định") -> bytes:
    """Return a workbook with one cell."""
    book = openpyxl.Workbook()
    book.active["A1"] = cell
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(field: str = "") -> bytes:
    """Return a Word text of one paragraph, with XML of a field."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        "</Relationships>"
    )
    words = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:p><w:r><w:t>Dự thảo báo cáo</w:t></w:r>{field}</w:p></w:body></w:document>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/_rels/document.xml.rels", relations)
        archive.writestr("word/document.xml", words)
    return target.getvalue()


def changed_archive(
    content: bytes,
    add: dict[str, bytes] | None = None,
    replace: dict[str, tuple[bytes, bytes]] | None = None,
    drop: tuple[str, ...] = (),
) -> bytes:
    """Return the archive with parts added, dropped, or with bytes in a part replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in source.infolist():
            if part.filename in drop:
                continue
            text = source.read(part)
            old, new = (replace or {}).get(part.filename, (b"", b""))
            assert old in text
            archive.writestr(part.filename, text.replace(old, new, 1) if old else text)
        for name, text in (add or {}).items():
            part = zipfile.ZipInfo("x")
            part.filename = name  # as it stands: the constructor would mend it
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, text)
    return target.getvalue()


def scan(
    dpi: int = 200,
    mode: str = "RGB",
    *,
    page: tuple[float, float] = (595.3, 841.9),
    version: str = "1.4",
    turned: bool = False,
) -> bytes:
    """Return a PDF file with one page of `page` points, filled by an image of `dpi` and `mode`."""
    width, height = (round(side / 72 * dpi) for side in page)
    size = (height, width) if turned else (width, height)
    picture = Image.new(mode, size, 1 if mode == "1" else "white")
    target = io.BytesIO()
    picture.save(target, format="PDF", resolution=dpi)
    document = pikepdf.open(target)
    if turned:
        image = next(iter(document.pages[0].Resources.XObject.keys()))
        document.pages[0].MediaBox = [0, 0, *page]
        content = f"q 0 {page[1]} {-page[0]} 0 {page[0]} 0 cm {image} Do Q"
        document.pages[0].Contents = document.make_stream(content.encode())
        if "/CropBox" in document.pages[0]:
            del document.pages[0].CropBox
    target = io.BytesIO()
    document.save(target, force_version=version)
    return target.getvalue()
