"""Members of a cluster and who led it as data: every field, its stable name, what it means."""

from typing import Any

from cluster_portal.pages.datasets import Dataset, Field, Kind
from clusters.datasets import PERIOD
from clusters.models import Cluster, EmulationYear, Leadership, Membership
from clusters.selectors import memberships_of, years_of

_ORIGIN = "Quyết định chia cụm, báo cáo hội nghị do ban thư ký các cụm nhập."
_UNIT = Field(
    name="unit",
    heading="Đơn vị",
    meaning="Mã địa chỉ của đơn vị. Excel và CSV ghi tên.",
    kind=Kind.CODE,
    value=lambda row: row.unit.slug,
    shown=lambda row: row.unit.official_name,
    width=34,
)
_STATED = (
    Field(
        name="is_inferred",
        heading="Suy ra",
        meaning="Suy ra, nguồn không nói thẳng.",
        kind=Kind.BOOLEAN,
        value=lambda row: row.is_inferred,
    ),
    Field(
        name="note",
        heading="Ghi chú",
        meaning="Ghi chú.",
        value=lambda row: row.note,
        width=40,
    ),
    Field(
        name="source",
        heading="Nguồn",
        meaning="Tên của nguồn.",
        value=lambda row: row.source and row.source.title,
        width=44,
    ),
)
MEMBERS = Dataset(
    key="cluster-members",
    title="Thành viên của cụm",
    what="Các đơn vị là thành viên của một cụm, khối, hiện nay và trước đây.",
    origin=_ORIGIN,
    address="/cum/{cluster}/thanh-vien",
    fields=(_UNIT, *PERIOD, *_STATED),
)
LEADERS = Dataset(
    key="cluster-leaders",
    title="Cụm trưởng, Cụm phó",
    what="Cụm trưởng và các Cụm phó của một cụm, khối, năm mới nhất trước.",
    origin=_ORIGIN,
    address="/cum/{cluster}/lanh-dao",
    fields=(
        Field(
            name="year",
            heading="Năm thi đua",
            meaning="Năm thi đua.",
            kind=Kind.YEAR,
            value=lambda row: row.emulation_year.year,
            width=12,
        ),
        Field(
            name="role",
            heading="Vai trò",
            meaning="chair Cụm trưởng, vice_chair Cụm phó.",
            kind=Kind.CODE,
            value=lambda row: row.role,
            shown=lambda row: row.get_role_display(),
        ),
        _UNIT,
        *_STATED,
    ),
)


def member_rows(cluster: Cluster) -> list[Membership]:
    """The rows of `MEMBERS`, in Vietnamese order of the units."""
    return list(memberships_of(cluster))


def leader_rows(cluster: Cluster) -> list[Leadership]:
    """The rows of `LEADERS`, the chair of each year first."""
    return [_of_year(leader, year) for year in years_of(cluster) for leader in year.led_by]


def _of_year(leader: Any, year: EmulationYear) -> Leadership:
    leader.emulation_year = year
    return leader
