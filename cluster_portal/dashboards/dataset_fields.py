"""What the boards' data have in common: fields of a cluster's row, of awards, of pictures."""

from collections.abc import Callable
from typing import Any

from cluster_portal.charts.wording import table_of
from cluster_portal.pages.datasets import Dataset, Field, Kind

ORIGIN = "Tính từ hồ sơ các cụm mà người đọc được xem; công chúng chỉ thấy phần đã công bố."
_LEVEL = "national toàn quốc, provincial cấp tỉnh."


def field(
    name: str, meaning: str, value: Callable[[Any], Any], kind: Kind = Kind.TEXT, measure: str = ""
) -> Field:
    """A field of JSON alone: tables of boards become sheets as the page shows them."""
    return Field(name=name, meaning=meaning, value=value, kind=kind, measure=measure)


def _fact(
    name: str,
    meaning: str,
    value: Callable[[Any], Any],
    kind: Kind = Kind.INTEGER,
    measure: str = "",
) -> Field:
    """Of the row's year; null where the year has no record."""
    return field(name, meaning, lambda row: value(row.now) if row.now else None, kind, measure)


def _met(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda facts: value(facts.meeting) if facts.meeting else None


def _pledged(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda facts: value(facts.pledge) if facts.pledge else None


ROW_FIELDS = (
    field("cluster", "Mã địa chỉ của cụm, khối.", lambda row: row.cluster.slug, Kind.CODE),
    field("name", "Tên cụm, khối.", lambda row: row.cluster.name),
    field("level", _LEVEL, lambda row: row.cluster.level, Kind.CODE),
    _fact(
        "chair",
        "Mã địa chỉ của Cụm trưởng.",
        lambda facts: facts.chair and facts.chair.unit.slug,
        Kind.CODE,
    ),
    _fact(
        "chair_is_inferred",
        "Cụm trưởng suy ra, nguồn không nêu thẳng.",
        lambda facts: facts.chair and facts.chair.is_inferred,
        Kind.BOOLEAN,
    ),
    _fact(
        "vice_chairs",
        "Mã địa chỉ của các Cụm phó.",
        lambda facts: [leader.unit.slug for leader in facts.vice_chairs],
        Kind.LIST,
    ),
    _fact(
        "members",
        "Số thành viên đến cuối năm, cùng đơn vị đã có số liệu của năm.",
        lambda facts: facts.members,
        measure="đơn vị",
    ),
    _fact(
        "conference_held_on",
        "Ngày họp hội nghị tổng kết năm.",
        _met(lambda meeting: meeting.held_on),
        Kind.DAY,
    ),
    _fact(
        "conference_status",
        "Tình trạng hội nghị; announced là mới báo ngày họp.",
        _met(lambda meeting: meeting.status if meeting.href else "announced"),
        Kind.CODE,
    ),
    _fact(
        "pledge_status",
        "Tình trạng giao ước.",
        _pledged(lambda pledge: pledge.status),
        Kind.CODE,
    ),
    _fact(
        "pledge_signed",
        "Số đơn vị đã ký giao ước.",
        _pledged(lambda pledge: pledge.signed),
        measure="đơn vị",
    ),
    _fact(
        "pledge_asked",
        "Số đơn vị phải ký giao ước.",
        _pledged(lambda pledge: pledge.asked),
        measure="đơn vị",
    ),
    _fact(
        "members_with_figures",
        "Số thành viên đã có số liệu.",
        lambda facts: facts.reporting,
        measure="đơn vị",
    ),
    _fact("figures", "Số lượng số liệu của các thành viên.", lambda facts: facts.figures),
    _fact("whole_cluster_figures", "Số lượng số liệu của toàn cụm.", lambda facts: facts.whole),
    _fact(
        "awards_proposed",
        "Số lượt đề nghị khen thưởng mà sổ có ghi, cả lượt đã có kết quả; null khi sổ chưa ghi.",
        lambda facts: facts.proposed,
        measure="lượt khen",
    ),
    _fact(
        "awards_granted",
        "Số lượt được tặng thưởng; null khi sổ chưa ghi gì về khen thưởng của năm.",
        lambda facts: facts.granted,
        measure="lượt khen",
    ),
    field(
        "chair_year_before",
        "Mã địa chỉ của Cụm trưởng năm trước.",
        lambda row: row.before.chair.unit.slug if row.before and row.before.chair else None,
        Kind.CODE,
    ),
    field(
        "conference_held_on_year_before",
        "Ngày đã họp hội nghị tổng kết năm trước.",
        lambda row: row.before.held_on if row.before else None,
        Kind.DAY,
    ),
    field(
        "granted_year_before",
        "Số lượt được tặng thưởng của năm trước.",
        lambda row: row.before.granted if row.before else None,
        Kind.INTEGER,
        "lượt khen",
    ),
    field(
        "late",
        "Việc trễ hạn; chỉ có với ai xem được hồ sơ nháp của cụm.",
        lambda row: row.late if row.sees_drafts else None,
        Kind.LIST,
    ),
    field(
        "attention",
        "Điều cần chú ý; chỉ có với ai xem được hồ sơ nháp của cụm.",
        lambda row: row.attention if row.sees_drafts else None,
        Kind.LIST,
    ),
)
# The same of what has such a `row`.
FIELDS_OF_ITS_ROW = tuple(
    field(one.name, one.meaning, lambda whole, one=one: one.value(whole.row), one.kind, one.measure)
    for one in ROW_FIELDS
)
CHOSEN = (("chi-tieu", "mã chỉ tiêu mà biểu đồ, bản đồ nói về"),)


def part(key: str, what: str, *fields: Field) -> Dataset:
    """A table within a row of a board's data."""
    return Dataset(key=key, title="", what=what, origin="", address="", fields=fields)


GIVEN = (
    field("form", "Mã hình thức khen thưởng.", lambda row: row[0].code, Kind.CODE),
    field("name", "Tên hình thức.", lambda row: row[0].name),
    field("year", "Năm thi đua.", lambda row: row[1], Kind.YEAR),
    field("granted", "Số lượt được tặng.", lambda row: row[2], Kind.INTEGER, "lượt khen"),
)
PICTURES = part(
    "pictures",
    "Số liệu của từng biểu đồ, bản đồ trên trang, chữ và số như trên trang; theo chi-tieu.",
    field("key", "Mã của biểu đồ, bản đồ trên trang.", lambda chart: chart.key, Kind.CODE),
    field("title", "Tên.", lambda chart: chart.title),
    field("unit_of_measure", "Đơn vị tính.", lambda chart: chart.unit),
    field("columns", "Tên các cột.", lambda chart: table_of(chart).columns, Kind.LIST),
    field(
        "rows", "Các dòng, mỗi dòng một danh sách.", lambda chart: table_of(chart).rows, Kind.LIST
    ),
)
