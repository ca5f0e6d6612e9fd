"""Files made by somebody who means to deceive, or by a program that means well."""

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def _appended(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def white_box(content: bytes) -> bytes:
    """The first page with a white rectangle over its text."""

    def cover(writer: IncrementalPdfFileWriter) -> None:
        stream = generic.StreamObject(stream_data=b"q 1 g 0 0 600 500 re f Q")
        writer.add_stream_to_page(0, writer.add_object(stream))

    return _appended(content, cover)


def note(content: bytes) -> bytes:
    """A comment beside the text."""

    def annotate(writer: IncrementalPdfFileWriter) -> None:
        writer.register_annotation(
            writer.find_page_for_modification(0)[0],
            writer.add_object(
                generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/Annot"),
                        pdf_name("/Subtype"): pdf_name("/Text"),
                        pdf_name("/Rect"): generic.ArrayObject(
                            map(generic.NumberObject, (100, 100, 120, 120))
                        ),
                        pdf_name("/Contents"): generic.TextStringObject("đã sửa"),
                    }
                )
            ),
        )

    return _appended(content, annotate)


def text_field(content: bytes) -> bytes:
    """A form field with a value in it."""

    def fill(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form["/Fields"].append(
            writer.add_object(
                generic.DictionaryObject(
                    {
                        pdf_name("/FT"): pdf_name("/Tx"),
                        pdf_name("/T"): generic.TextStringObject("ghi_chu"),
                        pdf_name("/V"): generic.TextStringObject("tăng 20%"),
                    }
                )
            )
        )
        writer.update_container(form["/Fields"])

    return _appended(content, fill)


def shadow(content: bytes) -> bytes:
    """Another page tree in the place of the one that was issued: a shadow attack."""

    def replace(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        first = pages["/Kids"][0]
        first[pdf_name("/Contents")] = writer.add_object(
            generic.StreamObject(stream_data=b"BT (khac) Tj ET")
        )
        writer.update_container(first)

    return _appended(content, replace)


APPENDED = (white_box, note, text_field, shadow)


def saved_anew(content: bytes) -> bytes:
    """The file opened and saved by a program that knows nothing of signatures."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(output)
    return output.getvalue()


def with_a_hole(content: bytes) -> bytes:
    """The signature's range of bytes ends before the file does."""
    found = list(re.finditer(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", content))[-1]
    start, length = found.start(4), len(found.group(4))
    shorter = str(int(found.group(4)) - 40).encode().rjust(length)
    return content[:start] + shorter + content[start + length :]


def digest_changed(content: bytes, issued: bytes) -> bytes:
    """A date within the newest revision, so within the signed bytes, is another one."""
    at = content.index(b"(D\\07220", len(issued)) + len(b"(D\\07220")
    return content[:at] + b"1" + content[at + 1 :]
