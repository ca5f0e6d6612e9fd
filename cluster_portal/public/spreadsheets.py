"""Spreadsheets of the pages that span the domain."""

from cluster_portal.pages.spreadsheets import Sheet
from emulation.models import IndicatorValue, ValueKind
from emulation.selectors import Results

HEADINGS = (
    "Chỉ tiêu",
    "Đơn vị",
    "Dạng",
    "Mức độ",
    "Giá trị",
    "Trên tổng số",
    "Đơn vị tính",
    "Kỳ",
    "Nguồn",
    "Ghi chú",
    "Đính chính",
)
WIDTHS = (48, 22, 12, 12, 14, 14, 18, 22, 50, 40, 50)
WHOLE_CLUSTER = "Toàn cụm"


def results_sheet(results: Results) -> Sheet:
    """Every figure of a year on a row of its own, numbers as numbers."""
    return Sheet("Kết quả", HEADINGS, [_row(value) for value in results.all_values], WIDTHS)


def _row(value: IndicatorValue) -> tuple:
    return (
        value.indicator.name,
        value.unit.official_name if value.unit else WHOLE_CLUSTER,
        value.get_kind_display() if value.kind != ValueKind.NUMBER else "",
        value.get_qualifier_display(),
        value.value,
        value.out_of,
        value.indicator.unit_of_measure,
        value.period_text,
        value.source.title if value.source else "",
        value.note,
        "; ".join(correction.words for correction in value.corrected),
    )
