"""What is taken and what is refused in a PDF file."""

import subprocess
import sys
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, String

from cluster_portal.documents.render import render_pdf
from cluster_portal.files.checks import check
from cluster_portal.files.inspection import pdf as inspection
from cluster_portal.files.kinds import FileKind
from tests.files import samples
from tests.files.samples import upload


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def refusal(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        check(upload(content), [FileKind.PDF])
    return error.value


def opens_with_script(document):
    document.Root.OpenAction = script()


def script_by_name(document):
    names = Array([String("x"), document.make_indirect(script())])
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=names))


def script_on_a_page(document):
    document.pages[0].obj.AA = Dictionary(O=script())


def link_that_starts_a_program(document):
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].obj.Annots = Array([document.make_indirect(link)])


def form_that_sends(document):
    action = Dictionary(S=Name.SubmitForm, F=String("http://evil.example/"))
    document.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Btn, A=action)]))


def opens_another_file(document):
    document.Root.OpenAction = Dictionary(S=Name.GoToR, F=String("\\\\evil.example\\a.pdf"))


def opens_a_page_and_then_an_address(document):
    then = Dictionary(S=Name.URI, URI=String("http://evil.example/"))
    page = Array([document.pages[0].obj, Name.Fit])
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=page, Next=then)


def thread_of_another_file(document):
    action = Dictionary(S=Name.Thread, F=String("\\\\evil.example\\a.pdf"), D=0)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].obj.Annots = Array([document.make_indirect(link)])


def stream_of_another_file(document):
    stream = document.make_stream(b"", F=String("\\\\evil.example\\a.bin"))
    document.pages[0].obj.Contents = stream


def dynamic_form(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=Array())


def film(document):
    screen = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    document.pages[0].obj.Annots = Array([document.make_indirect(screen)])


def attached_file(document):
    document.attachments["a.exe"] = b"MZ"


def attached_by_annotation(document):
    file = Dictionary(Type=Name.Filespec, EF=Dictionary(F=document.make_stream(b"MZ")))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)
    document.pages[0].obj.Annots = Array([note])


def huge_stream(document):
    squeezed = zlib.compress(bytes(80 * 1024 * 1024), 9)
    stream = document.make_stream(squeezed, Filter=Name.FlateDecode)
    document.pages[0].obj.Contents = stream


def squeezed_twice(document):
    once = zlib.compress(bytes(400 * 1024 * 1024), 9)
    filters = Array([Name.FlateDecode, Name.FlateDecode])
    stream = document.make_stream(zlib.compress(once, 9), Filter=filters)
    document.pages[0].obj.Contents = stream


def many_filters(document):
    filters = Array([Name.ASCIIHexDecode] * 9)
    document.pages[0].obj.Contents = document.make_stream(b"00>", Filter=filters)


def huge_image(document):
    stream = document.make_stream(
        b"0", Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000
    )
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=stream))


def many_pages(document):
    for _ in range(500):
        document.add_blank_page()


REFUSED = [
    (opens_with_script, "active"),
    (script_by_name, "active"),
    (script_on_a_page, "active"),
    (link_that_starts_a_program, "active"),
    (form_that_sends, "active"),
    (opens_another_file, "active"),
    (opens_a_page_and_then_an_address, "active"),
    (thread_of_another_file, "active"),
    (stream_of_another_file, "files"),
    (dynamic_form, "active"),
    (film, "active"),
    (attached_file, "files"),
    (attached_by_annotation, "files"),
    (huge_stream, "bomb"),
    (squeezed_twice, "bomb"),
    (many_filters, "bomb"),
    (huge_image, "bomb"),
    (many_pages, "pages"),
]


@pytest.mark.parametrize(
    "entry",
    [
        b"/Names<</JavaScript<</Names[(x)<</S/JavaScript/JS(1)>>]>>>>",
        b"/AcroForm<</XFA(x)/Fields[]>>",
    ],
)
def test_a_catalogue_in_the_trailer_hides_nothing(entry):
    catalogue = b"<</Type/Catalog/Pages 1 0 R" + entry + b">>"
    pages = b"1 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    page = b"2 0 obj<</Type/Page/Parent 1 0 R/MediaBox[0 0 9 9]>>endobj\n"
    start = b"%PDF-1.7\n"
    offsets = (len(start), len(start) + len(pages))
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(
        b"%010d 00000 n \n" % offset for offset in offsets
    )
    body = start + pages + page
    trailer = b"trailer<</Size 3/Root " + catalogue + b">>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    assert refusal(body + table + trailer).code == "active"


