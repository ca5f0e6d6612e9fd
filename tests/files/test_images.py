"""An image is taken as its pixels alone."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cluster_portal.files.checks import check
from cluster_portal.files.inspection import images
from cluster_portal.files.kinds import FileKind
from tests.files import samples
from tests.files.samples import upload

IMAGES = (FileKind.JPEG, FileKind.PNG)


def taken(content: bytes) -> bytes:
    return check(upload(content, "anh.jpg"), IMAGES).content


def refusal(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        taken(content)
    return error.value


def photo(**options) -> bytes:
    """A photo that says where it was taken, by what, and which way up."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    exif[0x010F] = "Nikon"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    return samples.image("JPEG", exif=exif, comment=b"So nha rieng", dpi=(300, 300), **options)


def test_a_photo_loses_where_and_when_it_was_taken():
    before = photo()
    assert b"Nikon" in before
    assert b"So nha rieng" in before
    after = taken(before)
    for secret in (b"Nikon", b"So nha rieng", b"Exif", b"GPS", b"ICC_PROFILE"):
        assert secret not in after
    assert not Image.open(io.BytesIO(after)).getexif()


def test_a_photo_is_turned_upright():
    picture = Image.open(io.BytesIO(taken(photo())))
    assert picture.size == (20, 40)
    red, _, blue = picture.convert("RGB").getpixel((10, 2))
    assert red > blue


def test_a_png_loses_its_texts_and_keeps_its_transparency():
    notes = PngInfo()
    notes.add_text("Author", "Nguyen Van A")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    after = taken(samples.image("PNG", mode="RGBA", pnginfo=notes))
    assert b"Nguyen Van A" not in after
    assert b"xmpmeta" not in after
    picture = Image.open(io.BytesIO(after))
    assert (picture.format, picture.mode, picture.info) == ("PNG", "RGBA", {})


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P")])
def test_other_colour_models_are_taken(kind, mode):
    assert Image.open(io.BytesIO(taken(samples.image(kind, mode=mode)))).size == (40, 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("rider", [samples.HTML, samples.SVG, samples.workbook()])
def test_what_rides_behind_an_image_is_gone(kind, rider):
    after = taken(samples.image(kind) + rider)
    assert rider not in after
    assert b"script" not in after
    assert b"PK\x03\x04" not in after


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims this size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(60_000, 60_000), (4_300, 4_300), (30_000, 1), (12_000, 9_000)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size):
    error = refusal(bomb(*size))
    assert (error.code, error.messages) == ("pixels", [images.TOO_MANY_PIXELS])


@pytest.mark.parametrize(
    "content",
    [
        samples.image("JPEG")[:200],
        samples.image("PNG")[:60],
        b"\xff\xd8\xff" + samples.HTML,
        b"\x89PNG\r\n\x1a\n" + samples.SVG,
        samples.image("PNG").replace(b"IDAT", b"IDAx", 1),
    ],
)
def test_a_broken_image_is_refused(content):
    error = refusal(content)
    assert (error.code, error.messages) == ("unreadable", [images.UNREADABLE])


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP", "TIFF", "ICO"])
def test_images_of_other_kinds_are_refused(kind):
    assert refusal(samples.image(kind)).code == "kind"
