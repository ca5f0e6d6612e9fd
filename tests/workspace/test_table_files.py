"""Every table of the working pages comes as a file that holds what the page shows."""

import csv
import datetime
import io
import re
from decimal import Decimal

import pytest
from django.conf import settings
from openpyxl import load_workbook

from cluster_portal.audit.models import AuditEvent
from cluster_portal.pages.spreadsheets import csv_response, spreadsheet
from cluster_portal.workspace import table_files
from cluster_portal.workspace.table_files import table_in
from tests.factories.clusters import AppointmentFactory

BOARD = "/cum/dong-bang-song-hong/2024/viec/"
PEOPLE = "/nhan-su/"


def rows_of(response) -> list[tuple]:
    assert response.status_code == 200
    return list(load_workbook(io.BytesIO(response.content)).active.values)


def csv_of(response) -> list[list[str]]:
    assert response.status_code == 200
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


PAGE = """
<table><tr><th>Bảng khác</th></tr></table>
<table class="table" data-file="bang"><caption class="visually-hidden">Đại biểu: 2024</caption>
 <thead><tr><th>Họ
   và tên</th><th>Ngày</th><th>Số</th><th>Có mặt</th><th>Hình thức</th><th>Ghi chú</th>
   <th data-no-file>Việc</th><th hidden>Ẩn</th></tr></thead>
 <tbody>
  <tr><th><label class="visually-hidden" for="a">Họ và tên, dòng 1</label>
        <input id="a" value="Nguyễn Văn A"><input type="hidden" value="7"></th>
   <td>1/3/2024</td><td class="number">1.234,5</td>
   <td><label><input type="radio" name="b" checked> có mặt</label>
       <label><input type="radio" name="b"> vắng</label></td>
   <td><select><option value="">---------</option><option selected>Trực tiếp</option></select></td>
   <td>một<br>hai <span class="remark d-block">ba <b>bốn</b></span></td>
   <td><a href="/x">Sửa</a></td><td hidden>1</td></tr>
  <tr><th><input value=""></th><td></td><td></td><td></td>
   <td><select><option value="">---------</option></select></td><td></td><td>Sửa</td></tr>
  <tr><th>B</th><td>32/1/2024</td><td>9,50</td><td><input type="checkbox" checked></td>
   <td><span aria-hidden="true">✓</span> xong<button>Bấm</button></td>
   <td><textarea>dòng
một</textarea></td><td></td></tr>
 </tbody></table>
"""


def test_a_table_is_read_as_it_is_seen():
    sheet = table_in(PAGE, "bang")
    assert sheet.title == "Đại biểu  2024"
    assert sheet.headings == [
        "Họ và tên",
        "Ngày",
        "Số",
        "Có mặt",
        "Hình thức",
        "Ghi chú",
        "Ghi chú – ghi chú",
    ]
    assert list(sheet.rows) == [
        [
            "Nguyễn Văn A",
            datetime.date(2024, 3, 1),
            Decimal("1234.5"),
            "có mặt",
            "Trực tiếp",
            "một\nhai",
            "ba bốn",
        ],
        ["B", "32/1/2024", Decimal("9.5"), "x", "xong", "dòng\nmột", ""],
    ]
    assert table_in(PAGE, "la") is None


FIGURES = """
<table data-file="bang"><tr><th>Chỉ tiêu</th><th>2024 <span class="remark">(%)</span></th></tr>
 <tr><th>GRDP <span class="remark">(%)</span><span class="remark d-block">sơ bộ</span></th>
  <td><a>6,30</a><span class="remark d-block">2023: <b>5,1</b></span></td></tr>
 <tr><th>Nợ</th><td>1.297 <span class="remark">(1)</span></td></tr>
 <tr><th>Xã</th><td>7/8 (87,5%)</td></tr><tr><th>Năm</th><td>2024</td></tr></table>
"""


def test_a_number_is_a_number_as_it_is_written_and_remarks_stand_beside(tmp_path):
    sheet = table_in(FIGURES, "bang")
    assert sheet.headings == ["Chỉ tiêu", "Chỉ tiêu – ghi chú", "2024 (%)", "2024 (%) – ghi chú"]
    book = load_workbook(io.BytesIO(spreadsheet(sheet)))
    cells = list(book.active.iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in cells] == [
        ["GRDP (%)", "sơ bộ", 6.3, "2023: 5,1"],
        ["Nợ", None, 1297, "(1)"],
        ["Xã", None, "7/8 (87,5%)", None],
        ["Năm", None, "2024", None],
    ]
    assert [row[2].number_format for row in cells[:2]] == ["#,##0.00", "#,##0"]
    lines = b"".join(csv_response(sheet, "a.csv")).decode("utf-8-sig").splitlines()
    assert lines[1:3] == ["GRDP (%);sơ bộ;6,30;2023: 5,1", "Nợ;;1.297;(1)"]


