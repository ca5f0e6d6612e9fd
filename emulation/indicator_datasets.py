"""Indicators as data: what the codes in other tables mean."""

from typing import Any

from django.db.models import Exists, OuterRef

from cluster_portal.pages.datasets import Dataset, Field, Kind
from emulation.models import Indicator, IndicatorValue, Pledge, PledgeItem

INDICATORS = Dataset(
    key="indicators",
    title="Chỉ tiêu",
    what="Các chỉ tiêu có số liệu hoặc có trong giao ước: mã mà các bảng khác dẫn tới, tên, đơn vị"
    " tính, cách tổng hợp.",
    origin="Danh mục của cổng; cơ quan công bố ghi ở từng dòng.",
    address="/du-lieu/chi-tieu",
    fields=(
        Field(
            name="indicator",
            heading="Mã",
            meaning="Mã chỉ tiêu: khóa của dòng.",
            kind=Kind.CODE,
            value=lambda row: row.code,
            width=28,
        ),
        Field(
            name="name",
            heading="Chỉ tiêu",
            meaning="Tên chỉ tiêu.",
            value=lambda row: row.name,
            width=52,
        ),
        Field(
            name="name_en",
            heading="Tên tiếng Anh",
            meaning="Tên tiếng Anh.",
            value=lambda row: row.name_en,
            width=40,
        ),
        Field(
            name="unit_of_measure",
            heading="Đơn vị tính",
            meaning="Đơn vị tính.",
            value=lambda row: row.unit_of_measure,
        ),
        Field(
            name="decimals",
            heading="Số chữ số thập phân",
            meaning="Số chữ số thập phân mà trang ghi.",
            kind=Kind.INTEGER,
            value=lambda row: row.decimals,
            width=10,
        ),
        Field(
            name="aggregation",
            heading="Cách tổng hợp",
            meaning="Số của các đơn vị thành số của cụm: sum cộng, ratio tỷ lệ của hai tổng,"
            " weighted_mean bình quân gia quyền, mean trung bình cộng, none không cộng.",
            kind=Kind.CODE,
            value=lambda row: row.aggregation,
            shown=lambda row: row.get_aggregation_display(),
            width=24,
        ),
        Field(
            name="aggregation_note",
            heading="Ghi chú cách tổng hợp",
            meaning="Ghi chú cách tổng hợp.",
            value=lambda row: row.aggregation_note,
            width=48,
        ),
        Field(
            name="source_body",
            heading="Cơ quan công bố",
            meaning="Cơ quan công bố số liệu.",
            value=lambda row: row.source_body,
            width=28,
        ),
        Field(
            name="is_core",
            heading="Danh mục chung",
            meaning="Thuộc danh mục chung của các cụm.",
            kind=Kind.BOOLEAN,
            value=lambda row: row.is_core,
            width=12,
        ),
    ),
)


def indicator_rows(user: Any) -> list[Indicator]:
    """The rows of `INDICATORS`: those of which `user` sees a figure or a target, as ordered."""
    told = IndicatorValue.objects.for_user(user).order_by().filter(indicator=OuterRef("pk"))
    pledged = PledgeItem.objects.order_by().filter(
        indicator=OuterRef("pk"), pledge__in=Pledge.objects.for_user(user)
    )
    return list(Indicator.objects.filter(Exists(told) | Exists(pledged)))
