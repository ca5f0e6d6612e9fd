"""Minutes and an invitation of a conference of the Red River Delta cluster."""

from datetime import date

from cluster_portal.documents.contents import Column, Section, SignatureBlock, TableContent
from cluster_portal.documents.meeting_contents import InvitationContent, Line, MinutesContent
from tests.documents.samples import head

TITLE = "Hội nghị tổng kết công tác thi đua, khen thưởng năm 2020"
MOMENT = "8 giờ 00 phút, ngày 18 tháng 01 năm 2021"
PLACE = "Trung tâm hội nghị, Tỉnh Quảng Ninh"


def minutes(**changes) -> MinutesContent:
    """Minutes with attendance, two items and a table of conclusions."""
    table = TableContent(
        caption="Kết luận của hội nghị",
        columns=(
            Column(label="TT", width_mm=15, align="centre"),
            Column(label="Kết luận", width_mm=80),
            Column(label="Đơn vị thực hiện", width_mm=45),
            Column(label="Hạn", width_mm=25, align="centre"),
        ),
        rows=(("1", "Sửa quy chế của cụm.", "Tỉnh Hưng Yên", "30/6/2021"),),
        total_rows=1,
    )
    return MinutesContent(
        **{
            "head": head(number="", date=None),
            "subject": TITLE,
            "opening": (
                Line(label="Thời gian bắt đầu", text=MOMENT),
                Line(label="Địa điểm", text=PLACE),
                Line(label="Chủ tọa", text="Nguyễn Tường Văn, Chủ tịch UBND tỉnh Quảng Ninh"),
                Line(label="Thư ký", text="Lê Thị Ba, Phó Trưởng phòng"),
            ),
            "sections": (
                Section(
                    heading="Thành phần tham dự",
                    items=("Đơn vị thành viên: 9/9 đơn vị dự.", "Tỉnh Hưng Yên: có mặt."),
                ),
                Section(heading="Khai mạc", paragraphs=("8h00 – 8h30. Chủ tịch UBND tỉnh.",)),
                Section(heading="Kết luận", tables=(table,)),
            ),
            "closing": "Hội nghị kết thúc vào 11 giờ 30 phút, ngày 18 tháng 01 năm 2021",
            "secretary": SignatureBlock(authority_lines=("THƯ KÝ",), signer_name="Lê Thị Ba"),
            "chair": SignatureBlock(authority_lines=("CHỦ TỌA",), signer_name="Nguyễn Tường Văn"),
            "recipients": ("Các đơn vị thành viên", "Lưu: VT"),
            "modified": date(2021, 1, 19),
        }
        | changes
    )


def invitation(**changes) -> InvitationContent:
    """An invitation with its programme."""
    programme = TableContent(
        caption="Chương trình hội nghị",
        columns=(
            Column(label="Thời gian", width_mm=35),
            Column(label="Nội dung", width_mm=80),
            Column(label="Người thực hiện", width_mm=50),
        ),
        rows=(("8h00 – 8h30", "Khai mạc", "Chủ tịch UBND tỉnh"), ("11h30", "Bế mạc", "–")),
        total_rows=2,
    )
    return InvitationContent(
        **{
            "head": head(number="", date=None),
            "subject": f"Dự {TITLE}",
            "invitation": "Cụm thi đua trân trọng kính mời: Ủy ban nhân dân tỉnh Hưng Yên",
            "lines": (
                Line(label="Tới dự", text=TITLE),
                Line(label="Chủ trì", text="Nguyễn Tường Văn"),
                Line(label="Thời gian", text=MOMENT),
                Line(label="Địa điểm", text=PLACE),
            ),
            "closing": "Chương trình gửi kèm. Trân trọng kính mời",
            "signature": SignatureBlock(authority_lines=("TM. CỤM THI ĐUA", "CỤM TRƯỞNG")),
            "recipients": ("Như trên", "Lưu: VT"),
            "programme": programme,
            "modified": date(2021, 1, 19),
        }
        | changes
    )
