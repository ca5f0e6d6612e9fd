"""Documents as the portal makes them: the pledge of 2021 and a report of the same cluster."""

from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from cluster_portal.documents.contents import (
    Column,
    DocumentHead,
    Part,
    PledgeContent,
    PledgeItemContent,
    ReportContent,
    Section,
    SignatureBlock,
    SignatureCell,
    TableContent,
    cut_rows,
)

# The 12 vowels with 6 tones and đ, in both cases: every letter that Vietnamese adds to ASCII,
# and the plain ones.
VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
LETTERS = VOWELS + "bcdđghklmnpqrstvxfjwz"
ALL_LETTERS = LETTERS + LETTERS.upper()
MEMBERS = (
    ("Hưng Yên", "(Cụm trưởng)", "Trần Quốc Văn"),
    ("Bắc Ninh", "(Cụm phó)", ""),
    ("Vĩnh Phúc", "(Cụm phó)", ""),
    ("Hải Dương", "", ""),
    ("Hà Nam", "", ""),
    ("Nam Định", "", ""),
    ("Ninh Bình", "", ""),
    ("Quảng Ninh", "", "Nguyễn Tường Văn"),
    ("Thái Bình", "", ""),
)
GROWTH = (
    ("Quảng Ninh", "10,05"),
    ("Hà Nam", "7,02"),
    ("Nam Định", "6,97"),
    ("Ninh Bình", "6,78"),
    ("Hưng Yên", "6,46"),
    ("Hải Dương", "3,24"),
    ("Thái Bình", "3,23"),
    ("Vĩnh Phúc", "2,21"),
    ("Bắc Ninh", "1,36"),
)
# The text of the pledge of 2021 as the press printed it: the preamble, then five items.
PREAMBLE, *ITEMS = (
    (Path(__file__).parent / "pledge_2021.txt").read_text(encoding="utf-8").splitlines()
)
SOURCE_NOTE = (
    "Nguồn: bài “Cụm thi đua các tỉnh Đồng bằng sông Hồng triển khai nhiệm vụ năm 2021”, đăng"
    " ngày 19/01/2021."
)


def head(**changes) -> DocumentHead:
    """The head of a document of the Red River Delta cluster."""
    return DocumentHead(
        **{
            "issuing_body_parent": "Cụm thi đua các tỉnh",
            "issuing_body": "Đồng bằng sông Hồng",
            "number": "01/GƯTĐ-CTĐ",
            "place": "Quảng Ninh",
            "date": date(2021, 1, 18),
            "status_note": "Bản lập từ bài báo đã công bố",
        }
        | changes
    )


def cells(count: int = 9) -> tuple[SignatureCell, ...]:
    """Signature cells of `count` provinces, the chair first."""
    return tuple(
        SignatureCell(unit_line=f"Ủy ban nhân dân tỉnh {name}", role_note=role, signer_name=signer)
        for name, role, signer in (MEMBERS * 4)[:count]
    )


def pledge(**changes) -> PledgeContent:
    """The pledge of 2021, as the press printed it."""
    return PledgeContent(
        **{
            "head": head(),
            "subject": "Cụm thi đua các tỉnh Đồng bằng sông Hồng năm 2021",
            "bases": (
                "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003",
                "Căn cứ Nghị quyết số 01/NQ-CP ngày 01/01/2021 của Chính phủ",
            ),
            "preamble": (PREAMBLE,),
            "items": tuple(
                PledgeItemContent(number=number, text=text)
                for number, text in enumerate(ITEMS, start=1)
            ),
            "closing": "Giao ước thi đua này được các đơn vị trong Cụm thống nhất ký kết tại Hội"
            " nghị tổng kết công tác năm 2020 và triển khai nhiệm vụ năm 2021, là căn cứ để bình"
            " xét thi đua và đề nghị khen thưởng cuối năm",
            "cells": cells(),
            "recipients": (
                "Ban Thi đua - Khen thưởng Trung ương",
                "Ủy ban nhân dân 9 tỉnh trong Cụm",
                "Lưu: VT, CTĐ",
            ),
            "source_note": SOURCE_NOTE,
            "modified": date(2021, 1, 19),
        }
        | changes
    )


