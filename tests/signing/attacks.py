"""Files made by somebody who means to deceive, or by a program that means well."""

import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader


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


def moved(content: bytes) -> bytes:
    """The first signature field laid over the text, so that its appearance hides it."""

    def move(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        field[pdf_name("/Rect")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800)))
        writer.update_container(field)

    return _appended(content, move)


def with_stream(content: bytes, length: int) -> bytes:
    """The file with that many bytes more, which nothing refers to."""

    def add(writer: IncrementalPdfFileWriter) -> None:
        writer.add_object(generic.StreamObject(stream_data=os.urandom(length)))

    return _appended(content, add)


APPENDED = (white_box, note, text_field, shadow, moved)


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


def encrypted(content: bytes) -> bytes:
    """The file saved with a password."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="a", user="b"))
    return output.getvalue()


def other_history(content: bytes, other: bytes) -> bytes:
    """All bytes of `content`, then another document whose history leaves them aside."""
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(other)) as pdf:
        pdf.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    moved = plain.getvalue()
    begin = len(content) + 1
    table = moved.rindex(b"\nxref\n")
    entries = re.sub(
        rb"(\d{10}) (\d{5} n)",
        lambda found: b"%010d %s" % (int(found[1]) + begin, found[2]),
        moved[table:],
    )
    entries = re.sub(
        rb"startxref\n(\d+)", lambda found: b"startxref\n%d" % (int(found[1]) + begin), entries
    )
    return content + b"\n" + moved[:table] + entries


def _revision(content: bytes, body: bytes) -> bytes:
    """`content` with `body` behind it, at which a reader begins."""
    return content + b"\n" + body + b"\nstartxref\n%d\n%%%%EOF\n" % (len(content) + 1)


def bomb(content: bytes) -> bytes:
    """A table of a few hundred thousand bytes that unpacks to three hundred million."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    head = b"999 0 obj <</Type/XRef/Size 1000/W[1 4 2]/Index[0 1000]/Filter/FlateDecode/Length %d>>"
    return _revision(content, head % len(packed) + b"stream\n" + packed + b"\nendstream endobj")


def nested(content: bytes) -> bytes:
    """A list in a list in a list …"""
    deep = b"[" * 500_000
    return _revision(content, b"xref\n0 0\ntrailer\n<</Size 1/Root " + deep)


def many_revisions(content: bytes) -> bytes:
    """Ten thousand revisions in which nothing happens."""
    parts, length = [content], len(content)
    (before,) = re.findall(rb"startxref\n(\d+)\n%%EOF\s*$", content)
    for _ in range(10_000):
        part = b"\nxref\n0 0\ntrailer\n<</Size 1/Root 1 0 R/Prev %s>>" % before
        before = b"%d" % (length + 1)
        part += b"\nstartxref\n%s\n%%%%EOF" % before
        parts.append(part)
        length += len(part)
    return b"".join(parts)


BREAKING = (bomb, nested, many_revisions)


def of_unknown_kind(content: bytes) -> bytes:
    """A signature of a kind that nobody makes any more; not signed, which comes after."""
    return content.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 ")


def with_pages(count: int) -> bytes:
    """A file of so many empty pages, which is written with one table of objects."""
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def marked(content: bytes, times: int) -> bytes:
    """So many revisions, in each of which the catalogue says something that no rule allows."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    number, size = reader.root_ref.idnum, int(reader.trailer["/Size"])
    pages = reader.root.raw_get("/Pages").idnum
    form = io.BytesIO()
    reader.root.raw_get("/AcroForm").write_to_stream(form, None)
    (before,) = re.findall(rb"startxref\s+(\d+)\s+%%EOF\s*$", content)
    parts, length = [content], len(content)
    for mark in range(times):
        at = length + 1
        body = b"\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R/AcroForm %s/Mark %d>>\nendobj\n"
        body %= (number, pages, form.getvalue(), mark)
        table = length + len(body)
        body += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
        body += b"trailer\n<</Size %d/Root %d 0 R/Prev %s>>\n" % (size, number, before)
        before = b"%d" % table
        body += b"startxref\n%s\n%%%%EOF\n" % before
        parts.append(body)
        length += len(body)
    return b"".join(parts)


def with_another_gap(content: bytes, sign_digest: Callable[[bytes], bytes], by: int = 6) -> bytes:
    """What the newest signature leaves out lies some bytes before the signature: as long as it.

    The signature is made anew, so that it fits; its own last bytes, which are zeros, are covered.
    """
    found = list(re.finditer(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", content))[-1]
    _, first, second, rest = (int(found.group(place)) for place in range(1, 5))
    digits = slice(first + 1, second - 1)
    moved = b"/ByteRange[0 %d %d %d]" % (first - by, second - by, rest + by)
    assert len(moved) <= found.end() - found.start()
    file = bytearray(content)
    file[found.start() : found.end()] = moved.ljust(found.end() - found.start())
    # The last digits are within the signed bytes now: zeros, as they will be.
    file[digits] = b"0" * (digits.stop - digits.start)
    digest = hashlib.sha256(file[: first - by] + file[second - by :]).digest()
    signature = sign_digest(digest).hex().encode()
    file[digits.start : digits.start + len(signature)] = signature
    return bytes(file)


def field_filled(content: bytes) -> bytes:
    """Another value in the form field that `text_field` made."""

    def fill(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][-1]
        field[pdf_name("/V")] = generic.TextStringObject("tăng 90%")
        writer.update_container(field)

    return _appended(content, fill)


def certified_by_another(content: bytes) -> bytes:
    """The catalogue names something else than the signature to come as what certifies the file."""

    def name(writer: IncrementalPdfFileWriter) -> None:
        other = writer.root["/AcroForm"]["/Fields"].raw_get(0)
        writer.root[pdf_name("/Perms")] = generic.DictionaryObject({pdf_name("/DocMDP"): other})
        writer.update_root()

    return _appended(content, name)
