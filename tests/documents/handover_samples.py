"""The minutes of a handover, with more lines than a page holds."""

from datetime import date

from django.template.loader import render_to_string

from cluster_portal.documents.contents import Column, Section, SignatureBlock, TableContent
from cluster_portal.documents.handover_contents import HandoverContent
from tests.documents.samples import head


def handover(lines: int = 40) -> HandoverContent:
    """The handover of the Red River Delta cluster from 2024 to 2025."""
    rows = tuple(
        (str(n), f"Hồ sơ số {n} của năm 2024", "Đã bàn giao", "") for n in range(1, lines + 1)
    )
    return HandoverContent(
        head=head(
            number="01/BB-CTĐ",
            date=None,
            status_label="ĐÃ XÁC NHẬN TRÊN CỔNG",
            status_note="Không có chữ ký",
            footer_note="Hai bên xác nhận trên cổng ngày 20/3/2025; không phải bản ký",
        ),
        subject="Bàn giao nhiệm vụ Cụm trưởng Cụm thi đua các tỉnh Đồng bằng sông Hồng năm 2025",
        opening=("Nhiệm vụ Cụm trưởng được bàn giao ngày 20 tháng 3 năm 2025.",),
        sections=(
            Section(
                heading="Bên giao, bên nhận",
                paragraphs=(
                    "Bên giao: Ủy ban nhân dân tỉnh Nam Định, Cụm trưởng năm 2024.",
                    "Bên nhận: Ủy ban nhân dân tỉnh Hà Nam, Cụm trưởng năm 2025.",
                ),
            ),
            Section(
                heading="Nội dung bàn giao",
                tables=(
                    TableContent(
                        caption="Hồ sơ, công việc bàn giao",
                        columns=(
                            Column(label="TT", width_mm=15, align="centre"),
                            Column(label="Nội dung", width_mm=70),
                            Column(label="Tình trạng", width_mm=35),
                            Column(label="Ghi chú", width_mm=45),
                        ),
                        rows=rows,
                        total_rows=len(rows),
                    ),
                ),
            ),
        ),
        closing="Hai bên thống nhất nội dung trên",
        gives=_block("ĐẠI DIỆN BÊN GIAO", "tỉnh Nam Định", "Nguyễn Thị Lan"),
        takes=_block("ĐẠI DIỆN BÊN NHẬN", "tỉnh Hà Nam", "Đặng Thu Hà"),
        recipients=("Các đơn vị thành viên", "Lưu: VT"),
        modified=date(2021, 1, 19),
    )


def _block(authority: str, province: str, name: str) -> SignatureBlock:
    return SignatureBlock(
        authority_lines=(authority, f"Ủy ban nhân dân {province}".upper()),
        status="(đã xác nhận trên cổng lúc 09:15 ngày 20/3/2025, không phải chữ ký)",
        signer_name=name,
    )


def html_of(content: HandoverContent) -> str:
    """The whole HTML from which the PDF is made."""
    return render_to_string("documents/handover.html", {"content": content})
