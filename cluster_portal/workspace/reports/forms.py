"""Forms of a member's report."""

from typing import Any

from django import forms

from cluster_portal.files.forms import UploadField
from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.workspace.forms import Loaded, ServiceForm
from emulation.models import UnitReport
from emulation.services.paper_reports import SCAN_KINDS, paper_token

LONGEST_SUMMARY = 20_000


class SummaryForm(ServiceForm):
    """What the unit says of its year in words."""

    summary = forms.CharField(
        label="Tóm tắt kết quả",
        required=False,
        max_length=LONGEST_SUMMARY,
        help_text=UnitReport._meta.get_field("summary").help_text,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SubmitForm(ServiceForm):
    """Handing the report in; asks first when figures are missing."""

    allow_gaps = forms.BooleanField(
        label="Nộp khi còn số liệu trống",
        required=False,
        help_text="Những chỉ tiêu đơn vị không có số liệu.",
    )

    def __init__(self, *args: Any, has_gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["allow_gaps"]


class PaperForm(ServiceForm):
    """A report that came on paper: when, its number, its scan."""

    received_on = day_field("Ngày nhận")
    number = forms.CharField(
        label="Số, ký hiệu của báo cáo",
        required=False,
        max_length=UnitReport._meta.get_field("paper_number").max_length,
        help_text="Nếu có, như 125/BC-UBND.",
    )
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=UnitReport._meta.get_field("paper_note").max_length,
    )
    upload = UploadField(kinds=SCAN_KINDS, label="Bản chụp", required=False)
    has_no_more = forms.BooleanField(
        label="Các chỉ tiêu còn trống là đơn vị không có số liệu",
        required=False,
        help_text="Không chọn khi còn nhập tiếp số liệu từ bản giấy.",
    )

    def __init__(self, *args: Any, report: UnitReport, has_gaps: bool, **kwargs: Any) -> None:
        stands = {
            "received_on": report.paper_received_on,
            "number": report.paper_number,
            "note": report.paper_note,
            "has_no_more": report.is_paper and report.without_figures.exists(),
        }
        loaded = Loaded(paper_token(report), report, ("record_paper",), stands)
        super().__init__(*args, initial=stands, loaded=loaded, **kwargs)
        if not has_gaps:
            del self.fields["has_no_more"]
        if report.paper_scan:
            self.fields["upload"].label = f"Bản chụp khác, thay cho {report.paper_scan.name}"


class ReturnForm(ServiceForm):
    """Why the report goes back to the unit."""

    reason = ReasonField(
        label="Lý do",
        help_text="Đơn vị đọc lý do này, cả trong thư báo.",
        error_messages={"required": "Nêu lý do để đơn vị biết cần sửa gì."},
    )
