"""Files that are no sheet, steps that go on, and uploads that are nobody else's business."""

import datetime
import io
import unicodedata
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from awards.models import Award
from cluster_portal.accounts.models import User
from cluster_portal.files.models import StoredFile
from cluster_portal.pages.middleware import RequestSizeMiddleware
from cluster_portal.workspace.exchange import reading
from cluster_portal.workspace.models import ImportState, SheetImport, SheetKind
from clusters.models import EmulationYear
from tests.factories.awards import AwardFormFactory
from tests.files import samples
from tests.files.samples import changed_archive
from tests.workspace.exchange.sheets import (
    address,
    apply,
    book_of,
    checked,
    download,
    filled,
    refusal,
    saved,
    send,
)

FIGURES, AWARDS = SheetKind.FIGURES, SheetKind.AWARDS
ROWS = [["Đơn vị", "Tăng trưởng GRDP (%)"], ["Hà Nam", "9,6"]]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
JSON = {"Accept": "application/json"}


def bomb() -> bytes:
    return changed_archive(book_of(ROWS), add={"xl/worksheets/sheet9.xml": b"0" * 30_000_000})


class Unread:
    """A body that nobody may touch."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("the body is read")

    readline = read


def archive_of(**parts: bytes) -> bytes:
    """A ZIP archive with parts such as word/document.xml, written word__document_xml."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


