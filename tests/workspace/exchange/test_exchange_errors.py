"""Every error of a file at once: where, what stands there, what to do; in the order of the file."""

import csv
import io

import pytest
from django.test import Client
from openpyxl.worksheet.formula import ArrayFormula

from cluster_portal.workspace.models import SheetKind
from clusters.models import EmulationYear
from tests.factories.awards import AwardFormFactory
from tests.files.samples import changed_archive
from tests.workspace.exchange.sheets import address, book_of, checked, opened

FIGURES, AWARDS = SheetKind.FIGURES, SheetKind.AWARDS
HEAD = ["Đơn vị", "Tăng trưởng GRDP (%)", "Thu ngân sách (tỷ đồng)", "Xã đạt chuẩn (xã)"]
AWARD_HEAD = ["Hình thức", "Đối tượng", "Tên", "Kết quả"]


def test_a_formula_and_merged_cells_are_told_with_what_stands_there(
    lans: Client, grid: EmulationYear
):
    def change(page):
        page["B2"] = "=A1+B1"
        page["C2"] = ArrayFormula("C2", "=SUM(D2:D3)")
        page["B3"] = "7,1"
        page.merge_cells("B3:C3")
        page["A4"] = '="Hà "&"Nam"'
        page["B4"] = 1

    rows = [HEAD, ["Hà Nam"], ["Nam Định"], []]
    sheet = checked(lans, grid, FIGURES, book_of(rows, change=change))
    assert [(place, value) for place, value, _ in sheet.problems] == [
        ("Số liệu!B2", "=A1+B1"),
        ("Số liệu!C2", "=SUM(D2:D3)"),
        ("Số liệu!B3:C3", "7,1"),
        ("Số liệu!A4", '="Hà "&"Nam"'),
    ]
    page = lans.get(address("import", grid, sheet.pk)).content.decode()
    assert "=A1+B1</td>" in page


def test_a_formula_whose_result_is_no_text_is_an_empty_cell(lans: Client, grid: EmulationYear):
    """As Excel keeps =IF(A1="";"";A1)."""
    content = book_of([HEAD[:3], ["Hà Nam", "=1+1", "5"]])
    old, new = b'<c r="B2">', b'<c r="B2" t="str">'
    content = changed_archive(content, replace={"xl/worksheets/sheet1.xml": (old, new)})
    assert opened(content)["Số liệu"]["B2"].value == "=1+1"
    sheet = checked(lans, grid, FIGURES, content)
    assert sheet.problems == []
    assert [one["after"] for one in sheet.findings] == ["5"]


