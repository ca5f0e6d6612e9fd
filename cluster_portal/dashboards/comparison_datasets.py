"""What is set side by side, as data."""

from cluster_portal.dashboards.dataset_fields import (
    FIELDS_OF_ITS_ROW,
    ORIGIN,
    PICTURES,
    field,
    part,
)
from cluster_portal.pages.datasets import Dataset, Kind

_DRAWN = ("chi_tieu", "mã chỉ tiêu vẽ qua các năm; bỏ thì là chỉ tiêu đầu tiên có ở các bên")
_CHOSEN = field(
    "indicator",
    "Mã của chỉ tiêu vẽ qua các năm; null khi các bên không có chỉ tiêu chung.",
    lambda compared: compared.drawn and compared.drawn.code,
    Kind.CODE,
)
SIDES = part(
    "sides",
    "Hai bên được so sánh.",
    field("year", "Năm thi đua của bên ấy.", lambda side: side.year.year, Kind.YEAR),
    *FIELDS_OF_ITS_ROW,
)
SIDE_FIGURES = part(
    "figures",
    "Số của toàn cụm ở mỗi bên, mỗi số một dòng.",
    field("side", "1 là bên thứ nhất, 2 là bên thứ hai.", lambda row: row[0], Kind.INTEGER),
    field("indicator", "Mã chỉ tiêu.", lambda row: row[1].indicator.code, Kind.CODE),
    field("text", "Giá trị như trên trang.", lambda row: row[1].text),
    field("value", "Giá trị.", lambda row: row[1].value, Kind.DECIMAL, "theo unit_of_measure"),
    field("unit_of_measure", "Đơn vị tính.", lambda row: row[1].unit),
    field("basis", "Do đâu mà có, từ bao nhiêu đơn vị.", lambda row: row[1].completeness),
    field("period", "Kỳ của số liệu.", lambda row: row[1].period),
)
DIFFERENCES = part(
    "differences",
    "Bên thứ hai so với bên thứ nhất, theo chỉ tiêu.",
    field("indicator", "Mã chỉ tiêu.", lambda line: line.indicator.code, Kind.CODE),
    field("difference", "So sánh bằng lời.", lambda line: line.difference),
)
COMPARED_CLUSTERS = Dataset(
    key="compared-clusters",
    title="So sánh hai cụm, hai năm",
    what="Hai cụm, hoặc hai năm của một cụm, cạnh nhau. Không ghi tham số thì so sánh năm gần nhất"
    " với năm trước đó.",
    origin=ORIGIN,
    address="/tong-quan/so-sanh/cum",
    fields=(_CHOSEN,),
    parts=(SIDES, SIDE_FIGURES, DIFFERENCES, PICTURES),
    filters=(
        ("cum1", "mã địa chỉ của cụm thứ nhất"),
        ("nam1", "năm"),
        ("cum2", "mã địa chỉ của cụm thứ hai"),
        ("nam2", "năm"),
        _DRAWN,
    ),
    endings=("json",),
)
PROVINCE_FIGURES = part(
    "figures",
    "Số của từng tỉnh trong năm, mỗi số một dòng; tỉnh chưa có số thì không ghi.",
    field("indicator", "Mã chỉ tiêu.", lambda value: value.indicator.code, Kind.CODE),
    field("unit", "Mã địa chỉ của đơn vị.", lambda value: value.unit.slug, Kind.CODE),
    field("text", "Giá trị như trên trang.", lambda value: value.shown),
    field("value", "Giá trị.", lambda value: value.value, Kind.DECIMAL, "theo unit_of_measure"),
    field("out_of", "Tổng số của tỷ số, thứ hạng.", lambda value: value.out_of, Kind.DECIMAL),
    field("unit_of_measure", "Đơn vị tính.", lambda value: value.indicator.unit_of_measure),
    field("period", "Kỳ của số liệu.", lambda value: value.period_text),
)
COMPARED_PROVINCES = Dataset(
    key="compared-provinces",
    title="So sánh các tỉnh",
    what="Hai hoặc ba tỉnh, thành phố trong một năm, cạnh nhau.",
    origin=ORIGIN,
    address="/tong-quan/so-sanh-tinh/tinh",
    fields=(
        field("year", "Năm thi đua.", lambda compared: compared.year, Kind.YEAR),
        field(
            "units",
            "Mã địa chỉ của các đơn vị được so sánh.",
            lambda compared: [unit.slug for unit in compared.units],
            Kind.LIST,
        ),
        _CHOSEN,
    ),
    parts=(PROVINCE_FIGURES, PICTURES),
    filters=(
        ("tinh1", "mã địa chỉ của tỉnh thứ nhất"),
        ("tinh2", "tỉnh thứ hai"),
        ("tinh3", "tỉnh thứ ba, có thể bỏ"),
        ("nam", "năm"),
        _DRAWN,
    ),
    endings=("json",),
)
