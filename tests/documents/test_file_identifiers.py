"""The identifier of a file is read however a program has written it."""

import hashlib
import io
from itertools import count

import pikepdf

from cluster_portal.documents.file_identifiers import identifier_of, identifiers_in
from cluster_portal.documents.render import render_pdf
from tests.documents import samples


def test_a_file_saved_anew_has_the_same_whatever_its_bytes():
    told = samples.html_of(samples.pledge())
    # One in sixteen files has such a byte.
    texts = (told.replace("</body>", f"<p>{number}</p></body>") for number in count())
    html = next(one for one in texts if b"\r" in hashlib.sha256(one.encode()).digest()[:16])
    content = render_pdf(html)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        again = io.BytesIO()
        pdf.save(again)
    assert identifiers_in(again.getvalue())[0] == identifiers_in(content)[0]
    assert identifiers_in(content)[0] == identifier_of(html).hex()


def test_bytes_that_a_program_has_written_as_digits_and_broken_lines_are_read():
    written = rb"/ID [(ab\(c\)\\\n\000\7e\377" + b"\\\nijklm) (x)]"
    assert identifiers_in(written) == [b"ab(c)\\\n\x00\x07e\xffijklm".hex()]