def test_both_files_say_the_same_and_the_page_leads_there(client_of, lan, year_a):
    client = client_of(lan)
    page = client.get(f"{BOARD}?page=2").content.decode()
    assert 'href="?tep=viec.xlsx"' in page
    assert 'href="?tep=viec.csv"' in page
    workbook = rows_of(client.get(f"{BOARD}?tep=viec.xlsx"))
    response = client.get(f"{BOARD}?tep=viec.csv")
    assert "dong-bang-song-hong-2024-viec.csv" in response["Content-Disposition"]
    text = csv_of(response)
    assert text[0] == list(workbook[0])
    assert [row[0] for row in text] == [row[0] for row in workbook]
    assert AuditEvent.objects.filter(action="download", actor=lan).count() == 2


def test_a_file_has_all_pages_of_a_list_filtered_and_sorted(
    client_of, lan, unit_of_binh, monkeypatch
):
    monkeypatch.setattr("cluster_portal.workspace.people.views.PER_PAGE", 2)
    for number in range(4):
        AppointmentFactory(officer=True, unit=unit_of_binh, user__full_name=f"Tìm Thấy {number}")
    client = client_of(lan)
    address = f"{PEOPLE}?q=tim+thay&sort=-period"
    shown = client.get(address)
    assert len(shown.context["table"].paginated_rows) == 2
    rows = csv_of(client.get(f"{address}&page=2&tep=phan-cong.csv"))
    whole = client.get(address).context["table"].rows
    assert [row[0].split("\n")[0] for row in rows[1:]] == [
        row.record.user.full_name for row in whole
    ]
    assert len(rows) == 5


def test_a_list_of_buttons_stays_out(client_of, lan, unit_of_binh):
    rows = csv_of(client_of(lan).get("/nhan-su/loi-moi/?tep=loi-moi.csv"))
    assert rows[0] == ["Người được mời", "Vai trò", "Mời ngày", "Tình trạng"]


def test_who_may_not_see_the_page_gets_no_file(client_of, dung, visitor, year_a):
    assert client_of(dung).get(f"{BOARD}?tep=viec.xlsx").status_code == 404
    assert visitor.get(f"{BOARD}?tep=viec.xlsx").status_code == 302
    assert not AuditEvent.objects.filter(action="download").exists()


@pytest.mark.parametrize("asked", ["la.xlsx", "viec.pdf", "../viec.xlsx", "viec.xlsx.csv"])
def test_what_is_no_table_is_said_with_the_way_back(client_of, lan, year_a, asked):
    response = client_of(lan).get(BOARD, {"q": "a", table_files.PARAM: asked})
    assert response.status_code == 404
    page = response.content.decode()
    assert f"Trang này không có bảng “{asked}” để tải về." in page
    assert f'href="{BOARD}?q=a"' in page
    assert not AuditEvent.objects.filter(action="download").exists()


@pytest.mark.parametrize("address", ["/", "/khen-thuong/", "/tim-kiem/", "/du-lieu/"])
def test_a_page_without_such_files_says_so_too(visitor, db, address):
    response = visitor.get(address, {table_files.PARAM: "a" * 5_000})
    assert response.status_code == 404
    assert "Trang này không có bảng" in response.content.decode()
    assert "a" * 50 not in response.content.decode()


def test_files_are_limited_as_other_spreadsheets(client_of, lan, year_a, settings):
    client = client_of(lan)
    limit = int(settings.RATE_LIMITS["spreadsheet"].split("/")[0])
    asked = [client.get(f"{BOARD}?tep=viec.csv").status_code for _ in range(limit + 1)]
    assert asked == [200] * limit + [429]


def test_no_working_page_has_a_table_without_a_file():
    """The awards' grid has files of its own; a template's row is no table."""
    folder = settings.BASE_DIR / "templates" / "workspace"
    without = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        for tag in re.findall(r"<table\b[^>]*>", path.read_text())
        if "data-file=" not in tag and tag != "<table>"
    }
    assert without == {"awards/grid.html"}
