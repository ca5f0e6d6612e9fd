"""Clusters and units as data: every field, its stable name, what it means."""

from typing import Any

from django.utils import timezone

from cluster_portal.pages.datasets import Dataset, Field, Kind
from clusters.models import Cluster, Unit
from clusters.selectors import clusters_for, every_unit

_KEY = "Mã địa chỉ, không đổi và không dùng lại: khóa của dòng."
PERIOD = (
    Field(
        name="valid_from",
        heading="Từ ngày",
        meaning="Ngày bắt đầu; null là không rõ hoặc từ trước hồ sơ.",
        kind=Kind.DAY,
        value=lambda row: row.valid_from,
    ),
    Field(
        name="valid_to",
        heading="Đến hết ngày",
        meaning="Ngày cuối cùng; null là đến nay.",
        kind=Kind.DAY,
        value=lambda row: row.valid_to,
    ),
)
CLUSTERS = Dataset(
    key="clusters",
    title="Cụm, khối thi đua",
    what="Các cụm, khối thi đua, Cụm trưởng gần nhất và số thành viên hiện nay.",
    origin="Quyết định chia cụm, báo cáo hội nghị do ban thư ký các cụm nhập.",
    address="/cum",
    fields=(
        Field(name="cluster", meaning=_KEY, kind=Kind.CODE, value=lambda row: row.slug),
        Field(
            name="name",
            heading="Cụm, khối",
            meaning="Tên đầy đủ.",
            value=lambda row: row.name,
            width=52,
        ),
        Field(name="short_name", meaning="Tên gọn.", value=lambda row: row.short_name),
        Field(
            name="kind",
            meaning="cluster cụm thi đua, block khối thi đua.",
            kind=Kind.CODE,
            value=lambda row: row.kind,
        ),
        Field(
            name="level",
            meaning="national toàn quốc, provincial cấp tỉnh.",
            kind=Kind.CODE,
            value=lambda row: row.level,
        ),
        Field(heading="Cấp", value=lambda row: row.get_level_display()),
        Field(
            name="organising_unit",
            meaning="Mã địa chỉ của tỉnh tổ chức, với cụm, khối cấp tỉnh.",
            kind=Kind.CODE,
            value=lambda row: row.organising_unit and row.organising_unit.slug,
        ),
        Field(
            name="chair",
            meaning="Mã địa chỉ của Cụm trưởng gần nhất.",
            kind=Kind.CODE,
            value=lambda row: row.chair_slug,
        ),
        Field(
            name="chair_name",
            heading="Cụm trưởng gần nhất",
            meaning="Tên của đơn vị ấy.",
            value=lambda row: row.chair_name,
            width=24,
        ),
        Field(
            name="chair_year",
            heading="Năm",
            meaning="Năm thi đua mà đơn vị ấy làm Cụm trưởng.",
            kind=Kind.YEAR,
            value=lambda row: row.chair_year,
        ),
        Field(
            name="chair_is_inferred",
            heading="Suy ra",
            meaning="Cụm trưởng suy ra, nguồn không nêu thẳng.",
            kind=Kind.BOOLEAN,
            value=lambda row: row.chair_is_inferred,
        ),
        Field(
            name="members",
            heading="Thành viên",
            meaning="Số thành viên hôm nay, hoặc ngày cuối của cụm đã thôi hoạt động.",
            kind=Kind.INTEGER,
            measure="đơn vị",
            value=lambda row: row.member_count,
        ),
        *PERIOD,
    ),
)
UNITS = Dataset(
    key="units",
    title="Các tỉnh, thành phố",
    what="Các tỉnh, thành phố và đơn vị khác, hiện nay và trước đây, cùng đơn vị kế thừa.",
    origin="Nghị quyết, luật về sắp xếp đơn vị hành chính; danh mục của cổng.",
    address="/don-vi",
    fields=(
        Field(name="unit", meaning=_KEY, kind=Kind.CODE, value=lambda row: row.slug),
        Field(
            name="name",
            heading="Đơn vị",
            meaning="Tên với loại đơn vị. Một tên có thể là của hai đơn vị ở hai thời kỳ.",
            value=lambda row: row.official_name,
            width=34,
        ),
        Field(
            name="kind",
            meaning="province tỉnh, city thành phố, body cơ quan, đơn vị.",
            kind=Kind.CODE,
            value=lambda row: row.kind,
        ),
        Field(name="name_en", meaning="Tên tiếng Anh.", value=lambda row: row.name_en),
        Field(
            name="code",
            heading="Mã số",
            meaning="Mã đơn vị hành chính của thời kỳ ấy; mã được dùng lại nên không là khóa.",
            value=lambda row: row.code,
            width=10,
        ),
        *PERIOD,
        Field(
            name="successors",
            meaning="Mã địa chỉ của các đơn vị kế thừa.",
            kind=Kind.LIST,
            value=lambda row: [one.successor.slug for one in row.successions.all()],
        ),
        Field(
            heading="Đơn vị kế thừa",
            value=lambda row: "; ".join(
                one.successor.official_name for one in row.successions.all()
            ),
            width=34,
        ),
        Field(
            name="legal_basis",
            heading="Căn cứ",
            meaning="Căn cứ pháp lý.",
            value=lambda row: row.legal_basis,
            width=44,
        ),
    ),
)


def cluster_rows(user: Any) -> list[Cluster]:
    """The rows of `CLUSTERS` that `user` may see, in the order of the page."""
    return list(clusters_for(user).order_by("level", "sort_key", "pk"))


def unit_rows(user: Any) -> list[Unit]:
    """The rows of `UNITS`, which everybody sees: those of today, then the last to end first."""
    return every_unit(timezone.localdate())
