"""Forms of the steps of a conference and of corrections."""

from typing import Any

from django import forms

from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.vietnamese.numbers import MAX_QUANTITY_LENGTH
from cluster_portal.workspace.forms import ServiceForm


class StepForm(ServiceForm):
    """A step of a conference; asks why it goes back, or why a year that is over is changed."""

    def __init__(self, *args: Any, goes_back: bool, ask_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, ask_reason=ask_reason and not goes_back, **kwargs)
        if goes_back:
            self.fields["reason"] = ReasonField(
                label="Lý do chuyển lại", error_messages={"required": "Nêu lý do chuyển lại."}
            )


class SecondPersonForm(ServiceForm):
    """Whether a report is published by another person than the one who finalised it."""

    is_needed = forms.BooleanField(
        label="Công bố báo cáo cần người thứ hai, khác người đã chốt",
        required=False,
        help_text="Người bỏ quy định này vẫn không tự công bố báo cáo mình đã chốt.",
    )


class CorrectionForm(ServiceForm):
    """The right figure, as Vietnamese writes it, and why."""

    typed = forms.CharField(
        label="Số đúng",
        max_length=MAX_QUANTITY_LENGTH,
        help_text="Nhập như 9,73; 1.241/1.310; hơn 235.000.",
        error_messages={"required": "Nhập con số đúng."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = ReasonField(
        label="Lý do đính chính",
        help_text="Ai xem số liệu cũng đọc được.",
        error_messages={"required": "Nêu lý do đính chính."},
    )
