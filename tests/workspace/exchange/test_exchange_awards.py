"""The year's awards: downloaded, filled in elsewhere, brought back."""

import datetime
from typing import Any

import pytest
from django.test import Client

from awards.models import Award, AwardForm, AwardStatus, RecipientKind
from cluster_portal.workspace.exchange.awards import COLUMNS
from cluster_portal.workspace.models import ImportState, SheetImport, SheetKind
from clusters.models import EmulationYear, Unit
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
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

AWARDS = SheetKind.AWARDS
HEAD = ["Hình thức", "Đối tượng", "Tên", "Tỉnh", "Kết quả", "Số quyết định", "Ngày ký"]
FORM = "Bằng khen của Thủ tướng Chính phủ"


@pytest.fixture
def form(db: None) -> AwardForm:
    return AwardFormFactory(code="bang-khen-ttg", name=FORM, for_household=False)


@pytest.fixture
def year(year_a: EmulationYear, unit_of_binh: Unit, unit_of_chi: Unit) -> EmulationYear:
    return year_a


@pytest.fixture
def award(year: EmulationYear, form: AwardForm, unit_of_chi: Unit) -> Award:
    return AwardFactory(
        emulation_year=year,
        form=form,
        unit=unit_of_chi,
        recipient_name="Nguyễn Văn Cũ",
        proposed=True,
    )


def row(name: Any, **more: Any) -> list[Any]:
    values = {
        "form": FORM,
        "kind": "cá nhân",
        "name": name,
        "unit": "Nam Định",
        "status": "Đề nghị",
    } | more
    return list(values.values())


def upload(client: Client, year: EmulationYear, *rows: list[Any]) -> SheetImport:
    return checked(client, year, AWARDS, book_of([HEAD, *rows], "Khen thưởng"))


