"""The plain data refuses what cannot be printed well."""

import pytest

from cluster_portal.documents.contents import MOST_ROWS, Column, TableContent, cut_rows

COLUMNS = (Column(label="STT", width_mm=15), Column(label="Tỉnh", width_mm=60))
ADDRESS = "https://thidua.example.vn/khen-thuong.xlsx"


def table(rows, **changes) -> TableContent:
    values = {"caption": "Bảng", "columns": COLUMNS, "rows": rows, "total_rows": len(rows)}
    return TableContent(**(values | changes))


@pytest.mark.parametrize(("total", "shown"), [(0, 0), (39, 39), (40, 40), (41, 40), (1000, 40)])
def test_long_lists_are_cut(total, shown):
    rows = [(str(number), "Quảng Ninh") for number in range(total)]
    cut = cut_rows(rows, address=ADDRESS)
    assert len(table(**cut).rows) == shown
    assert cut["total_rows"] == total
    note = f"… còn {total - 40} dòng, xem tệp Excel tại {ADDRESS}" if total > 40 else ""
    assert cut["more_note"] == note


def test_limit_can_be_chosen():
    cut = cut_rows([("1", "a"), ("2", "b"), ("3", "c")], address=ADDRESS, limit=2)
    assert cut["rows"] == (("1", "a"), ("2", "b"))
    assert "còn 1 dòng" in cut["more_note"]


def test_rows_that_nobody_counted_to_their_end_are_more_than_so_many():
    cut = cut_rows([("1", "a"), ("2", "b")], address=ADDRESS, limit=2, total=10_000, is_least=True)
    assert cut["more_note"] == f"… còn hơn 9.998 dòng, xem tệp Excel tại {ADDRESS}"


def test_rows_that_nobody_counted_are_said_to_be_there():
    cut = cut_rows([("1", "a"), ("2", "b")], address=ADDRESS, limit=1, total=1, is_least=True)
    assert cut["more_note"] == f"… còn những dòng khác, xem tệp Excel tại {ADDRESS}"


def test_rows_are_not_left_out_in_silence():
    with pytest.raises(ValueError, match="without a word"):
        table((("1", "Quảng Ninh"),), total_rows=2)


def test_endless_table_is_refused():
    with pytest.raises(ValueError, match="cut the table"):
        table((("1", "Quảng Ninh"),) * (MOST_ROWS + 1))


def test_columns_must_fit_the_page_and_the_rows():
    with pytest.raises(ValueError, match="wider than 165 mm"):
        table((), columns=(*COLUMNS, Column(label="Rộng", width_mm=95)))
    with pytest.raises(ValueError, match="does not fit"):
        table((("1",),))


@pytest.mark.parametrize("width", [5, 12, 105])
def test_column_width_needs_its_rule(width):
    with pytest.raises(ValueError, match="no column width"):
        Column(label="a", width_mm=width)


def test_column_alignment_is_known():
    with pytest.raises(ValueError, match="no alignment"):
        Column(label="a", width_mm=10, align="middle")
