"""The boards as data: what each holds, field by field, under names that stay."""

from cluster_portal.dashboards.dataset_fields import (
    CHOSEN,
    FIELDS_OF_ITS_ROW,
    GIVEN,
    ORIGIN,
    PICTURES,
    ROW_FIELDS,
    field,
    part,
)
from cluster_portal.pages.datasets import Dataset, Kind

_OUTCOME = "met đạt, not_met chưa đạt, unclear chưa kết luận được, no_figure chưa có số liệu."
NATIONAL = Dataset(
    key="national-board",
    title="Bảng toàn quốc",
    what="Mỗi cụm, khối của một năm một dòng, theo thứ tự của trang.",
    origin=ORIGIN,
    address="/tong-quan/{year}/cac-cum",
    fields=ROW_FIELDS,
    parts=(PICTURES,),
    filters=CHOSEN,
    endings=("json",),
)
_FIGURE = (
    field("indicator", "Mã chỉ tiêu.", lambda row: row.figure.indicator.code, Kind.CODE),
    field("text", "Giá trị như trên trang.", lambda row: row.figure.text),
    field(
        "value",
        "Giá trị; null khi không phải là một con số.",
        lambda row: row.figure.value,
        Kind.DECIMAL,
        "theo unit_of_measure",
    ),
    field("unit_of_measure", "Đơn vị tính.", lambda row: row.figure.unit),
    field("basis", "Do đâu mà có, từ bao nhiêu đơn vị.", lambda row: row.figure.completeness),
    field("period", "Kỳ của số liệu.", lambda row: row.figure.period),
    field("source", "Tên của nguồn.", lambda row: row.figure.source),
    field("change", "So với năm trước, bằng lời.", lambda row: row.change),
)
CLUSTER_FIGURES = part("cluster_figures", "Số của toàn cụm trong năm.", *_FIGURE)
MEMBER_FIGURES = part(
    "member_figures",
    "Số của từng thành viên trong năm.",
    field("unit", "Mã địa chỉ của đơn vị.", lambda row: row[0].slug, Kind.CODE),
    field("indicator", "Mã chỉ tiêu.", lambda row: row[1].code, Kind.CODE),
    field("text", "Giá trị như trên trang.", lambda row: row[2].text),
)
_TARGET = (
    field(
        "cluster",
        "Mã địa chỉ của cụm có giao ước.",
        lambda row: row.item.pledge.emulation_year.cluster.slug,
        Kind.CODE,
    ),
    field("item", "Số của nội dung trong giao ước.", lambda row: row.item.number, Kind.INTEGER),
    field("indicator", "Mã chỉ tiêu.", lambda row: row.item.indicator.code, Kind.CODE),
    field(
        "comparison",
        "Cách so: at_least ít nhất, at_most không quá, exactly đúng, between từ target đến"
        " target_to.",
        lambda row: row.wanted.comparison,
        Kind.CODE,
    ),
    field(
        "target",
        "Mức giao ước.",
        lambda row: row.wanted.value,
        Kind.DECIMAL,
        "theo unit_of_measure",
    ),
    field(
        "target_to",
        "Mức trên, khi giao ước là một khoảng.",
        lambda row: row.wanted.upper,
        Kind.DECIMAL,
        "theo unit_of_measure",
    ),
    field(
        "target_of",
        "Của ai: each_unit từng đơn vị, cluster toàn cụm.",
        lambda row: row.item.target_of,
        Kind.CODE,
    ),
    field("unit_of_measure", "Đơn vị tính.", lambda row: row.item.indicator.unit_of_measure),
    field("outcome", _OUTCOME, lambda row: row.outcome, Kind.CODE),
    field("text", "Kết quả như trên trang.", lambda row: row.text),
)
TARGETS = part("targets", "Chỉ tiêu giao ước so với kết quả.", *_TARGET)
TARGET_UNITS = part(
    "target_units",
    "Từng đơn vị so với chỉ tiêu mà mỗi đơn vị phải đạt.",
    field("item", "Số của nội dung trong giao ước.", lambda row: row[0].item.number, Kind.INTEGER),
    field("unit", "Mã địa chỉ của đơn vị.", lambda row: row[1].unit.slug, Kind.CODE),
    field("text", "Kết quả của đơn vị.", lambda row: row[1].text),
    field("outcome", _OUTCOME, lambda row: row[1].outcome, Kind.CODE),
)
GRANTED_BY_FORM = part("granted_by_form", "Được tặng theo hình thức và năm.", *GIVEN)
LEADERS = part(
    "leaders",
    "Ai lãnh đạo cụm qua các năm.",
    field("year", "Năm thi đua.", lambda row: row[0], Kind.YEAR),
    field("role", "chair Cụm trưởng, vice_chair Cụm phó.", lambda row: row[1].role, Kind.CODE),
    field("unit", "Mã địa chỉ của đơn vị.", lambda row: row[1].unit.slug, Kind.CODE),
)
CLUSTER = Dataset(
    key="cluster-board",
    title="Bảng của một cụm",
    what="Một năm của một cụm, khối: đã làm đến đâu, số liệu, giao ước so với kết quả, khen"
    " thưởng, ai lãnh đạo.",
    origin=ORIGIN,
    address="/tong-quan/cum/{cluster}/{year}/cum",
    fields=(
        field("year", "Năm thi đua.", lambda board: board.year.year, Kind.YEAR),
        *FIELDS_OF_ITS_ROW,
        field(
            "units",
            "Mã địa chỉ của các thành viên trong năm.",
            lambda board: [unit.slug for unit in board.members],
            Kind.LIST,
        ),
    ),
    parts=(
        CLUSTER_FIGURES,
        MEMBER_FIGURES,
        TARGETS,
        TARGET_UNITS,
        GRANTED_BY_FORM,
        LEADERS,
        PICTURES,
    ),
    filters=CHOSEN,
    endings=("json",),
)
FIGURES = part(
    "figures",
    "Các chỉ tiêu qua các năm, đến năm của bảng.",
    field("indicator", "Mã chỉ tiêu.", lambda row: row[0].code, Kind.CODE),
    field("year", "Năm.", lambda row: row[1].year, Kind.YEAR),
    field("text", "Giá trị như trên trang.", lambda row: row[1].text),
    field("value", "Giá trị.", lambda row: row[1].value, Kind.DECIMAL, "của chỉ tiêu"),
    field(
        "is_joined",
        "Ghép từ số của các đơn vị tiền thân.",
        lambda row: row[1].is_joined,
        Kind.BOOLEAN,
    ),
    field("note", "Ghép thế nào, hoặc vì sao không ghép được.", lambda row: row[1].note),
    field(
        "units",
        "Mã địa chỉ của các đơn vị có số ấy.",
        lambda row: [value.unit.slug for value in row[1].parts if value.unit],
        Kind.LIST,
    ),
)
PROVINCE_GRANTED = part(
    "granted_by_form",
    "Được tặng theo đơn vị, hình thức và năm.",
    field("unit", "Mã địa chỉ của đơn vị thời đó.", lambda row: row[3].slug, Kind.CODE),
    *GIVEN,
)
PROVINCE_LEADERS = part(
    "leaders",
    "Đơn vị và các đơn vị tiền thân đã lãnh đạo cụm nào.",
    field("year", "Năm thi đua.", lambda row: row.emulation_year.year, Kind.YEAR),
    field("cluster", "Mã địa chỉ của cụm.", lambda row: row.emulation_year.cluster.slug, Kind.CODE),
    field("role", "chair Cụm trưởng, vice_chair Cụm phó.", lambda row: row.role, Kind.CODE),
    field("unit", "Mã địa chỉ của đơn vị.", lambda row: row.unit.slug, Kind.CODE),
)
PROVINCE = Dataset(
    key="province-board",
    title="Bảng của một tỉnh",
    what="Một tỉnh, thành phố qua các năm, cùng số liệu của các đơn vị tiền thân.",
    origin=ORIGIN,
    address="/tong-quan/tinh/{unit}/{year}/tinh",
    fields=(
        field("unit", "Mã địa chỉ của đơn vị.", lambda board: board.family.unit.slug, Kind.CODE),
        field("name", "Tên đơn vị.", lambda board: board.family.unit.official_name),
        field("year", "Năm của bảng.", lambda board: board.year, Kind.YEAR),
        field(
            "predecessors",
            "Mã địa chỉ của các đơn vị tiền thân.",
            lambda board: [unit.slug for unit in board.family.predecessors],
            Kind.LIST,
        ),
    ),
    parts=(FIGURES, TARGETS, PROVINCE_GRANTED, PROVINCE_LEADERS, PICTURES),
    filters=CHOSEN,
    endings=("json",),
)
