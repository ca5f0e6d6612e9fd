"""The minutes of a handover, from what both units confirmed."""

from dataclasses import replace

from django.utils import timezone

from cluster_portal.documents.contents import Column, Section, SignatureBlock, TableContent
from cluster_portal.documents.handover_contents import HandoverContent
from cluster_portal.documents.marks import marked
from cluster_portal.vietnamese.dates import format_date, format_long_date
from cluster_portal.vietnamese.times import format_time
from clusters.models import Handover, HandoverConfirmation, HandoverSide, Leadership
from clusters.services.handover import Sides
from emulation.documents import document_head, recipients

CONFIRMED = "ĐÃ XÁC NHẬN"  # fits one line
_COLUMNS = (
    Column(label="TT", width_mm=15, align="centre"),
    Column(label="Nội dung", width_mm=70),
    Column(label="Tình trạng", width_mm=35),
    Column(label="Ghi chú", width_mm=45),
)


def handover_content(
    handover: Handover, sides: Sides, *, number: str, code: str
) -> HandoverContent:
    """The minutes of a handover that both sides have confirmed, under number and code given."""
    year = handover.emulation_year
    cluster = year.cluster
    confirmed = {
        row.side: row for row in handover.confirmations.select_related("unit", "confirmed_by")
    }
    rows = tuple(
        (str(place), item.text, item.get_state_display(), item.note)
        for place, item in enumerate(handover.items.all(), start=1)
    )
    today = timezone.localdate()
    head = document_head(cluster, type_code="BB", place="", day=None, is_published=True)
    both = (HandoverSide.GIVES, sides.gives), (HandoverSide.TAKES, sides.takes)
    return HandoverContent(
        head=replace(
            marked(head, code),
            number=number,
            status_label=CONFIRMED,
            status_note="Xác nhận trên cổng, không có chữ ký",
            footer_note=f"Hai bên xác nhận trên cổng, cổng lập ngày {format_date(today)};"
            " không phải bản ký",
        ),
        subject=f"Bàn giao nhiệm vụ Cụm trưởng {cluster.name} năm {year.year}",
        opening=(
            f"Nhiệm vụ Cụm trưởng được bàn giao {format_long_date(handover.handed_over_on)}."
            " Từ ngày này bên nhận thực hiện nhiệm vụ Cụm trưởng và nhập hồ sơ của cụm trên cổng;"
            " bên giao xem hồ sơ.",
        ),
        sections=(
            Section(
                heading="Bên giao, bên nhận",
                paragraphs=tuple(_side(side, leader, confirmed[side]) for side, leader in both),
            ),
            Section(
                heading="Nội dung bàn giao",
                tables=(
                    TableContent(
                        caption="Hồ sơ, công việc bàn giao",
                        columns=_COLUMNS,
                        rows=rows,
                        total_rows=len(rows),
                    ),
                ),
                paragraphs=(handover.note,) if handover.note else (),
            ),
        ),
        closing="Hai bên thống nhất nội dung trên. Biên bản lập trên cổng, mỗi bên tải về một bản",
        gives=_block("ĐẠI DIỆN BÊN GIAO", confirmed[HandoverSide.GIVES]),
        takes=_block("ĐẠI DIỆN BÊN NHẬN", confirmed[HandoverSide.TAKES]),
        recipients=recipients(cluster),
        modified=today,
    )


def _side(side: HandoverSide, leader: Leadership, confirmed: HandoverConfirmation) -> str:
    return (
        f"{side.label}: {confirmed.unit.people_committee}, Cụm trưởng năm"
        f" {leader.emulation_year.year}; người xác nhận: {confirmed.confirmed_by.full_name}."
    )


def _block(authority: str, confirmed: HandoverConfirmation) -> SignatureBlock:
    moment = timezone.localtime(confirmed.confirmed_at)
    return SignatureBlock(
        authority_lines=(authority, "ỦY BAN NHÂN DÂN", confirmed.unit.official_name),
        status=f"(đã xác nhận trên cổng lúc {format_time(moment.time())} ngày"
        f" {format_date(moment.date())}, không phải chữ ký)",
        signer_name=confirmed.confirmed_by.full_name,
    )