def test_errors_of_several_steps_stand_as_the_file_is_read(
    lans: Client, grid: EmulationYear, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("cluster_portal.workspace.exchange.checking.STEP", 1)
    rows = [HEAD, ["Hà Nam", "a", "b", "3"], ["Lạ", 1, None, None], ["Nam Định", "c", "2", "d"]]
    sheet = checked(lans, grid, FIGURES, book_of(rows))
    places = [place.removeprefix("Số liệu!") for place, _, _ in sheet.problems]
    assert places == ["B2", "C2", "A3", "B4", "D4"]


def test_a_cell_that_could_not_be_read_is_told_once(lans: Client, grid: EmulationYear):
    AwardFormFactory(name="Bằng khen")

    def change(page):
        page["A2"] = "=A1"
        page.merge_cells("B3:B4")

    rows = [
        AWARD_HEAD,
        ["", "cá nhân", "Lê Một", "Đề nghị"],
        ["Bằng khen", "cá nhân", "Lê Hai", "Đề nghị"],
        ["Bằng khen", None, "Lê Ba", "chưa rõ"],
    ]
    sheet = checked(lans, grid, AWARDS, book_of(rows, "Khen thưởng", change=change))
    assert [(place, value) for place, value, _ in sheet.problems] == [
        ("Khen thưởng!A2", "=A1"),
        ("Khen thưởng!B3:B4", "cá nhân"),
        ("Khen thưởng!D4", "chưa rõ"),
    ]


def test_hundreds_of_errors_are_all_within_reach(lans: Client, grid: EmulationYear):
    rows = [HEAD[:2], *([f"Tỉnh lạ {number}", number] for number in range(700))]
    sheet = checked(lans, grid, FIGURES, book_of(rows))
    home = address("import", grid, sheet.pk)
    page = lans.get(home).content.decode()
    assert "700 chỗ sai" in page
    assert page.count('data-label="Giá trị"') == 300
    assert "Xem cả 400 chỗ sai còn lại" in page
    assert lans.get(f"{home}?tat-ca").content.decode().count('data-label="Giá trị"') == 700
    file = b"".join(lans.get(f"{home}?tep=cho-sai.csv")).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert lines[0] == ["Ô", "Giá trị", "Vì sao, làm gì"]
    assert [line[:2] for line in lines[1:]] == [place[:2] for place in sheet.problems]


def test_old_letters_are_told_where_they_stand_and_measures_are_not(
    lans: Client, grid: EmulationYear
):
    AwardFormFactory(name="Bằng khen")
    rows = [
        AWARD_HEAD,
        ["Bằng khen", "tập thể", "Nhóm đo bụi 5 µg/m³, công ty Citroën", "Đề nghị"],
        ["Bằng khen", "cá nhân", "NguyÔn V¨n A", "Đề nghị"],
        ["Bằng khen", "cá nhân", "Nguyeãn Vaên B, Hoà Bình", "Đề nghị"],
    ]
    sheet = checked(lans, grid, AWARDS, book_of(rows, "Khen thưởng"))
    assert [problem[:2] for problem in sheet.problems] == [
        ["Khen thưởng!C3", "NguyÔn V¨n A"],
        ["Khen thưởng!C4", "Nguyeãn Vaên B, Hoà Bình"],
    ]
    assert all("bảng mã cũ" in words for _, _, words in sheet.problems)


def test_the_cell_of_the_day_is_named_with_the_day_and_the_number_alone(
    lans: Client, grid: EmulationYear
):
    AwardFormFactory(name="Bằng khen")
    head = [*AWARD_HEAD, "Số quyết định", "Ngày quyết định"]
    rows = [
        ["Bằng khen", "cá nhân", "Lê Một", "Đã được tặng", "1/QĐ", "32/1/2024"],
        ["Bằng khen", "cá nhân", "Lê Hai", "Đã được tặng", "2/QĐ", "3/5/2024"],
    ]
    sheet = checked(lans, grid, AWARDS, book_of([head, *rows], "Khen thưởng"))
    told = {place.removeprefix("Khen thưởng!"): value for place, value, _ in sheet.problems}
    assert told["F2"] == "32/1/2024"
    assert told["E3"] == "2/QĐ"


def test_a_row_tells_all_its_errors_and_doubles_at_once(lans: Client, grid: EmulationYear):
    AwardFormFactory(name="Huân chương Sao vàng", for_individual=False)
    AwardFormFactory(name="Bằng khen")
    head = [*AWARD_HEAD, "Loại khen thưởng", "Tỉnh"]
    row = ["Bằng khen", "cá nhân", "Lê Thị Hoa", "Đề nghị", "", "Nam Định"]
    rows = [
        row,
        ["Huân chương Sao vàng", "cá nhân", "Lê Thị Na", "Được tặng", "lạ", "Hà Tây"],
        ["Bằng khen", "cá nhân", "Lê Thị Hoa, Giám đốc", "Đề nghị", "lạ", "Nam Định"],
    ]
    sheet = checked(lans, grid, AWARDS, book_of([head, *rows], "Khen thưởng"))
    assert sorted(place for place, _, _ in sheet.problems) == [
        *("Khen thưởng!A3", "Khen thưởng!B3", "Khen thưởng!E3", "Khen thưởng!E4", "Khen thưởng!F3"),
    ]
    page = " ".join(lans.get(address("import", grid, sheet.pk)).content.decode().split())
    assert "5 chỗ sai" in page
    assert "Sẽ hỏi trước khi lưu: 1" in page
    assert "Có thể trùng với: dòng 2 của tệp." in page
    assert "Lưu tất cả" not in page