def open_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cũ.xls", COMPOUND, "kiểu cũ (.xls)"),
        ("khóa.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        ("trang.xls", b"\n<html><table><tr><td>1</td></tr></table></html>", "trang web"),
        ("bảng.ods", open_document(), "OpenDocument"),
        ("nén.xlsx", bomb(), "giải nén ra quá lớn"),
        ("macro.xlsm", changed_archive(book_of(ROWS), add={"xl/vbaProject.bin": b"x"}), "macro"),
        ("thư.doc", COMPOUND + "WordDocument".encode("utf-16-le"), "tệp Word"),
        ("thư.docx", archive_of(word__document_xml=b"<x/>"), "tệp Word"),
        ("bảng.xlsb", archive_of(xl__workbook_bin=b"x"), "kiểu nhị phân"),
        ("bảng.zip", archive_of(bang_xlsx=book_of(ROWS)), "Giải nén"),
        ("bảng.rar", b"Rar!\x1a\x07" + bytes(90), "Giải nén"),
        ("không dấu.csv", "Đơn vị\tTăng trưởng GRDP (%)".encode("utf-16-le"), "CSV UTF-8"),
        ("cũ.csv", "§¬n vÞ;T¨ng tr­ëng\r\nHµ Nam;9,6".encode("latin-1"), "bảng mã cũ"),
        ("cũ.xlsx", book_of([["§¬n vÞ", "T¨ng tr­ëng GRDP (%)"], ["Hµ Nam", 1]]), "bảng mã cũ"),
        ("cũ khác.xlsx", book_of([["Ñôn vò", "Chæ tieâu"]], "Trang 1"), "bảng mã cũ"),
        ("văn bản.pdf", samples.pdf(), "Chọn tệp bảng tính XLSX hoặc CSV"),
        ("rỗng.xlsx", b"", "Tệp không có nội dung"),
        ("hỏng.xlsx", book_of(ROWS)[:-300], "không phải là bảng tính XLSX còn nguyên vẹn"),
        ("lạ.csv", bytes(range(256)), "không đúng loại"),
        ("lớn.csv", b"a;b\r\n" * 1_100_000, "lớn quá 5 MB"),
        ("thư.csv", "Kính gửi các đồng chí".encode(), "không có dòng tiêu đề cột"),
        ("thư.xlsx", "Kính gửi các đồng chí".encode(), "không phải bảng tính Excel"),
        ("thư dài.xls", b"a" * 300_000, "không phải bảng tính Excel"),
        ("trống.xlsx", book_of([]), "“Số liệu” không có dòng tiêu đề cột"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(
    lans: Client, grid: EmulationYear, name: str, content: bytes, words: str
):
    assert words in refusal(lans, grid, FIGURES, content, name)
    assert not StoredFile.objects.exists()


def test_a_file_that_is_too_large_is_told_beside_its_field(lans: Client, grid: EmulationYear):
    content = bytes(settings.MAX_REQUEST_BYTES + 1)
    assert "lớn quá 10 MB" in refusal(lans, grid, FIGURES, content, "to.xlsx")


def test_a_form_keeps_what_else_was_typed(lans: Client, grid: EmulationYear):
    huge = SimpleUploadedFile("to.pdf", bytes(settings.MAX_REQUEST_BYTES + 1))
    typed = {"document_number": "12/QĐ-TTg", "subject": "Về việc tặng Cờ thi đua", "upload": huge}
    response = lans.post(address("decisions", grid), typed)
    form = response.context["form"]
    assert "lớn quá 20 MB" in form.errors["upload"][0]
    assert 'value="12/QĐ-TTg"' in response.content.decode()
    assert "Về việc tặng Cờ thi đua" in response.content.decode()
    # A file that fits goes along with one that does not.
    typed |= {"upload": SimpleUploadedFile("a.pdf", samples.pdf()), "more": huge}
    huge.seek(0)
    response = lans.post(address("decisions", grid), typed)
    assert "upload" not in response.context["form"].errors, response.context["form"].errors
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("place", ["exchange", "public"])
def test_nobody_else_makes_the_portal_read_so_much(
    lans: Client, visitor: Client, grid: EmulationYear, place: str
):
    """Not a byte of the body is asked for."""
    home = address("exchange", grid) if place == "exchange" else grid.cluster.get_absolute_url()
    much = {"CONTENT_LENGTH": str(settings.MAX_REQUEST_BYTES + 1), "wsgi.input": Unread()}
    form = {"content_type": "multipart/form-data; boundary=x"}
    assert visitor.generic("POST", home, **form, **much).status_code == 413
    if place == "public":
        assert lans.generic("POST", home, **form, **much).status_code == 413
    too_much = much | {"CONTENT_LENGTH": str(settings.MAX_FORM_BYTES + 1)}
    assert lans.generic("POST", home, **form, **too_much).status_code == 413
    text = {"content_type": "application/x-www-form-urlencoded"}
    assert lans.generic("POST", home, **text, **much).status_code == 413


def test_large_files_are_limited(lan: User, grid: EmulationYear, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(settings.RATE_LIMITS, "large", "1/h")
    middleware = RequestSizeMiddleware(lambda request: HttpResponse("đã đọc"))
    asked = []
    for _ in range(2):
        request = RequestFactory().post(address("exchange", grid), {"kind": FIGURES, "upload": ""})
        request.META["CONTENT_LENGTH"] = str(settings.MAX_REQUEST_BYTES + 1)
        request.user = lan
        asked.append(middleware(request).status_code)
    assert asked == [200, 429]


def test_several_sheets_that_fit_are_named(lans: Client, grid: EmulationYear):
    book = openpyxl.Workbook()
    for title in ("Bản 1", "Bản 2"):
        page = book.create_sheet(title)
        for row in ROWS:
            page.append(row)
    words = refusal(lans, grid, FIGURES, saved(book), "a.xlsx")
    assert "“Bản 1”, “Bản 2”" in words
    assert "Đặt tên trang tính cần đọc là “Số liệu”" in words


def test_the_sheet_of_the_other_kind_is_not_mistaken(lans: Client, grid: EmulationYear):
    words = refusal(lans, grid, AWARDS, download(lans, grid, FIGURES), "a.xlsx")
    assert "“Số liệu”" in words


@pytest.mark.parametrize("kind", [FIGURES, AWARDS])
def test_the_file_of_another_year_is_sent_where_it_belongs(
    quan: User, grid: EmulationYear, client_of: Callable[[User], Client], kind: str
):
    client = client_of(quan)
    content = download(client, grid.cluster.years.get(year=2023), kind)
    words = refusal(client, grid, kind, content, "a.xlsx")
    assert "cho cụm hoặc năm khác" in words
    assert "tải tệp năm 2024" in words


def test_a_number_that_falls_apart_in_a_text_file_is_no_other_number(
    lans: Client, grid: EmulationYear
):
    content = "Đơn vị,Tăng trưởng GRDP (%)\r\nHà Nam,9,6\r\n".encode()
    sheet = checked(lans, grid, FIGURES, content, "số liệu.csv")
    ((place, value, words),) = sheet.problems
    assert (place, value) == ("CSV!C2", "6")
    assert "trong dấu ngoặc kép" in words


def test_too_many_rows_are_refused(
    lans: Client, grid: EmulationYear, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    monkeypatch.setattr(reading, "HEADER_WITHIN", 1)
    words = refusal(lans, grid, FIGURES, book_of([*ROWS, *([["x", 1]] * 5)]), "a.xlsx")
    assert "Chia thành nhiều tệp" in words


def test_formatted_rows_far_below_do_not_matter(lans: Client, grid: EmulationYear):
    def change(page):
        page["A1048576"].number_format = "0.00"

    sheet = checked(lans, grid, FIGURES, book_of(ROWS, change=change))
    assert len(sheet.findings) == 1


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ";"), ("utf-8-sig", ","), ("utf-16", "\t"), ("cp1258", ";")]
)
def test_csv_as_excel_saves_it(lans: Client, grid: EmulationYear, encoding: str, mark: str):
    # windows-1258 writes tone marks behind their letters.
    lines = [
        mark.join(["Đơn vị", "Tăng trưởng GRDP (%)", "Thu ngân sách (tỷ đồng)"]),
        mark.join(["Hà Nam", '"9,6"', "413.612"]),
    ]
    text = "\r\n".join(lines)
    content = as_windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    sheet = checked(lans, grid, FIGURES, content, "số liệu.csv")
    assert sheet.problems == []
    assert [one["after"] for one in sheet.findings] == ["9,6", "413.612"]
    assert sheet.file.kind == "csv"


def as_windows_1258(text: str) -> bytes:
    """Letters as the code page has them, tones as marks behind."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = ""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = "".join(part for part in parts if part not in tones)
        written += unicodedata.normalize("NFC", base)
        written += "".join(part for part in parts if part in tones)
    return written.encode("cp1258")


def test_steps_go_on_where_they_were(
    lans: Client, grid: EmulationYear, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("cluster_portal.workspace.exchange.checking.STEP", 2)
    AwardFormFactory(name="Bằng khen")
    head = ["Hình thức", "Đối tượng", "Tên", "Kết quả"]
    rows = [["Bằng khen", "cá nhân", f"Lê {word}", "Đề nghị"] for word in ("Một", "Hai", "Ba")]
    response = send(lans, grid, AWARDS, book_of([head, *rows], "Khen thưởng"))
    sheet = SheetImport.objects.get()
    assert response.url == address("import", grid, sheet.pk)
    page = lans.get(response.url).content.decode()
    assert '<progress max="3"' in page
    step = address("import-step", grid, sheet.pk)
    assert lans.post(step, headers=JSON).json() == {"checked": 2, "total": 3, "done": False}
    # The page is closed and opened again; the connection is lost and the same is asked twice.
    assert 'value="2"' in lans.get(response.url).content.decode()
    assert lans.post(step, headers=JSON).json() == {"checked": 3, "total": 3, "done": True}
    assert lans.post(step, headers=JSON).json()["done"]
    sheet.refresh_from_db()
    assert len(sheet.findings) == 3
    assert "3</strong> mới" in " ".join(lans.get(response.url).content.decode().split())


def test_the_script_gets_words_or_the_next_address(lans: Client, grid: EmulationYear):
    file = SimpleUploadedFile("a.xlsx", b"nichts")
    data = {"kind": FIGURES, "upload": file}
    answer = lans.post(address("exchange", grid), data, headers=JSON)
    assert (answer.status_code, len(answer.json()["errors"])) == (200, 1)
    data["upload"] = SimpleUploadedFile("a.xlsx", book_of(ROWS))
    answer = lans.post(address("exchange", grid), data, headers=JSON)
    assert answer.json() == {"url": address("import", grid, SheetImport.objects.get().pk)}


def test_nothing_unchecked_is_saved(lans: Client, grid: EmulationYear):
    send(lans, grid, FIGURES, book_of(ROWS))
    sheet = SheetImport.objects.get()
    assert apply(lans, grid, sheet).status_code == 200
    sheet.refresh_from_db()
    assert sheet.state == ImportState.CHECKING


def test_an_upload_is_the_uploaders_alone(
    lans: Client,
    grid: EmulationYear,
    year_b: EmulationYear,
    quan: User,
    dung: User,
    client_of: Callable[[User], Client],
):
    sheet = checked(lans, grid, FIGURES, book_of(ROWS))
    for user in (quan, dung):
        client = client_of(user)
        for name in ("import", "import-step", "discard-import"):
            assert client.post(address(name, grid, sheet.pk)).status_code == 404
            assert client.post(address(name, year_b, sheet.pk)).status_code == 404
    assert SheetImport.objects.exists()


def test_a_right_that_has_gone_is_gone(lans: Client, grid: EmulationYear, lan: User):
    sheet = checked(lans, grid, FIGURES, book_of(ROWS))
    lan.appointments.update(valid_to=datetime.date(2024, 1, 1))
    assert apply(lans, grid, sheet).status_code == 404
    sheet.refresh_from_db()
    assert sheet.state == ImportState.CHECKED


def test_who_changes_nothing_is_offered_no_file(
    hoa: User, grid: EmulationYear, client_of: Callable[[User], Client]
):
    client = client_of(hoa)
    page = client.get(address("exchange", grid))
    assert "không có tệp để điền" in page.content.decode()
    assert client.get(address("exchange-file", grid, "so-lieu", "xlsx")).status_code == 403
    assert send(client, grid, FIGURES, book_of(ROWS)).status_code == 403
    assert client.get(address("exchange-file", grid, "la", "xlsx")).status_code == 404


def test_a_draft_is_dropped_by_hand_or_after_a_month(lans: Client, grid: EmulationYear):
    first = checked(lans, grid, FIGURES, book_of(ROWS))
    assert lans.post(address("discard-import", grid, first.pk)).status_code == 302
    assert not SheetImport.objects.exists()
    old = checked(lans, grid, FIGURES, book_of(ROWS))
    kept = checked(lans, grid, FIGURES, filled(book_of(ROWS), "Số liệu", {"B2": "9,7"}))
    apply(lans, grid, kept)
    long_ago = timezone.now() - datetime.timedelta(days=31)
    SheetImport.objects.update(created_at=long_ago)
    call_command("prune_imports", verbosity=0)
    assert list(SheetImport.objects.all()) == [kept]
    assert old.pk != kept.pk
    # What was saved stays when its page is asked to drop it.
    lans.post(address("discard-import", grid, kept.pk))
    assert SheetImport.objects.filter(pk=kept.pk).exists()
    assert not Award.objects.exists()
