"""Forms of a member's report."""

from typing import Any

from django import forms

from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.workspace.forms import ServiceForm
from emulation.models import UnitReport

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
        help_text="Những chỉ tiêu tỉnh không có số liệu.",
    )

    def __init__(self, *args: Any, has_gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["allow_gaps"]


class ReturnForm(ServiceForm):
    """Why the report goes back to the unit."""

    reason = ReasonField(
        label="Lý do",
        help_text="Đơn vị đọc lý do này, cả trong thư báo.",
        error_messages={"required": "Nêu lý do để đơn vị biết cần sửa gì."},
    )