def growth_table() -> TableContent:
    """Growth of the nine provinces in 2020."""
    return TableContent(
        caption="Tốc độ tăng trưởng kinh tế (GRDP) năm 2020",
        columns=(
            Column(label="STT", width_mm=15, align="centre"),
            Column(label="Tỉnh", width_mm=90),
            Column(label="Tăng trưởng (%)", width_mm=60, align="centre"),
        ),
        rows=tuple((str(n), *row) for n, row in enumerate(GROWTH, start=1)),
        total_rows=len(GROWTH),
        note="Chưa đủ để cộng · 9/11 đơn vị",
    )


def award_table(total: int = 500) -> TableContent:
    """A list of awards that is longer than a document may print."""
    rows = [
        (
            str(n),
            f"Nguyễn Văn {n}",
            "Sở Nội vụ tỉnh Quảng Ninh",
            "Bằng khen",
            "18/01/2021",
        )
        for n in range(1, total + 1)
    ]
    return TableContent(
        caption="Tập thể, cá nhân được khen thưởng năm 2020",
        columns=(
            Column(label="STT", width_mm=15, align="centre"),
            Column(label="Họ và tên", width_mm=40),
            Column(label="Đơn vị", width_mm=50),
            Column(label="Hình thức khen thưởng", width_mm=35),
            Column(label="Ngày", width_mm=25, align="centre"),
        ),
        **cut_rows(rows, address="https://thidua.example.vn/khen-thuong.xlsx"),
    )


def report(**changes) -> ReportContent:
    """A conference report with a short and a long table."""
    return ReportContent(
        **{
            "head": head(number="", date=None, status_label="DỰ THẢO"),
            "subject": "Tổng kết công tác thi đua, khen thưởng năm 2020 và phương hướng, nhiệm vụ"
            " năm 2021 của Cụm thi đua các tỉnh Đồng bằng sông Hồng",
            "addressees": (
                "Hội đồng Thi đua - Khen thưởng Trung ương",
                "Ban Thi đua - Khen thưởng Trung ương",
            ),
            "bases": ("Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003",),
            "parts": (
                Part(
                    heading="Kết quả công tác thi đua, khen thưởng năm 2020",
                    sections=(
                        Section(paragraphs=(ITEMS[0],)),
                        Section(
                            heading="Phong trào thi đua",
                            paragraphs=("Toàn Cụm đã có 1.241/1.310 xã đạt chuẩn nông thôn mới.",),
                            items=(
                                "“Cả nước chung sức xây dựng nông thôn mới”;",
                                "“Doanh nghiệp Việt Nam hội nhập và phát triển”;",
                                "“Cả nước chung tay vì người nghèo”.",
                            ),
                        ),
                        Section(
                            heading="Phát triển kinh tế - xã hội",
                            paragraphs=tuple(ITEMS[1:3]),
                            tables=(growth_table(),),
                        ),
                        Section(
                            heading="Công tác khen thưởng",
                            paragraphs=tuple(ITEMS[3:]),
                            tables=(award_table(),),
                        ),
                    ),
                ),
                Part(
                    heading="Phương hướng, nhiệm vụ năm 2021",
                    sections=(Section(items=tuple(ITEMS)),),
                ),
            ),
            "closing": "Trên đây là Báo cáo tổng kết công tác thi đua, khen thưởng năm 2020 và"
            " phương hướng, nhiệm vụ năm 2021 của Cụm thi đua các tỉnh Đồng bằng sông Hồng",
            "signature": SignatureBlock(
                authority_lines=(
                    "TM. Cụm thi đua",
                    "Cụm trưởng",
                    "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ninh",
                ),
                signer_name="Nguyễn Tường Văn",
            ),
            "recipients": (
                "Như trên",
                "Ủy ban nhân dân 9 tỉnh trong Cụm",
                "Lưu: VT, CTĐ",
            ),
            "source_note": SOURCE_NOTE,
            "modified": date(2021, 1, 19),
        }
        | changes
    )


def html_of(content: PledgeContent | ReportContent) -> str:
    """The whole HTML from which the PDF of `content` is made."""
    kind = "pledge" if isinstance(content, PledgeContent) else "report"
    return render_to_string(f"documents/{kind}.html", {"content": content})