def test_the_workbook_offers_what_may_be_chosen(lans: Client, year: EmulationYear, award: Award):
    AwardFormFactory(
        name="Huân chương cũ",
        valid_from=datetime.date(2004, 7, 1),
        valid_to=datetime.date(2023, 12, 31),
    )
    book = opened(download(lans, year, AWARDS))
    assert book.sheetnames[:3] == ["Khen thưởng", "Danh mục", "Hướng dẫn"]
    assert book["Danh mục"].sheet_state == "hidden"
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book["Danh mục"].iter_cols()
    }
    assert lists["Hình thức khen thưởng"] == [FORM]
    assert lists["Tỉnh, thành phố"] == ["Tỉnh Hà Nam", "Tỉnh Nam Định"]
    assert "cá nhân" in lists["Đối tượng"]
    page = book["Khen thưởng"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    assert rules["C4"].formula1 == "'Danh mục'!$A$2:$A$2"
    assert (rules["C4"].type, rules["C4"].errorStyle) == ("list", "stop")
    assert "trong danh sách" in rules["C4"].error
    assert [cell.value for cell in page[4]][2:7] == [
        FORM,
        "cá nhân",
        "Nguyễn Văn Cũ",
        "Tỉnh Hà Nam",
        "Đề nghị",
    ]
    assert page.protection.sheet
    assert page["C3"].protection.locked
    assert not page["C4"].protection.locked
    assert not page.column_dimensions["C"].protection.locked
    assert page.column_dimensions["A"].hidden
    assert len(page[3]) == len(COLUMNS) + 2


def test_a_round_trip_changes_a_row_and_adds_others(
    lans: Client, year: EmulationYear, award: Award, unit_of_binh: Unit
):
    decision = DecisionFactory(document_number="12/QĐ-TTg", signed_on=datetime.date(2024, 12, 1))
    cells = {
        **{"C5": FORM, "D5": "cá nhân", "E5": "Trần Thị Mới", "F5": "Nam Định"},
        **{"G5": "được tặng", "J5": "12/QĐ-TTg", "K5": datetime.date(2024, 12, 1)},
        **{"C7": FORM, "D7": "tập thể và cá nhân", "E7": 1267, "G7": "Đề nghị"},
    }
    book = opened(download(lans, year, AWARDS))
    heading = {cell.value: cell.column_letter for cell in book["Khen thưởng"][3]}
    note = heading["Ghi chú"]
    cells[f"{note}4"] = "Ghi thêm"
    content = filled(download(lans, year, AWARDS), "Khen thưởng", cells)
    sheet = checked(lans, year, AWARDS, content)
    assert sheet.problems == []
    assert [one["how"] for one in sheet.findings] == ["changed", "new", "new"]
    assert sheet.findings[0]["changes"] == [["ghi chú", "", "Ghi thêm"]]
    assert apply(lans, year, sheet).status_code == 302
    award.refresh_from_db()
    assert award.note == "Ghi thêm"
    new = Award.objects.get(recipient_name="Trần Thị Mới")
    assert (new.status, new.decision, new.unit) == (AwardStatus.GRANTED, decision, unit_of_binh)
    group = Award.objects.get(count=1267)
    assert (group.recipient_kind, group.unit) == (RecipientKind.MIXED, None)
    # The file as it stands now says the same: nothing to save.
    again = checked(lans, year, AWARDS, download(lans, year, AWARDS))
    assert (again.findings, again.problems) == ([], [])
    assert "không có gì để lưu" in lans.get(address("import", year, again.pk)).content.decode()


def test_the_csv_file_comes_back_too(lans: Client, year: EmulationYear, award: Award):
    content = download(lans, year, AWARDS, "csv").decode("utf-8-sig")
    assert f"{award.pk}:" in content
    changed = content.replace("Nguyễn Văn Cũ", "Nguyễn Văn Sửa")
    sheet = checked(lans, year, AWARDS, changed.encode("utf-16"), "khen.csv")
    assert [one["how"] for one in sheet.findings] == ["changed"]
    assert apply(lans, year, sheet).status_code == 302
    award.refresh_from_db()
    assert award.recipient_name == "Nguyễn Văn Sửa"


def test_one_wrong_row_keeps_all_from_being_saved(
    lans: Client, year: EmulationYear, form: AwardForm
):
    sheet = upload(
        lans,
        year,
        row("Lê Thị Đúng"),
        row("Lê Thị Sai", form="Bằng khen của ai đó"),
        [],
        row("Hộ ông Sáu", kind="hộ gia đình", unit="Hà Tây"),
    )
    told = {place: (value, words) for place, value, words in sheet.problems}
    assert told.keys() >= {"Khen thưởng!A3", "Khen thưởng!D5"}
    assert told["Khen thưởng!A3"][0] == "Bằng khen của ai đó"
    assert "không phải là thành viên" in told["Khen thưởng!D5"][1]
    apply(lans, year, sheet)
    assert not Award.objects.exists()


def test_duplicates_are_asked_about_and_may_be_left_out(
    lans: Client, year: EmulationYear, award: Award, form: AwardForm
):
    sheet = upload(
        lans,
        year,
        row("Bà Cũ Nguyễn Văn", unit="Hà Nam"),
        row("Đỗ Thị Hai"),
        row("do thi hai"),
    )
    asked = {one["row"]: one["words"] for one in sheet.findings if one["how"] == "duplicate"}
    assert asked.keys() == {0, 2}
    assert "Nguyễn Văn Cũ" in asked[0]
    assert "dòng 3 của tệp" in asked[2]
    response = apply(lans, year, sheet)
    assert set(response.context["form"].errors) == {"duplicate-0", "duplicate-2"}
    answers = {"duplicate-0": "portal", "same_for_all": "file"}
    assert apply(lans, year, sheet, **answers).status_code == 302
    names = Award.objects.exclude(pk=award.pk).values_list("recipient_name", flat=True)
    assert sorted(names) == ["do thi hai", "Đỗ Thị Hai"]


def test_duplicates_are_found_across_steps(
    lans: Client, year: EmulationYear, form: AwardForm, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("cluster_portal.workspace.exchange.checking.STEP", 1)
    sheet = upload(lans, year, row("Đỗ Thị Hai"), row("Ngô Ba"), row("ĐỖ THỊ HAI"))
    assert [one["how"] for one in sheet.findings] == ["new", "new", "duplicate"]
    assert sheet.findings[2]["words"] == "dòng 2 của tệp"
    assert apply(lans, year, sheet, **{"duplicate-2": "file"}).status_code == 302
    assert Award.objects.count() == 3


def test_a_row_changed_meanwhile_is_a_clash(lans: Client, year: EmulationYear, award: Award):
    content = filled(download(lans, year, AWARDS), "Khen thưởng", {"E4": "Nguyễn Văn Tệp"})
    award.note = "Người khác ghi"
    award.save()
    sheet = checked(lans, year, AWARDS, content)
    assert [one["how"] for one in sheet.findings] == ["clash"]
    assert apply(lans, year, sheet, **{"clash-0": "file"}).status_code == 302
    award.refresh_from_db()
    assert award.recipient_name == "Nguyễn Văn Tệp"


def test_keeping_what_the_portal_holds_in_every_row_is_an_end(
    lans: Client, year: EmulationYear, award: Award
):
    content = filled(download(lans, year, AWARDS), "Khen thưởng", {"E4": "Nguyễn Văn Tệp"})
    award.note = "Người khác ghi"
    award.save()
    sheet = checked(lans, year, AWARDS, content)
    response = lans.post(address("import", year, sheet.pk), {"clash-0": "portal"}, follow=True)
    assert "Mọi dòng giữ như trên cổng" in response.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == ImportState.APPLIED
    award.refresh_from_db()
    assert award.recipient_name == "Nguyễn Văn Cũ"


def test_a_copied_row_is_a_new_one(lans: Client, year: EmulationYear, award: Award):
    book = opened(download(lans, year, AWARDS))
    page = book["Khen thưởng"]
    cells = {f"{cell.column_letter}5": cell.value for cell in page[4] if cell.value}
    content = filled(download(lans, year, AWARDS), "Khen thưởng", cells | {"E5": "Nguyễn Thị Chép"})
    sheet = checked(lans, year, AWARDS, content)
    assert [one["how"] for one in sheet.findings] == ["new"]
    assert any("chép từ dòng 4" in remark for remark in sheet.remarks)


def test_an_officer_has_the_own_proposals_alone(
    chis: Client, year: EmulationYear, award: Award, form: AwardForm, unit_of_binh: Unit
):
    other = AwardFactory(emulation_year=year, form=form, unit=unit_of_binh, proposed=True)
    page = opened(download(chis, year, AWARDS))["Khen thưởng"]
    names = [line[4] for line in texts(page)[3:]]
    assert names == ["Nguyễn Văn Cũ"]
    sheet = upload(chis, year, row("Lê Tám"), row("Lê Chín", unit="Hà Nam"))
    assert [place for place, _, _ in sheet.problems] == ["Khen thưởng!D2"]
    assert other.recipient_name not in str(sheet.findings)
    sheet = upload(chis, year, row("Lê Chín", unit="Hà Nam"))
    assert apply(chis, year, sheet).status_code == 302
    assert Award.objects.filter(recipient_name="Lê Chín").exists()


def test_formulas_in_names_stay_text_both_ways(lans: Client, year: EmulationYear, form: AwardForm):
    name = '=cmd|"/c calc"!A1'
    AwardFactory(emulation_year=year, form=form, recipient_name=name, proposed=True)
    cell = opened(download(lans, year, AWARDS))["Khen thưởng"]["E4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)
    content = download(lans, year, AWARDS, "csv").decode("utf-8-sig")
    assert "'=cmd" in content
    again = checked(lans, year, AWARDS, content.encode("utf-8-sig"), "a.csv")
    assert (again.findings, again.problems) == ([], [])


def test_a_missing_column_is_named(lans: Client, year: EmulationYear):
    content = book_of([["Hình thức khen thưởng", "Tỉnh"], [FORM, "Nam Định"]], "Khen thưởng")
    words = refusal(lans, year, AWARDS, content, "a.xlsx")
    assert "thiếu cột “Đối tượng”, “Người, tập thể được khen hoặc số lượng”, “Kết quả”" in words


def test_what_is_applied_says_so(lans: Client, year: EmulationYear, form: AwardForm):
    sheet = upload(lans, year, row("Lê Thị Đúng"))
    apply(lans, year, sheet)
    sheet.refresh_from_db()
    assert sheet.state == ImportState.APPLIED
    page = lans.get(address("import", year, sheet.pk)).content.decode()
    assert "Đã lưu lúc" in page
    assert "Lưu tất cả" not in page
