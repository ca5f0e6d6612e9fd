"""What a pledge says and who signed it as data: every field, its stable name, what it means."""

from cluster_portal.pages.datasets import Dataset, Field, Kind
from emulation.models import Pledge, PledgeSignature

_ORIGIN = "Giao ước do các đơn vị thành viên ký; ban thư ký các cụm nhập."


PLEDGE_ITEMS = Dataset(
    key="pledge-items",
    title="Nội dung giao ước",
    what="Các nội dung của một giao ước, theo số thứ tự; nội dung có chỉ tiêu thì nêu mức.",
    origin=_ORIGIN,
    address="/cum/{cluster}/{year}/giao-uoc/noi-dung",
    fields=(
        Field(
            name="item",
            heading="Số",
            meaning="Số thứ tự của nội dung.",
            kind=Kind.INTEGER,
            value=lambda row: row.number,
            width=8,
        ),
        Field(
            name="heading",
            heading="Tiêu đề",
            meaning="Tiêu đề.",
            value=lambda row: row.heading,
            width=34,
        ),
        Field(
            name="text",
            heading="Nội dung",
            meaning="Nội dung.",
            value=lambda row: row.text,
            width=80,
        ),
        Field(
            name="indicator",
            heading="Chỉ tiêu",
            meaning="Mã chỉ tiêu giao ước; null là không nêu chỉ tiêu. Excel và CSV ghi tên.",
            kind=Kind.CODE,
            value=lambda row: row.indicator and row.indicator.code,
            shown=lambda row: row.indicator and row.indicator.name,
            width=40,
        ),
        Field(
            name="comparison",
            meaning="Cách so: at_least ít nhất, at_most không quá, exactly đúng, between từ target"
            " đến target_to.",
            kind=Kind.CODE,
            value=lambda row: row.comparison,
        ),
        Field(heading="Cách so", value=lambda row: row.get_comparison_display()),
        Field(
            name="target",
            heading="Mức",
            meaning="Mức giao ước.",
            kind=Kind.DECIMAL,
            measure="theo unit_of_measure",
            value=lambda row: row.target,
        ),
        Field(
            name="target_to",
            heading="Đến",
            meaning="Mức trên, khi giao ước là một khoảng.",
            kind=Kind.DECIMAL,
            measure="theo unit_of_measure",
            value=lambda row: row.target_to,
        ),
        Field(
            name="unit_of_measure",
            heading="Đơn vị tính",
            meaning="Đơn vị tính của chỉ tiêu.",
            value=lambda row: row.indicator and row.indicator.unit_of_measure,
        ),
        Field(
            name="target_of",
            heading="Của ai",
            meaning="Của ai: each_unit từng đơn vị, cluster toàn cụm.",
            kind=Kind.CODE,
            value=lambda row: row.target_of,
            shown=lambda row: row.get_target_of_display(),
        ),
    ),
)
PLEDGE_SIGNATURES = Dataset(
    key="pledge-signatures",
    title="Các đơn vị ký giao ước",
    what="Các đơn vị phải ký một giao ước, đã ký hay chưa, theo thứ tự của trang.",
    origin=_ORIGIN,
    address="/cum/{cluster}/{year}/giao-uoc/chu-ky",
    fields=(
        Field(
            name="unit",
            heading="Đơn vị",
            meaning="Mã địa chỉ của đơn vị. Excel và CSV ghi tên.",
            kind=Kind.CODE,
            value=lambda row: row.unit.slug,
            shown=lambda row: row.unit.official_name,
            width=30,
        ),
        Field(
            name="role",
            heading="Vai trò",
            meaning="chair Cụm trưởng, vice_chair Cụm phó của năm; null với thành viên khác.",
            kind=Kind.CODE,
            value=lambda row: row.leader and row.leader.role,
            shown=lambda row: row.leader and row.leader.get_role_display(),
        ),
        Field(
            name="signed_on",
            heading="Ngày ký",
            meaning="Ngày ký; null là chưa ký.",
            kind=Kind.DAY,
            value=lambda row: row.signed_on,
        ),
        Field(
            name="method",
            heading="Cách ký",
            meaning="paper bản giấy, digital chữ ký số.",
            kind=Kind.CODE,
            value=lambda row: row.method,
            shown=lambda row: row.get_method_display(),
        ),
        Field(
            name="capacity",
            heading="Tư cách",
            meaning="Tư cách của người ký.",
            value=lambda row: row.signed_on and row.capacity,
            width=24,
        ),
        Field(
            name="signer_name",
            heading="Người ký",
            meaning="Người ký thay mặt đơn vị, như trên trang của giao ước.",
            value=lambda row: row.signed_on and row.signer_name,
            width=28,
        ),
        Field(
            name="note",
            heading="Ghi chú",
            meaning="Ghi chú về chữ ký.",
            value=lambda row: row.signed_on and row.note,
            width=40,
        ),
    ),
)


def signature_rows(pledge: Pledge) -> list[PledgeSignature]:
    """The rows of `PLEDGE_SIGNATURES`, each with the unit's `leader` role of the year, if any."""
    leaders = {leader.unit_id: leader for leader in pledge.emulation_year.led_by}
    rows = list(pledge.signatures.all())
    for row in rows:
        row.leader = leaders.get(row.unit_id)
    return rows