@pytest.mark.parametrize(("change", "reason"), REFUSED, ids=[row[0].__name__ for row in REFUSED])
def test_what_acts_hides_or_swells_is_refused_in_words(change, reason):
    error = refusal(samples.pdf(change))
    assert (error.code, error.messages) == (reason, [inspection.MESSAGES[reason]])


@pytest.mark.parametrize(("user", "owner"), [("matkhau", "chu"), ("", "chu")])
def test_a_locked_file_is_refused_even_when_it_opens_without_a_password(user, owner):
    locked = samples.pdf(encryption=pikepdf.Encryption(user=user, owner=owner))
    assert refusal(locked).code == "encrypted"


def test_an_object_list_that_swells_ends_the_reading_process_and_not_the_portal():
    """Object streams are unpacked as soon as the file is opened."""
    content = samples.pdf(
        lambda document: document.Root.update({"/X": String("0" * 90_000_000)}),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    assert len(content) < FileKind.PDF.largest
    assert refusal(content).code in {"bomb", "unreadable"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\n" + samples.pdf(), id="something before"),
        pytest.param(samples.HTML + samples.pdf(), id="page before"),
    ],
)
def test_a_file_that_does_not_begin_as_pdf_is_of_no_kind(content):
    assert refusal(content).code == "kind"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(samples.pdf() + samples.HTML, id="page behind"),
        pytest.param(samples.pdf() + samples.workbook(), id="archive behind"),
        pytest.param(samples.pdf() + b"\0" * 4096, id="room behind"),
        pytest.param(b"%PDF-1.7\n" + samples.workbook() + b"%%EOF", id="archive within"),
        pytest.param(b"%PDF-1.7\n", id="no end"),
    ],
)
def test_a_file_that_is_two_files_is_refused(content):
    assert refusal(content).code == "structure"


@pytest.mark.parametrize("content", [b"%PDF-1.7\nrubbish\n%%EOF", samples.pdf()[:20] + b"%%EOF"])
def test_a_broken_file_is_refused(content):
    assert refusal(content).code == "unreadable"


def test_plain_files_keep_every_byte():
    """Signed files too: writing a PDF anew breaks its signatures."""
    plain = samples.pdf() + b"\r\n"
    assert check(upload(plain), [FileKind.PDF]).content == plain


def test_a_file_that_only_opens_at_a_page_is_taken():
    """LibreOffice writes this into every file."""

    def opens_at_top(document):
        document.Root.OpenAction = Array([document.pages[0].obj, Name.XYZ, 0, 0, 0])

    assert check(upload(samples.pdf(opens_at_top)), [FileKind.PDF])


def test_the_portals_own_documents_are_taken():
    assert check(upload(render_pdf("<title>a</title><p>a</p>")), [FileKind.PDF])


def test_a_reader_that_does_not_come_back_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(inspection, "TIME_LIMIT", 0.01)
    assert refusal(samples.pdf()).code == "bomb"


def test_the_reading_process_knows_no_secret(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options)
        return subprocess.CompletedProcess(command, 0, b"ok\n", b"")

    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", run)
    check(upload(samples.pdf()), [FileKind.PDF])
    assert "SECRET_KEY" not in seen["env"]
    assert "DATABASE_URL" not in seen["env"]


def test_the_reading_process_can_neither_write_files_nor_take_all_memory():
    code = (
        "from cluster_portal.files.inspection.pdf_process import limit_process; limit_process()\n"
        "try:\n bytearray(2 * 1024**3)\nexcept MemoryError:\n print('limited')\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "import tempfile\n"
        "try:\n f = tempfile.TemporaryFile(); f.write(b'x'); f.flush()\n"
        "except OSError:\n print('no file')\nimport os; os._exit(0)\n"
    )
    ended = subprocess.run([sys.executable, "-uc", code], capture_output=True, text=True)
    assert ended.stdout.split("\n")[:2] == ["limited", "no file"], ended
