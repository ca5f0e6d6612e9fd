import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from cluster_portal.pages.spreadsheets import Sheet, spreadsheet

FORMULAS = ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "–5", "'=1"]


def written(sheet):
    return openpyxl.load_workbook(io.BytesIO(spreadsheet(sheet))).active


def sheet(*rows, headings=("Tên", "Số"), widths=(30, 8)):
    return Sheet("Bảng", headings, rows, widths)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula_and_keeps_every_character(text):
    cell = written(sheet((text, 1)))["A2"]
    assert cell.value == text
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", FORMULAS[:6])
def test_editing_a_text_that_looks_like_a_formula_keeps_it_text(text):
    assert written(sheet((text, 1)))["A2"].quotePrefix


def test_numbers_and_dates_have_their_types():
    page = written(
        sheet((1310, Decimal("9.73"), datetime.date(2024, 3, 13), None, True), headings="abcde")
    )
    number, decimal, day, nothing, yes = page[2]
    assert (number.value, number.data_type, number.number_format) == (1310, "n", "#,##0")
    assert (decimal.value, decimal.data_type) == (9.73, "n")
    assert (day.value, day.is_date) == (datetime.datetime(2024, 3, 13), True)
    assert day.number_format == "d/m/yyyy"
    assert nothing.value is None
    assert yes.value == "Có"


def test_characters_that_a_workbook_cannot_hold_are_left_out():
    assert written(sheet(("Hà\x00 Nội\x1f", 1)))["A2"].value == "Hà Nội"


def test_a_very_long_text_is_cut_at_what_a_cell_holds():
    assert len(written(sheet(("a" * 40_000, 1)))["A2"].value) == 32_767


def test_headings_are_bold_and_stay_in_view():
    page = written(sheet(("x", 1)))
    assert [cell.value for cell in page[1]] == ["Tên", "Số"]
    assert all(cell.font.bold for cell in page[1])
    assert page.freeze_panes == "B2"
    assert page.column_dimensions["A"].width == 30
    assert page.column_dimensions["B"].width == 8


def test_a_sheet_without_rows_has_its_headings():
    assert written(sheet()).max_row == 1
