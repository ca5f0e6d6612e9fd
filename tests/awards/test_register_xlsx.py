import datetime
import io

import openpyxl
import pytest

from tests.factories.awards import AwardFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_reads_names(settings):
    settings.NAMES_FOR_PUBLIC = "full"


def sheet_of(client, **query):
    response = client.get("/khen-thuong.xlsx", query)
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


@pytest.mark.parametrize("query", [{}, {"sort": "year"}, {"q": "giay", "sort": "recipient"}])
def test_the_spreadsheet_has_the_rows_of_the_page_and_all_its_columns(visitor, query):
    for number in range(7):
        AwardFactory(recipient_name=f"Người {number}", giving_body="Nơi giấy" if number % 2 else "")
    table = visitor.get("/khen-thuong/", query).context["table"]
    page = sheet_of(visitor, **query, page="9")
    assert [row[0].value for row in page.iter_rows(min_row=2)] == [
        row.record.recipient for row in table.paginated_rows
    ]
    headings = [cell.value for cell in page[1]]
    assert {column.header for column in table.columns} < set(headings)
    assert {"Người, cơ quan tặng", "Quyết định", "Nguồn", "Ghi chú"} < set(headings)
    assert page.freeze_panes == "B2"


def test_the_cells_of_the_spreadsheet_have_types(visitor, year_a, unit_of_binh):
    conference = ConferenceFactory(review_year=year_a, held_on=datetime.date(2025, 3, 13))
    AwardFactory(
        emulation_year=year_a,
        year_is_stated=False,
        is_posthumous=True,
        conference=conference,
        unit=unit_of_binh,
        recipient_name='=HYPERLINK("http://evil")',
        giving_body="+84 @x",
        note="- ghi chú",
    )
    page = sheet_of(visitor)
    row = {page.cell(1, cell.column).value: cell for cell in page[2]}
    assert row["Người, tập thể được khen"].value == '=HYPERLINK("http://evil")'
    assert row["Người, tập thể được khen"].data_type == "s"
    assert row["Người, cơ quan tặng"].value == "+84 @x"
    assert (row["Năm"].value, row["Năm"].data_type) == (2024, "n")
    assert (row["Số lượng"].value, row["Số lượng"].data_type) == (1, "n")
    assert row["Nêu tại hội nghị"].value == datetime.datetime(2025, 3, 13)
    assert row["Kết quả"].value == "Được tặng"
    assert row["Đối tượng"].value == "cá nhân"
    assert row["Đơn vị"].value == "Tỉnh Nam Định"
    assert row["Cụm, khối"].value == "Đồng bằng sông Hồng"
    assert row["Ghi chú"].value == "Truy tặng. Năm không nêu rõ. - ghi chú"


def test_the_spreadsheet_is_a_download(visitor):
    response = visitor.get("/khen-thuong.xlsx")
    assert response["Content-Disposition"].startswith('attachment; filename="khen-thuong.xlsx"')
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
