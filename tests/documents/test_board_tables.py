"""Tables of boards on paper fit the page whatever they hold, and hold all of it."""

import pytest

from cluster_portal.documents.board_tables import fitted, noted, parts_of, table
from cluster_portal.documents.contents import TEXT_WIDTH_MM

YEARS = [(str(year), 20, "right") for year in range(2016, 2026)]


@pytest.mark.parametrize("years", range(1, 11))
def test_however_many_years_stand_side_by_side_they_fit_the_page(years):
    columns = [("Chỉ tiêu", 60, "left"), *YEARS[:years], ("Ghi chú", 40, "left")]
    found = table("Mọi chỉ tiêu", columns, [("x",) * len(columns)], "/")
    assert sum(column.width_mm for column in found.columns) <= TEXT_WIDTH_MM


def test_only_the_widest_give_way():
    assert fitted([70, 15, 15]) == [70, 15, 15]
    assert fitted([100, 60, 20]) == [85, 60, 20]


def test_a_long_table_is_not_cut():
    found = table("Số liệu", [("Đơn vị", 40, "left")], [(str(one),) for one in range(300)], "/")
    assert len(found.rows) == found.total_rows == 300
    assert not found.more_note


def test_what_is_said_of_every_figure_stands_once():
    rows, note = noted([("Nam Định", [("9,73", "năm 2024"), ("chưa có", "")])])
    assert rows == [("Nam Định", "9,73", "chưa có")]
    assert note == "Mọi số liệu: năm 2024"


def test_what_is_said_of_some_figures_has_a_number():
    rows, note = noted(
        [("A", [("1", "năm 2024"), ("2", "ước")]), ("B", [("3", "ước"), ("", "")])],
    )
    assert rows == [("A", "1 (1)", "2 (2)"), ("B", "3 (2)", "")]
    assert note == "(1) năm 2024\n(2) ước"


def test_columns_are_parted_evenly():
    assert [list(part) for part in parts_of(range(6), 5)] == [[0, 1, 2], [3, 4, 5]]
    assert list(parts_of([], 5)) == []
