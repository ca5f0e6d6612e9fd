"""Images are decoded within limits and written anew, so that nothing but the picture remains."""

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from cluster_portal.files.kinds import FileKind

MOST_PIXELS = 18_000_000  # A3 at 300 dots an inch has 17.4 million; takes 200 MB to write anew
LONGEST_SIDE = 12_000
QUALITY = 90

UNREADABLE = "Không đọc được ảnh này. Hãy mở lại ảnh, lưu thành tệp mới rồi chọn lại."
TOO_MANY_PIXELS = (
    "Ảnh có quá nhiều điểm ảnh. Hãy quét hoặc chụp lại với độ phân giải thấp hơn (300 dpi là đủ)."
)
_FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}
_MODES = {FileKind.JPEG: ("L", "RGB"), FileKind.PNG: ("1", "L", "LA", "RGB", "RGBA")}


def rewrite_image(content: bytes, kind: FileKind) -> bytes:
    """Return the picture in `content`, turned upright, without metadata or anything else beside it.

    Raises:
        ValidationError: it is no whole image of this kind, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # verify() reads every chunk's checksum and leaves the image unusable: open it twice.
            _opened(content, kind).verify()
            image = _opened(content, kind)
            image.load()
            upright = ImageOps.exif_transpose(image)
            return _written(upright, kind)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS, code="pixels") from error
    except Exception as error:
        # Pillow's decoders answer hostile bytes with any kind of exception.
        raise ValidationError(UNREADABLE, code="unreadable") from error


def _opened(content: bytes, kind: FileKind) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=(_FORMATS[kind],))
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise ValidationError(TOO_MANY_PIXELS, code="pixels")
    return image


def _written(image: Image.Image, kind: FileKind) -> bytes:
    if image.mode not in _MODES[kind]:
        see_through = kind is FileKind.PNG and image.has_transparency_data
        image = image.convert("RGBA" if see_through else "RGB")
    # The pixels alone: a fresh image knows no profile, no comment, no position.
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    target = io.BytesIO()
    options = {"quality": QUALITY} if kind is FileKind.JPEG else {"optimize": False}
    clean.save(target, format=_FORMATS[kind], **options)
    return target.getvalue()
