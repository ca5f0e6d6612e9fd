"""A year's figures: downloaded, filled in elsewhere, brought back."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.workspace.models import ImportState, SheetImport, SheetKind
from clusters.models import EmulationYear, Unit
from emulation.models import Indicator, IndicatorValue
from tests.factories.clusters import LeadershipFactory
from tests.factories.emulation import IndicatorValueFactory
from tests.factories.work import UnitReportFactory
from tests.workspace.exchange.sheets import (
    address,
    apply,
    book_of,
    checked,
    download,
    filled,
    opened,
    refusal,
    texts,
)

FIGURES = SheetKind.FIGURES
HEAD = ["Đơn vị", "Tăng trưởng GRDP (%)", "Thu ngân sách (tỷ đồng)", "Xã đạt chuẩn (xã)"]


def figures(year: EmulationYear) -> dict[tuple[str, str], str]:
    rows = IndicatorValue.objects.filter(emulation_year=year).select_related("unit", "indicator")
    return {
        (row.unit.name if row.unit else "Toàn cụm", row.indicator.code): row.text for row in rows
    }


def found(sheet: SheetImport) -> list[tuple[str, str, str, str]]:
    return [(one["place"], one["how"], one["before"], one["after"]) for one in sheet.findings]


def test_the_workbook_is_made_for_filling_in(lans: Client, grid: EmulationYear):
    book = opened(download(lans, grid, FIGURES))
    assert book.sheetnames[:3] == ["Số liệu", "Năm trước", "Hướng dẫn"]
    page = book["Số liệu"]
    assert texts(page)[2:] == [
        HEAD,
        ["Tỉnh Hà Nam", "9,5", None, None],
        ["Tỉnh Nam Định", None, None, None],
        ["Toàn cụm", None, None, None],
    ]
    assert book["Năm trước"]["B4"].value == "9,41"
    assert page.protection.sheet
    assert not page.protection.password
    locked = {place: page[place].protection.locked for place in ("A4", "B3", "B4", "D6")}
    assert locked == {"A4": True, "B3": True, "B4": False, "D6": False}
    assert book["Năm trước"]["B4"].protection.locked
    assert page.freeze_panes == "B4"
    assert "Nhiều nhất 2 chữ số sau dấu phẩy" in page["B3"].comment.text
    assert page["B5"].number_format == "@"
    (rule,) = page.data_validations.dataValidation
    assert "Chỉ nhập số liệu" in rule.error
    hidden = [name for name in book.sheetnames if book[name].sheet_state == "veryHidden"]
    assert hidden == book.sheetnames[3:]


def test_a_round_trip_saves_what_was_typed(lans: Client, grid: EmulationYear):
    cells = {
        "C4": 413612,
        "D4": "1.241/1.310",
        "B5": 9.73,
        "C5": "hơn 235.000",
        "B4": "–",
        "D6": 12.0,
    }
    sheet = checked(lans, grid, FIGURES, filled(download(lans, grid, FIGURES), "Số liệu", cells))
    assert sheet.problems == []
    assert sorted(found(sheet)) == [
        ("Số liệu!B4", "removed", "9,5", ""),
        ("Số liệu!B5", "new", "", "9,73"),
        ("Số liệu!C4", "new", "", "413.612"),
        ("Số liệu!C5", "new", "", "hơn 235.000"),
        ("Số liệu!D4", "new", "", "1.241/1.310"),
        ("Số liệu!D6", "new", "", "12"),
    ]
    page = lans.get(address("import", grid, sheet.pk)).content.decode()
    assert "413.612" in page
    assert apply(lans, grid, sheet).status_code == 302
    assert figures(grid) == {
        ("Hà Nam", "chi-tieu-2"): "413.612",
        ("Hà Nam", "chi-tieu-3"): "1.241/1.310",
        ("Nam Định", "chi-tieu-1"): "9,73",
        ("Nam Định", "chi-tieu-2"): "hơn 235.000",
        ("Toàn cụm", "chi-tieu-3"): "12",
    }
    sheet.refresh_from_db()
    assert (sheet.state, sheet.applied_by) == (ImportState.APPLIED, sheet.created_by)
    assert AuditEvent.objects.filter(action="import_sheet").count() == 1
    # Once more changes nothing: a second click, the back button.
    assert apply(lans, grid, sheet).status_code == 200
    assert AuditEvent.objects.filter(action="import_sheet").count() == 1


def test_the_csv_file_comes_back_too(lans: Client, grid: EmulationYear):
    content = download(lans, grid, FIGURES, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    changed = content.replace(b"Nam \xc4\x90\xe1\xbb\x8bnh;;", b"Nam \xc4\x90\xe1\xbb\x8bnh;-3,5;")
    sheet = checked(lans, grid, FIGURES, changed, "so-lieu.csv")
    assert found(sheet) == [("CSV!B3", "new", "", "-3,5")]
    assert apply(lans, grid, sheet).status_code == 302
    assert figures(grid)["Nam Định", "chi-tieu-1"] == "-3,5"


def test_every_error_is_told_at_once_and_nothing_is_saved(lans: Client, grid: EmulationYear):
    cells = {
        "B4": "9.73",
        "C4": datetime.date(2024, 5, 3),
        "D4": "1.310/1.241",
        "B5": "9,734",
        "C5": 12,
    }
    sheet = checked(lans, grid, FIGURES, filled(download(lans, grid, FIGURES), "Số liệu", cells))
    told = {place: (value, words) for place, value, words in sheet.problems}
    assert told.keys() == {"Số liệu!B4", "Số liệu!C4", "Số liệu!D4", "Số liệu!B5"}
    assert told["Số liệu!B4"][0] == "9.73"
    assert "dấu phẩy" in told["Số liệu!B4"][1]
    assert "ngày tháng" in told["Số liệu!C4"][1]
    page = lans.get(address("import", grid, sheet.pk)).content.decode()
    assert "4 chỗ sai" in page
    assert all(place in page for place in told)
    assert apply(lans, grid, sheet).status_code == 200
    assert figures(grid) == {("Hà Nam", "chi-tieu-1"): "9,5"}


def test_somebody_elses_change_meanwhile_is_a_clash_that_asks(
    lans: Client, grid: EmulationYear, growth: Indicator
):
    content = filled(download(lans, grid, FIGURES), "Số liệu", {"B4": "9,6", "C5": 10})
    value = IndicatorValue.objects.get(emulation_year=grid, indicator=growth)
    value.value = Decimal("9.7")
    value.save()
    sheet = checked(lans, grid, FIGURES, content)
    (clash,) = [one for one in sheet.findings if one["how"] == "clash"]
    assert (clash["before"], clash["after"]) == ("9,7", "9,6")
    name = f"clash-{clash['row']}"
    response = apply(lans, grid, sheet)
    assert response.context["form"].errors == {name: ["Chọn một bên."]}
    assert apply(lans, grid, sheet, **{name: "portal"}).status_code == 302
    assert figures(grid) == {("Hà Nam", "chi-tieu-1"): "9,7", ("Nam Định", "chi-tieu-2"): "10"}


def test_keeping_what_the_portal_holds_everywhere_is_an_end(
    lans: Client, grid: EmulationYear, growth: Indicator
):
    content = filled(download(lans, grid, FIGURES), "Số liệu", {"B4": "9,6"})
    IndicatorValue.objects.filter(emulation_year=grid, indicator=growth).update(
        value=Decimal("9.7")
    )
    sheet = checked(lans, grid, FIGURES, content)
    name = f"clash-{sheet.findings[0]['row']}"
    assert apply(lans, grid, sheet, **{name: "portal"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == ImportState.APPLIED
    assert figures(grid)["Hà Nam", "chi-tieu-1"] == "9,7"


def test_the_files_side_of_a_clash_can_be_taken(
    lans: Client, grid: EmulationYear, growth: Indicator
):
    content = filled(download(lans, grid, FIGURES), "Số liệu", {"B4": "9,6"})
    IndicatorValue.objects.filter(emulation_year=grid, indicator=growth).update(
        value=Decimal("9.7")
    )
    sheet = checked(lans, grid, FIGURES, content)
    name = f"clash-{sheet.findings[0]['row']}"
    assert apply(lans, grid, sheet, **{name: "file"}).status_code == 302
    assert figures(grid)["Hà Nam", "chi-tieu-1"] == "9,6"


def test_a_change_between_preview_and_saving_is_noticed(
    lans: Client, grid: EmulationYear, growth: Indicator
):
    content = filled(download(lans, grid, FIGURES), "Số liệu", {"B4": "9,6", "C5": 10})
    sheet = checked(lans, grid, FIGURES, content)
    IndicatorValue.objects.filter(emulation_year=grid, indicator=growth).update(
        value=Decimal("9.7")
    )
    response = apply(lans, grid, sheet)
    assert "Có người vừa sửa nên chưa lưu gì" in response.content.decode()
    assert figures(grid) == {("Hà Nam", "chi-tieu-1"): "9,7"}
    sheet.refresh_from_db()
    assert [one["how"] for one in sheet.findings] == ["clash", "new"]


def test_an_unusual_figure_asks_why_and_the_answer_is_kept(
    lans: Client, grid: EmulationYear, growth: Indicator
):
    content = filled(download(lans, grid, FIGURES), "Số liệu", {"B4": "95"})
    sheet = checked(lans, grid, FIGURES, content)
    (asked,) = sheet.findings
    assert asked["how"] == "question"
    response = apply(lans, grid, sheet)
    assert response.context["form"].errors == {f"question-{asked['row']}": ["Nêu vì sao."]}
    assert apply(lans, grid, sheet, for_all="Có nhà máy mới.").status_code == 302
    value = IndicatorValue.objects.get(emulation_year=grid, indicator=growth)
    assert (value.text, value.unusual_reason) == ("95", "Có nhà máy mới.")


def test_an_officer_has_the_own_row_alone(
    chis: Client, grid: EmulationYear, growth: Indicator, unit_of_binh: Unit
):
    content = download(chis, grid, FIGURES)
    assert [row[0] for row in texts(opened(content)["Số liệu"])[3:]] == ["Tỉnh Hà Nam"]
    rows = [HEAD, ["Hà Nam", "9,6", None, None], ["Nam Định", "9,9", None, None]]
    sheet = checked(chis, grid, FIGURES, book_of(rows))
    assert found(sheet) == [("Số liệu!B2", "changed", "9,5", "9,6")]
    assert any(
        "Chỉ đọc dòng của Tỉnh Hà Nam; 1 dòng khác được bỏ qua" in one for one in sheet.remarks
    )
    assert apply(chis, grid, sheet).status_code == 302
    assert figures(grid) == {("Hà Nam", "chi-tieu-1"): "9,6"}


def test_a_reported_row_is_locked_and_the_officer_is_told(
    chis: Client, grid: EmulationYear, unit_of_chi: Unit
):
    content = download(chis, grid, FIGURES)
    UnitReportFactory(emulation_year=grid, unit=unit_of_chi, submitted=True)
    assert opened(download(chis, grid, FIGURES))["Số liệu"]["B4"].protection.locked
    words = refusal(chis, grid, FIGURES, content, "a.xlsx")
    assert "đã chốt hoặc đã nộp" in words


def test_a_forged_file_does_not_reach_another_row(chis: Client, lans: Client, grid: EmulationYear):
    """The file of the secretariat, sent by an officer."""
    content = filled(download(lans, grid, FIGURES), "Số liệu", {"B5": "1,1", "B6": "2,2"})
    sheet = checked(chis, grid, FIGURES, content)
    assert sheet.findings == []
    assert figures(grid) == {("Hà Nam", "chi-tieu-1"): "9,5"}


def test_another_sheet_name_another_order_and_more_columns_are_read(
    lans: Client, grid: EmulationYear
):
    rows = [
        ["BÁO CÁO NĂM 2024", None, None, None, None],
        [],
        ["STT", "Xã đạt chuẩn", "Tỉnh", "tăng trưởng grdp (%)", None],
        [1, 12, "Tỉnh Nam Định", "7,1", None],
        [None, None, None, None, None],
        [2, None, "HÀ NAM", "9,6", None],
    ]
    sheet = checked(lans, grid, FIGURES, book_of(rows, "Trang 1"))
    assert sheet.problems == []
    assert sorted(found(sheet)) == [
        ("Trang 1!B4", "new", "", "12"),
        ("Trang 1!D4", "new", "", "7,1"),
        ("Trang 1!D6", "changed", "9,5", "9,6"),
    ]
    assert any("không có cột của “Thu ngân sách”" in one for one in sheet.remarks)


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([["Đơn vị", HEAD[1], "Lạ"], ["Hà Nam", 1, 2]], "Số liệu!C1", "chỉ tiêu của năm 2024"),
        ([HEAD[:2], ["Hà Tây", 1]], "Số liệu!A2", "Không phải là thành viên"),
        ([HEAD[:2], ["Hà Nam", 1], ["Hà Nam", 2]], "Số liệu!A3", "đã có ở dòng 2"),
        ([[*HEAD[:2], HEAD[1]], ["Hà Nam", 1, 2]], "Số liệu!C1", "trùng tiêu đề với cột B"),
    ],
)
def test_what_does_not_fit_is_told_with_its_cell(
    lans: Client, grid: EmulationYear, rows: list, place: str, words: str
):
    sheet = checked(lans, grid, FIGURES, book_of(rows))
    assert [(at, words in told) for at, _, told in sheet.problems] == [(place, True)]


def test_merged_hidden_formulas_and_per_cent(lans: Client, grid: EmulationYear):
    def change(page):
        page.merge_cells("B2:C2")
        page.row_dimensions[3].hidden = True
        page["C3"] = "=1+1"
        page["B3"] = 0.071
        page["B3"].number_format = "0.0%"
        page["D3"] = 0.5
        page["D3"].number_format = "0%"

    rows = [HEAD, ["Hà Nam", 9.6, None, None], ["Nam Định", None, None, None]]
    sheet = checked(lans, grid, FIGURES, book_of(rows, change=change))
    told = {place: words for place, _, words in sheet.problems}
    assert told.keys() == {"Số liệu!B2:C2", "Số liệu!C3", "Số liệu!D3"}
    assert "bỏ gộp" in told["Số liệu!B2:C2"]
    assert "Công thức chưa có kết quả" in told["Số liệu!C3"]
    assert "phần trăm" in told["Số liệu!D3"]
    assert any("đang ẩn cũng được đọc: 3" in one for one in sheet.remarks)
    assert ("Số liệu!B3", "new", "", "7,1") in found(sheet)


def test_a_renamed_heading_is_known_by_its_place(lans: Client, grid: EmulationYear):
    content = download(lans, grid, FIGURES)
    sheet = checked(
        lans, grid, FIGURES, filled(content, "Số liệu", {"B3": "GRDP tăng", "B5": "7,1"})
    )
    assert sheet.problems == []
    assert found(sheet) == [("Số liệu!B5", "new", "", "7,1")]


def test_an_earlier_year_needs_a_reason(
    quan: User, grid: EmulationYear, client_of: Callable[[User], Client]
):
    LeadershipFactory(emulation_year__cluster=grid.cluster, emulation_year__year=2025)
    client = client_of(quan)
    content = filled(download(client, grid, FIGURES), "Số liệu", {"B5": "7,1"})
    sheet = checked(client, grid, FIGURES, content)
    response = apply(client, grid, sheet)
    assert "reason" in response.context["form"].errors
    assert apply(client, grid, sheet, reason="Số chính thức.").status_code == 302
    assert AuditEvent.objects.get(action="import_sheet").reason == "Số chính thức."


def test_queries_do_not_grow_with_the_cells(
    lans: Client, grid: EmulationYear, income: Indicator, django_assert_max_num_queries
):
    IndicatorValueFactory(emulation_year=grid, indicator=income, unit=None, value=Decimal(3))
    content = filled(
        download(lans, grid, FIGURES),
        "Số liệu",
        {f"{letter}{row}": 5 for letter in "BCD" for row in (4, 5, 6)},
    )
    sheet = checked(lans, grid, FIGURES, content)
    with django_assert_max_num_queries(40):
        lans.get(address("import", grid, sheet.pk))
